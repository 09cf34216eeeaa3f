"""sean-param: as sean, with an off-by-default module parameter for the old behaviour (26 Mar 2025).

"If we want to support existing setups that happen to work by dumb luck or careful configuration":
an admin's decision. Marc Zyngier, same day: "NAK to a kernel parameter". Never coded.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from s2tui.kvm.policies.proposals.sean import MAIL, cacheable_vma_is_normal, cacheable_without_fwb
from s2tui.kvm.policies.proposals.sean import policy as sean
from s2tui.kvm.policy.decisions import TYPE
from s2tui.kvm.policy.outcome import MemoryType
from s2tui.kvm.policy.results import End
from s2tui.kvm.policy.rule import user_check, user_decides

if TYPE_CHECKING:
    from s2tui.kvm.policy.policy import Policy
    from s2tui.kvm.policy.rule import Decided
    from s2tui.kvm.scenario.fields import Scenario


def add_parameter(policy: Policy) -> Policy:
    """With the parameter on, a host without FWB degrades as it always did instead of failing."""
    return policy.replace(cacheable_without_fwb, cacheable_without_fwb_or_parameter).replace(
        cacheable_vma_is_normal, cacheable_vma_with_fwb
    )


@user_check(
    "cached pfn-mapped memory of a device needs FWB or the parameter: else an error",
    f"{MAIL} (errno unstated)",
)
def cacheable_without_fwb_or_parameter(s: Scenario, d: Decided) -> End | None:
    return None if s.param_unsafe_cacheable else cacheable_without_fwb.apply(s, d)


@user_decides(
    TYPE,
    "with FWB a device's page that a VM_PFNMAP VMA caches is Normal, cacheable; without, as ever",
    MAIL,
)
def cacheable_vma_with_fwb(s: Scenario, d: Decided) -> MemoryType | None:
    return cacheable_vma_is_normal.apply(s, d) if s.host_fwb else None


policy = sean.patched("sean-param", "as sean, with the legacy parameter", add_parameter)
