"""catalin-2023: Normal-NC freely; cacheable only with FWB and a cacheable VMA (5 Oct 2023).

Catalin Marinas' answer to v1: keep most of the logic, pfn_is_map_memory() included, and relax in
two steps. What he did not settle is marked unknown.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from s2tui.kvm.policies.kernels.v6_9 import any_uncached
from s2tui.kvm.policies.kernels.v6_9 import policy as v6_9
from s2tui.kvm.policies.proposals.common import UNKNOWN
from s2tui.kvm.policy.decisions import DEVICE, TYPE
from s2tui.kvm.policy.outcome import MemoryType
from s2tui.kvm.policy.results import End
from s2tui.kvm.policy.rule import user_check, user_decides
from s2tui.kvm.rules import abort
from s2tui.kvm.scenario import predicates

if TYPE_CHECKING:
    from s2tui.kvm.policy.policy import Policy
    from s2tui.kvm.policy.rule import Decided
    from s2tui.kvm.scenario.fields import Scenario

SUBJECT = "Re: [PATCH v1 1/2] KVM: arm64: determine memory type from VMA"
MAY_31 = "Catalin Marinas, 31 May 2023, Re: [PATCH v3 1/6] kvm: determine memory type from VMA"
OCT_5 = f"Catalin Marinas, 5 Oct 2023, {SUBJECT}"
OCT_10 = f"Catalin Marinas, 10 Oct 2023, {SUBJECT}"


def relax_to_normal_nc(policy: Policy) -> Policy:
    """First: "we can safely set a stage 2 Normal NC" where user space does not cache."""
    return policy.insert(noncacheable_vma_is_nc, before=any_uncached)


@user_decides(
    TYPE,
    "a device's page that user space does not cache is Normal Non-cacheable",
    f"{OCT_10}; {MAY_31} (his option a)",
)
def noncacheable_vma_is_nc(s: Scenario, _: Decided) -> MemoryType | None:
    return None if predicates.vma_cacheable(s) else "normal-nc"


def cacheable_with_fwb(policy: Policy) -> Policy:
    """Then: force stage 2 cacheable if the VMA is MT_NORMAL or MT_NORMAL_TAGGED and we have FWB."""
    return policy.insert(cacheable_vma_with_fwb, before=noncacheable_vma_is_nc).insert(
        tags_on_device_memory, before=abort.mte_page
    )


@user_decides(
    TYPE,
    "with FWB a device's page that user space caches is Normal, cacheable, like ordinary memory",
    f"{OCT_5}; executable too, if there is a use-case: Jason Gunthorpe, same day: certainly",
)
def cacheable_vma_with_fwb(s: Scenario, _: Decided) -> MemoryType | None:
    return "normal" if s.host_fwb and predicates.vma_cacheable(s) else None


@user_check(
    "tags on memory that is not the kernel's: he saw the hole and proposed no rule",
    OCT_10,
)
def tags_on_device_memory(s: Scenario, d: Decided) -> End | None:
    if not s.vm_mte or not d[DEVICE]:
        return None
    return UNKNOWN if d[TYPE] == "normal" else None


policy = v6_9.patched(
    "catalin-2023",
    "Normal-NC freely; cacheable by the VMA with FWB",
    relax_to_normal_nc,
    cacheable_with_fwb,
)
