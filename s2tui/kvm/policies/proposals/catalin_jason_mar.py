"""catalin-jason-mar: refuse the memslot without FWB, map cacheable with it (18 and 19 Mar 2025).

Catalin Marinas: "fault on !FWB hardware (or rather reject the memslot creation), cacheable S2
otherwise", and "As additional safety, we could check this again in user_mem_abort()". Jason
Gunthorpe: "KVM never allows degrading cachable to non-cachable when it can't do flushing"; on 31
Mar, of a memslot that needs FWB: "fail it immediately, and that will safely abort the migration. Do
not delay until page fault time, though still check again at page fault time." Creation asks the
VMA, the fault asks for a struct page as well. What they said of tags was left open.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from attrs import evolve

from s2tui.kvm.policies.kernels.v6_9 import any_uncached
from s2tui.kvm.policies.kernels.v6_9 import policy as v6_9
from s2tui.kvm.policies.proposals import common, oliver_mar
from s2tui.kvm.rules import abort, memslot

if TYPE_CHECKING:
    from s2tui.kvm.policy.policy import Policy

CATALIN = f"Catalin Marinas, 18 and 19 Mar 2025, {common.V3_THREAD}"
JASON = f"Jason Gunthorpe, 18 Mar 2025, {common.V3_THREAD}"
BOTH = f"{JASON}; {CATALIN}"


def flush_struct_pages(policy: Policy) -> Policy:
    """Jason's first question: "Check if it has a struct page: Yes - KVM flushes it"."""
    return policy.replace(abort.device_pfn, no_struct_page)


no_struct_page = evolve(
    oliver_mar.no_struct_page,
    cite=f'{JASON} ("Check if it has a struct page: Yes - KVM flushes it and can use a non-FWB'
    ' path")',
)


def refuse_at_creation(policy: Policy) -> Policy:
    """A fast fail, which looks at the VMA and at no page."""
    return policy.insert(slot_without_fwb, dic_slot, after=memslot.pfnmap_dirty_logging)


slot_without_fwb = common.slot_without_fwb(
    "a cacheable VM_PFNMAP VMA, of whatever pages, needs FWB: else it fails, errno unstated",
    f'{JASON} ("VMA has PFNMAP and pgprot cachable then !FEAT_FWB fails the memslot"); {CATALIN}',
    any_page=True,
)


def never_degrade(policy: Policy) -> Policy:
    """Check again at the fault; what user space caches is never mapped otherwise."""
    return policy.insert(cacheable_vma_is_normal, before=any_uncached).insert(
        page_without_fwb, dic_fault, before=abort.fetch_from_device
    )


cacheable_vma_is_normal = common.cacheable_vma_decides(
    "a device's page that user space caches is Normal, cacheable: never degraded", BOTH
)


page_without_fwb = common.page_without_fwb(
    "a page without struct page that user space caches needs FWB: else an error, unstated", BOTH
)
dic_slot = common.dic_never_discussed_slot(BOTH, any_page=True)
dic_fault = common.dic_never_discussed(BOTH)

policy = v6_9.patched(
    "catalin-jason-mar",
    "refuse the memslot without FWB, never degrade",
    flush_struct_pages,
    refuse_at_creation,
    never_degrade,
)
