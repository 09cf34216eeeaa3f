"""What real hosts wrote into their stage-2 tables, predicted record by record.

The counts are asserted exactly, so that no record can be dropped without a test failing.
"""

from __future__ import annotations

from collections import Counter
from functools import cache
from typing import TYPE_CHECKING

import pytest

from s2tui.kvm.policies.registry import find
from s2tui.kvm.report.explain import explain
from s2tui.kvm.scenario.fields import FIELDS, make
from tests.kvm import captures
from tests.kvm.captures import ACCESS_FLAG, OUTPUT_ADDRESS, TABLE, Case, Observed

if TYPE_CHECKING:
    from s2tui.kvm.policy.outcome import Outcome
    from s2tui.kvm.scenario.fields import Scenario

# The policy that answers for each captured kernel.
POLICIES = {
    "linux-6.12.43-fwb-dic": "v6.9",
    "linux-6.12.43-nofwb": "v6.9",
    "linux-6.18.15-fwb-dic": "v6.18",
}

NOT_EXPRESSED = {
    "run": 1,
    "host-call": 14,
    "slot-geometry": 13,
    "live-slot": 6,
    "mte-cap": 5,
    "gmem-create": 4,
    "other-slots": 2,
    "dc-no-fault": 2,
    "dirty-log-read": 2,
    "unreadable-vma": 2,
    "unknown-flag": 1,
    "old-ioctl": 1,
    "not-a-gmem": 1,
    "beyond-eof": 1,
}
COUNTS = {
    "linux-6.12.43-fwb-dic": {"expressed": 195, "no-fault": 24, **NOT_EXPRESSED},
    "linux-6.12.43-nofwb": {"expressed": 196, "no-fault": 21, **NOT_EXPRESSED},
    "linux-6.18.15-fwb-dic": {
        "expressed": 209,
        "no-fault": 24,
        **NOT_EXPRESSED,
        "host-call": 18,
        "live-slot": 8,
    },
}
RECORDS = {
    "linux-6.12.43-fwb-dic": 274,
    "linux-6.12.43-nofwb": 272,
    "linux-6.18.15-fwb-dic": 294,
}


@cache
def all_cases(file: str) -> tuple[Case, ...]:
    return tuple(captures.cases(file))


def expressed(file: str) -> list[Case]:
    return [case for case in all_cases(file) if case.reason is None]


def touches(file: str) -> list[Case]:
    return [case for case in all_cases(file) if case.record["kind"] == "touch"]


def scenario(case: Case) -> Scenario:
    made, _ = make({FIELDS[name].attribute: value for name, value in case.fields.items()})
    return made


def where(case: Case) -> str:
    return f"{case.file} {case.line} {case.scenario}: {case.at}"


def predicted(case: Case, outcome: Outcome) -> Observed:
    """An outcome in the terms of what the record shows."""
    memslot = outcome.memslot.errno or outcome.memslot.result
    if case.record["kind"] != "touch":
        return Observed(memslot)
    fault = outcome.fault
    leaf = outcome.descriptor.value if outcome.descriptor else None
    return Observed(
        memslot,
        "mapped" if fault.result == "relaxed" else fault.result,
        fault.errno,
        fault.exit,
        fault.inject,
        outcome.mapping.level if outcome.mapping else None,
        None if leaf is None else leaf & ~(OUTPUT_ADDRESS | ACCESS_FLAG),
    )


def dirty_pages(file: str, bitmap: Case) -> int:
    """The dirty bitmap that the outcomes of the scenario's earlier touches add up to."""
    policy, pages = find(POLICIES[file]), 0
    for case in expressed(file):
        if case.scenario != bitmap.scenario or case.line > bitmap.line:
            continue
        if case.record["kind"] != "touch" or not case.fields.get("slot.log_dirty_pages"):
            continue
        mapping = explain(policy, scenario(case)).mapping
        if mapping is not None and mapping.marks_dirty:
            pages |= 1 << ((int(case.record["gpa"], 16) - SLOT_ADDRESS) >> 12)
    return pages


SLOT_ADDRESS = 0x1_0000_0000
"""Where the slots lie whose dirty bitmaps were captured."""


def finding(case: Case, policy: str) -> str | None:
    """How the prediction differs from what the host did; None where it does not."""
    if case.record["kind"] == "dirty-bitmap":
        was, is_ = int(case.record["word0"], 16), dirty_pages(case.file, case)
        return None if was == is_ else f"captured {was:#x}, predicted {is_:#x}"
    seen, said = case.observed, predicted(case, explain(find(policy), scenario(case)))
    if seen == said:
        return None
    return "; ".join(
        f"{name}: captured {_text(was)}, predicted {_text(is_)}"
        for name, was, is_ in zip(Observed._fields, seen, said, strict=True)
        if was != is_
    )


def _text(value: object) -> str:
    return f"{value:#018x}" if isinstance(value, int) and value > 3 else str(value)


@pytest.mark.parametrize("file", POLICIES)
def test_every_expressible_record_is_predicted_but_for_the_findings(file: str) -> None:
    found = {where(case): finding(case, POLICIES[file]) for case in expressed(file)}
    wrong = {at: difference for at, difference in found.items() if difference}
    explained = {at for at in TABLE["findings"] if at.startswith(f"{file} ")}
    unexplained = [f"{at}: {text}" for at, text in wrong.items() if at not in explained]
    assert not unexplained, "\n" + "\n".join(unexplained)
    assert explained == set(wrong), "findings that are none"


@pytest.mark.parametrize("file", captures.files())
def test_every_record_has_a_scenario_or_a_reason(file: str) -> None:
    # Reading the file already fails on a record without an entry and an entry without a record.
    counts = Counter(case.reason or "expressed" for case in all_cases(file))
    assert counts == COUNTS[file]
    assert counts.total() == RECORDS[file]
    assert set(counts) - {"expressed"} <= set(TABLE["reasons"])


