"""create-only: refuse the memslot on hosts without FWB, and nowhere else (26 Mar 2025).

Ankit Agrawal's question, 08:31 UTC: "Can we conclude to create this failure patch in memslot
creation?", of what Catalin Marinas had written on 19 Mar ("fault on !FWB hardware (or rather reject
the memslot creation), cacheable S2 otherwise"). Sean Christopherson's answer is "That's not
sufficient": another VMA can come under the slot afterwards, and is mapped Device as it always was.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from attrs import evolve

from s2tui.kvm.policies.kernels.v6_9 import any_uncached
from s2tui.kvm.policies.kernels.v6_9 import policy as v6_9
from s2tui.kvm.policies.proposals import catalin_2023, common
from s2tui.kvm.rules import abort, memslot

if TYPE_CHECKING:
    from s2tui.kvm.policy.policy import Policy

MAIL = f"Ankit Agrawal, 26 Mar 2025, {common.V3_THREAD}"


def refuse_at_creation(policy: Policy) -> Policy:
    """The failure patch, in memslot creation only."""
    return policy.insert(slot_without_fwb, dic_slot, after=memslot.pfnmap_dirty_logging)


slot_without_fwb = common.slot_without_fwb(
    "a cacheable VM_PFNMAP VMA needs a host with FWB: else it fails, unstated", MAIL, any_page=True
)


def cacheable_otherwise(policy: Policy) -> Policy:
    """With FWB the VMA decides; the fault checks nothing, so that without FWB it stays Device."""
    return policy.insert(cacheable_vma_with_fwb, before=any_uncached).insert(
        dic_fault, before=abort.fetch_from_device
    )


cacheable_vma_with_fwb = evolve(
    catalin_2023.cacheable_vma_with_fwb,
    text="with FWB a device's page that user space caches is Normal, cacheable; without, as ever",
    cite=MAIL,
)
dic_slot = common.dic_never_discussed_slot(MAIL, any_page=True)
dic_fault = common.dic_never_discussed(MAIL)

policy = v6_9.patched(
    "create-only",
    "refuse the memslot without FWB, check nothing at the fault",
    refuse_at_creation,
    cacheable_otherwise,
)
