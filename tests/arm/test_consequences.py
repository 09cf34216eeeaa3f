"""What guest instructions do on a resultant type (DDI 0487 B2.8.2, B2.10, R_RMTWN, R_DPDXS)."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from s2tui.arm.attributes import WRITE_BACK, Normal
from s2tui.arm.combine.combination import combine
from s2tui.arm.combine.rules import Stage1
from s2tui.arm.consequences import asked_for, consequences, decode_par, overridden, stopped
from s2tui.arm.operations import Does

WB, NC, DEVICE = 0xFF, 0x44, 0x04
"""MAIR bytes."""
S2_DEVICE, S2_NC, S2_WB = 0x1, 0x5, 0x6
"""MemAttr with FWB=1."""


def does(operation: str, s1: int | str, s2: int, *, executable: bool = True) -> set[Does]:
    found = consequences(Stage1(s1), combine(s1, s2, fwb=True), executable=executable, mte=True)
    return {d for c in found if c.operation.id == operation for d in c.outcomes}


def stage(operation: str, s1: int, s2: int) -> int | None:
    found = consequences(Stage1(s1), combine(s1, s2, fwb=True))
    return next(c.stage for c in found if c.operation.id == operation)


# The rows of the specification's table: on Write-Back, on Non-cacheable, on Device memory.
ATOMICS: set[Does] = {
    "works",
    "external-abort",
    "serror",
    "unsupported-atomic",
    "no-operation",
    "not-atomic",
}
EXCLUSIVES: set[Does] = {"works", "unsupported-atomic", "external-abort"}
TABLE: list[tuple[str, set[Does], set[Does], set[Does]]] = [
    ("aligned-access", {"works"}, {"works"}, {"works"}),
    ("unaligned-access", {"works"}, {"works"}, {"alignment-fault"}),
    ("dc-zva", {"works"}, {"works"}, {"alignment-fault"}),
    ("exclusives", {"works"}, EXCLUSIVES, EXCLUSIVES),
    ("atomics", {"works"}, ATOMICS, ATOMICS),
    ("fetch", {"works"}, {"works"}, {"as-non-cacheable", "permission-fault"}),
    ("first-fault-load", {"works"}, {"works"}, {"suppressed"}),
    ("speculative-read", {"works"}, {"works"}, {"forbidden"}),
    ("table-walk", {"works"}, {"works"}, {"as-non-cacheable", "permission-fault"}),
    ("unaligned-atomics", {"works", "alignment-fault"}, {"works", "alignment-fault"},
     {"alignment-fault"}),
    ("crossing-access", {"works"}, {"works"}, {"unpredictable"}),
]  # fmt: skip


@pytest.mark.parametrize(("operation", "wb", "nc", "device"), TABLE, ids=[r[0] for r in TABLE])
def test_an_operation_does_what_the_table_says(
    operation: str, wb: set[Does], nc: set[Does], device: set[Does]
) -> None:
    assert does(operation, WB, S2_WB) == wb
    assert does(operation, WB, S2_NC) == nc
    assert does(operation, WB, S2_DEVICE) == device


def test_the_first_stage_that_says_device_raises_the_alignment_fault() -> None:
    assert stage("unaligned-access", WB, S2_DEVICE) == 2
    assert stage("unaligned-access", DEVICE, S2_DEVICE) == 1
    assert stage("unaligned-access", WB, S2_WB) is None


def test_stage_1_may_still_raise_its_fault_where_fwb_forces_write_back() -> None:
    assert does("unaligned-access", DEVICE, S2_WB) == {"works", "alignment-fault"}
    assert does("dc-zva", DEVICE, S2_WB) == {"works", "alignment-fault"}
    assert does("atomics", DEVICE, S2_WB) == ATOMICS
    assert stage("dc-zva", DEVICE, S2_WB) == 1


def test_tags_change_what_a_tag_store_does_and_nothing_else() -> None:
    """0xF0 is Tagged Normal Write-Back, which is as much Write-Back as 0xFF (MAIR_EL1)."""
    tagged, plain = (
        {
            c.operation.id: c.outcomes
            for c in consequences(Stage1(s1), combine(s1, S2_WB, fwb=True, mte=True), mte=True)
        }
        for s1 in (0xF0, WB)
    )
    assert tagged.pop("tag-store") == ("works",)
    assert plain.pop("tag-store") == ("tags-ignored",)
    assert tagged == plain


def test_what_stage_1_said_is_overridden_only_where_it_was_not_write_back() -> None:
    assert overridden(Stage1(DEVICE), combine(DEVICE, S2_WB, fwb=True)) == "device"
    assert overridden(Stage1("off"), combine("off", S2_WB, fwb=True)) == "device"
    assert overridden(Stage1(NC), combine(NC, S2_WB, fwb=True)) == "normal"
    assert overridden(Stage1(WB), combine(WB, S2_WB, fwb=True)) is None
    assert overridden(Stage1(DEVICE), combine(DEVICE, 0xF, fwb=False)) is None


def test_a_fetch_faults_where_stage_2_forbids_execution() -> None:
    assert does("fetch", WB, S2_WB, executable=False) == {"permission-fault"}


def test_tags_are_kept_only_on_tagged_memory() -> None:
    assert does("tag-store", 0xF0, S2_WB) == {"works"}
    assert does("tag-store", 0xF0, S2_NC) == {"tags-ignored"}
    assert does("tag-store", WB, S2_WB) == {"tags-ignored"}


def test_without_mte_there_is_no_tag_store() -> None:
    found = consequences(Stage1(WB), combine(WB, S2_WB, fwb=True))
    assert "tag-store" not in {c.operation.id for c in found}


@given(
    s1=st.sampled_from((WB, 0xBB, NC, 0x0C, 0x08, DEVICE, 0x00, "off", "off-ifetch")),
    mte=st.booleans(),
)
def test_nothing_stops_where_stage_2_leaves_stage_1_as_it_is(s1: int | str, mte: bool) -> None:
    stage1 = Stage1(s1)
    resultant = combine(s1, 0xF, fwb=False)
    assert stopped(stage1, resultant, mte=mte) == ()
    asked = {c.operation.id: c.outcomes for c in asked_for(stage1, mte=mte)}
    assert {c.operation.id: c.outcomes for c in consequences(stage1, resultant, mte=mte)} == asked


def test_an_unpredictable_stage_1_byte_gives_the_outcomes_of_every_byte() -> None:
    assert does("unaligned-access", 0x02, 0x7) == {"works", "alignment-fault"}


def test_a_byte_of_par_shows_what_no_mair_byte_can() -> None:
    """0xe0: Tagged memory whose tags may not be accessed (FEAT_MTE_PERM); XS is never set there."""
    tagged = Normal(WRITE_BACK, WRITE_BACK, xs=False, tagged=True)
    assert decode_par(0xE0) == tagged._replace(no_tag_access=True)
    assert decode_par(0xF0) == tagged
