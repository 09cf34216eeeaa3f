"""mte-perm: NoTagAccess for memory that has no tags, where FEAT_MTE_PERM is there (10 Jan 2025).

Aneesh Kumar K.V's series, on top of v6.9: a VM with MTE may have memory that cannot hold tags; its
leaves forbid access to them. The rules are those of v1 (28 Oct 2024), whose text says all of it; of
v2 (10 Jan 2025) only the subjects were seen, among them a capability, KVM_CAP_ARM_MTE_PERM.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from s2tui.arm.combine.combination import Combination, combine
from s2tui.arm.descriptor.codec import Descriptor
from s2tui.kvm.policies.kernels.v6_8 import descriptor_with_lpa2, regime_with_lpa2
from s2tui.kvm.policies.kernels.v6_9 import policy as v6_9
from s2tui.kvm.policies.proposals.common import EINVAL, EINVAL_SLOT
from s2tui.kvm.policy.decisions import DESCRIPTOR, MEMATTR, RESULT, RESULTANT, TYPE
from s2tui.kvm.policy.results import End
from s2tui.kvm.policy.rule import check, decides, user_check
from s2tui.kvm.rules import abort, memslot, resultant
from s2tui.kvm.rules import map as mapping
from s2tui.kvm.scenario import predicates

if TYPE_CHECKING:
    from s2tui.kvm.policy.policy import Policy
    from s2tui.kvm.policy.rule import Decided
    from s2tui.kvm.scenario.fields import Scenario

MAIL = "Aneesh Kumar K.V, 28 Oct 2024, [PATCH {}]"
USE = MAIL.format("4/4") + " arm64: mte: Use stage-2 NoTagAccess memory attribute if supported"
ENCODE = MAIL.format("2/4") + " arm64: cpufeature: add Allocation Tag Access Permission (MTE_PERM)"
NO_TAG_ACCESS = {True: 0b1110, False: 0b0100}
"""MT_S2_FWB_NORMAL_NOTAGACCESS with FWB, MT_S2_NORMAL_NOTAGACCESS without."""


def take_memory_without_tags(policy: Policy) -> Policy:
    """4/4: what may not hold tags is accepted, if stage 2 can forbid access to them."""
    return (
        policy.replace(memslot.mte_vma, mte_vma)
        .replace(abort.mte_page, mte_page)
        .insert(no_tag_access, before=mapping.memattr_fwb)
        .insert(descriptor_without_tags, before=descriptor_with_lpa2)
        .insert(resultant_without_tags, before=resultant.resultant)
    )


@check(
    "memslot",
    "a VM with MTE takes a VMA that may not hold tags only with FEAT_MTE_PERM: else EINVAL",
    USE,
)
def mte_vma(s: Scenario, _: Decided) -> End | None:
    if not s.vm_mte or s.vma_mte_allowed or s.host_mte_perm:
        return None
    return EINVAL_SLOT if predicates.created_over_described_vma(s) else None


@user_check(
    "new memory without tags is mapped NoTagAccess, which needs FEAT_MTE_PERM: else EINVAL",
    f"{USE} (stage2_set_prot_attr)",
)
def mte_page(s: Scenario, d: Decided) -> End | None:
    if not s.vm_mte or s.vma_mte_allowed or predicates.permission_fault(s) or s.host_mte_perm:
        return None
    return EINVAL if d[TYPE] == "normal" else None


def _no_tags(s: Scenario, d: Decided) -> bool:
    """Whether the leaf forbids tags: new ones of memory without, and such a one made wider.

    A permission fault never asks for NoTagAccess, so a leaf that it replaces loses it.
    """
    if not s.vm_mte or s.vma_mte_allowed or d[TYPE] != "normal":
        return False
    return not predicates.permission_fault(s) or d[RESULT].result == "relaxed"


@decides(
    MEMATTR,
    "map",
    "Normal memory without tags is Normal, cacheable and NoTagAccess: 0xe with FWB, 0x4 without",
    f"{USE}; {ENCODE}",
)
def no_tag_access(s: Scenario, d: Decided) -> int | None:
    return NO_TAG_ACCESS[s.host_fwb] if _no_tags(s, d) else None


@decides(
    DESCRIPTOR,
    "map",
    "the leaf: valid, AF, inner shareable, readable, and what was decided",
    f"{mapping.PGTABLE}:stage2_set_prot_attr @ 6.12; {USE}",
)
def descriptor_without_tags(s: Scenario, d: Decided) -> Descriptor | None:
    if not _no_tags(s, d):
        return None
    return mapping.leaf(regime_with_lpa2(s)._replace(mte_perm=True), d)


@decides(
    RESULTANT,
    "resultant",
    "stage 1 and stage 2 combine to the attribute that the access has; tags cannot be reached",
    "DDI 0487 D8.6.5, D8.6.6 (FEAT_MTE_PERM: NoTagAccess)",
)
def resultant_without_tags(s: Scenario, d: Decided) -> Combination | None:
    if not _no_tags(s, d):
        return None
    s1, s1_sh = resultant.stage1(s)
    return combine(s1, d[MEMATTR], fwb=s.host_fwb, s1_sh=s1_sh, mte=True, mte_perm=True)


policy = v6_9.patched(
    "mte-perm",
    "NoTagAccess for memory without tags, with FEAT_MTE_PERM (posted, v2, 10 Jan 2025)",
    take_memory_without_tags,
    notes=(
        "posted, not merged, and no v3 was found. An access to tags of such memory exits as"
        f" KVM_EXIT_ARM_NOTAG_ACCESS (40), which no input here makes ({USE}); v2 adds"
        " KVM_CAP_ARM_MTE_PERM, and its other texts were not seen. Device and Non-cacheable memory"
        " is mapped as before: the tags are looked at for no such page",
    ),
)
