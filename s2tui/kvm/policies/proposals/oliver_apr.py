"""oliver-apr: as oliver-mar, with a capability and a flag that guarantees Write-Back (22 Apr 2025).

Oliver Upton: the flag is not control, only knowledge; it may be set for ordinary memory too, and
cacheable PFNMAP memory, being new, may well be compelled to set it. Dropped on 13 Jun 2025.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from s2tui.kvm.policies.proposals import common
from s2tui.kvm.policies.proposals.common import UNKNOWN, UNKNOWN_SLOT, UNSTATED, UNSTATED_SLOT
from s2tui.kvm.policies.proposals.oliver_mar import page_without_fwb, slot_without_fwb
from s2tui.kvm.policies.proposals.oliver_mar import policy as oliver_mar
from s2tui.kvm.policy.decisions import DEVICE
from s2tui.kvm.policy.policy import Capability, Policy
from s2tui.kvm.policy.results import End
from s2tui.kvm.policy.rule import check, user_check
from s2tui.kvm.rules import memslot
from s2tui.kvm.scenario import predicates

if TYPE_CHECKING:
    from s2tui.kvm.policy.rule import Decided
    from s2tui.kvm.scenario.fields import Scenario

MAIL = f"Oliver Upton, 22 Apr 2025, {common.V3_THREAD}"


def announce(policy: Policy) -> Policy:
    """The capability says that KVM is able to enforce Write-Back at stage 2."""
    return policy.offer(CAPABILITY)


CAPABILITY = Capability(
    number=None,
    name="Write-Back can be enforced (no name or number was posted)",
    vm=lambda s: int(s.host_fwb),
    system="unstated",
    cite=MAIL,
)


def guarantee(policy: Policy) -> Policy:
    """The flag says that user space expects Write-Back here: refuse what cannot keep that."""
    return policy.replace(memslot.cacheable_flag_unknown, flag_without_fwb).insert(
        flag_over_noncacheable, after=memslot.pfnmap_dirty_logging
    )


flag_without_fwb = common.flag_without_fwb(
    "the flag needs a host that can enforce Write-Back (FWB), for any memory: else it fails",
    f"{MAIL} (errno unstated)",
)


@check(
    "memslot",
    "the flag over a VM_PFNMAP VMA that is not cacheable cannot be kept: it fails, unstated",
    f"{MAIL}, as read by {common.SEAN_ON_FLAG}",
)
def flag_over_noncacheable(s: Scenario, _: Decided) -> End | None:
    if not s.slot_cacheable or not predicates.slot_over_pfnmap(s):
        return None
    return None if predicates.vma_cacheable(s) else UNSTATED_SLOT


def compel(policy: Policy) -> Policy:
    """Cacheable PFNMAP memory without the flag fails: inferred from "compelling the use of".

    With it there is FWB, so nothing is left of failing without.
    """
    return policy.replace(slot_without_fwb, kernel_memory_unflagged, unflagged_slot).replace(
        page_without_fwb, swapped_in, unflagged_page
    )


@check(
    "memslot",
    "cacheable VM_PFNMAP of the kernel's own memory without the flag: ordinary or PFNMAP, unsaid",
    f"{MAIL} (silent)",
)
def kernel_memory_unflagged(s: Scenario, _: Decided) -> End | None:
    if s.slot_cacheable or not predicates.slot_over_cacheable_pfnmap(s):
        return None
    return UNKNOWN_SLOT if s.page_map_memory else None


@check(
    "memslot",
    "a cacheable VM_PFNMAP VMA without the flag fails, errno unstated",
    f"{MAIL} (inferred)",
)
def unflagged_slot(s: Scenario, _: Decided) -> End | None:
    if s.slot_cacheable or not predicates.slot_over_cacheable_pfnmap(s):
        return None
    return UNSTATED_SLOT


@user_check(
    "a VM_PFNMAP VMA swapped in against the guarantee, or of the kernel's memory: unsaid",
    f"{MAIL} (silent)",
)
def swapped_in(s: Scenario, _: Decided) -> End | None:
    if not s.vma_swapped_after_create or s.backing != "pfnmap":
        return None
    if s.slot_cacheable:
        return None if predicates.vma_cacheable(s) else UNKNOWN
    return UNKNOWN if predicates.vma_cacheable(s) and s.page_map_memory else None


@user_check(
    "PFNMAP memory that user space caches, in a slot without the flag, fails: errno unstated",
    f"{MAIL} (inferred)",
)
def unflagged_page(s: Scenario, d: Decided) -> End | None:
    if s.slot_cacheable or not d[DEVICE]:
        return None
    return UNSTATED if predicates.vma_cacheable(s) else None


policy = oliver_mar.patched(
    "oliver-apr",
    "deny first; then capability plus flag as guarantee",
    announce,
    guarantee,
    compel,
)
