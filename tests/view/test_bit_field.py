"""A field of the descriptor says what it had before, which rule decided it and where that is."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from s2tui.arm.descriptor.citations import manual
from s2tui.view.descriptor.bits import field_names
from s2tui.view.explore import bit_field
from tests.view.asking import DEVICE, ask, texts

FORCED = ask()
AS_IT_WAS = ask("host.fwb=false")
REFUSED = ask(*DEVICE, "host.fwb=false")
ALL = (1000, 60)


def test_memattr_names_the_rule_of_the_type_and_the_rule_of_its_encoding() -> None:
    said = texts(bit_field.detail(FORCED, None, (), "MemAttr", ALL))
    assert said[0] == "MemAttr [5:2] 0110  force Normal Write-Back"
    assert "  with FWB stage 2 forces the type: Normal 6, Normal-NC 5, Device-nGnRE 1" in said
    assert any("pgtable.c:stage2_set_prot_attr @ 6.12" in line for line in said)
    assert any("mmu.c:user_mem_abort" in line for line in said)
    # architecture.md 2.2 names these for FWB=1, 2.1 the others for FWB=0.
    assert "R_VRJSW, R_RHWZM" in said[-1]
    without = texts(bit_field.detail(AS_IT_WAS, None, (), "MemAttr", ALL))
    assert "R_HMNDG, Table D8-96" in without[-1]


def test_every_field_of_a_leaf_has_a_rule_and_a_place_in_the_manual() -> None:
    for name in field_names(FORCED.outcome.descriptor):
        assert bit_field.deciders(FORCED.outcome, name)
        assert "Table D8-53" in manual(FORCED.outcome.descriptor, name, fwb=True)


def test_the_values_since_the_baseline_are_told_in_order_without_repeats() -> None:
    since = (FORCED, AS_IT_WAS, AS_IT_WAS, REFUSED, FORCED)
    had = bit_field.history(since, "MemAttr")
    assert [value.text for value in had] == ["0110", "1111", "absent", "0110"]
    line = bit_field.history_line(since, "MemAttr", 80)
    assert line is not None
    assert texts([line]) == ["◆ since the baseline: 0110 → 1111 → absent → 0110"]
    assert bit_field.history_line((FORCED, FORCED), "MemAttr", 80) is None
    assert bit_field.history((), "MemAttr") == ()


def test_of_a_long_history_the_last_values_are_told() -> None:
    line = bit_field.history_line((FORCED, AS_IT_WAS) * 5, "MemAttr", 120)
    assert line is not None
    assert "… → " in texts([line])[0]


def test_an_absent_field_says_why_and_where_it_would_be() -> None:
    said = texts(bit_field.detail(REFUSED, FORCED, (), "MemAttr", ALL))
    assert said[0] == "MemAttr [5:2] absent: the memslot was refused (EINVAL)"


@given(
    st.sampled_from([FORCED, AS_IT_WAS, REFUSED]),
    st.sampled_from(["MemAttr", "S2AP", "XN", "OA", "SH", "Valid", "NS"]),
    st.integers(40, 160),
    st.integers(1, 14),
)
def test_a_detail_fits_its_room(report: object, name: str, width: int, height: int) -> None:
    lines = bit_field.detail(report, FORCED, (), name, (width, height))  # type: ignore[arg-type]
    assert 1 <= len(lines) <= height
    assert all(len(text) <= width for text in texts(lines))


@pytest.mark.parametrize("height", [3, 4])
def test_where_there_is_little_room_the_source_of_the_last_rule_is_still_there(
    height: int,
) -> None:
    said = texts(bit_field.detail(AS_IT_WAS, FORCED, (), "MemAttr", (51, height)))
    assert said[1].startswith("◆ was 0110")
    assert said[2].startswith("  memory.h (MT_S2_*), hyp/pgtable.c:stage2_set_pr")
