"""ankit-11-mar: as patch-v3, with WARN_ON() or BUG() where it fails (11 Mar 2025).

Ankit Agrawal: "How about WARN_ON() or BUG() for the faulty situation?" Marc Zyngier: "Absolutely
not. Do you really want any user to randomly crash the kernel because they flip a mapping, which
they can do anytime they want?" With the one KVM_RUN would go on to fail, with the other the host
stops: which of the two was never chosen.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from s2tui.kvm.policies.proposals import common
from s2tui.kvm.policies.proposals import patch_v3 as v3
from s2tui.kvm.policies.proposals.common import UNKNOWN
from s2tui.kvm.policy.rule import user_check

if TYPE_CHECKING:
    from s2tui.kvm.policy.policy import Policy
    from s2tui.kvm.policy.results import End
    from s2tui.kvm.policy.rule import Decided
    from s2tui.kvm.scenario.fields import Scenario

MAIL = f"Ankit Agrawal, 11 Mar 2025, {common.V3_THREAD}"


def warn_or_stop(policy: Policy) -> Policy:
    """The faulty situation is the host's own fault, not an error of KVM_RUN."""
    return policy.replace(v3.cacheable_devmem_without_fwb, warn_or_bug)


@user_check(
    "MT_NORMAL PFNMAP memory without FWB is a WARN_ON() or a BUG(): nobody said which of them",
    MAIL,
    hazard="host-stops",
)
def warn_or_bug(s: Scenario, d: Decided) -> End | None:
    return UNKNOWN if v3.cacheable_devmem_without_fwb.apply(s, d) is not None else None


policy = v3.policy.patched(
    "ankit-11-mar",
    "as patch v3, with WARN_ON() or BUG() instead of the error",
    warn_or_stop,
    remarks=v3.policy.remarks,
)
