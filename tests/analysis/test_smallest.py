"""The smallest scenario of a region: few changes, the memory first, then the contract's order."""

from __future__ import annotations

import pytest

from s2tui.analysis.cubes.smallest import smallest
from s2tui.analysis.diagrams.explorer import Explorer
from s2tui.kvm.policies.registry import find
from s2tui.kvm.scenario.fields import DEFAULT, Scenario, make
from tests.diagrams import SHARED

ASKED = ("backing", "page_map_memory", "host_fwb", "host_dic", "vma_any_uncached", "slot_cacheable")
"""The fields that a region of these tests is told apart by; all others are free in it."""


def changed(*attributes: str) -> Scenario:
    """The default scenario with other values of some two-valued fields."""
    return make({name: not getattr(DEFAULT, name) for name in attributes})[0]


def among(*scenarios: Scenario) -> Scenario:
    """The smallest of all scenarios that agree with one of some on what is asked."""
    wanted = {tuple(getattr(s, name) for name in ASKED) for s in scenarios}

    def one_of(s: Scenario, _: object) -> bool:
        return tuple(getattr(s, name) for name in ASKED) in wanted

    explorer = Explorer(find("v6.9"), SHARED)
    return smallest(SHARED, SHARED.symbolic.diagram(one_of, explorer.decision))


def test_nothing_is_the_smallest_of_an_empty_region() -> None:
    with pytest.raises(ValueError, match="empty"):
        smallest(SHARED, SHARED.no)


@pytest.mark.slow
def test_one_change_is_smaller_than_two() -> None:
    assert among(changed("vma_any_uncached"), changed("host_fwb", "host_dic")) == changed(
        "vma_any_uncached"
    )


@pytest.mark.slow
@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("page_map_memory", "host_fwb"),
        ("host_fwb", "host_dic"),
        ("host_dic", "slot_cacheable"),
        ("host_fwb", "vma_any_uncached"),
    ],
)
def test_of_two_changes_memory_is_changed_first_and_then_what_the_contract_lists_first(
    first: str, second: str
) -> None:
    assert among(changed(first), changed(second)) == changed(first)


def test_what_the_discussion_is_about_lies_behind_the_slot_rather_than_anything_else() -> None:
    pfnmap, shmem = (make({"backing": backing})[0] for backing in ("pfnmap", "shmem"))
    assert among(shmem, pfnmap) == pfnmap
