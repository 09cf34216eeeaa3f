"""What a refusal prevents: the same policy without the checks that refuse."""

from __future__ import annotations

import pytest

from s2tui.kvm.report.explain import report
from s2tui.kvm.report.without import without
from s2tui.kvm.scenario.notation import parse_words

PFNMAP = ("backing=pfnmap", "host.fwb=false")
DEVICE_PAGE = (*PFNMAP, "page.map_memory=false")


def test_without_both_checks_kvm_cleans_through_a_mapping_that_it_does_not_have() -> None:
    """__clean_dcache_guest_page takes the page's address in the linear map."""
    found = without(report("v7.3", parse_words(DEVICE_PAGE).scenario))
    assert found is not None
    assert [rule.stage for rule in found.checks] == ["memslot", "abort"]
    outcome = found.report.outcome
    assert outcome.mapping is not None
    assert outcome.maintenance is not None
    assert (outcome.mapping.type, outcome.maintenance.dcache_clean) == ("normal", True)
    assert "no-kernel-mapping" in [hazard.id for hazard in found.report.hazards]


def test_a_guest_past_the_caches_would_read_what_the_previous_owner_left() -> None:
    words = (*DEVICE_PAGE, "guest.mmu=false")
    found = without(report("v7.3", parse_words(words).scenario))
    assert found is not None
    assert "previous-owner" in [finding.damage for finding in found.report.caches.findings]


def test_map_memory_could_be_cleaned_and_is_refused_by_its_vma_alone() -> None:
    found = without(report("v7.3", parse_words(PFNMAP).scenario))
    assert found is not None
    assert [rule.stage for rule in found.checks] == ["memslot"]
    assert found.report.hazards == ()


@pytest.mark.parametrize(
    ("kernel", "words"),
    [
        ("v7.3", ("backing=pfnmap",)),
        ("v6.9", DEVICE_PAGE),
        ("v7.3", (*DEVICE_PAGE, "vma.memtype=normal-nc")),
        ("v7.3", ("slot.readonly=true", "access.kind=write")),
        ("v7.3", ("page.poisoned=true",)),
    ],
    ids=["mapped", "mapped by an older kernel", "not cached by user space", "MMIO", "other memory"],
)
def test_nothing_is_said_where_nothing_is_refused_or_nobody_asks(
    kernel: str, words: tuple[str, ...]
) -> None:
    assert without(report(kernel, parse_words(words).scenario)) is None
