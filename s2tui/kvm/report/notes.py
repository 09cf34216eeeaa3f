"""What is to be said about a question: how the kernel resolved, and combinations that are odd."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from s2tui.kvm.policy.policy import Policy
    from s2tui.kvm.scenario.fields import Scenario


def notes(kernel: str, policy: Policy, scenario: Scenario) -> tuple[str, ...]:
    """The notes on a scenario under a policy."""
    found: tuple[str, ...] = ()
    if kernel != policy.id:
        found = (f"{kernel} is answered by {policy.id}: {policy.title}",)
    if _is_6_9(kernel) and scenario.vma_any_uncached:
        found += (FIRST,)
    remarks = (*policy.remarks, *ODD)
    return found + policy.notes + tuple(text for applies, text in remarks if applies(scenario))


FIRST = (
    "that 6.9 is the first release with VM_ALLOW_ANY_UNCACHED is inferred from the merge window of"
    " its commits (8c47ce3e1d2c): 6.8 lacks it, 6.10 has it"
)


def _is_6_9(kernel: str) -> bool:
    """Whether 6.9 itself was asked for, or a stable update of it."""
    return kernel.removeprefix("v").split(".")[:2] == ["6", "9"]


def _no_vma_described(s: Scenario) -> bool:
    return s.vma_swapped_after_create and s.backing == "hole"


def _mapped_guest_memfd(s: Scenario) -> bool:
    return s.backing == "guest-memfd" and s.gmem_mmap and not s.slot_guest_memfd


ODD: tuple[tuple[Callable[[Scenario], bool], str], ...] = (
    (
        _no_vma_described,
        "the VMA that the slot was created over was unmapped before the guest came",
    ),
    (
        _mapped_guest_memfd,
        "a guest_memfd mapped under an ordinary memslot is answered like shmem; what KVM does with"
        " one was not traced",
    ),
    (
        lambda s: s.host_lpa2 and s.host_page_size == "64k",
        "host.lpa2 is ignored: with 64k pages stage 2 has no DS bit",
    ),
)
"""Combinations that are answered like any other, and said to be odd."""
