"""oliver-mar: four rules in order, and failing where caches cannot be maintained (26 Mar 2025).

Oliver Upton: (1) struct pages are cacheable; (2) so is cacheable PFNMAP memory with FWB, and
without it that fails; (3) VM_ALLOW_ANY_UNCACHED is Normal-NC; (4) the rest is Device-nGnRE.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from s2tui.kvm.policies.kernels.v6_9 import any_uncached
from s2tui.kvm.policies.kernels.v6_9 import policy as v6_9
from s2tui.kvm.policies.proposals import common
from s2tui.kvm.policy.decisions import DEVICE
from s2tui.kvm.policy.rule import user_decides
from s2tui.kvm.rules import abort, memslot

if TYPE_CHECKING:
    from s2tui.kvm.policy.policy import Policy
    from s2tui.kvm.policy.rule import Decided
    from s2tui.kvm.scenario.fields import Scenario

MAIL = f"Oliver Upton, 26 Mar 2025, {common.V3_THREAD}"
BOTH = f"{MAIL}; 22 Apr 2025: in memslot creation and during fault handling"


def struct_pages_are_cacheable(policy: Policy) -> Policy:
    """Rule 1: only memory without struct page, which is PFNMAP, can be a device's."""
    return policy.replace(abort.device_pfn, no_struct_page)


@user_decides(
    DEVICE,
    "a page is a device's if it has no struct page: VM_PFNMAP, and not map memory",
    f'{MAIL} ("If struct page memory, use a cacheable mapping")',
)
def no_struct_page(s: Scenario, _: Decided) -> bool:
    return s.backing == "pfnmap" and not s.page_map_memory


def cacheable_pfnmap(policy: Policy) -> Policy:
    """Rule 2, "2b breaks ABI"; rules 3 and 4 are as they were."""
    return (
        policy.insert(slot_without_fwb, dic_slot, after=memslot.pfnmap_dirty_logging)
        .insert(cacheable_vma_is_normal, before=any_uncached)
        .insert(page_without_fwb, dic_fault, before=abort.fetch_from_device)
    )


dic_slot = common.dic_never_discussed_slot(MAIL)
dic_fault = common.dic_never_discussed(MAIL)
cacheable_vma_is_normal = common.cacheable_vma_decides(
    "with FWB PFNMAP memory that user space caches is Normal, cacheable", MAIL
)


slot_without_fwb = common.slot_without_fwb(
    "a cacheable VM_PFNMAP VMA of memory without struct page needs FWB: else it fails, unstated",
    BOTH,
)
page_without_fwb = common.page_without_fwb(
    "PFNMAP memory that user space caches needs FWB: else it fails, errno unstated", BOTH
)

policy = v6_9.patched(
    "oliver-mar",
    "four ordered rules; fail without FWB",
    struct_pages_are_cacheable,
    cacheable_pfnmap,
    common.leave_guest_memfd_open(
        "guest_memfd: his four rules speak of struct pages and PFNMAP only", f"{MAIL} (silent)"
    ),
)
