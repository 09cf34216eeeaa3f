"""The objects that the fault path is given, and what their members hold before it runs.

By the path from the object's name. `NAME.*` answers for every other member of it. A member that is
not here stops who reads it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from s2tui.kvm.scenario import predicates
from s2tui.source.machine.values import Object
from s2tui.source.world import constants
from s2tui.source.world.constants import MASKS, SLOT_FLAGS
from s2tui.source.world.geometry import FILE, USER

if TYPE_CHECKING:
    from collections.abc import Callable

    from s2tui.kvm.scenario.fields import Scenario
    from s2tui.source.world.geometry import Geometry

    Holds = int | Object | Callable[[Scenario, Geometry], int]

VCPU, KVM, SLOT, REGION = Object("vcpu"), Object("kvm"), Object("slot"), Object("region")
RANGE = Object("range")
VMA, FORMER_VMA, MM, CURRENT = Object("vma"), Object("former_vma"), Object("mm"), Object("current")
MMU = KVM.part("arch").part("mmu")

REGISTER = 5
"""Which register an access is of; any would do."""
_FAULTS = {"unsupported-atomic": 0x35, "alignment": 0x21}
_LEVELED = {"translation": 0x04, "access-flag": 0x08}
_PERMISSION = {"page": 0x0F, "pmd": 0x0E, "pud": 0x0D}
_KINDS = {"read": 0, "write": 1 << 6, "exec": 0, "cache-maintenance": 1 << 6 | 1 << 8,
          "stage1-walk": 1 << 7}  # fmt: skip


def syndrome(s: Scenario, g: Geometry) -> int:
    """ESR_EL2 of the abort: EC, IL, ISV, SAS and SRT where it is described, WnR, CM, FSC.

    Arm DDI 0487, ESR_EL2, ISS encoding for an exception from a Data Abort.
    """
    if s.access_fault == "permission":
        code = _PERMISSION[s.access_granule]
    elif s.access_fault in _LEVELED:
        code = _LEVELED[s.access_fault] + g.level
    else:
        code = _FAULTS[s.access_fault]
    if s.access_kind == "exec":
        return 0x20 << 26 | 1 << 25 | code
    isv = 1 << 24 | 3 << 22 | REGISTER << 16 if s.access_syndrome else 0
    return 0x24 << 26 | 1 << 25 | isv | _KINDS[s.access_kind] | code


def slot_flags(s: Scenario, _: Geometry) -> int:
    """The flags that the slot was asked for with."""
    found = SLOT_FLAGS["KVM_MEM_LOG_DIRTY_PAGES"] * s.slot_log_dirty_pages
    found |= SLOT_FLAGS["KVM_MEM_READONLY"] * s.slot_readonly
    found |= SLOT_FLAGS["KVM_MEM_GUEST_MEMFD"] * s.slot_guest_memfd
    return found | constants.UNKNOWN_SLOT_FLAG * s.slot_cacheable


def slot_pages(s: Scenario, g: Geometry) -> int:
    """The slot is as short as its alignment says: no larger block fits."""
    if s.slot_alignment == "page":
        return 8
    return (g.size(s.slot_alignment) >> g.page_shift) - g.begin


def vma_flags(s: Scenario, _: Geometry) -> int:
    """vm_flags of the VMA that the scenario describes."""
    found = MASKS["VM_READ"] | MASKS["VM_MAYWRITE"]
    found |= MASKS["VM_WRITE"] * s.vma_writable
    found |= MASKS["VM_SHARED"] * predicates.vm_shared(s)
    if s.backing == "pfnmap":
        found |= MASKS["VM_PFNMAP"] | MASKS["VM_IO"]
    elif s.backing == "mixedmap":
        found |= MASKS["VM_MIXEDMAP"]
    elif s.backing == "hugetlb":
        found |= MASKS["VM_HUGETLB"]
    found |= MASKS["VM_MTE_ALLOWED"] * s.vma_mte_allowed
    return found | MASKS["VM_ALLOW_ANY_UNCACHED"] * s.vma_any_uncached


def vma_start(g: Geometry) -> int:
    """Where the VMA begins."""
    return USER if g.tight else USER - g.size("pud")


def vma_offset(s: Scenario, g: Geometry) -> int:
    """vm_pgoff: how far physical and user addresses agree is what vma.block says."""
    physical = FILE + {"pud": 0, "pmd": g.size("pmd"), "page": g.size("page")}[s.vma_block]
    return (physical + g.high - USER + vma_start(g)) >> g.page_shift


def former_flags(_: Scenario, __: Geometry) -> int:
    """vm_flags of the anonymous memory that creation saw where the VMA was swapped afterwards."""
    return sum(MASKS[name] for name in ("VM_READ", "VM_WRITE", "VM_MAYWRITE", "VM_MTE_ALLOWED"))


HOLDS: dict[str, Holds] = {
    "vcpu.kvm": KVM,
    "vcpu.run": Object("run"),
    "vcpu.stat.*": 0,
    "vcpu.mmio_needed": 0,
    "vcpu.mmio_is_write": 0,
    "vcpu.arch.hw_mmu": MMU,
    "vcpu.arch.fault.esr_el2": syndrome,
    "vcpu.arch.fault.far_el2": 0xFFFF_0000_0012_3458,
    "vcpu.arch.fault.hpfar_el2": lambda _, g: 1 << 63 | g.fault >> 12 << 4,
    "vcpu.arch.mmu_page_cache.*": 0,
    "vcpu.arch.pkvm_memcache.*": 0,
    "run.*": 0,
    "run.mmio.*": 0,
    "run.arm_nisv.*": 0,
    "kvm.mmu_invalidate_seq": 0,
    "kvm.mm": MM,
    "kvm.nr_memslot_pages": 1 << 30,
    "kvm.dirty_ring_size": 0,
    "kvm.manual_dirty_log_protect": 0,
    "kvm.arch.vtcr": 0,
    "kvm.arch.mmu.pgt": Object("pgt"),
    "kvm.arch.mmu.vtcr": 0,
    "kvm.arch.mmu.arch": KVM.part("arch"),
    "kvm.arch.mmu.nested_stage2_enabled": 0,
    "pgt.flags": 0,
    "pgt.ia_bits": lambda _, g: g.vm_bits,
    "pgt.force_pte_cb": 0,
    "slot.flags": slot_flags,
    "slot.base_gfn": lambda _, g: g.slot_guest >> g.page_shift,
    "slot.npages": slot_pages,
    "slot.userspace_addr": lambda _, g: g.slot_user,
    "slot.dirty_bitmap": lambda s, _: int(s.slot_log_dirty_pages),
    "region.flags": slot_flags,
    "range.gpa": lambda _, g: g.fault,
    "range.size": lambda _, g: g.size("page"),
    "range.flags": 0,
    "region.slot": 0,
    "region.guest_phys_addr": lambda _, g: g.slot_guest,
    "region.memory_size": lambda s, g: slot_pages(s, g) << g.page_shift,
    "region.userspace_addr": lambda _, g: g.slot_user,
    "region.guest_memfd_offset": 0,
    "region.guest_memfd": 3,
    "old_slot.flags": slot_flags,
    "old_slot.dirty_bitmap": lambda s, _: int(s.slot_log_dirty_pages),
    "old_slot.base_gfn": lambda _, g: g.slot_guest >> g.page_shift,
    "old_slot.npages": slot_pages,
    "old_slot.userspace_addr": lambda _, g: g.slot_user,
    "vma.vm_flags": vma_flags,
    "vma.vm_page_prot": 0,  # made of the tree's own numbers of memory types
    "vma.vm_mm": MM,
    "vma.vm_start": lambda _, g: vma_start(g),
    "vma.vm_end": lambda _, g: USER + (1 if g.tight else 3) * g.size("pud"),
    "vma.vm_pgoff": vma_offset,
    "former_vma.vm_flags": former_flags,
    "former_vma.vm_page_prot": 0,
    "former_vma.vm_start": lambda _, g: USER - g.size("pud"),
    "former_vma.vm_end": lambda _, g: USER + 3 * g.size("pud"),
    "current.mm": MM,
}
"""What each member holds."""
WITHIN = {key.rsplit(".", n)[0] for key in HOLDS for n in range(1, key.count(".") + 1)}
"""The objects that have members here."""
EMBEDDED = {
    "vcpu.arch", "vcpu.stat", "vcpu.arch.fault", "vcpu.arch.mmu_page_cache",
    "vcpu.arch.pkvm_memcache", "run.mmio", "run.arm_nisv", "kvm.arch", "kvm.arch.mmu",
}  # fmt: skip
"""The structures that lie inside of others."""


def holds(key: Any) -> Holds | None:
    """What a member holds; None where nothing says so."""
    what, member = str(key[0]), key[1]
    found = HOLDS.get(f"{what}.{member}")
    return HOLDS.get(f"{what}.*") if found is None else found
