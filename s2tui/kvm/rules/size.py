"""The size of the leaf in user_mem_abort: what VMA and slot allow, and what a page grows to."""

from __future__ import annotations

from typing import TYPE_CHECKING

from s2tui.kvm.policy.decisions import SIZE, TYPE, VMA_BLOCK, Block
from s2tui.kvm.policy.rule import USER_MEM_ABORT, user_decides
from s2tui.kvm.scenario import predicates

if TYPE_CHECKING:
    from s2tui.kvm.policy.rule import Decided
    from s2tui.kvm.scenario.fields import Scenario, Size

PAGE = Block("page")
"""A page that may become part of a block."""


@user_decides(
    VMA_BLOCK,
    "dirty logging is kept page by page",
    f"{USER_MEM_ABORT} @ 6.12 (logging_active sets force_pte)",
)
def logging_forces_pages(s: Scenario, _: Decided) -> Block | None:
    return Block("page", forced=True) if predicates.dirty_logging(s) else None


@user_decides(
    VMA_BLOCK,
    "a hugetlb mapping asks for its page size; if no block fits the slot, for pages and no more",
    "arch/arm64/kvm/mmu.c:get_vma_page_shift, user_mem_abort @ 6.12 (CONT_PTE counts as a page)",
)
def hugetlb_block(s: Scenario, _: Decided) -> Block | None:
    return _clamp(s, s.page_size, forced=True) if s.backing == "hugetlb" else None


@user_decides(
    VMA_BLOCK,
    "VM_PFNMAP memory is taken for contiguous: the VMA's arithmetic gives the block size",
    "arch/arm64/kvm/mmu.c:get_vma_page_shift @ 6.12",
)
def pfnmap_block(s: Scenario, _: Decided) -> Block | None:
    return _clamp(s, s.vma_block, forced=False) if s.backing == "pfnmap" else None


@user_decides(
    VMA_BLOCK,
    "any other VMA asks for a page, which may grow to the size of a transparent huge page",
    "arch/arm64/kvm/mmu.c:get_vma_page_shift @ 6.12",
)
def page_by_default(_: Scenario, __: Decided) -> Block:
    return PAGE


def _clamp(s: Scenario, wanted: Size, *, forced: bool) -> Block:
    """The largest block that is wanted and that the slot permits.

    Args:
        s: the scenario.
        wanted: the size that the VMA asks for.
        forced: whether single pages that are asked for stay single (CONT_PTE).
    """
    if wanted == "page":
        return Block("page", forced)
    if wanted == "pud" and predicates.block_fits(s, "pud"):
        return Block("pud")
    if predicates.block_fits(s, "pmd"):
        return Block("pmd")
    return Block("page", forced=True)


@user_decides(
    SIZE,
    "a permission fault on a block keeps the block",
    f"{USER_MEM_ABORT} @ 6.12 (fault_granule)",
)
def keep_granule(s: Scenario, d: Decided) -> Size | None:
    return kept_block(s) if _may_grow(d) else None


@user_decides(
    SIZE,
    "a page of a transparent huge page grows to a block if the slot permits",
    "arch/arm64/kvm/mmu.c:transparent_hugepage_adjust @ 6.12",
)
def transparent_huge_page(s: Scenario, d: Decided) -> Size | None:
    return host_block(s) if _may_grow(d) else None


@user_decides(
    SIZE,
    "otherwise the leaf has the size that VMA and slot allow",
    f"{USER_MEM_ABORT} @ 6.12",
)
def vma_size(_: Scenario, d: Decided) -> Size:
    return d[VMA_BLOCK].size


def _may_grow(d: Decided) -> bool:
    """Whether a page may become part of a block: not if forced, not for device memory."""
    return d[VMA_BLOCK] == PAGE and d[TYPE] == "normal"


def kept_block(s: Scenario) -> Size | None:
    """The block that a permission fault hit; None for a page, and for any other fault."""
    if not predicates.permission_fault(s) or s.access_granule == "page":
        return None
    return s.access_granule


def host_block(s: Scenario) -> Size | None:
    """The block that a page becomes part of if the host maps it so; never larger than a PMD."""
    if s.page_size == "page":
        return None
    return "pmd" if predicates.block_fits(s, "pmd") else None


BLOCK_RULES = (logging_forces_pages, hugetlb_block, pfnmap_block, page_by_default)
SIZE_RULES = (keep_granule, transparent_huge_page, vma_size)
