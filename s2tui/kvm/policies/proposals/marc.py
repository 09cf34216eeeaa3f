"""marc: user space is in charge, by a memslot flag that a capability announces (18, 26 Mar 2025).

Marc Zyngier's "2c" is the mechanism, of 18 Mar: with the flag, "only allowed if" the capability is
there, VM_PFNMAP memory is cacheable; "If the VMM creates the memslot without the cacheable
attribute, we map as NC, as it is today", which is Device unless the driver allows NC; a VMA that is
swapped in with conflicting attributes is reported to user space. His two mails of 26 Mar are the
terms: a capability is mandatory, a device moves between hosts with and without FWB and back, and
the flag is the abstraction for that. On 11 Mar the capability was "in turn conditional on FWB".
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from s2tui.kvm.policies.kernels.v6_9 import any_uncached
from s2tui.kvm.policies.kernels.v6_9 import policy as v6_9
from s2tui.kvm.policies.proposals import common
from s2tui.kvm.policies.proposals.common import UNKNOWN, UNKNOWN_SLOT, UNSTATED
from s2tui.kvm.policy.decisions import DEVICE, TYPE
from s2tui.kvm.policy.outcome import MemoryType
from s2tui.kvm.policy.policy import Capability, Policy
from s2tui.kvm.policy.results import End
from s2tui.kvm.policy.rule import check, user_check, user_decides
from s2tui.kvm.rules import abort, memslot
from s2tui.kvm.scenario import predicates

if TYPE_CHECKING:
    from s2tui.kvm.policy.rule import Decided
    from s2tui.kvm.scenario.fields import Scenario

MAR_18 = f"Marc Zyngier, 18 Mar 2025, {common.V3_THREAD}"
MAR_26 = f"Marc Zyngier, 26 Mar 2025, {common.V3_THREAD}"


def announce(policy: Policy) -> Policy:
    """A capability is mandatory, and named by behaviour: FWB is not to be exposed as such."""
    return policy.offer(CAPABILITY)


CAPABILITY = Capability(
    number=None,
    name="cacheable PFNMAP (no name or number was posted)",
    # FWB by another name; DIC came up a month later.
    vm=lambda s: int(s.host_fwb),
    system="unstated",
    cite=f"{MAR_26}; nobody said whether it needs DIC: {common.DIC_THREAD}",
)


def accept_flag(policy: Policy) -> Policy:
    """The flag is only allowed where the capability is advertised."""
    return policy.replace(memslot.cacheable_flag_unknown, flag_without_fwb).insert(
        flag_without_dic, after=memslot.pfnmap_dirty_logging
    )


flag_without_fwb = common.flag_without_fwb(
    "the flag without the capability (FWB) fails, errno unstated", MAR_18
)


@check(
    "memslot",
    "the flag over device memory, with FWB but without DIC: nobody said whether it is accepted",
    f"{MAR_18} (silent); the question came up later: {common.DIC_THREAD}",
)
def flag_without_dic(s: Scenario, _: Decided) -> End | None:
    if not s.slot_cacheable or not common.fwb_without_dic(s) or not predicates.slot_over_pfnmap(s):
        return None
    return UNKNOWN_SLOT if not s.page_map_memory else None


def map_as_user_space_says(policy: Policy) -> Policy:
    """The flag decides, never the VMA: user space must know what it is doing."""
    return policy.insert(flagged_pfnmap_is_normal, before=any_uncached).insert(
        conflicting_vma, flagged_without_dic, before=abort.fetch_from_device
    )


@user_decides(
    TYPE,
    "VM_PFNMAP memory of a flagged slot is Normal, cacheable, which may eat your data",
    MAR_18,
)
def flagged_pfnmap_is_normal(s: Scenario, _: Decided) -> MemoryType | None:
    return "normal" if s.slot_cacheable and s.backing == "pfnmap" else None


@user_check(
    "a device VMA swapped in with attributes that contradict the flag is reported to user space",
    f"{MAR_18} (how it is reported was left open)",
)
def conflicting_vma(s: Scenario, d: Decided) -> End | None:
    if not s.vma_swapped_after_create or s.backing != "pfnmap" or not d[DEVICE]:
        return None
    return UNSTATED if predicates.vma_cacheable(s) != s.slot_cacheable else None


@user_check(
    "device memory of a flagged slot, with FWB but without DIC: nobody said whether it is mapped",
    f"{MAR_18} (silent); the question came up later: {common.DIC_THREAD}",
)
def flagged_without_dic(s: Scenario, d: Decided) -> End | None:
    if not d[DEVICE] or d[TYPE] != "normal" or s.host_dic:
        return None
    return UNKNOWN


policy = v6_9.patched(
    "marc",
    "user space decides by a memslot flag",
    announce,
    accept_flag,
    map_as_user_space_says,
    common.leave_guest_memfd_open(
        "guest_memfd has no VMA to sample: posed as a question, answered by nobody's rule", MAR_26
    ),
)
