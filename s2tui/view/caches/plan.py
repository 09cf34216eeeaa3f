"""Where the boxes of the lanes stand, for the room that there is. No domain knowledge."""

from __future__ import annotations

from typing import NamedTuple

from s2tui.view.caches import letters

HOST, MIDDLE, GUEST, GAP = 23, 24, 17, 8
"""Columns of the boxes, and between two of them, in 80."""
USUAL = HOST + MIDDLE + GUEST + 2 * GAP
LEAST_GAP = 5
NARROW_HOST, NARROW_MIDDLE, NARROW_GUEST = 15, 22, 13
"""The same where there are fewer: types are said in two letters there."""
SMALL = 1
"""Lines for a letter of the text's own."""
SPACIOUS = 16
"""Columns for each line of a letter that is to be six lines high."""
GAP_MOST = 6
"""Lines between caches and memory, at most."""


class Box(NamedTuple):
    """A frame: its place and its size."""

    x: int
    y: int
    width: int
    height: int

    @property
    def right(self) -> int:
        """The last column."""
        return self.x + self.width - 1


class Slot(NamedTuple):
    """Where a value stands: the first line of it, and how many it takes."""

    y: int
    height: int

    @property
    def middle(self) -> int:
        """The line on which arrows meet it."""
        return self.y + self.height // 2

    @property
    def times(self) -> int:
        """How large a letter there is room for; 0 for one of the text's own."""
        return self.height // letters.HEIGHT

    @property
    def letter(self) -> int:
        """Columns of such a letter."""
        return self.times * letters.WIDTH or 1


class Plan(NamedTuple):
    """Everything that has a place."""

    host: Box
    caches: Box
    memory: Box
    guest: Box
    line: Slot
    code: Slot | None
    stored: Slot
    """What is in memory."""
    divided: int | None
    """The line between data and code, where there is one."""

    @property
    def narrow(self) -> bool:
        """Whether words have to be short."""
        return self.caches.width < MIDDLE

    @property
    def gap(self) -> range:
        """The lines between caches and memory."""
        return range(self.caches.y + self.caches.height, self.memory.y)


def plan(width: int, height: int, *, code: bool) -> Plan:
    """The boxes for a size.

    Args:
        width: columns.
        height: lines.
        code: whether there is an instruction line.
    """
    line, second, divided, stored = _slots(width, height, code=code)
    inside = line + (divided + second if code else 0)
    gap = min(max(height - inside - stored - 4, 1), GAP_MOST)
    total = inside + stored + gap + 4
    host, middle, guest, between = _columns(width)
    x = host + between
    caches = Box(x, 0, middle, inside + 2)
    memory = Box(x, caches.height + gap, middle, stored + 2)
    below = 1 + line + divided
    return Plan(
        Box(0, 0, host, total),
        caches,
        memory,
        Box(x + middle + between, 0, guest, total),
        Slot(1, line),
        Slot(below, second) if code else None,
        Slot(memory.y + 1, stored),
        1 + line if code and divided else None,
    )


def _slots(width: int, height: int, *, code: bool) -> tuple[int, int, int, int]:
    """Lines for data, code, the line between them, and memory."""
    big = letters.HEIGHT
    if width >= letters.DOUBLE * big * SPACIOUS and height >= _needed(letters.DOUBLE * big, code):
        big *= letters.DOUBLE
    if height >= _needed(big, code):
        return (big, big, 1, big) if code else (big, 0, 0, big)
    if code and height >= _needed(big, code) - big + SMALL:
        return big, SMALL, 1, big
    return SMALL, SMALL * code, 0, SMALL


def _needed(letter: int, code: bool) -> int:
    """Lines for letters of a height in every slot, with frames and the least gap."""
    return 3 * letter + 6 if code else 2 * letter + 5


def _columns(width: int) -> tuple[int, int, int, int]:
    """Columns of host, middle, guest and between; wider boxes and arrows where there is room."""
    more = width - USUAL
    if more < 0:
        boxes = NARROW_HOST + NARROW_MIDDLE + NARROW_GUEST
        gap = max((width - boxes) // 2, LEAST_GAP)
        guest = max(width - NARROW_HOST - NARROW_MIDDLE - 2 * gap, NARROW_GUEST)
        return NARROW_HOST, NARROW_MIDDLE, guest, gap
    host, middle, guest = HOST + more // 9, MIDDLE + more // 6, GUEST + 2 * more // 5
    gap = (width - host - middle - guest) // 2
    return host, middle, width - host - middle - 2 * gap, gap
