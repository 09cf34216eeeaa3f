"""patch-v1: the VMA's page protection decides everything (7 Sep 2023).

Ankit Agrawal's series of two, as posted, on top of v6.9. What stays from there: `device` is still
computed from the page alone and still forbids fetches, larger blocks and tags. What goes:
VM_ALLOW_ANY_UNCACHED, which did not exist then, is read only in the lines that 1/2 deletes.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from s2tui.kvm.policies.kernels.v6_9 import any_uncached
from s2tui.kvm.policies.kernels.v6_9 import policy as v6_9
from s2tui.kvm.policies.proposals.common import EINVAL
from s2tui.kvm.policy.decisions import DEVICE, RESULT, SIZE, TYPE, VMA_BLOCK
from s2tui.kvm.policy.outcome import MemoryType
from s2tui.kvm.policy.results import End
from s2tui.kvm.policy.rule import user_check, user_decides
from s2tui.kvm.rules import abort, size
from s2tui.kvm.scenario import predicates

if TYPE_CHECKING:
    from s2tui.kvm.policy.policy import Policy
    from s2tui.kvm.policy.rule import Decided
    from s2tui.kvm.scenario.fields import Scenario, Size

MAIL = "Ankit Agrawal, 7 Sep 2023, [PATCH v1 {}]"
PATCH_1 = MAIL.format("1/2") + " KVM: arm64: determine memory type from VMA"
PATCH_2 = (
    MAIL.format("2/2") + " KVM: arm64: allow the VM to select DEVICE_* and NORMAL_NC for IO memory"
)


def memory_type_from_vma(policy: Policy) -> Policy:
    """1/2: the memory type is the VMA's; without FWB every page must have a struct page."""
    return (
        policy.replace(abort.normal_memory, cacheable_vma)
        .drop(any_uncached)
        .replace(abort.device_memory, noncacheable_vma)
        .replace(abort.fetch_from_device, fetch_from_device_page)
        .replace(size.keep_granule, keep_granule)
        .replace(size.transparent_huge_page, transparent_huge_page)
        .replace(abort.mte_page, mte_page)
        .insert(no_struct_page, after=mte_page)
        .insert(executable_device, after=abort.map_leaf)
    )


@user_decides(
    TYPE,
    "what user space caches is Normal, cacheable, whatever the page is",
    PATCH_1,
)
def cacheable_vma(s: Scenario, _: Decided) -> MemoryType | None:
    return "normal" if predicates.vma_cacheable(s) else None


@user_decides(
    TYPE,
    "what user space does not cache is Device, whatever the page is",
    PATCH_1,
)
def noncacheable_vma(_: Scenario, __: Decided) -> MemoryType:
    return "device"


@user_check(
    "instructions are never fetched from a page that is not map memory: external abort",
    f"{PATCH_1} (keeps `exec_fault && device`)",
    hazard=abort.PAGE_LEAK,
)
def fetch_from_device_page(s: Scenario, d: Decided) -> End | None:
    return abort.INSTRUCTION_ABORT if predicates.exec_fault(s) and d[DEVICE] else None


@user_decides(
    SIZE,
    "a permission fault on a block keeps the block",
    f"{PATCH_1} (keeps `force_pte || device`)",
)
def keep_granule(s: Scenario, d: Decided) -> Size | None:
    return size.kept_block(s) if _may_grow(d) else None


@user_decides(
    SIZE,
    "a page of a transparent huge page grows to a block if the slot permits",
    f"{PATCH_1} (keeps `force_pte || device`)",
)
def transparent_huge_page(s: Scenario, d: Decided) -> Size | None:
    return size.host_block(s) if _may_grow(d) else None


def _may_grow(d: Decided) -> bool:
    return d[VMA_BLOCK] == size.PAGE and not d[DEVICE]


@user_check(
    "new map memory of a VM with MTE must be able to hold tags: else EFAULT",
    f"{PATCH_1} (keeps `!device && kvm_has_mte(kvm)`; the hole is Catalin Marinas', 10 Oct 2023)",
)
def mte_page(s: Scenario, d: Decided) -> End | None:
    if not s.vm_mte or s.vma_mte_allowed or predicates.permission_fault(s):
        return None
    return None if d[DEVICE] else abort.EFAULT


@user_check(
    "without FWB a page without struct page at its usual address cannot be cleaned: EINVAL",
    f"{PATCH_1} (`pfn_valid(pfn) && page_to_virt(pfn_to_page(pfn)) == kvm_host_va(...)`)",
)
def no_struct_page(s: Scenario, _: Decided) -> End | None:
    if s.host_fwb or s.backing != "pfnmap":
        return None
    return EINVAL if not s.page_map_memory else None


@user_check(
    "a new leaf can be Device or executable, not both: EINVAL",
    f"arch/arm64/kvm/hyp/pgtable.c:stage2_set_prot_attr @ 6.5, reached by {PATCH_1}",
)
def executable_device(s: Scenario, d: Decided) -> End | None:
    if not predicates.exec_fault(s) or d[TYPE] == "normal":
        return None
    return EINVAL if d[RESULT].result == "mapped" else None


def device_means_normal_nc(policy: Policy) -> Policy:
    """2/2: KVM_PGTABLE_PROT_DEVICE is written as Normal Non-cacheable."""
    return policy.replace(noncacheable_vma, noncacheable_vma_is_nc)


@user_decides(
    TYPE,
    "what user space does not cache is Normal Non-cacheable, so that the guest can choose",
    PATCH_2,
)
def noncacheable_vma_is_nc(_: Scenario, __: Decided) -> MemoryType:
    return "normal-nc"


policy = v6_9.patched(
    "patch-v1",
    "the VMA decides everything (patch v1, Sep 2023)",
    memory_type_from_vma,
    device_means_normal_nc,
)
