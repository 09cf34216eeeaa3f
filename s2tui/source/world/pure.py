"""Functions of their arguments alone: what headers elsewhere define."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from s2tui.source.world.constants import ERRNO
from s2tui.source.world.geometry import BITS, PAGES

if TYPE_CHECKING:
    from collections.abc import Callable

LONG, INT, BOOL = "unsigned long", "int", "bool"
MASK = (1 << 64) - 1


class Pure(NamedTuple):
    """A function of its arguments."""

    type: str
    """Of the answer, in C."""
    function: Callable[..., Any]
    """Takes the geometry and the arguments."""


def _trailing(mask: int) -> int:
    return (mask & -mask).bit_length() - 1


PURE = {
    "__ffs": Pure(LONG, lambda _, x: _trailing(x)),
    "ARM64_HW_PGTABLE_LEVEL_SHIFT": Pure(INT, lambda g, level: g.shift(level)),
    "__pfn_to_phys": Pure(LONG, lambda g, pfn: pfn << g.page_shift & MASK),
    "__phys_to_pfn": Pure(LONG, lambda g, phys: phys >> g.page_shift),
    "__va": Pure("void *", lambda _, phys: phys),
    "page_to_pfn": Pure(LONG, lambda _, page: (page - PAGES) >> 6),
    "pfn_to_page": Pure("struct page *", lambda _, pfn: PAGES + (pfn << 6)),
    "pgprot_val": Pure(LONG, lambda _, prot: prot),
    "pte_val": Pure(LONG, lambda _, pte: pte),
    "__pte": Pure(LONG, lambda _, pte: pte),
    "pte_valid": Pure(INT, lambda _, pte: pte & 1),
    "pte_pfn": Pure(LONG, lambda g, pte: pte >> g.page_shift),
    "pte_write": Pure(INT, lambda _, pte: pte >> 1 & 1),
    "__gfn_to_hva_memslot": Pure(
        LONG, lambda g, _, gfn: g.slot_user + (gfn << g.page_shift) - g.slot_guest & MASK
    ),
    "kvm_phys_size": Pure(LONG, lambda g, _: 1 << g.vm_bits),
    "get_kvm_ipa_limit": Pure("unsigned int", lambda _: BITS),
    "VTCR_EL2_IPA": Pure("unsigned int", lambda g, _: g.vm_bits),
    "__invalidate_icache_max_range": Pure("size_t", lambda _: 4096 << 6),
    "hstate_vma": Pure("struct hstate *", lambda _, __: 0),
    "kvm_io_bus_read": Pure(INT, lambda g, *_: 0 if g.device else -ERRNO["EOPNOTSUPP"]),
    "kvm_io_bus_write": Pure(INT, lambda g, *_: 0 if g.device else -ERRNO["EOPNOTSUPP"]),
    "fixup_user_fault": Pure(INT, lambda *_: -14),
    "kvm_arch_has_readonly_mem": Pure(BOOL, lambda *_: 1),
    "vcpu_pc": Pure("unsigned long *", lambda *_: 0),
    "vcpu_get_reg": Pure(LONG, lambda *_: 0),
    "vcpu_data_guest_to_host": Pure(LONG, lambda *_: 0),
    "kvm_handle_mmio_return": Pure(INT, lambda *_: 0),
    "arm64_use_ng_mappings": Pure(BOOL, lambda *_: 0),
    "mmu_invalidate_retry": Pure(INT, lambda g, *_: int(g.raced)),
    "kvm_mmu_topup_memory_cache": Pure(INT, lambda g, *_: -ERRNO["ENOMEM"] * g.short),
    "topup_hyp_memcache": Pure(INT, lambda g, *_: -ERRNO["ENOMEM"] * g.short),
    "access_ok": Pure(INT, lambda *_: 1),
    "__kvm_memslots": Pure("struct kvm_memslots *", lambda *_: 1),
    "kvm_check_memslot_overlap": Pure(BOOL, lambda *_: 0),
    "kvm_use_dirty_bitmap": Pure(BOOL, lambda *_: 1),
    "kvm_alloc_dirty_bitmap": Pure(INT, lambda *_: 0),
    "icache_is_aliasing": Pure(INT, lambda g: int(g.aliasing)),
}
"""By name."""
TOLD = ("kvm_io_bus_read", "kvm_io_bus_write", "vcpu_get_reg", "vcpu_data_guest_to_host")
"""Those by which a device is told something of the guest: noted as effects are."""
NEVER = (
    "is_protected_kvm_enabled",
    "kvm_vm_is_protected",
    "vcpu_is_protected",
    "pkvm_hyp_vm_is_created",
    "kvm_is_nested_s2_mmu",
    "icache_is_vpipt",
    "kvm_arch_has_private_mem",
    "kvm_handle_guest_sea",
    "check_user_page_hwpoison",
)
"""Functions that answer 0 here: no pKVM and no nesting."""
NOTHING = (
    "kvm_err",
    "kvm_pr_unimpl",
    "pr_warn",
    "pr_err",
    "might_sleep",
    "smp_rmb",
    "smp_wmb",
    "VM_WARN_ON_ONCE",
    "VM_WARN_ON",
    "lockdep_assert_held",
    "lockdep_assert_irqs_enabled",
    "trace_kvm_guest_fault",
    "trace_kvm_access_fault",
    "trace_kvm_mmio",
    "trace_kvm_mmio_nisv",
    "trace_mark_page_dirty",
    "kfree",
    "kvm_gmem_unbind",
    "kvm_destroy_dirty_bitmap",
    "BUILD_BUG_ON",
    "BUILD_BUG",
    "kvm_mmu_cache_min_pages",
)
"""Calls that do nothing that is looked at; their arguments are not evaluated."""
