"""sean: the VMA decides, and the check that counts is the one at the fault (26 Mar 2025).

Sean Christopherson, 14:53 UTC: "checking at memslot creation is optional, checking at
fault-in/mapping is not" (so none is made at creation here); "without FWB, cacheable pfn-mapped
memory is broken and needs to be disallowed. But with FWB, KVM can simply honor the cacheability
based on the VMA." A memslot flag is not needed, and a capability would be nice. He speaks of
pfn-mapped memory: nothing changes for any other.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from attrs import evolve

from s2tui.kvm.policies.kernels.v6_9 import any_uncached
from s2tui.kvm.policies.kernels.v6_9 import policy as v6_9
from s2tui.kvm.policies.proposals import common
from s2tui.kvm.policies.proposals.common import UNKNOWN, UNKNOWN_SLOT, UNSTATED
from s2tui.kvm.policy.decisions import DEVICE, TYPE
from s2tui.kvm.policy.outcome import MemoryType
from s2tui.kvm.policy.results import End
from s2tui.kvm.policy.rule import check, user_check, user_decides
from s2tui.kvm.rules import abort, dispatch, gmem, memslot
from s2tui.kvm.scenario import predicates

if TYPE_CHECKING:
    from s2tui.kvm.policy.policy import Policy
    from s2tui.kvm.policy.rule import Decided, Rule
    from s2tui.kvm.scenario.fields import Scenario

T = TypeVar("T")
MAIL = f"Sean Christopherson, 26 Mar 2025, {common.V3_THREAD}"


def honour_the_vma(policy: Policy) -> Policy:
    """With FWB KVM follows the VMA; without, cacheable pfn-mapped memory is disallowed.

    On 26 Mar he did not set RAM behind VM_PFNMAP apart, as he did on 6 Jun 2025 (to v6 1/5): here
    it stays ordinary, since KVM can clean it.
    """
    return (
        policy.insert(dic_slot, after=memslot.pfnmap_dirty_logging)
        .insert(cacheable_vma_is_normal, before=any_uncached)
        .insert(cacheable_without_fwb, dic_fault, before=abort.fetch_from_device)
    )


dic_slot = common.dic_never_discussed_slot(MAIL)
dic_fault = common.dic_never_discussed(MAIL, only_pfnmap=True)


@user_decides(
    TYPE,
    "with FWB a device's page that user space caches in a VM_PFNMAP VMA is Normal, cacheable",
    MAIL,
)
def cacheable_vma_is_normal(s: Scenario, _: Decided) -> MemoryType | None:
    return "normal" if s.backing == "pfnmap" and predicates.vma_cacheable(s) else None


@user_check(
    "cached pfn-mapped memory of a device needs FWB: else an error, errno unstated",
    f"{MAIL} (the diff of 6 Jun 2025 that blocks all of it returns -EINVAL)",
)
def cacheable_without_fwb(s: Scenario, d: Decided) -> End | None:
    if s.host_fwb or s.backing != "pfnmap" or not d[DEVICE]:
        return None
    return UNSTATED if predicates.vma_cacheable(s) else None


def take_guest_memfd(policy: Policy) -> Policy:
    """Cacheability is the inode's; the kernel maps the pages, so KVM can maintain them.

    He said no more than the memory type. A first fault is taken as gmem_abort later did; whatever
    needs another answer is unknown.
    """
    return (
        policy.replace(
            memslot.guest_memfd_invalid,
            common.guest_memfd_flags,
            guest_memfd_unsaid_slot,
        )
        .insert(guest_memfd_memory, before=dispatch.user_memory)
        .insert(
            guest_memfd_unsaid,
            guest_memfd_type,
            guest_memfd_page,
            guest_memfd_writable,
            guest_memfd_executable,
            before=abort.map_leaf,
        )
    )


guest_memfd_type = evolve(
    gmem.guest_memfd_type,
    text="guest_memfd memory is cacheable by its inode, and the kernel's map reaches it",
    cite=MAIL,
)


def _as_merged(rule: Rule[T]) -> Rule[T]:
    """A rule of gmem_abort that he did not speak of, so that its source is not his mail."""
    return evolve(rule, cite=f"{rule.cite}, as merged later; {MAIL} (silent)")


guest_memfd_memory = _as_merged(gmem.guest_memfd_memory)
guest_memfd_page = _as_merged(gmem.guest_memfd_page)
guest_memfd_writable = _as_merged(gmem.guest_memfd_writable)
guest_memfd_executable = _as_merged(gmem.guest_memfd_executable)


@check(
    "memslot",
    "guest_memfd for a VM with MTE, or out of the linear map: nobody said whether it is accepted",
    f"{MAIL} (silent)",
)
def guest_memfd_unsaid_slot(s: Scenario, _: Decided) -> End | None:
    if not s.slot_guest_memfd:
        return None
    return UNKNOWN_SLOT if s.vm_mte or not s.gmem_direct_map else None


@check(
    "abort",
    "poisoned pages and permission faults of guest_memfd: nobody said what arm64 does",
    f"{MAIL} (silent)",
    handler=gmem.GMEM,
)
def guest_memfd_unsaid(s: Scenario, _: Decided) -> End | None:
    return UNKNOWN if s.page_poisoned or predicates.permission_fault(s) else None


policy = v6_9.patched(
    "sean",
    "the VMA decides, checked at the fault",
    honour_the_vma,
    take_guest_memfd,
)
