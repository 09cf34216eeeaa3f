"""symmetric-flag: as v6, but the flag and the VMA must agree, both ways (6 Jun 2025)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from s2tui.kvm.policies.proposals import common
from s2tui.kvm.policies.proposals import patch_v6 as v6
from s2tui.kvm.policy.rule import check
from s2tui.kvm.rules import abort
from s2tui.kvm.scenario import predicates

if TYPE_CHECKING:
    from s2tui.kvm.policy.policy import Policy
    from s2tui.kvm.policy.results import End
    from s2tui.kvm.policy.rule import Decided
    from s2tui.kvm.scenario.fields import Scenario


def demand_agreement(policy: Policy) -> Policy:
    """Sean Christopherson's least bad flag: `noncacheable(vma) != !(flag)` is -EINVAL."""
    swapped = common.swapped_against_flag(common.SEAN_ON_FLAG)
    policy = policy.replace(v6.pfnmap_slot_without_flag, flag_and_vma_disagree)
    policy = policy.drop(v6.cacheable_pfnmap_unsupported)  # with agreement, never reached
    return policy.insert(swapped, before=abort.write_to_read_only_vma)


TEXT = "a VM_PFNMAP VMA must be cacheable exactly if the slot has the flag: else EINVAL"


@check("memslot", TEXT, common.SEAN_ON_FLAG)
def flag_and_vma_disagree(s: Scenario, _: Decided) -> End | None:
    differs = predicates.slot_over_pfnmap(s) and predicates.vma_cacheable(s) != s.slot_cacheable
    return common.EINVAL_SLOT if differs else None


OPEN = common.leave_guest_memfd_open("guest_memfd: not mentioned", common.SEAN_ON_FLAG)
TITLE = "flag and VMA must agree"
policy = v6.policy.patched("symmetric-flag", TITLE, demand_agreement, OPEN)
