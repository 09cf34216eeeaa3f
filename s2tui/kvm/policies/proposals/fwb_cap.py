"""fwb-cap: as merged, but the capability says FWB itself (19 and 26 Mar 2025).

Oliver Upton, 19 Mar: "we might need to just expose the FWB-ness of the MMU to userspace"; Sean
Christopherson, 26 Mar: "A KVM capability to enumerate FWB support would be nice". Marc Zyngier was
against it, on 17 Mar ("This is not about FWB as far as userspace is concerned. This is about PFNMAP
as non-device memory.") and again on 26 Mar. Nobody proposed it together with the rules that were
merged: that combination is made here, so that nothing differs but the capability. With FWB and
without DIC it answers 1 for what is then refused.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from s2tui.kvm.policies.kernels.v6_17 import policy as v6_17
from s2tui.kvm.policies.proposals import common
from s2tui.kvm.policy.policy import Capability

if TYPE_CHECKING:
    from s2tui.kvm.policy.policy import Policy


def expose_fwb(policy: Policy) -> Policy:
    """What user space is told is a property of the MMU, not what KVM accepts."""
    return policy.offer(CAPABILITY)


CAPABILITY = Capability(
    number=None,
    name="FWB as such (no name or number was posted)",
    vm=lambda s: int(s.host_fwb),
    system="unstated",
    cite=f"Oliver Upton, 19 Mar 2025, and Sean Christopherson, 26 Mar 2025, {common.V3_THREAD}",
)

policy = v6_17.patched("fwb-cap", "as merged, but the capability says FWB", expose_fwb)
