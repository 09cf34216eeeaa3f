"""The 64 bits of a descriptor as named cells, and its fields as a list.

A cell is a run of adjacent bits of one field. Where there is room the 64 bits stand in one row,
else in two rows of 32, or four of 16. A field that changed has the mark of a change where its bit
number stood.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from s2tui.arm.descriptor.bitfield import bit_runs
from s2tui.arm.descriptor.codec import decode
from s2tui.view.kit import words
from s2tui.view.kit.layout import fit, flow, heading, length
from s2tui.view.kit.text import MARKS, Row, Span

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from s2tui.arm.descriptor.codec import BitField, Descriptor
    from s2tui.view.kit.text import Line, Role

SHORT_NAMES = {
    "Contiguous": "Cont",
    "AssuredOnly": "AO",
    "Type": "T",
    "Valid": "V",
    "PIIndex": "PII",
}
"""What a field is called where its name does not fit."""
TITLE = "descriptor"
FIRST = "MemAttr"
"""The field that is looked at unless another one is chosen."""
UNUSED = ("reserved", "ignored", "software")
"""Roles of fields that KVM leaves 0: they stand back unless a bit of them is set."""
NO_BIT = "-"
"""Stands for a bit that nobody wrote."""
NIBBLE = 4
MOST_DIGITS = 8
"""Bits of a field that are told one by one in words."""


class Cell(NamedTuple):
    """A run of bits of one field, and where it stands in its row."""

    field: str
    name: str
    """What is printed below it; may be cut or empty."""
    high: int
    low: int
    unused: bool
    x: int
    width: int


class Hit(NamedTuple):
    """A part of the cells that stands for a field: lines and columns, ends exclusive."""

    field: str
    top: int
    bottom: int
    left: int
    right: int


class DrawnBits(NamedTuple):
    """The lines of the bits, and what a click in them means."""

    lines: tuple[Line, ...]
    hits: tuple[Hit, ...]

    def at(self, x: int, y: int) -> str | None:
        """The field at a column and line, if any."""
        for hit in self.hits:
            if hit.top <= y < hit.bottom and hit.left <= x < hit.right:
                return hit.field
        return None


class _Style(NamedTuple):
    """How roomy a row of cells is."""

    short: bool
    """Whether long names are shortened and those of unused fields left out if they do not fit."""
    nibbles: bool
    """Whether an address is grouped by four bits."""
    numbers: bool = True
    """Whether the numbers of bits stand above them."""
    names: bool = True


ROOMY = _Style(short=False, nibbles=True)
SHORTENED = _Style(short=True, nibbles=True)
DENSE = _Style(short=True, nibbles=False)
FOUR_ROWS = _Style(short=True, nibbles=False, numbers=False)
SMALLEST = _Style(short=True, nibbles=False, numbers=False, names=False)
ONE_ROW = 104
"""From this width on all bits stand in one row if their cells fit."""


def changed_bits(now: Descriptor | None, was: Descriptor | None) -> int:
    """The bits that differ; none when there is only one descriptor."""
    return now.value ^ was.value if now is not None and was is not None else 0


def field_names(descriptor: Descriptor | None) -> tuple[str, ...]:
    """The fields that are drawn, most significant first; those of a page where there is none."""
    return tuple(field.name for field in _fields(descriptor))


@lru_cache(maxsize=256)
def draw_bits(
    now: Descriptor | None, was: Descriptor | None, width: int, *, chosen: str = FIRST
) -> DrawnBits:
    """The bits of a descriptor in a width: numbers, bits and names of one or two rows.

    Args:
        now: the descriptor; None draws the cells of a page without bits.
        was: the one to compare with; bits that differ are marked.
        width: columns.
        chosen: the field that is looked at; its name is marked.
    """
    style, rows = _rows(_fields(now), width)
    lines: list[Line] = []
    hits: list[Hit] = []
    changed = changed_bits(now, was)
    for cells in rows:
        top = len(lines)
        if style.numbers:
            lines.append(_number_row(cells, changed))
        lines.append(_bit_row(cells, now, changed))
        lines.append(_name_row(cells, changed, chosen))
        for cell in cells:
            hits.append(Hit(cell.field, top, len(lines), cell.x, cell.x + cell.width))
    return DrawnBits(tuple(lines), tuple(hits))


def summary(
    now: Descriptor | None, width: int, *, changed: bool = False, focused: bool = False
) -> Line:
    """The heading of the bits: the value, what kind of entry it is, and whether it changed."""
    value = "none"
    if now is not None:
        value = f"{words.hexadecimal(now)} L{now.level} {now.kind}"
    if changed:
        value = f"{MARKS['changed']} {value}"
    beside = (Span(value, "changed" if changed else "title"),)
    title = TITLE if length(beside) + len(TITLE) < width else ""
    return heading(title, width, beside, focused=focused)


def field_line(
    now: Descriptor | None, was: Descriptor | None, name: str, width: int, why: str = ""
) -> list[Line]:
    """One field in words: bits, value, meaning, and what it was; said to be absent if it is.

    Args:
        now: the descriptor, or None.
        was: the one to compare with, or None.
        name: the field.
        width: columns.
        why: why there is no descriptor.
    """
    if now is None:
        bits = next((f.bits for f in _fields(None) if f.name == name), "")
        first = (Span(f"{name} [{bits}] absent: ", "changed" if was else "title"),)
        return flow(first, why or "no descriptor was written", width)
    field = now.field(name)
    if field is None:
        return [
            fit((Span(name, "title"), Span(" is not a field of this descriptor", "dim")), width)
        ]
    opening = (Span(f"{_plain_name(name)} [{field.bits}] {_text(field)}  ", "title"),)
    before = was.field(name) if was is not None else None
    lines = flow(opening, field.meaning, width)
    if before is not None and (before.value, before.meaning) != (field.value, field.meaning):
        mark = Span(f"{MARKS['changed']} was ", "changed")
        lines += flow((mark, Span(f"{_text(before)}  ", "dim")), before.meaning, width, "dim")
    return lines


def field_lines(now: Descriptor | None, was: Descriptor | None, width: int) -> list[Line]:
    """Every field that says something, most significant first, one line each."""
    if now is None:
        return []
    changed = changed_bits(now, was)
    shown = [f for f in now.fields if f.value or not _unused(f) or changed & _mask(f)]
    bits_width = max(len(f.bits) for f in shown)
    name_width = max(len(_plain_name(f.name)) for f in shown)
    lines: list[Line] = []
    for field in shown:
        differs = bool(changed & _mask(field))
        first = (
            Span(f"{MARKS['changed'] if differs else ' '} ", "changed"),
            Span(f"{field.bits:>{bits_width}}  ", "dim"),
            Span(f"{_plain_name(field.name):<{name_width}}  ", "changed" if differs else "title"),
            Span(_text(field), "set" if field.value else "clear"),
            Span("  "),
        )
        said = flow(first, field.meaning, width)
        cells = (field.bits, _plain_name(field.name), _text(field), field.meaning)
        lines += said if len(said) > 1 else [Row(said[0], cells)]
    return lines


def lint_lines(now: Descriptor | None, width: int) -> list[Line]:
    """What the architecture has against the descriptor; nothing in the normal case."""
    lines: list[Line] = []
    for text in now.lint if now is not None else ():
        lines += flow((Span(f"{MARKS['reserved']} ", "reserved"),), text, width, "reserved")
    return lines


def _fields(descriptor: Descriptor | None) -> tuple[BitField, ...]:
    """The fields to draw; without a descriptor those of an ordinary page, for their places."""
    return decode(0b11, 3).fields if descriptor is None else descriptor.fields


def _mask(field: BitField) -> int:
    return sum(1 << position for position in field.positions)


def _unused(field: BitField) -> bool:
    return field.role in UNUSED


def _plain_name(name: str) -> str:
    """RES0 for RES0[50]: the list and the cells have the bits beside it."""
    return name.partition("[")[0]


def _text(field: BitField) -> str:
    """A field's value: digits for a few bits, a number for many and for an address."""
    wide = field.role == "address" or len(field.positions) > MOST_DIGITS
    return f"{field.value:#x}" if wide else words.binary(field)


