"""The bits of a descriptor as something to edit: where each bit stands, and a cursor on one."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from s2tui.view.kit.text import Span

if TYPE_CHECKING:
    from s2tui.arm.descriptor.codec import BitField, Descriptor
    from s2tui.view.descriptor.bits import DrawnBits
    from s2tui.view.kit.text import Line

CURSOR = "▼"
"""Stands above the bit that keys act on."""
ROW_OF_NAMES = 1
"""The last line of a cell; its bits are in the line above."""


class Spot(NamedTuple):
    """Where a bit stands."""

    bit: int
    x: int
    y: int


def spots(drawn: DrawnBits) -> tuple[Spot, ...]:
    """Every bit that is drawn, most significant first.

    A cell's last line has names, the one above it bits, most significant first, blanks apart.
    """
    found: list[Spot] = []
    bit = 63
    for y in sorted({hit.bottom - ROW_OF_NAMES - 1 for hit in drawn.hits}):
        text = "".join(span.text for span in drawn.lines[y])
        for x, digit in enumerate(text):
            if digit != " ":
                found.append(Spot(bit, x, y))
                bit -= 1
    return tuple(found)


def bit_at(drawn: DrawnBits, x: int, y: int) -> int | None:
    """The bit whose digit is at a column and line."""
    return next((s.bit for s in spots(drawn) if (s.x, s.y) == (x, y)), None)


def moved(drawn: DrawnBits, bit: int, across: int, down: int) -> int:
    """The bit where the cursor goes: some bits to the right, some rows down.

    It goes round at the ends of the 64 bits, and stops at the first and the last row.
    """
    places = spots(drawn)
    here = next(spot for spot in places if spot.bit == bit)
    if not down:
        return (bit - across) % 64
    rows = sorted({spot.y for spot in places})
    row = rows[min(max(rows.index(here.y) + down, 0), len(rows) - 1)]
    if row == here.y:
        return bit
    return min((s for s in places if s.y == row), key=lambda s: (abs(s.x - here.x), -s.x)).bit


def next_field(descriptor: Descriptor, bit: int, by: int) -> int:
    """The first bit of a field further right (or left, where *by* is negative)."""
    fields = descriptor.fields
    at = fields.index(field_of(descriptor, bit))
    return fields[(at + by) % len(fields)].positions[0]


def field_of(descriptor: Descriptor, bit: int) -> BitField:
    """The field that a bit belongs to; every bit belongs to one."""
    return next(field for field in descriptor.fields if bit in field.positions)


def first_bit(descriptor: Descriptor, name: str) -> int:
    """The most significant bit of a field."""
    return next(field.positions[0] for field in descriptor.fields if field.name == name)


def with_cursor(drawn: DrawnBits, bit: int, *, focused: bool) -> tuple[Line, ...]:
    """The lines with the mark of the cursor above a bit, and the bit in its colour.

    The mark takes the place of the numbers of its cell; without numbers there is only the
    colour and, where the keys act on it, the mark in place of the cell's name.
    """
    spot = next(s for s in spots(drawn) if s.bit == bit)
    hit = next(h for h in drawn.hits if h.top <= spot.y < h.bottom and h.left <= spot.x < h.right)
    lines = list(drawn.lines)
    lines[spot.y] = _replaced(lines[spot.y], spot.x, spot.x + 1)
    above = hit.top if hit.top < spot.y else hit.bottom - ROW_OF_NAMES
    if focused or above < spot.y:
        mark = " " * (spot.x - hit.left) + CURSOR + " " * (hit.right - spot.x - 1)
        lines[above] = _replaced(lines[above], hit.left, hit.right, mark)
    return tuple(lines)


def _replaced(line: Line, left: int, right: int, text: str = "") -> Line:
    """A line with the columns from left to right in the cursor's role, and another text if any."""
    cells = [(character, span.role) for span in line for character in span.text]
    cells += [(" ", "text")] * (right - len(cells))
    inside = text or "".join(c for c, _ in cells[left:right])
    before = [Span(c, r) for c, r in cells[:left]]
    after = [Span(c, r) for c, r in cells[right:]]
    return (*_joined(before), Span(inside, "key"), *_joined(after))


def _joined(spans: list[Span]) -> list[Span]:
    """Neighbours of one role as one span."""
    found: list[Span] = []
    for span in spans:
        if found and found[-1].role == span.role:
            found[-1] = Span(found[-1].text + span.text, span.role)
        else:
            found.append(span)
    return found
