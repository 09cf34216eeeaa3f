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
"""The user address of the largest block that the faulting page lies in."""
GUEST = 1 << 44
"""Its guest address."""
FILE = 1 << 50
"""The physical address that the VMA's arithmetic gives for VM_PFNMAP."""
PAGES = 0xFFFF << 44
"""Where struct page lie."""
BITS = 48
"""Of a guest address, as far as the host and the VM go."""


class Geometry(NamedTuple):
    """Where everything lies and how wide it is, for one page size.

    The defaults are what outcomes are of: the page that faults is the first of its blocks, of the
    slot and of what is above. The others are for comparing two trees: places at which arithmetic
    that does nothing there does something, and times at which what seldom fails does.
    """

    page_size: PageSize
    into: int = 0
    """How many pages the fault is behind the block's first."""
    begin: int = 0
    """How many pages the slot begins behind it."""
    askew: int = 0
    """How many pages user addresses are further on than guest addresses."""
    tight: bool = False
    """Whether the VMA ends with the largest block."""
    high: int = 0
    """What is added to physical addresses."""
    guest: int = GUEST
    """The guest address of the block."""
    vm_bits: int = BITS
    """How many bits of a guest address the VM has."""
    level: int = 3
    """Where the walk of a translation fault ended, or of an access flag fault."""
    raced: bool = False
    """Whether something was unmapped while the page was looked for."""
    short: bool = False
    """Whether there is no memory for tables."""
    aliasing: bool = False
    """Whether the instruction cache may hold a line in more than one place."""
    device: bool = False
    """Whether a device in the kernel answers where there is no memory."""
    gone: bool = False
    """Whether the host's mapping went away while the page was looked for."""

    @property
    def page_shift(self) -> int:
        """PAGE_SHIFT."""
        return SHIFTS[self.page_size]

    @property
    def fault(self) -> int:
        """The guest address of the page that faults."""
        return self.guest + (self.into << self.page_shift)

    @property
    def slot_guest(self) -> int:
        """The guest address at which the slot begins."""
        return self.guest + (self.begin << self.page_shift)

    @property
    def slot_user(self) -> int:
        """Its user address."""
        return USER + (self.begin + self.askew << self.page_shift)

    @property
    def page(self) -> int:
        """The physical address of the page that faults."""
        return self.pfn(USER + (self.into + self.askew << self.page_shift)) << self.page_shift

    def shift(self, level: int) -> int:
        """ARM64_HW_PGTABLE_LEVEL_SHIFT: the bits of an address below a level's index."""
        return (self.page_shift - 3) * (4 - level) + 3

    def size(self, size: Size) -> int:
        """Bytes of a leaf."""
        return 1 << self.shift(LEVELS[size])

    def leaf_level(self, size: int) -> int:
        """The level of a leaf of so many bytes."""
        return next((n for n in (3, 2, 1) if size <= 1 << self.shift(n)), 0)

    def pfn(self, user: int) -> int:
        """The page frame behind a user address."""
        return (PAGE_ADDRESS + self.high + user - USER) >> self.page_shift
