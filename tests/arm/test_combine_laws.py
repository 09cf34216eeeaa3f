"""Laws that every combination keeps, whatever the inputs."""

from __future__ import annotations

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from s2tui.arm.attributes import Device, Normal, Shareability, Unpredictable, decode_mair
from s2tui.arm.combine.combination import (
    SHAREABILITIES,
    combine,
    combine_shareability,
)
from s2tui.arm.combine.rules import STAGE1_WORDS

shareabilities = st.sampled_from(SHAREABILITIES)
flags = st.fixed_dictionaries(
    {name: st.booleans() for name in ("fwb", "mte", "xs", "mte_perm", "fnxs", "cd", "icache")}
)
sources = st.integers(0, 0xFF) | st.sampled_from(STAGE1_WORDS)
memattrs = st.integers(0, 0xF)
STRENGTH = ("device-ngnrne", "device-ngnre", "device-ngre", "device-gre")
valid_bytes = st.integers(0, 0xFF).filter(
    lambda byte: not isinstance(decode_mair(byte), Unpredictable)
)


@given(shareabilities, shareabilities, shareabilities)
def test_shareability_is_a_semilattice(a: Shareability, b: Shareability, c: Shareability) -> None:
    assert combine_shareability(a, b) == combine_shareability(b, a)
    assert combine_shareability(a, a) == a
    assert combine_shareability(combine_shareability(a, b), c) == combine_shareability(
        a, combine_shareability(b, c)
    )


@given(sources, memattrs, shareabilities, shareabilities, flags)
def test_set_has_no_duplicates_and_begins_with_the_answer(
    s1: int | str, s2: int, s1_sh: Shareability, s2_sh: Shareability, options: dict[str, Any]
) -> None:
    result = combine(s1, s2, s1_sh=s1_sh, s2_sh=s2_sh, **options)
    if result.permitted is None:
        assert result.par_attr is not None
        assert result.shareability is not None
        return
    assert len(set(result.permitted)) == len(result.permitted) >= 2
    if result.par_attr is None:
        assert result.shareability is None
        assert list(result.permitted) == sorted(result.permitted)
    else:
        assert (result.par_attr, result.shareability) == result.permitted[0]


@given(sources, memattrs, shareabilities, shareabilities, flags)
def test_every_permitted_pair_is_one_par_el1_can_hold(
    s1: int | str, s2: int, s1_sh: Shareability, s2_sh: Shareability, options: dict[str, Any]
) -> None:
    result = combine(s1, s2, s1_sh=s1_sh, s2_sh=s2_sh, **options)
    for par, shareability in result.permitted or ((result.par_attr, result.shareability),):
        assert par is not None
        if par == 0xE0:
            assert options["mte_perm"]
            continue
        attribute = decode_mair(par, xs=options["xs"], mte=options["mte"])
        assert isinstance(attribute, Device | Normal)
        assert shareability == "osh" or not attribute.always_outer_shareable


@given(valid_bytes, shareabilities)
def test_write_back_without_fwb_keeps_stage_1(s1: int, s1_sh: Shareability) -> None:
    result = combine(s1, 0xF, fwb=False, s1_sh=s1_sh, s2_sh="nsh")
    attribute = decode_mair(s1)
    assert not isinstance(attribute, Unpredictable)
    expected = "osh" if attribute.always_outer_shareable else s1_sh
    assert result[2:6] == (s1, expected, False, None)


@given(st.integers(0, 3), st.integers(0, 3), st.booleans())
def test_stronger_device_wins(s1: int, s2: int, fwb: bool) -> None:
    assert combine(s1 << 2, s2, fwb=fwb).kind == STRENGTH[min(s1, s2)]


@given(valid_bytes, memattrs)
def test_without_fwb_device_on_either_side_gives_device(s1: int, s2: int) -> None:
    device = isinstance(decode_mair(s1), Device) or s2 < 4
    assert combine(s1, s2, fwb=False).kind.startswith("device") == device


@given(valid_bytes, st.integers(4, 0xF).filter(lambda s2: s2 & 3))
def test_without_fwb_cacheability_never_grows(s1: int, s2: int) -> None:
    attribute = decode_mair(s1)
    if not isinstance(attribute, Normal):
        return
    result = decode_mair(combine(s1, s2, fwb=False).par_attr or 0)
    assert isinstance(result, Normal)
    order = ("nc", "wt", "wb")
    limits = (order[(s2 >> 2) - 1], order[(s2 & 3) - 1])
    for before, after, limit in zip(
        (attribute.outer, attribute.inner), (result.outer, result.inner), limits, strict=True
    ):
        smaller = min(order.index(before.cacheability), order.index(limit))
        assert order.index(after.cacheability) == smaller


@given(sources, shareabilities)
def test_force_write_back_is_always_write_back(s1: int | str, s2_sh: Shareability) -> None:
    result = combine(s1, 0x6, fwb=True, s2_sh=s2_sh)
    for par, _ in result.permitted or ((result.par_attr, result.shareability),):
        attribute = decode_mair(par or 0)
        assert isinstance(attribute, Normal)
        assert attribute.write_back
