"""patch-v3: cacheable PFNMAP memory by the VMA, checked when it is faulted in (10 Mar 2025)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from s2tui.kvm.policies.kernels.v6_9 import any_uncached
from s2tui.kvm.policies.kernels.v6_9 import policy as v6_9
from s2tui.kvm.policies.proposals import common
from s2tui.kvm.policies.proposals.common import EINVAL
from s2tui.kvm.policy.decisions import TYPE
from s2tui.kvm.policy.outcome import MemoryType
from s2tui.kvm.policy.policy import Remark
from s2tui.kvm.policy.results import End
from s2tui.kvm.policy.rule import user_check, user_decides
from s2tui.kvm.rules import abort

if TYPE_CHECKING:
    from s2tui.kvm.policy.policy import Policy
    from s2tui.kvm.policy.rule import Decided
    from s2tui.kvm.scenario.fields import Scenario

PATCH = (
    "Ankit Agrawal, 10 Mar 2025, [PATCH v3 1/1] KVM: arm64: Allow cacheable stage 2 mapping using"
    " VMA flags"
)


def lock_held(mail: str) -> Remark:
    """The bug of the COW refusal as it was posted in a mail."""
    return Remark(
        lambda s: s.backing == "pfnmap" and s.vma_cow,
        f"refusing a private VM_PFNMAP mapping returns with mmap_lock held, as posted ({mail})",
    )


def cacheable_devmem(s: Scenario) -> bool:
    """A VM_PFNMAP VMA that is MT_NORMAL; MT_NORMAL_TAGGED does not count, and the page neither."""
    return s.backing == "pfnmap" and s.vma_memtype == "normal"


def allow_cacheable_by_vma(policy: Policy) -> Policy:
    """1/1: PFNMAP memory that user space maps MT_NORMAL is not a device's."""
    return (
        policy.insert(refuse_cow, before=abort.write_to_read_only_vma)
        .insert(cacheable_devmem_is_normal, before=any_uncached)
        .insert(cacheable_devmem_without_fwb, after=abort.mte_page)
    )


refuse_cow = common.cow_pfnmap(PATCH)


@user_decides(
    TYPE,
    "PFNMAP memory that user space maps MT_NORMAL is Normal, cacheable",
    PATCH,
)
def cacheable_devmem_is_normal(s: Scenario, _: Decided) -> MemoryType | None:
    return "normal" if cacheable_devmem(s) else None


@user_check(
    "PFNMAP memory that user space maps MT_NORMAL cannot be cleaned without FWB: EINVAL",
    f"{PATCH} (whatever the page is, and for relaxing as for mapping)",
)
def cacheable_devmem_without_fwb(s: Scenario, _: Decided) -> End | None:
    return EINVAL if not s.host_fwb and cacheable_devmem(s) else None


policy = v6_9.patched(
    "patch-v3",
    "MT_NORMAL PFNMAP with FWB, checked at the fault (patch v3, Mar 2025)",
    allow_cacheable_by_vma,
    remarks=(lock_held(PATCH),),
)
