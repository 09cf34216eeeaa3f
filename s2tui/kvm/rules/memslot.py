"""Memslot creation: kvm_set_memory_region and its arm64 hook.

The checks of misaligned or overlapping regions are not here: no field describes them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from s2tui.kvm.policy.results import NO_SLOT, End, refuse_memslot
from s2tui.kvm.policy.rule import check
from s2tui.kvm.scenario import predicates

if TYPE_CHECKING:
    from s2tui.kvm.policy.rule import Decided
    from s2tui.kvm.scenario.fields import Scenario

EINVAL = refuse_memslot("EINVAL")
FLAGS = "virt/kvm/kvm_main.c:check_memory_region_flags"
HOOK = "arch/arm64/kvm/mmu.c:kvm_arch_prepare_memory_region"


@check("memslot", "without a memslot there is nothing to create", "virt/kvm/kvm_main.c")
def no_slot(s: Scenario, _: Decided) -> End | None:
    return NO_SLOT if s.backing == "no-slot" else None


@check("memslot", "a memslot flag that the kernel does not know is EINVAL", f"{FLAGS} @ 6.12")
def cacheable_flag_unknown(s: Scenario, _: Decided) -> End | None:
    return EINVAL if s.slot_cacheable else None


@check(
    "memslot",
    "KVM_MEM_GUEST_MEMFD is not valid on arm64 before 6.18: EINVAL",
    f"{FLAGS} @ 6.12 (kvm_arch_has_private_mem() is false)",
)
def guest_memfd_invalid(s: Scenario, _: Decided) -> End | None:
    return EINVAL if s.slot_guest_memfd else None


@check(
    "memslot",
    "KVM_MEM_GUEST_MEMFD excludes KVM_MEM_LOG_DIRTY_PAGES and KVM_MEM_READONLY: EINVAL",
    f"{FLAGS} @ 7.2",
)
def guest_memfd_flags(s: Scenario, _: Decided) -> End | None:
    if not s.slot_guest_memfd:
        return None
    return EINVAL if s.slot_log_dirty_pages or s.slot_readonly else None


@check(
    "memslot",
    "a guest_memfd cannot be taken out of the kernel's linear map: making one so is EINVAL",
    "virt/kvm/guest_memfd.c:kvm_gmem_create @ 7.3 (no such flag)",
)
def guest_memfd_direct_map(s: Scenario, _: Decided) -> End | None:
    return EINVAL if s.slot_guest_memfd and not s.gmem_direct_map else None


@check(
    "memslot",
    "a VM with MTE takes no VMA that is shared (VM_SHARED): EINVAL",
    f"{HOOK} @ 6.1",
)
def mte_shared_vma(s: Scenario, _: Decided) -> End | None:
    if not s.vm_mte or not predicates.vm_shared(s):
        return None
    return EINVAL if predicates.created_over_described_vma(s) else None


@check(
    "memslot",
    "a VM with MTE takes only VMAs that may hold tags (VM_MTE_ALLOWED): else EINVAL",
    f"{HOOK} @ 6.2",
)
def mte_vma(s: Scenario, _: Decided) -> End | None:
    if not s.vm_mte or s.vma_mte_allowed:
        return None
    return EINVAL if predicates.created_over_described_vma(s) else None


@check(
    "memslot",
    "KVM cannot track writes to VM_PFNMAP memory: with KVM_MEM_LOG_DIRTY_PAGES EINVAL",
    f"{HOOK} @ 6.2",
)
def pfnmap_dirty_logging(s: Scenario, _: Decided) -> End | None:
    if s.backing != "pfnmap" or not s.slot_log_dirty_pages or s.vma_swapped_after_create:
        return None
    return EINVAL


RULES = (
    no_slot,
    cacheable_flag_unknown,
    guest_memfd_invalid,
    mte_shared_vma,
    pfnmap_dirty_logging,
)
"""As of v6.1."""
