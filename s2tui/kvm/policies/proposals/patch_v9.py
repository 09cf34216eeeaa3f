"""patch-v9: as v8, and VM_MIXEDMAP follows the same rules (21 Jun 2025).

Ankit Agrawal's series of six as posted. Two more of its tests are dead code, as Jason Gunthorpe
said on 4 Jul 2025; v10 takes them out, and the refusal of private mappings with them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from attrs import evolve

from s2tui.kvm.policies.kernels import v6_17
from s2tui.kvm.policies.proposals import patch_v8 as v8
from s2tui.kvm.policies.proposals.common import EINVAL
from s2tui.kvm.policy.decisions import DEVICE
from s2tui.kvm.policy.rule import user_check
from s2tui.kvm.rules import abort

if TYPE_CHECKING:
    from s2tui.kvm.policy.policy import Policy
    from s2tui.kvm.policy.results import End
    from s2tui.kvm.policy.rule import Decided
    from s2tui.kvm.scenario.fields import Scenario

MAIL = "Ankit Agrawal, 21 Jun 2025, [PATCH v9 {}]"
ALLOW = MAIL.format("5/6") + " KVM: arm64: Allow cacheable stage 2 mapping using VMA flags"


def treat_mixedmap_alike(policy: Policy) -> Policy:
    """5/6: whatever is not map memory is asked the same, in either kind of VMA."""
    return (
        policy.replace(v8.cow_device_page, cow_device_page)
        .replace(v8.cacheable_pfnmap_unsupported, cacheable_device_page_unsupported)
        .drop(v8.cacheable_mixedmap)
    )


@user_check(
    "a device's page in a VMA whose pages are copied on write is refused: EINVAL",
    ALLOW,
    hazard=abort.PAGE_LEAK,
)
def cow_device_page(s: Scenario, d: Decided) -> End | None:
    return EINVAL if d[DEVICE] and s.vma_cow else None


cacheable_device_page_unsupported = evolve(v6_17.cacheable_device_page_unsupported, cite=ALLOW)

policy = v8.policy.patched(
    "patch-v9",
    "cacheable PFNMAP by the VMA, with FWB and DIC; no COW (patch v9, Jun 2025)",
    treat_mixedmap_alike,
)