def _rows(fields: Sequence[BitField], width: int) -> tuple[_Style, tuple[tuple[Cell, ...], ...]]:
    """A style and the cells in as few rows as they fit in: one of 64, two of 32, or four of 16."""
    plans = [(2, ROOMY), (2, SHORTENED), (2, DENSE), (4, FOUR_ROWS)]
    if width >= ONE_ROW:
        plans = [(1, ROOMY), (1, SHORTENED), *plans]
    for count, style in plans:
        rows = _split(fields, count, style)
        if max(map(_end, rows)) <= width:
            return style, rows
    return SMALLEST, _split(fields, 4, SMALLEST)


def _split(fields: Sequence[BitField], count: int, style: _Style) -> tuple[tuple[Cell, ...], ...]:
    bits = 64 // count
    tops = range(63, 0, -bits)
    return tuple(_place(_runs(fields, top, top - bits + 1), style) for top in tops)


def _end(row: Sequence[Cell]) -> int:
    return row[-1].x + row[-1].width if row else 0


def _runs(fields: Iterable[BitField], high: int, low: int) -> list[tuple[BitField, int, int]]:
    """Runs of adjacent bits of one field between two bits, most significant first."""
    runs = []
    for field in fields:
        inside = [bit for bit in sorted(field.positions, reverse=True) if low <= bit <= high]
        runs += [(field, *run) for run in bit_runs(inside)]
    return sorted(runs, key=lambda run: -run[1])


