"""patch-v4: cacheable PFNMAP memory by VMA and memslot flag, with FWB and DIC (18 May 2025).

The series of five as posted. Its second patch only makes stage2_has_fwb() global.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from attrs import evolve

from s2tui.kvm.policies.kernels import v6_17
from s2tui.kvm.policies.kernels.v6_9 import any_uncached
from s2tui.kvm.policies.kernels.v6_9 import policy as v6_9
from s2tui.kvm.policies.proposals import common
from s2tui.kvm.policies.proposals import patch_v3 as v3
from s2tui.kvm.policies.proposals.common import EINVAL, EINVAL_SLOT
from s2tui.kvm.policies.proposals.patch_v3 import cacheable_devmem, lock_held
from s2tui.kvm.policy.policy import Policy
from s2tui.kvm.policy.results import End
from s2tui.kvm.policy.rule import check, user_check
from s2tui.kvm.rules import abort, memslot
from s2tui.kvm.scenario import predicates

if TYPE_CHECKING:
    from s2tui.kvm.policy.rule import Decided
    from s2tui.kvm.scenario.fields import Scenario

MAIL = "Ankit Agrawal, 18 May 2025, [PATCH v4 {}]"
BLOCK = MAIL.format("1/5") + " KVM: arm64: Block cacheable PFNMAP mapping"
FLAG = MAIL.format("3/5") + " kvm: arm64: New memslot flag to indicate cacheable mapping"
ALLOW = MAIL.format("4/5") + " KVM: arm64: Allow cacheable stage 2 mapping using VMA flags"
EXPOSE = MAIL.format("5/5") + " KVM: arm64: Expose new KVM cap for cacheable PFNMAP"


def block_cacheable_pfnmap(policy: Policy) -> Policy:
    """1/5: the security fix comes first: MT_NORMAL PFNMAP is refused, when created and mapped."""
    return policy.insert(cacheable_slot, after=memslot.pfnmap_dirty_logging).insert(
        cacheable_fault, before=abort.write_to_read_only_vma
    )


@check("memslot", "a VM_PFNMAP VMA that is MT_NORMAL is refused: EINVAL", BLOCK)
def cacheable_slot(s: Scenario, _: Decided) -> End | None:
    return EINVAL_SLOT if predicates.slot_over_pfnmap(s) and cacheable_devmem(s) else None


@user_check(
    "PFNMAP memory that user space maps MT_NORMAL is refused: EINVAL",
    BLOCK,
)
def cacheable_fault(s: Scenario, _: Decided) -> End | None:
    return EINVAL if cacheable_devmem(s) else None


def add_memslot_flag(policy: Policy) -> Policy:
    """3/5: KVM_MEM_ENABLE_CACHEABLE_PFNMAP is valid, on every architecture and for every slot."""
    return policy.drop(memslot.cacheable_flag_unknown)


def allow_by_vma_and_flag(policy: Policy) -> Policy:
    """4/5: with FWB, DIC and the flag the VMA decides. The fault path never looks at the flag."""
    return (
        policy.replace(cacheable_slot, cacheable_slot_without_flag, cacheable_slot_unsupported)
        .replace(cacheable_fault, refuse_cow)
        .insert(cacheable_devmem_is_normal, before=any_uncached)
        .insert(cacheable_devmem_unsupported, after=abort.mte_page)
    )


refuse_cow = common.cow_pfnmap(ALLOW)


@check(
    "memslot",
    "a VM_PFNMAP VMA that is MT_NORMAL needs KVM_MEM_ENABLE_CACHEABLE_PFNMAP: else EINVAL",
    f"{ALLOW}; {FLAG}",
)
def cacheable_slot_without_flag(s: Scenario, _: Decided) -> End | None:
    if s.slot_cacheable or not predicates.slot_over_pfnmap(s):
        return None
    return EINVAL_SLOT if cacheable_devmem(s) else None


@check("memslot", "a VM_PFNMAP VMA that is MT_NORMAL needs FWB and DIC: else EINVAL", ALLOW)
def cacheable_slot_unsupported(s: Scenario, _: Decided) -> End | None:
    if not predicates.slot_over_pfnmap(s) or not cacheable_devmem(s):
        return None
    return None if predicates.fwb_and_dic(s) else EINVAL_SLOT


cacheable_devmem_is_normal = evolve(
    v3.cacheable_devmem_is_normal,
    text="PFNMAP memory that user space maps MT_NORMAL is Normal, cacheable, flag or not",
    cite=ALLOW,
)


@user_check(
    "PFNMAP memory that user space maps MT_NORMAL needs FWB and DIC: else EINVAL",
    f"{ALLOW} (whatever the page is, and for relaxing as for mapping)",
)
def cacheable_devmem_unsupported(s: Scenario, _: Decided) -> End | None:
    return EINVAL if cacheable_devmem(s) and not predicates.fwb_and_dic(s) else None


def expose_capability(policy: Policy) -> Policy:
    """5/5: user space asks before it sets the flag."""
    return policy.offer(CAPABILITY)


CAPABILITY = v6_17.CACHEABLE_PFNMAP._replace(
    number=240, cite=f"{EXPOSE} (its documentation names FWB only)"
)


policy = v6_9.patched(
    "patch-v4",
    "VMA and memslot flag, with FWB and DIC (patch v4, May 2025)",
    block_cacheable_pfnmap,
    add_memslot_flag,
    allow_by_vma_and_flag,
    expose_capability,
    remarks=(lock_held(ALLOW),),
)
