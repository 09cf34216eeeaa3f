"""What several proposals of the 2023-2025 discussion have in common.

None of these rules was ever in a kernel. Where nobody stated an errno it is `unstated`, and where
nobody said what happens the journey ends as `unknown`, with the reason in the rule's text.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from attrs import evolve

from s2tui.kvm.policies.kernels import v6_17
from s2tui.kvm.policy.decisions import DEVICE
from s2tui.kvm.policy.outcome import MemoryType
from s2tui.kvm.policy.results import End, Fault, Memslot, ended, fail, refuse_memslot
from s2tui.kvm.policy.rule import check, user_check
from s2tui.kvm.rules import memslot
from s2tui.kvm.scenario import predicates

if TYPE_CHECKING:
    from collections.abc import Callable

    from s2tui.kvm.policy.policy import Policy
    from s2tui.kvm.policy.rule import Decided, Rule
    from s2tui.kvm.scenario.fields import Scenario

V3_THREAD = "Re: [PATCH v3 1/1] KVM: arm64: Allow cacheable stage 2 mapping using VMA flags"
"""The subject under which most of the argument was had, March to April 2025."""
DIC_THREAD = f"Catalin Marinas and Jason Gunthorpe, 29 Apr 2025, {V3_THREAD}"
SEAN_ON_FLAG = (
    "Sean Christopherson, 6 Jun 2025, Re: [PATCH v6 3/5] kvm: arm64: New memslot flag to indicate"
    " cacheable mapping"
)

EINVAL_SLOT = memslot.EINVAL
EINVAL = fail("EINVAL")
UNSTATED_SLOT = refuse_memslot("unstated")
UNSTATED = fail("unstated")
UNKNOWN_SLOT = End(Memslot("unknown"), Fault("unknown"))
UNKNOWN = ended("unknown")


def fwb_without_dic(s: Scenario) -> bool:
    """The hosts that the argument forgot until 29 April 2025."""
    return s.host_fwb and not s.host_dic


def cow_pfnmap(cite: str) -> Rule[End]:
    """Refuse private VM_PFNMAP mappings at fault time, before the page is looked up."""

    @user_check(
        "a VM_PFNMAP VMA whose pages are copied on write holds who knows what: EINVAL",
        cite,
    )
    def cow_pfnmap(s: Scenario, _: Decided) -> End | None:
        return EINVAL if s.vma_cow and s.backing == "pfnmap" else None

    return cow_pfnmap


def cacheable_vma_decides(text: str, cite: str) -> Rule[MemoryType]:
    """Map a device's page Normal wherever user space caches it."""
    return evolve(v6_17.cacheable_vma_is_normal, text=text, cite=cite)


def flag_without_fwb(text: str, cite: str) -> Rule[End]:
    """Refuse the memslot flag on a host without FWB, whatever memory lies behind it."""

    @check("memslot", text, cite)
    def flag_without_fwb(s: Scenario, _: Decided) -> End | None:
        return UNSTATED_SLOT if s.slot_cacheable and not s.host_fwb else None

    return flag_without_fwb


def slot_without_fwb(text: str, cite: str, *, any_page: bool = False) -> Rule[End]:
    """Refuse a memslot of cacheable device memory on a host without FWB.

    Args:
        text: the rule in one line.
        cite: whose it is, and where.
        any_page: whether it asks the VMA and no page.
    """

    @check("memslot", text, cite)
    def slot_without_fwb(s: Scenario, _: Decided) -> End | None:
        if s.host_fwb or not predicates.slot_over_cacheable_pfnmap(s):
            return None
        return UNSTATED_SLOT if any_page or not s.page_map_memory else None

    return slot_without_fwb


def page_without_fwb(text: str, cite: str) -> Rule[End]:
    """Fail on a device's page that user space caches on a host without FWB."""

    @user_check(text, cite)
    def page_without_fwb(s: Scenario, d: Decided) -> End | None:
        if s.host_fwb or not d[DEVICE]:
            return None
        return UNSTATED if predicates.vma_cacheable(s) else None

    return page_without_fwb


def dic_never_discussed_slot(cite: str, *, any_page: bool = False) -> Rule[End]:
    """A memslot of cacheable device memory with FWB but without DIC: nobody asked then.

    Args:
        cite: who speaks of FWB alone, and where.
        any_page: whether their check asks the VMA and no page.
    """

    @check(
        "memslot",
        "cacheable device memory, FWB but no DIC: named was FWB alone, so whether it is accepted is"
        " unsaid",
        f"{cite} (silent); the question came up later: {DIC_THREAD}",
    )
    def dic_never_discussed_slot(s: Scenario, _: Decided) -> End | None:
        if not fwb_without_dic(s) or not predicates.slot_over_cacheable_pfnmap(s):
            return None
        return UNKNOWN_SLOT if any_page or not s.page_map_memory else None

    return dic_never_discussed_slot


def dic_never_discussed(cite: str, *, only_pfnmap: bool = False) -> Rule[End]:
    """A fault on cacheable device memory with FWB but without DIC.

    Args:
        cite: who speaks of FWB alone, and where.
        only_pfnmap: whether they speak of VM_PFNMAP memory and of no other.
    """

    @user_check(
        "cacheable device memory, FWB but no DIC: named was FWB alone, so whether it is mapped is"
        " unsaid",
        f"{cite} (silent); the question came up later: {DIC_THREAD}",
    )
    def dic_never_discussed(s: Scenario, d: Decided) -> End | None:
        if not fwb_without_dic(s) or not d[DEVICE]:
            return None
        if only_pfnmap and s.backing != "pfnmap":
            return None
        return UNKNOWN if predicates.vma_cacheable(s) else None

    return dic_never_discussed


def swapped_against_flag(cite: str) -> Rule[End]:
    """A VMA that came later and contradicts the slot's flag: unknown what the fault does."""

    @user_check(
        "a VM_PFNMAP VMA swapped in whose cacheability contradicts the flag: nobody said what then",
        f"{cite} (silent)",
    )
    def swapped_against_flag(s: Scenario, _: Decided) -> End | None:
        if s.backing != "pfnmap" or not s.vma_swapped_after_create:
            return None
        return UNKNOWN if predicates.vma_cacheable(s) != s.slot_cacheable else None

    return swapped_against_flag


guest_memfd_flags = evolve(memslot.guest_memfd_flags, cite=f"{memslot.FLAGS} @ 6.12")


def leave_guest_memfd_open(text: str, cite: str) -> Callable[[Policy], Policy]:
    """A patch that makes guest_memfd unknown: its author was asked, or hinted, and no more."""

    @check("memslot", text, cite)
    def guest_memfd_unstated(s: Scenario, _: Decided) -> End | None:
        return UNKNOWN_SLOT if s.slot_guest_memfd else None

    def patch(policy: Policy) -> Policy:
        return policy.replace(
            memslot.guest_memfd_invalid,
            guest_memfd_flags,
            guest_memfd_unstated,
        )

    return patch
