"""sean-cap: as sean, with the courtesy at creation and a capability (26 Mar 2025, 18:24 UTC).

Sean Christopherson's second mail of the day: "A capability to enumerate that KVM can do cacheable
mappings for PFNMAP memory would suffice", and through it user space could choose between "fallback
to device" and "error on creation" for each VM. Here the VM has chosen the error.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from s2tui.kvm.policies.proposals import common
from s2tui.kvm.policies.proposals.sean import policy as sean
from s2tui.kvm.policy.policy import Capability, Policy, Remark
from s2tui.kvm.rules import memslot
from s2tui.kvm.scenario import predicates

if TYPE_CHECKING:
    from s2tui.kvm.scenario.fields import Scenario

MAIL = f"Sean Christopherson, 26 Mar 2025, 18:24 UTC, {common.V3_THREAD}"


def announce(policy: Policy) -> Policy:
    """User space can ask whether such memory can be mapped cacheable."""
    return policy.offer(CAPABILITY)


def _capability(s: Scenario) -> int | None:
    """What KVM can do; nobody said whether it can without DIC."""
    if not s.host_fwb:
        return 0
    return 1 if s.host_dic else None


CAPABILITY = Capability(
    number=None,
    name="cacheable mappings for PFNMAP memory (no name or number was posted)",
    vm=_capability,
    system="unstated",
    cite=f"{MAIL}; nobody said whether it needs DIC: {common.DIC_THREAD}",
)


def error_on_creation(policy: Policy) -> Policy:
    """Refuse what would get Device in stage 2, instead of letting the VM run into it."""
    return policy.insert(slot_without_fwb, after=memslot.pfnmap_dirty_logging)


slot_without_fwb = common.slot_without_fwb(
    "a cacheable VM_PFNMAP VMA of a device's memory needs FWB: else it fails, unstated",
    f'{MAIL} ("error on creation")',
)


def _could_fall_back(s: Scenario) -> bool:
    return s.backing == "pfnmap" and not s.host_fwb and predicates.vma_cacheable(s)


policy = sean.patched(
    "sean-cap",
    "as sean, with a check at creation and a capability",
    announce,
    error_on_creation,
    remarks=(
        Remark(
            _could_fall_back,
            'a VM that chose "fallback to device" instead would have it mapped Device, as under'
            f" v6.9, or under sean-param with its parameter ({MAIL})",
        ),
    ),
)
