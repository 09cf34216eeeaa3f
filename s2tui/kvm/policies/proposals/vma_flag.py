"""vma-flag: the driver marks memory that must be cacheable, VM_FORCE_CACHED (11 Dec 2024).

Catalin Marinas' alternative to sampling the VMA's memory type, taken up on 14 Jan 2025 and again
on 17 Mar 2025 as VM_FORCE_CACHEABLE. Never posted as a patch.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from s2tui.kvm.policies.kernels.v6_9 import any_uncached
from s2tui.kvm.policies.kernels.v6_9 import policy as v6_9
from s2tui.kvm.policies.proposals import common
from s2tui.kvm.policies.proposals.common import UNKNOWN, UNKNOWN_SLOT, UNSTATED_SLOT
from s2tui.kvm.policy.decisions import DEVICE, TYPE
from s2tui.kvm.policy.outcome import MemoryType
from s2tui.kvm.policy.results import End
from s2tui.kvm.policy.rule import check, user_check, user_decides
from s2tui.kvm.rules import abort, memslot
from s2tui.kvm.scenario import predicates

if TYPE_CHECKING:
    from s2tui.kvm.policy.policy import Policy
    from s2tui.kvm.policy.rule import Decided
    from s2tui.kvm.scenario.fields import Scenario

DEC = (
    "Catalin Marinas, 11 Dec 2024, Re: [PATCH v2 1/1] KVM: arm64: Allow cacheable stage 2 mapping"
    " using VMA flags"
)
MAR = f"Catalin Marinas, 17 Mar 2025, {common.V3_THREAD}"


def reject_marked_without_fwb(policy: Policy) -> Policy:
    """The mark is visible when the memslot is created, so a host without FWB can refuse there."""
    return policy.insert(
        marked_kernel_memory,
        marked_without_fwb,
        marked_without_dic,
        after=memslot.pfnmap_dirty_logging,
    )


def _marked_slot(s: Scenario) -> bool:
    return s.vma_force_cached and predicates.slot_over_pfnmap(s)


@check(
    "memslot",
    "marked memory of the kernel itself, without FWB: nobody said which rule wins",
    f"{MAR} (silent)",
)
def marked_kernel_memory(s: Scenario, _: Decided) -> End | None:
    if s.host_fwb or not _marked_slot(s):
        return None
    return UNKNOWN_SLOT if s.page_map_memory else None


@check(
    "memslot",
    "a marked VM_PFNMAP VMA needs a host with FWB: else it is rejected, errno unstated",
    MAR,
)
def marked_without_fwb(s: Scenario, _: Decided) -> End | None:
    return UNSTATED_SLOT if not s.host_fwb and _marked_slot(s) else None


@check(
    "memslot",
    "a marked VM_PFNMAP VMA with FWB but without DIC: nobody said whether it is accepted",
    f"{DEC} (silent); the question came up later: {common.DIC_THREAD}",
)
def marked_without_dic(s: Scenario, _: Decided) -> End | None:
    if not common.fwb_without_dic(s) or not _marked_slot(s):
        return None
    return UNKNOWN_SLOT if not s.page_map_memory else None


def map_marked_cacheable(policy: Policy) -> Policy:
    """The mark decides, not the VMA's memory type; what is not marked stays as it is."""
    return policy.insert(marked_is_normal, before=any_uncached).insert(
        marked_unsupported, before=abort.fetch_from_device
    )


@user_decides(
    TYPE,
    "a device's page that its driver marks (VM_FORCE_CACHED) is Normal, cacheable",
    DEC,
)
def marked_is_normal(s: Scenario, _: Decided) -> MemoryType | None:
    return "normal" if s.vma_force_cached else None


@user_check(
    "marked memory that comes to be mapped without FWB, or a device's without DIC: unsaid",
    f'{MAR} ("maybe with some extra check and WARN")',
)
def marked_unsupported(s: Scenario, d: Decided) -> End | None:
    if not s.vma_force_cached or (s.host_fwb and (s.host_dic or not d[DEVICE])):
        return None
    return UNKNOWN if d[DEVICE] or s.backing == "pfnmap" else None


policy = v6_9.patched(
    "vma-flag",
    "the driver marks memory that must be cacheable (VM_FORCE_CACHED)",
    reject_marked_without_fwb,
    map_marked_cacheable,
    common.leave_guest_memfd_open(
        "guest_memfd has no VMA that a driver could mark: nobody said what then", f"{DEC} (silent)"
    ),
)
