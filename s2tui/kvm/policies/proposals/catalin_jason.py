"""catalin-jason: refuse the memslot where KVM cannot maintain caches, never degrade (Mar-Apr 2025).

Catalin Marinas and Jason Gunthorpe: KVM mirrors the host's page tables; a memslot that needs FWB
(from 29 Apr: and DIC) and does not have it fails, so the VMM aborts before the source stops.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from s2tui.kvm.policies.kernels.v6_9 import any_uncached
from s2tui.kvm.policies.kernels.v6_9 import policy as v6_9
from s2tui.kvm.policies.proposals import common
from s2tui.kvm.policies.proposals.common import UNKNOWN, UNSTATED, UNSTATED_SLOT
from s2tui.kvm.policy.decisions import DEVICE
from s2tui.kvm.policy.results import End
from s2tui.kvm.policy.rule import check
from s2tui.kvm.rules import abort, memslot
from s2tui.kvm.scenario import predicates

if TYPE_CHECKING:
    from s2tui.kvm.policy.policy import Policy
    from s2tui.kvm.policy.rule import Decided
    from s2tui.kvm.scenario.fields import Scenario

CATALIN = f"Catalin Marinas, 19 Mar 2025, {common.V3_THREAD}"
JASON = f"Jason Gunthorpe, 31 Mar 2025, {common.V3_THREAD}"


def refuse_at_creation(policy: Policy) -> Policy:
    """Fail it immediately: that safely aborts a migration."""
    return policy.insert(cacheable_slot_unsupported, after=memslot.pfnmap_dirty_logging)


@check(
    "memslot",
    "a cacheable VM_PFNMAP VMA of memory without struct page needs FWB and DIC, errno unstated",
    f"{CATALIN}; {JASON}; DIC: {common.DIC_THREAD}",
)
def cacheable_slot_unsupported(s: Scenario, _: Decided) -> End | None:
    if not common.slot_over_cacheable_pfnmap(s) or s.page_map_memory:
        return None
    return None if predicates.fwb_and_dic(s) else UNSTATED_SLOT


def mirror_the_host(policy: Policy) -> Policy:
    """Check again at the fault; what user space caches is never degraded."""
    return policy.insert(cacheable_vma_is_normal, before=any_uncached).insert(
        struct_page_outside_map, cacheable_page_unsupported, before=abort.fetch_from_device
    )


cacheable_vma_is_normal = common.cacheable_vma_decides(
    "a device's page that user space caches is Normal, cacheable: never degraded", JASON
)


@check(
    "abort",
    "struct pages outside the kernel's map without FWB and DIC: kept cacheable, but cleaned how?",
    f"{JASON} (silent)",
    handler=abort.USER,
)
def struct_page_outside_map(s: Scenario, d: Decided) -> End | None:
    if s.backing != "zone-device" or not d[DEVICE] or predicates.fwb_and_dic(s):
        return None
    return UNKNOWN if predicates.vma_cacheable(s) else None


@check(
    "abort",
    "a page that user space caches and KVM cannot reach needs FWB and DIC: else an error, unstated",
    f'{JASON} ("still check again at page fault time"); VM_MIXEDMAP: Jason Gunthorpe, 20 Jun 2025,'
    " Re: [PATCH v8] KVM: arm64: Map GPU device memory as cacheable",
    handler=abort.USER,
)
def cacheable_page_unsupported(s: Scenario, d: Decided) -> End | None:
    if not d[DEVICE] or not predicates.vma_cacheable(s) or predicates.fwb_and_dic(s):
        return None
    return UNSTATED


policy = v6_9.patched(
    "catalin-jason",
    "refuse the memslot without FWB and DIC, never degrade",
    refuse_at_creation,
    mirror_the_host,
    common.leave_guest_memfd_open(
        'guest_memfd: "use FWB" was suggested, what happens without it was not said', JASON
    ),
)
