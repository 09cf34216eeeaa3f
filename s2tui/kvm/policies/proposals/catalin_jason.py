"""catalin-jason: as catalin-jason-mar, and DIC is needed as well (29 Apr 2025).

Jason Gunthorpe: "Cachable PFNMAP is also relying on ARM64_HAS_CACHE_DIC also". Catalin Marinas:
"Unless FWB implies CTR_EL0.DIC (AFAIK, it doesn't) we may be restricting some CPUs."
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from s2tui.kvm.policies.proposals import catalin_jason_mar as mar
from s2tui.kvm.policies.proposals import common
from s2tui.kvm.policies.proposals.common import UNSTATED, UNSTATED_SLOT
from s2tui.kvm.policy.decisions import DEVICE
from s2tui.kvm.policy.rule import check, user_check
from s2tui.kvm.scenario import predicates

if TYPE_CHECKING:
    from s2tui.kvm.policy.policy import Policy
    from s2tui.kvm.policy.results import End
    from s2tui.kvm.policy.rule import Decided
    from s2tui.kvm.scenario.fields import Scenario

GUEST_MEMFD = f"Jason Gunthorpe, 31 Mar 2025, {common.V3_THREAD}"


def need_dic(policy: Policy) -> Policy:
    """What was overlooked in March: KVM cannot invalidate the instruction cache there either."""
    return (
        policy.replace(mar.slot_without_fwb, slot_without_fwb_and_dic)
        .drop(mar.dic_slot)
        .replace(mar.page_without_fwb, page_without_fwb_and_dic)
        .drop(mar.dic_fault)
    )


@check(
    "memslot",
    "a cacheable VM_PFNMAP VMA, of whatever pages, needs FWB and DIC: else it fails, unstated",
    f"{common.DIC_THREAD}; {mar.BOTH}",
)
def slot_without_fwb_and_dic(s: Scenario, _: Decided) -> End | None:
    if not predicates.slot_over_cacheable_pfnmap(s) or predicates.fwb_and_dic(s):
        return None
    return UNSTATED_SLOT


@user_check(
    "a page without struct page that user space caches needs FWB and DIC: else an error, unstated",
    f"{common.DIC_THREAD}; {mar.BOTH}",
)
def page_without_fwb_and_dic(s: Scenario, d: Decided) -> End | None:
    if not d[DEVICE] or not predicates.vma_cacheable(s) or predicates.fwb_and_dic(s):
        return None
    return UNSTATED


policy = mar.policy.patched(
    "catalin-jason",
    "refuse the memslot without FWB and DIC, never degrade",
    need_dic,
    common.leave_guest_memfd_open(
        'guest_memfd: "use FWB" was suggested, what happens without it was not said', GUEST_MEMFD
    ),
)
