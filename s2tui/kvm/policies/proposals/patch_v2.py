"""patch-v2: the VMA's page protection decides, and struct pages without FWB (18 Nov 2024).

Ankit Agrawal's patch as posted, on top of v6.9. Its message says that VM_IO and memory without
tags cannot be mapped cacheable; the code keeps that in a variable, `noncacheable`, which forbids
fetches and larger blocks and asks for no tags, while the memory type is the VMA's alone.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from attrs import evolve

from s2tui.kvm.policies.kernels.v6_9 import policy as v6_9
from s2tui.kvm.policies.proposals import patch_v1 as v1
from s2tui.kvm.policy.decisions import DEVICE
from s2tui.kvm.policy.rule import user_check, user_decides
from s2tui.kvm.rules import abort, size
from s2tui.kvm.scenario import predicates

if TYPE_CHECKING:
    from s2tui.kvm.policy.policy import Policy
    from s2tui.kvm.policy.results import End
    from s2tui.kvm.policy.rule import Decided
    from s2tui.kvm.scenario.fields import Scenario

PATCH = (
    "Ankit Agrawal, 18 Nov 2024, [PATCH v2 1/1] KVM: arm64: Allow cacheable stage 2 mapping using"
    " VMA flags"
)


def allow_cacheable_by_vma(policy: Policy) -> Policy:
    """1/1. The check for tags is gone: memory without VM_MTE_ALLOWED is `noncacheable` by then."""
    return (
        policy.replace(abort.device_pfn, noncacheable)
        .replace(abort.normal_memory, cacheable_vma)
        .replace(abort.fetch_from_device, fetch_from_noncacheable)
        .replace(size.keep_granule, keep_granule)
        .replace(size.transparent_huge_page, transparent_huge_page)
        .replace(abort.mte_page, no_struct_page)
    )


@user_decides(
    DEVICE,
    "VM_IO memory, untagged memory of a VM with MTE and what has no struct page is `noncacheable`",
    f"{PATCH} (remap_pfn_range() sets VM_IO on every VM_PFNMAP VMA)",
)
def noncacheable(s: Scenario, _: Decided) -> bool:
    return s.backing == "pfnmap" or (s.vm_mte and not s.vma_mte_allowed)


cacheable_vma = evolve(
    v1.cacheable_vma, cite=f"{PATCH} (`!mapping_type_normal_cacheable(mt)`, not `noncacheable`)"
)


@user_check(
    "instructions are fetched only from what user space caches and is not `noncacheable`",
    f"{PATCH} (`exec_fault && (noncacheable || !mapping_type_normal_cacheable(mt))`)",
    hazard=abort.PAGE_LEAK,
)
def fetch_from_noncacheable(s: Scenario, d: Decided) -> End | None:
    if not predicates.exec_fault(s):
        return None
    return abort.INSTRUCTION_ABORT if d[DEVICE] or not predicates.vma_cacheable(s) else None


BLOCKS = f"{PATCH} (`force_pte || noncacheable`)"
keep_granule = evolve(v1.keep_granule, cite=BLOCKS)
transparent_huge_page = evolve(v1.transparent_huge_page, cite=BLOCKS)
no_struct_page = evolve(
    v1.no_struct_page,
    text="without FWB a page without struct page cannot be cleaned, whatever its type: EINVAL",
    cite=f"{PATCH} (`!stage2_has_fwb(pgt) && !(pfn_valid(pfn))`)",
)

policy = v6_9.patched(
    "patch-v2",
    "the VMA decides; no struct page needs FWB (patch v2, Nov 2024)",
    allow_cacheable_by_vma,
)
