"""v6.17: cacheable PFNMAP memory by the VMA, on hosts that need no cache maintenance.

The series of five commits by Ankit Agrawal (v10 of 5 Jul 2025), as Oliver Upton applied it on 7 Jul
2025. Its first, 8cc9dc1ae4fb, renames `device` to `s2_force_noncacheable` and changes nothing; the
other four are the functions below, and what each of them left is a policy too (merged_2 and on).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from s2tui.kvm.policies.kernels.v6_9 import any_uncached
from s2tui.kvm.policies.kernels.v6_9 import policy as v6_9
from s2tui.kvm.policy.decisions import DEVICE, TYPE
from s2tui.kvm.policy.outcome import MemoryType
from s2tui.kvm.policy.policy import Capability, Policy
from s2tui.kvm.policy.results import End, fail
from s2tui.kvm.policy.rule import check, user_check, user_decides
from s2tui.kvm.rules import abort, memslot
from s2tui.kvm.scenario import predicates

if TYPE_CHECKING:
    from s2tui.kvm.policy.rule import Decided
    from s2tui.kvm.scenario.fields import Scenario

EINVAL = fail("EINVAL")
HOOK = "arch/arm64/kvm/mmu.c:kvm_arch_prepare_memory_region @ 6.17"
USER_MEM_ABORT = "arch/arm64/kvm/mmu.c:user_mem_abort @ 6.17"


def assume_other_vmas_cacheable(policy: Policy) -> Policy:
    """216887f79d98: only VM_PFNMAP and VM_MIXEDMAP VMAs can hold anything but cacheable memory."""
    return policy.replace(abort.device_pfn, remapped_device_pfn)


@user_decides(
    DEVICE,
    "a page that is not map memory is a device's only in a VM_PFNMAP or VM_MIXEDMAP VMA",
    f"{USER_MEM_ABORT} (216887f79d98)",
)
def remapped_device_pfn(s: Scenario, _: Decided) -> bool:
    return predicates.remapped(s) and not s.page_map_memory


def block_cacheable_pfnmap(policy: Policy) -> Policy:
    """2a8dfab26677: KVM has no mapping to clean caches through, so cacheable PFNMAP is refused."""
    return policy.insert(cacheable_pfnmap_slot, after=memslot.pfnmap_dirty_logging).insert(
        cacheable_device_page, before=abort.fetch_from_device
    )


@check(
    "memslot",
    "a cacheable VM_PFNMAP VMA cannot be kept coherent: EINVAL",
    f"{HOOK} (2a8dfab26677)",
)
def cacheable_pfnmap_slot(s: Scenario, _: Decided) -> End | None:
    return memslot.EINVAL if predicates.slot_over_cacheable_pfnmap(s) else None


@user_check(
    "a device's page that user space caches is not mapped: EINVAL",
    f'{abort.USER_MEM_ABORT} @ 2a8dfab26677 ("Prevent non-cacheable mappings in the stage-2 if a'
    ' region of memory is cacheable in the primary MMU and the kernel lacks a cacheable alias.")',
    hazard=abort.PAGE_LEAK,
)
def cacheable_device_page(s: Scenario, d: Decided) -> End | None:
    return EINVAL if d[DEVICE] and predicates.vma_cacheable(s) else None


def allow_with_fwb_and_dic(policy: Policy) -> Policy:
    """0c67288e0c8b: with FWB and DIC there is nothing to maintain, so there the VMA decides.

    What is still refused at the fault is EFAULT from here on.
    """
    return (
        policy.replace(cacheable_pfnmap_slot, cacheable_pfnmap_slot_unsupported)
        .replace(cacheable_device_page, cacheable_device_page_unsupported)
        .insert(cacheable_vma_is_normal, before=any_uncached)
    )


@check(
    "memslot",
    "a cacheable VM_PFNMAP VMA needs a host with FWB and DIC: else EINVAL",
    f"{HOOK} (0c67288e0c8b)",
)
def cacheable_pfnmap_slot_unsupported(s: Scenario, _: Decided) -> End | None:
    if not predicates.slot_over_cacheable_pfnmap(s) or predicates.fwb_and_dic(s):
        return None
    return memslot.EINVAL


@user_check(
    "a device's page that user space caches needs FWB and DIC: else EFAULT",
    f"{USER_MEM_ABORT} (0c67288e0c8b)",
    hazard=abort.PAGE_LEAK,
)
def cacheable_device_page_unsupported(s: Scenario, d: Decided) -> End | None:
    if not d[DEVICE] or not predicates.vma_cacheable(s) or predicates.fwb_and_dic(s):
        return None
    return abort.EFAULT


@user_decides(
    TYPE,
    "a device's page that user space maps cacheable is Normal, cacheable",
    f"{USER_MEM_ABORT} (0c67288e0c8b)",
)
def cacheable_vma_is_normal(s: Scenario, _: Decided) -> MemoryType | None:
    return "normal" if predicates.vma_cacheable(s) else None


def expose_capability(policy: Policy) -> Policy:
    """f55ce5a6cd33: user space can ask before it fails."""
    return policy.offer(CACHEABLE_PFNMAP)


CACHEABLE_PFNMAP = Capability(
    number=243,
    name="KVM_CAP_ARM_CACHEABLE_PFNMAP_SUPPORTED",
    vm=lambda s: int(predicates.fwb_and_dic(s)),
    system="EINVAL",
    cite="arch/arm64/kvm/arm.c:kvm_vm_ioctl_check_extension @ 6.17; Documentation/virt/kvm/api.rst"
    " 7.43 (which names FWB only)",
)


merged_2 = v6_9.patched(
    "merged-2",
    "the merged series up to 216887f79d98: other VMAs hold cacheable memory",
    assume_other_vmas_cacheable,
)
merged_3 = merged_2.patched(
    "merged-3",
    "the merged series up to 2a8dfab26677, the block alone: cacheable PFNMAP is refused",
    block_cacheable_pfnmap,
)
merged_4 = merged_3.patched(
    "merged-4",
    "the merged series up to 0c67288e0c8b: allowed by the VMA, no capability yet",
    allow_with_fwb_and_dic,
)
policy = v6_9.patched(
    "v6.17",
    "cacheable PFNMAP by the VMA, with FWB and DIC",
    assume_other_vmas_cacheable,
    block_cacheable_pfnmap,
    allow_with_fwb_and_dic,
    expose_capability,
)
