"""user_mem_abort up to the decision what to map: VMA, page, memory type, size, permissions."""

from __future__ import annotations

from typing import TYPE_CHECKING

from s2tui.kvm.policy.decisions import (
    DEVICE,
    EXECUTABLE,
    RESULT,
    SIZE,
    TYPE,
    WRITABLE,
    WRITABLE_PFN,
)
from s2tui.kvm.policy.outcome import MemoryType
from s2tui.kvm.policy.results import End, Fault, ended, fail, inject
from s2tui.kvm.policy.rule import USER, USER_MEM_ABORT, decides, user_check, user_decides
from s2tui.kvm.rules import size
from s2tui.kvm.scenario import predicates

if TYPE_CHECKING:
    from s2tui.kvm.policy.rule import Decided
    from s2tui.kvm.scenario.fields import Scenario

__all__ = ["USER", "USER_MEM_ABORT"]

PAGE_LEAK = "page-leak"
HVA_TO_PFN = "virt/kvm/kvm_main.c:hva_to_pfn"

EFAULT = fail("EFAULT")
SIGBUS = ended("signal")
INSTRUCTION_ABORT = inject("instruction-abort")
MAPPED = Fault("mapped")
RELAXED = Fault("relaxed")


@user_check(
    "a permission fault of a read is unexpected: EFAULT",
    f'{USER_MEM_ABORT} @ 6.12 ("Unexpected L2 read permission error")',
)
def read_permission_fault(s: Scenario, _: Decided) -> End | None:
    if not predicates.permission_fault(s) or predicates.write_fault(s) or predicates.exec_fault(s):
        return None
    return EFAULT


@user_check(
    "without a VMA at the user address there is nothing to map: EFAULT",
    f"{USER_MEM_ABORT} @ 6.12 (vma_lookup)",
)
def no_vma(s: Scenario, _: Decided) -> End | None:
    return None if predicates.has_vma(s) else EFAULT


@user_check(
    "a write that the VMA does not permit (no VM_WRITE) finds no page: EFAULT",
    f"{HVA_TO_PFN} @ 6.12 (KVM_PFN_ERR_FAULT)",
)
def write_to_read_only_vma(s: Scenario, _: Decided) -> End | None:
    return EFAULT if not s.vma_writable and predicates.write_fault(s) else None


@user_check(
    "get_user_pages does not see a poisoned page behind VM_PFNMAP: EFAULT, and no signal",
    f"{HVA_TO_PFN} @ 6.12",
)
def poisoned_pfnmap(s: Scenario, _: Decided) -> End | None:
    return EFAULT if s.page_poisoned and s.backing == "pfnmap" else None


@user_check(
    "a poisoned page is reported to the VMM with SIGBUS (BUS_MCEERR_AR)",
    f"{USER_MEM_ABORT} @ 6.12 (kvm_send_hwpoison_signal)",
)
def poisoned_page(s: Scenario, _: Decided) -> End | None:
    return SIGBUS if s.page_poisoned else None


@user_check(
    "a write to VM_PFNMAP memory needs a host PTE that is writable: else EFAULT",
    "virt/kvm/kvm_main.c:hva_to_pfn_remapped @ 6.12 (KVM_PFN_ERR_RO_FAULT)",
)
def write_to_read_only_pfnmap(s: Scenario, _: Decided) -> End | None:
    if s.backing != "pfnmap" or s.page_host_writable:
        return None
    return EFAULT if predicates.write_fault(s) else None


@user_decides(
    WRITABLE_PFN,
    "a read-only slot never gets a writable page",
    "virt/kvm/kvm_main.c:__gfn_to_pfn_memslot @ 6.12",
)
def read_only_slot(s: Scenario, _: Decided) -> bool | None:
    return False if s.slot_readonly else None


@user_decides(
    WRITABLE_PFN,
    "the page is writable for a write, and for a read if the host PTE is writable already",
    f"{HVA_TO_PFN} @ 6.12 (hva_to_pfn_fast, hva_to_pfn_slow)",
)
def host_pte(s: Scenario, _: Decided) -> bool:
    return predicates.write_fault(s) or (s.vma_writable and s.page_host_writable)