def test_every_reason_is_used() -> None:
    used = {case.reason for file in captures.files() for case in all_cases(file)}
    assert used - {None} == set(TABLE["reasons"])


def test_every_capture_has_a_policy() -> None:
    assert set(captures.files()) == POLICIES.keys()


@pytest.mark.parametrize("file", captures.files())
def test_the_table_uses_fields_and_values_that_exist(file: str) -> None:
    for case in expressed(file):
        for name, value in case.fields.items():
            assert value in FIELDS[name].values, f"{where(case)}: {name}={value}"


@pytest.mark.parametrize("file", captures.files())
def test_the_table_agrees_with_the_flags_of_the_vma(file: str) -> None:
    checked = 0
    for case in expressed(file):
        flags, s = vma_flags(case), scenario(case)
        if flags is None or s.backing == "no-slot":
            continue
        checked += 1
        assert (s.backing == "hole") == (not flags), where(case)
        if flags:
            assert (s.backing == "pfnmap") == ("pf" in flags), where(case)
            assert (s.backing == "hugetlb") == ("ht" in flags), where(case)
            assert s.vma_any_uncached == ("??" in flags), where(case)
            assert s.vma_writable == ("wr" in flags), where(case)
            assert s.vma_cow == ("mw" in flags and "sh" not in flags), where(case)
    assert checked >= 170


def vma_flags(case: Case) -> list[str] | None:
    """The VmFlags of the VMA that decides; None where the record does not show them."""
    if case.record["kind"] == "touch":
        flags: str = case.record["vma_flags"]
        return flags.split()
    if case.record["kind"] != "memslot" or case.fields.get("vma.swapped_after_create"):
        return None
    if case.scenario == "mixed-slot-anon-then-devmem":  # shows the first VMA, the second decides
        return None
    flags = case.record["slot"]["vmflags"]
    return flags.split()


@pytest.mark.parametrize("file", captures.files())
def test_the_table_agrees_with_the_flags_of_the_slot(file: str) -> None:
    checked = 0
    for case in expressed(file):
        slot = case.record.get("slot", case.record)
        if "flags" not in slot:
            continue
        s = scenario(case)
        flags = (s.slot_log_dirty_pages, s.slot_readonly, s.slot_guest_memfd, s.slot_cacheable)
        assert slot["flags"] == sum(1 << bit for bit, on in enumerate(flags) if on), where(case)
        checked += 1
    assert checked >= 57


@pytest.mark.parametrize("file", POLICIES)
def test_the_capability_is_answered_as_captured(file: str) -> None:
    run, capability = all_cases(file)[0], find(POLICIES[file]).capability
    answer = 0 if capability is None else capability.vm(scenario(run))
    assert answer == run.record["caps"]["ARM_CACHEABLE_PFNMAP_SUPPORTED"]


@pytest.mark.parametrize("file", captures.files())
def test_a_touch_that_took_no_fault_met_a_leaf_that_permits_it(file: str) -> None:
    for case in touches(file):
        if case.reason == "no-fault":
            assert case.before is not None, where(case)
            assert case.before.permits(case.record["op"]), where(case)
            assert case.after is not None, where(case)
            assert case.after._replace(value=0) == case.before._replace(value=0), where(case)
            assert case.after.value | ACCESS_FLAG == case.before.value | ACCESS_FLAG, where(case)


@pytest.mark.parametrize("file", captures.files())
def test_a_permission_fault_met_a_leaf_of_its_granule_that_forbids_it(file: str) -> None:
    levels = {"page": 3, "pmd": 2, "pud": 1}
    for case in touches(file):
        if case.reason is not None or case.fields.get("access.fault") != "permission":
            continue
        if case.record["op"] == "ldxr-stxr":  # its load has just mapped the page
            continue
        assert case.before is not None, where(case)
        assert not case.before.permits(case.record["op"]), where(case)
        assert case.before.level == levels[scenario(case).access_granule], where(case)


@pytest.mark.parametrize("file", captures.files())
def test_a_translation_fault_met_no_leaf_or_one_that_copy_on_write_took_away(file: str) -> None:
    for case in touches(file):
        if case.reason is not None or scenario(case).access_fault != "translation":
            continue
        if case.before is None:
            continue
        # The host gave the guest another page; its notifier removed the leaf of the old one.
        assert case.after is not None, where(case)
        assert case.record["op"] == "write", where(case)
        assert scenario(case).vma_cow, where(case)
        assert (case.before.value ^ case.after.value) & OUTPUT_ADDRESS, where(case)


@pytest.mark.parametrize("file", captures.files())
def test_a_fault_that_is_not_mapped_leaves_the_leaf_as_it_was(file: str) -> None:
    for case in touches(file):
        if case.reason is None and case.observed.fault != "mapped":
            if case.record["op"] == "ldxr-stxr":  # its load did map the page
                continue
            assert case.after == case.before, where(case)


@pytest.mark.parametrize("file", captures.files())
def test_untouched_anonymous_pages_are_the_zero_page_and_no_others_are(file: str) -> None:
    # The output address takes no part in the predictions; it shows which pages the host had made.
    pages: dict[bool, set[int]] = {True: set(), False: set()}
    for case in touches(file):
        s = scenario(case)
        if case.reason is not None or s.backing != "anonymous" or not s.vma_writable:
            continue
        if s.access_fault == "translation" and case.record["op"] in ("read", "exec"):
            assert case.after is not None, where(case)
            pages[s.page_host_writable].add(case.after.value & OUTPUT_ADDRESS)
    zero_page = pages[False]
    assert len(zero_page) == 1
    assert zero_page.isdisjoint(pages[True])
