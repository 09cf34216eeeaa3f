"""Names that are numbers: what headers elsewhere define, and what the build says.

The numbers are those of the user interface where there is one (errno, KVM_MEM_*). The others are
only compared with each other, so that any would do; they are the kernel's.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from s2tui.source.c.configuration import Symbol
    from s2tui.source.world.geometry import Geometry

ERRNO = {
    "EPERM": 1, "ENOENT": 2, "EINTR": 4, "EIO": 5, "E2BIG": 7, "ENOEXEC": 8, "EBADF": 9,
    "EAGAIN": 11, "ENOMEM": 12, "EACCES": 13, "EFAULT": 14, "EBUSY": 16, "EEXIST": 17,
    "EINVAL": 22, "ERANGE": 34, "ENOSYS": 38, "EOPNOTSUPP": 95, "EHWPOISON": 133,
}  # fmt: skip
"""include/uapi/asm-generic/errno*.h."""
ERRNO_NAMES = {number: name for name, number in ERRNO.items()}
EXITS = {"KVM_EXIT_MMIO": 6, "KVM_EXIT_ARM_NISV": 28, "KVM_EXIT_MEMORY_FAULT": 39,
         "KVM_EXIT_ARM_SEA": 41, "KVM_EXIT_ARM_LDST64B": 42}  # fmt: skip
"""What kvm_run says about an exit (include/uapi/linux/kvm.h)."""
EXIT_NAMES = {number: name for name, number in EXITS.items()}
INTS = ERRNO | EXITS | {
    "VM_FAULT_HWPOISON": 0x10, "FAULT_FLAG_WRITE": 1,
    "SHRT_MAX": 0x7FFF,
    "KVM_MMIO_BUS": 0, "KVM_TRACE_MMIO_WRITE": 3, "KVM_TRACE_MMIO_READ_UNSATISFIED": 1,
    "FOLL_WRITE": 1, "FOLL_NOWAIT": 0x20, "FOLL_HWPOISON": 0x100, "FOLL_INTERRUPTIBLE": 0x200000,
    "FOLL_HONOR_NUMA_FAULT": 0x400000,
}  # fmt: skip
"""Names of type int."""
MASKS = {
    "VM_READ": 1, "VM_WRITE": 2, "VM_SHARED": 8, "VM_MAYWRITE": 0x20, "VM_PFNMAP": 0x400,
    "VM_IO": 0x4000, "VM_HUGETLB": 0x400000, "VM_MIXEDMAP": 0x10000000, "VM_MTE_ALLOWED": 1 << 33,
    "VM_ALLOW_ANY_UNCACHED": 1 << 39,
}  # fmt: skip
"""Names of type unsigned long (include/linux/mm.h)."""
SLOT_FLAGS = {
    "KVM_MEM_LOG_DIRTY_PAGES": 1, "KVM_MEM_READONLY": 2, "KVM_MEM_GUEST_MEMFD": 4,
    "KVM_MEMSLOT_INVALID": 1 << 16,
}  # fmt: skip
"""Names of type unsigned int or unsigned long."""
UNKNOWN_SLOT_FLAG = 1 << 31
"""Stands for KVM_MEM_ENABLE_CACHEABLE_PFNMAP, which no header defines."""


def sizes(g: Geometry) -> dict[str, int]:
    """Names of type unsigned long that depend on the page size."""
    return {
        "PAGE_SIZE": g.size("page"), "PAGE_MASK": -g.size("page") & ~0 & (1 << 64) - 1,
        "PMD_SIZE": g.size("pmd"), "PMD_MASK": -g.size("pmd") & (1 << 64) - 1,
        "PUD_SIZE": g.size("pud"), "PUD_MASK": -g.size("pud") & (1 << 64) - 1,
    }  # fmt: skip


def shifts(g: Geometry) -> dict[str, int]:
    """Names of type int that depend on the page size."""
    from s2tui.source.world.geometry import CONTIGUOUS

    pte, pmd = CONTIGUOUS[g.page_size]
    return {
        "PAGE_SHIFT": g.page_shift, "PMD_SHIFT": g.shift(2), "PUD_SHIFT": g.shift(1),
        "PTRS_PER_PMD": 1 << (g.page_shift - 3), "PTRS_PER_PTE": 1 << (g.page_shift - 3),
        "CONT_PTE_SHIFT": pte, "CONT_PMD_SHIFT": pmd,
    }  # fmt: skip


OFF = (
    "CONFIG_ARM64_PA_BITS_52",
    "CONFIG_NVHE_EL2_DEBUG",
    "CONFIG_PREEMPT_RT",
    "CONFIG_DEBUG_VM",
    "CONFIG_NUMA_BALANCING",
    "CONFIG_LOCKDEP",
    "CONFIG_PROVE_LOCKING",
    "CONFIG_ARM64_PSEUDO_NMI",
    "CONFIG_KASAN_GENERIC",
    "CONFIG_KASAN_SW_TAGS",
    "CONFIG_DEBUG_VIRTUAL",
    "CONFIG_CC_HAS_ZERO_CALL_USED_REGS",
    "__PAGETABLE_PMD_FOLDED",
    "__PAGETABLE_PUD_FOLDED",
    "__PAGETABLE_P4D_FOLDED",
    "__ASSEMBLY__",
    "__ASSEMBLER__",
    "LINKER_SCRIPT",
    "__KVM_NVHE_HYPERVISOR__",
    "__KVM_VHE_HYPERVISOR__",
    "__GENKSYMS__",
)
"""What the preprocessor finds not to be defined."""
ON = (
    "CONFIG_KVM",
    "CONFIG_ARM64",
    "CONFIG_MMU",
    "CONFIG_SMP",
    "CONFIG_64BIT",
    "CONFIG_ARM64_MTE",
    "CONFIG_TRANSPARENT_HUGEPAGE",
    "CONFIG_HUGETLB_PAGE",
    "CONFIG_KVM_MMIO",
    "CONFIG_MMU_NOTIFIER",
    "CONFIG_KVM_GUEST_MEMFD",
    "CONFIG_KVM_PRIVATE_MEM",
    "CONFIG_KVM_GENERIC_MMU_NOTIFIER",
    "CONFIG_HAS_IOMEM",
    "CONFIG_HAVE_KVM_IRQ_ROUTING",
    "CONFIG_HAVE_KVM_IRQCHIP",
    "__KVM_HAVE_READONLY_MEM",
    "__KVM_HAVE_VCPU_EVENTS",
    "__KVM_HAVE_GUEST_DEBUG",
    "__KVM_HAVE_IRQ_LINE",
    "KVM_ARCH_WANT_MMU_NOTIFIER",
    "CONFIG_MEMORY_FAILURE",
    "CONFIG_ARCH_SUPPORTS_MEMORY_FAILURE",
)
"""What a configuration has in which the scenarios exist."""


def symbols(g: Geometry) -> dict[str, Symbol]:
    """What the preprocessor is told."""
    found: dict[str, Symbol] = dict.fromkeys(OFF)
    found |= dict.fromkeys(ON, True)
    for size in ("4K", "16K", "64K"):
        found[f"CONFIG_ARM64_{size}_PAGES"] = True if size.lower() == g.page_size else None
    found |= shifts(g)
    found["CONFIG_PGTABLE_LEVELS"] = {"4k": 4, "16k": 4, "64k": 3}[g.page_size]
    found["CONFIG_ARM64_VA_BITS"] = 48
    found["CONFIG_ARM64_PA_BITS"] = 48
    return found
