"""Where the architecture permits several results, the answer is the set, in a fixed order."""

from __future__ import annotations

import pytest

from s2tui.arm.attributes import Shareability
from s2tui.arm.combine.combination import combine

Pairs = list[tuple[int, Shareability]]


@pytest.mark.parametrize(
    ("s1", "s2", "permitted"),
    [
        (0xFF, 0x4, [(0x44, "osh"), (0x4B, "ish"), (0x4F, "ish")]),
        (0xFF, 0x8, [(0xB4, "ish"), (0xBB, "ish"), (0xBF, "ish")]),
        (0xFF, 0xC, [(0xF4, "ish"), (0xFB, "ish"), (0xFF, "ish")]),
        (0xBB, 0xC, [(0xB4, "ish"), (0xBB, "ish")]),
    ],
)
def test_reserved_half_is_nc_wt_or_wb(s1: int, s2: int, permitted: Pairs) -> None:
    result = combine(s1, s2, fwb=False)
    assert result.reserved
    assert list(result.permitted or ()) == permitted
    assert (result.par_attr, result.shareability) == permitted[0]


@pytest.mark.parametrize(("s2", "recorded"), [(0x4, 0x4F), (0x8, 0xBF), (0xC, 0xFF)])
def test_what_qemu_was_recorded_to_do_is_permitted(s2: int, recorded: int) -> None:
    assert (recorded, "ish") in (combine(0xFF, s2, fwb=False).permitted or ())


@pytest.mark.parametrize("s1", [0x00, 0x0C, 0x44])
@pytest.mark.parametrize("s2", [0x4, 0x8, 0xC])
def test_reserved_encoding_with_one_result_is_still_reserved(s1: int, s2: int) -> None:
    result = combine(s1, s2, fwb=False)
    assert result[2:6] == (s1, "osh", True, None)


@pytest.mark.parametrize(
    ("s1", "s2", "mte_perm", "permitted"),
    [
        (0xFF, 0x4, False, [(0x44, "osh"), (0xFF, "ish"), (0x00, "osh")]),
        (0xFF, 0xC, False, [(0x44, "osh"), (0xFF, "ish"), (0x00, "osh")]),
        (0xFF, 0xD, True, [(0x44, "osh"), (0xFF, "ish"), (0x00, "osh")]),
        (0xF0, 0xC, True, [(0x44, "osh"), (0xF0, "ish"), (0x00, "osh")]),
        (0x44, 0x4, False, [(0x44, "osh"), (0x00, "osh")]),
        (0x04, 0x4, False, [(0x04, "osh"), (0x00, "osh")]),
        (0xBB, 0xA, True, [(0x08, "osh"), (0xBB, "ish"), (0x00, "osh")]),
        (0x0C, 0x9, True, [(0x04, "osh"), (0x0C, "osh"), (0x00, "osh")]),
    ],
)
def test_reserved_under_fwb_is_pseudocode_then_stage_1_then_ngnrne(
    s1: int, s2: int, mte_perm: bool, permitted: Pairs
) -> None:
    result = combine(s1, s2, fwb=True, mte_perm=mte_perm)
    assert result.reserved
    assert list(result.permitted or ()) == permitted


@pytest.mark.parametrize("s2", range(8))
def test_top_bit_is_ignored_under_fwb_without_mte_perm(s2: int) -> None:
    assert combine(0xEE, s2 | 8, fwb=True) == combine(0xEE, s2, fwb=True)


def test_top_bit_reserves_what_it_does_not_define_with_mte_perm() -> None:
    reserved = {s2 for s2 in range(16) if combine(0xFF, s2, fwb=True, mte_perm=True).reserved}
    assert reserved == {0x4, 0x8, 0x9, 0xA, 0xB, 0xC, 0xD}


@pytest.mark.parametrize("s1", [0x00, 0x04, 0x44])
@pytest.mark.parametrize("s1_sh", ["nsh", "ish"])
def test_forced_device_may_be_outer_shareable(s1: int, s1_sh: Shareability) -> None:
    result = combine(s1, 0x6, fwb=True, s1_sh=s1_sh, s2_sh="nsh")
    assert result.permitted == ((0xFF, s1_sh), (0xFF, "osh"))
    assert not result.reserved
    assert "R_NSCNC" in result.reason


@pytest.mark.parametrize("s1", [0x4F, 0xBB, 0xFF])
def test_forced_cacheable_has_one_shareability(s1: int) -> None:
    assert combine(s1, 0x6, fwb=True).permitted is None


def test_forced_device_that_is_outer_shareable_anyway_has_one() -> None:
    result = combine(0x00, 0x6, fwb=True, s2_sh="osh")
    assert result[3:6] == ("osh", False, None)
    assert "R_NSCNC" not in result.reason


class TestUnpredictableByte:
    """Section 5.1: the union over all bytes valid in that configuration."""

    @pytest.mark.parametrize("fwb", [False, True])
    @pytest.mark.parametrize("s1", [0x02, 0x40, 0x70, 0xE0])
    def test_one_possible_result_is_exact(self, s1: int, fwb: bool) -> None:
        assert combine(s1, 0x0, fwb=fwb)[2:6] == (0x00, "osh", True, None)

    def test_several_results_have_no_first_and_are_sorted(self) -> None:
        result = combine(0x70, 0x1, fwb=True)
        assert result[2:6] == (None, None, True, ((0x00, "osh"), (0x04, "osh")))
        assert result.kind == "reserved"

    def test_xs_bytes_join_the_union_with_the_feature(self) -> None:
        assert combine(0x70, 0x0, fwb=True, xs=True).permitted == ((0x00, "osh"), (0x01, "osh"))

    def test_tagged_without_mte2_is_unpredictable(self) -> None:
        result = combine(0xF0, 0x5, fwb=True, mte=False)
        assert result.reserved
        assert result.permitted == tuple((par, "osh") for par in (0x00, 0x04, 0x08, 0x0C, 0x44))

    def test_as_stage_1_permits_every_valid_byte(self) -> None:
        permitted = combine(0x02, 0x7, fwb=True, xs=True).permitted or ()
        assert len(permitted) == 228 + 8

    def test_every_such_byte_answers_alike(self) -> None:
        assert combine(0x70, 0x6, fwb=True) == combine(0x0E, 0x6, fwb=True)
