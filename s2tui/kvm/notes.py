"""What is to be said about a question: how the kernel resolved, and combinations that are odd."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from s2tui.kvm.policy import Policy
    from s2tui.kvm.scenario import Scenario


def notes(kernel: str, policy: Policy, scenario: Scenario) -> tuple[str, ...]:
    """The notes on a scenario under a policy."""
    found = () if kernel == policy.id else (f"{kernel} is answered by {policy.id}: {policy.title}",)
    return found + policy.notes + tuple(text for applies, text in ODD if applies(scenario))


def _ordinary_memory_with_device_vma(s: Scenario) -> bool:
    if s.backing not in ("anonymous", "shmem", "hugetlb"):
        return False
    return s.vma_memtype not in ("normal", "normal-tagged") or s.vma_any_uncached


def _no_vma_described(s: Scenario) -> bool:
    return s.vma_swapped_after_create and s.backing == "hole"


ODD: tuple[tuple[Callable[[Scenario], bool], str], ...] = (
    (
        _ordinary_memory_with_device_vma,
        "no driver maps ordinary memory like that; answered as the code would",
    ),
    (
        _no_vma_described,
        "the VMA that the slot was created over was unmapped before the guest came",
    ),
    (
        lambda s: s.host_lpa2 and s.host_page_size == "64k",
        "host.lpa2 is ignored: with 64k pages stage 2 has no DS bit",
    ),
    (
        lambda s: s.guest_memtype == "normal-tagged" and not s.vm_mte and s.guest_mmu,
        "guest.memtype=normal-tagged is a reserved encoding for a VM without MTE",
    ),
)
"""Combinations that are answered like any other, and said to be odd."""