def _place(runs: Sequence[tuple[BitField, int, int]], style: _Style) -> tuple[Cell, ...]:
    """Give each run a column and a width: its bits, its number and, with a style, its name."""
    cells = []
    x = 0
    for field, high, low in runs:
        name = _plain_name(field.name)
        if style.short:
            name = SHORT_NAMES.get(name, name)
        unused = _unused(field)
        width = len(_digits("0" * (high - low + 1), low, nibbles=style.nibbles))
        if style.numbers:
            width = max(width, len(str(high)))
        if style.names and not (unused and style.short):
            width = max(width, len(name))
        shown = name if len(name) <= width else ""
        cells.append(Cell(field.name, shown, high, low, unused, x, width))
        x += width + 1
    return tuple(cells)


def _digits(bits: str, low: int, *, nibbles: bool) -> str:
    """Bits, those of a long run grouped by four where their numbers are."""
    if not nibbles or len(bits) <= NIBBLE:
        return bits
    first = (len(bits) + low) % NIBBLE or NIBBLE
    groups = [bits[:first]]
    groups += [bits[at : at + NIBBLE] for at in range(first, len(bits), NIBBLE)]
    return " ".join(groups)


def _between(cells: Iterable[Sequence[Span]]) -> Line:
    """Cells beside each other, one blank between them."""
    line = [span for cell in cells for span in (Span(" "), *cell)]
    return tuple(line[1:])


def _pad(text: str, width: int, role: Role) -> tuple[Span, ...]:
    return (Span(f"{text:<{width}}"[:width], role),)


def _number_row(cells: Sequence[Cell], changed: int) -> Line:
    """The numbers of each cell's outer bits, or the mark of a change."""

    def number(cell: Cell) -> tuple[Span, ...]:
        high, low = str(cell.high), str(cell.low)
        role: Role = "dim"
        if changed >> cell.low & ((2 << (cell.high - cell.low)) - 1):
            high, role = MARKS["changed"] + (high if cell.width > len(high) else ""), "changed"
        if cell.high != cell.low and cell.width >= len(high) + len(low) + 1:
            return _pad(high + low.rjust(cell.width - len(high)), cell.width, role)
        return _pad(high if len(high) <= cell.width else "", cell.width, role)

    return _between(map(number, cells))


def _bit_row(cells: Sequence[Cell], now: Descriptor | None, changed: int) -> Line:
    def bits(cell: Cell) -> list[Span]:
        count = cell.high - cell.low + 1
        value = now.value >> cell.low if now is not None else 0
        text = f"{value & ((1 << count) - 1):0{count}b}" if now is not None else NO_BIT * count
        if NIBBLE >= count > 1 and cell.width >= 2 * count - 1:
            text = " ".join(text)
        else:
            text = _digits(text, cell.low, nibbles=cell.width > count)
        spans: list[Span] = []
        bit = cell.high
        for digit in text:
            if digit == " ":
                spans.append(Span(" "))
                continue
            spans.append(Span(digit, _bit_role(cell, digit, changed >> bit & 1)))
            bit -= 1
        spans.append(Span(" " * (cell.width - len(text))))
        return spans

    return _between(map(bits, cells))


def _bit_role(cell: Cell, digit: str, changed: int) -> Role:
    if changed:
        return "changed"
    if digit == "1":
        return "reserved" if cell.unused else "set"
    return "clear"


def _name_row(cells: Sequence[Cell], changed: int, chosen: str) -> Line:
    def name(cell: Cell) -> tuple[Span, ...]:
        role: Role = "dim" if cell.unused else "text"
        if changed >> cell.low & ((2 << (cell.high - cell.low)) - 1):
            role = "changed"
        if cell.field == chosen:
            role = "key"
        return _pad(cell.name, cell.width, role)

    return _between(map(name, cells))
