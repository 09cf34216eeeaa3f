"""Where everything lies, for one page size: addresses are the same in every scenario."""

from __future__ import annotations

from typing import NamedTuple

from s2tui.kvm.rules.map import PAGE_ADDRESS
from s2tui.kvm.scenario.fields import PageSize, Size

SHIFTS: dict[PageSize, int] = {"4k": 12, "16k": 14, "64k": 16}
CONTIGUOUS: dict[PageSize, tuple[int, int]] = {"4k": (16, 25), "16k": (21, 30), "64k": (21, 34)}
"""CONT_PTE_SHIFT and CONT_PMD_SHIFT."""
LEVELS: dict[Size, int] = {"page": 3, "pmd": 2, "pud": 1}
USER = 1 << 46
"""The user address of the slot and of the faulting page."""
GUEST = 1 << 44
"""Its guest address."""
FILE = 1 << 50
"""The physical address that the VMA's arithmetic gives for VM_PFNMAP."""
PAGES = 0xFFFF << 44
"""Where struct page lie."""


class Geometry(NamedTuple):
    """Sizes and shifts of one page size."""

    page_size: PageSize

    @property
    def page_shift(self) -> int:
        """PAGE_SHIFT."""
        return SHIFTS[self.page_size]

    def shift(self, level: int) -> int:
        """ARM64_HW_PGTABLE_LEVEL_SHIFT: the bits of an address below a level's index."""
        return (self.page_shift - 3) * (4 - level) + 3

    def size(self, size: Size) -> int:
        """Bytes of a leaf."""
        return 1 << self.shift(LEVELS[size])

    def level(self, size: int) -> int:
        """The level of a leaf of so many bytes."""
        return next((n for n in (3, 2, 1) if size <= 1 << self.shift(n)), 0)

    def pfn(self, user: int) -> int:
        """The page frame behind a user address."""
        return (PAGE_ADDRESS + user - USER) >> self.page_shift
