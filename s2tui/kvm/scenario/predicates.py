"""Predicates of a scenario that every kernel agrees on: no decisions.

Each reads as few fields as it can, and only when they matter: the exhaustive analyses split on
every field that is read.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from s2tui.kvm.scenario.fields import Scenario, Size

RANK: dict[Size, int] = {"page": 0, "pmd": 1, "pud": 2}
"""Sizes in order."""
NON_CACHEABLE = ("normal-nc", "device-ngnre", "device-ngnrne")
"""The memory types that a VMA is not cacheable with (mmu.c:kvm_vma_is_cacheable @ 6.17)."""


def permission_fault(s: Scenario) -> bool:
    """Whether there is a leaf already that does not permit the access."""
    return s.access_fault == "permission"


def exec_fault(s: Scenario) -> bool:
    """Whether the guest fetched an instruction (kvm_emulate.h:kvm_vcpu_trap_is_exec_fault)."""
    return s.access_kind == "exec"


def write_fault(s: Scenario) -> bool:
    """Whether KVM takes the fault as a write (kvm_emulate.h:kvm_is_write_fault).

    A stage-1 walk has WnR=0; only its permission fault is a write, since it is the hardware's
    update of the guest's page table that needs one.
    """
    if s.access_kind == "stage1-walk":
        return s.access_fault == "permission"
    return s.access_kind in ("write", "cache-maintenance")


def dirty_logging(s: Scenario) -> bool:
    """Whether the slot tracks writes (mmu.c:memslot_is_logging): not in a read-only slot."""
    return s.slot_log_dirty_pages and not s.slot_readonly


def has_vma(s: Scenario) -> bool:
    """Whether a VMA lies at the slot's user address when the fault comes."""
    if s.backing == "guest-memfd":
        return s.gmem_mmap
    return s.backing != "hole"


def created_over_described_vma(s: Scenario) -> bool:
    """Whether memslot creation sees the VMA that the scenario describes.

    If it was swapped afterwards, creation saw ordinary anonymous memory, to which nothing applies.
    """
    return has_vma(s) and not s.vma_swapped_after_create


def slot_over_pfnmap(s: Scenario) -> bool:
    """Whether memslot creation sees a VM_PFNMAP VMA; it never looks at the page."""
    return s.backing == "pfnmap" and not s.vma_swapped_after_create


def slot_over_cacheable_pfnmap(s: Scenario) -> bool:
    """The same for a VMA that user space caches, tagged or not."""
    return slot_over_pfnmap(s) and vma_cacheable(s)


def remapped(s: Scenario) -> bool:
    """Whether the VMA may hold pages without struct page (VM_PFNMAP or VM_MIXEDMAP)."""
    return s.backing in ("pfnmap", "mixedmap")


def kernel_mapped(s: Scenario) -> bool:
    """Whether the kernel has a mapping of the page, through which it can maintain caches.

    Not what KVM asks: memremap_pages() gives ZONE_DEVICE memory a linear mapping that memblock does
    not know of (mm/memremap.c:pagemap_range, arch/arm64/mm/mmu.c:arch_add_memory @ 6.1 to 7.3), and
    what get_user_pages can take has a struct page. A guest_memfd decides for itself.
    """
    if s.slot_guest_memfd:
        return s.gmem_direct_map
    return s.backing != "pfnmap" or s.page_map_memory


def vm_shared(s: Scenario) -> bool:
    """Whether the VMA is VM_SHARED.

    Anonymous memory is private. Any other mapping that could be written is either shared or copied
    on write; one that cannot is taken for shared, as files and devices usually are mapped.
    """
    return s.backing != "anonymous" and not s.vma_cow


def vma_cacheable(s: Scenario) -> bool:
    """Whether user space's own mapping is cacheable, tagged included."""
    return s.vma_memtype not in NON_CACHEABLE


def fwb_and_dic(s: Scenario) -> bool:
    """Whether the host needs no cache maintenance (mmu.c:kvm_supports_cacheable_pfnmap @ 6.17)."""
    return s.host_fwb and s.host_dic


def block_fits(s: Scenario, size: Size) -> bool:
    """Whether a block lies inside the slot with guest and user addresses congruent.

    mmu.c:fault_supports_stage2_huge_mapping, all versions.
    """
    return RANK[s.slot_alignment] >= RANK[size]