@user_decides(
    DEVICE,
    "a page that memblock does not know as memory is taken for a device's",
    "arch/arm64/kvm/mmu.c:kvm_is_device_pfn @ 6.5 (not pfn_is_map_memory())",
)
def device_pfn(s: Scenario, _: Decided) -> bool:
    return not s.page_map_memory


@user_decides(
    TYPE,
    "a page that is not taken for a device's is Normal, cacheable",
    f"{USER_MEM_ABORT} @ 6.5",
)
def normal_memory(_: Scenario, d: Decided) -> MemoryType | None:
    return None if d[DEVICE] else "normal"


@user_decides(
    TYPE,
    "a device's page is Device-nGnRE, whatever user space's own mapping is",
    f"{USER_MEM_ABORT} @ 6.5 (KVM_PGTABLE_PROT_DEVICE)",
)
def device_memory(_: Scenario, __: Decided) -> MemoryType:
    return "device"


@user_check(
    "instructions are never fetched from memory that is not cacheable: external abort",
    f"{USER_MEM_ABORT} @ 6.12 (-ENOEXEC)",
    hazard=PAGE_LEAK,
)
def fetch_from_device(s: Scenario, d: Decided) -> End | None:
    return INSTRUCTION_ABORT if predicates.exec_fault(s) and d[TYPE] != "normal" else None


@user_check(
    "new memory of a VM with MTE must not be shared (VM_SHARED): else EFAULT",
    f"{USER_MEM_ABORT} @ 6.1 (sanitise_mte_tags)",
)
def mte_shared_page(s: Scenario, d: Decided) -> End | None:
    if not s.vm_mte or not predicates.vm_shared(s) or predicates.permission_fault(s):
        return None
    return EFAULT if d[TYPE] == "normal" else None


@user_check(
    "new memory of a VM with MTE must be able to hold tags (VM_MTE_ALLOWED): else EFAULT",
    f"{USER_MEM_ABORT} @ 6.12 (sanitise_mte_tags)",
)
def mte_page(s: Scenario, d: Decided) -> End | None:
    if not s.vm_mte or s.vma_mte_allowed or predicates.permission_fault(s):
        return None
    return EFAULT if d[TYPE] == "normal" else None


@user_decides(
    WRITABLE,
    "while writes are logged a read maps read-only, so that the first write is seen",
    f"{USER_MEM_ABORT} @ 6.12",
)
def logged_until_written(s: Scenario, d: Decided) -> bool | None:
    if not predicates.dirty_logging(s) or predicates.write_fault(s):
        return None
    return None if d[DEVICE] else False


@user_decides(
    WRITABLE,
    "the leaf is writable if the host's page is",
    f"{USER_MEM_ABORT} @ 6.12 (KVM_PGTABLE_PROT_W)",
)
def writable_like_host(_: Scenario, d: Decided) -> bool:
    return d[WRITABLE_PFN]


@user_decides(
    EXECUTABLE,
    "what is fetched becomes executable; with DIC all cacheable memory does at once",
    f"{USER_MEM_ABORT} @ 6.12 (ARM64_HAS_CACHE_DIC)",
)
def executable(s: Scenario, d: Decided) -> bool:
    return predicates.exec_fault(s) or (d[TYPE] == "normal" and s.host_dic)


@user_decides(
    RESULT,
    "a permission fault on a leaf of that size adds permissions to it",
    f"{USER_MEM_ABORT} @ 6.12 (kvm_pgtable_stage2_relax_perms)",
)
def relax(s: Scenario, d: Decided) -> Fault | None:
    if not predicates.permission_fault(s):
        return None
    return RELAXED if d[SIZE] == s.access_granule else None


@decides(
    RESULT,
    "abort",
    "otherwise a new leaf is mapped",
    f"{USER_MEM_ABORT} @ 6.12 (kvm_pgtable_stage2_map)",
)
def map_leaf(_: Scenario, __: Decided) -> Fault:
    return MAPPED


RULES = (
    read_permission_fault,
    no_vma,
    *size.BLOCK_RULES,
    write_to_read_only_vma,
    poisoned_pfnmap,
    poisoned_page,
    write_to_read_only_pfnmap,
    read_only_slot,
    host_pte,
    device_pfn,
    normal_memory,
    device_memory,
    fetch_from_device,
    *size.SIZE_RULES,
    mte_shared_page,
    logged_until_written,
    writable_like_host,
    executable,
    relax,
    map_leaf,
)
"""As of v6.1."""
