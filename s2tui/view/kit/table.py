"""Tables that are larger than the screen: which part of one is seen, as finished lines.

A table has a column of labels that never leaves the screen and further columns that scroll; one
row, or one cell, is where the cursor is. All of it is here and none of it in the widget, so that a
table can be tested, and printed, without a terminal.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from s2tui.view.kit.cells import cells, pad
from s2tui.view.kit.layout import fit, length, spread
from s2tui.view.kit.text import Span

if TYPE_CHECKING:
    from collections.abc import Sequence

    from s2tui.view.kit.text import Line

POINTER = "▶"
"""Stands before what the cursor is on: as the form of the explorer does it."""
BEFORE, BEHIND = "◂", "▸"
"""More columns on that side."""
LEAST_LABEL = 12
"""Columns that the labels keep, however narrow it gets."""


class Row(NamedTuple):
    """A row: its label and its cells."""

    id: str
    label: Line
    cells: tuple[Line, ...]
    about: str = ""
    """What the filter finds it by, besides what is seen."""


class Table(NamedTuple):
    """What there is to see."""

    corner: str
    """Stands over the labels."""
    heads: tuple[str, ...]
    """Stand over the other columns; each is as wide as its widest cell."""
    rows: tuple[Row, ...]
    cells: bool = False
    """Whether the cursor is on one cell, not on a whole row."""


EMPTY = Table("", (), ())


class Cursor(NamedTuple):
    """Where the cursor is, and what is seen: numbers of rows and columns, from 0."""

    row: int = 0
    column: int = 0
    top: int = 0
    left: int = 0


class Column(NamedTuple):
    """A column that is seen."""

    number: int
    x: int
    width: int


class Window(NamedTuple):
    """The part of a table that is seen."""

    lines: list[Line]
    """The heads, then a line for each row in sight."""
    cursor: Cursor
    """The one that was asked for, brought within bounds and into sight."""
    columns: tuple[Column, ...]


def matching(table: Table, wanted: str) -> Table:
    """The rows in which every word of a text occurs, in any case; all of them for no text."""
    parts = wanted.lower().split()
    if not parts:
        return table
    return table._replace(
        rows=tuple(row for row in table.rows if all(part in _said(row) for part in parts))
    )


def _said(row: Row) -> str:
    spans = [span.text for cell in (row.label, *row.cells) for span in cell]
    return " ".join((*spans, row.id, row.about)).lower()


def window(table: Table, cursor: Cursor, width: int, height: int) -> Window:
    """The lines that fit, with the cursor in sight.

    Args:
        table: what there is.
        cursor: where the cursor should be.
        width: columns.
        height: lines, the heads being one of them.
    """
    widths = _widths(table)
    widest = min(max(widths, default=0), width // 2)
    label = min(_label_width(table), max(width - 4 - widest, LEAST_LABEL))
    row = _bounded(cursor.row, len(table.rows))
    room = max(height - 1, 1)
    top = min(max(min(cursor.top, row, len(table.rows) - room), row - room + 1, 0), row)
    column = _bounded(cursor.column, len(widths))
    left = _left(widths, cursor.left, column if table.cells else None, width - label - 2)
    seen = _seen(widths, left, label + 2, width)
    at = Cursor(row, column, top, left)
    lines = [_heads(table, seen, at, label, width)]
    for number, one in enumerate(table.rows[top : top + room], top):
        chosen = (column if table.cells else -1) if number == row else None
        lines.append(_row(one, seen, label, width, chosen))
    return Window(lines, at, seen)


def position(table: Table, cursor: Cursor, of: int | None = None) -> str:
    """Where the cursor is among the rows: `3 of 21`; of how many before a filter, if that is told.

    Args:
        table: what is seen.
        cursor: where.
        of: the number of rows without the filter.
    """
    count = len(table.rows)
    at = f"{cursor.row + 1 if count else 0} of {count}"
    return at if of is None or of == count else f"{at} ({of} without the filter)"


def _widths(table: Table) -> list[int]:
    taken = [[length(cell) for cell in row.cells] for row in table.rows]
    return [
        max(cells(head), *(row[at] for row in taken if at < len(row)), 0)
        for at, head in enumerate(table.heads)
    ]


def _label_width(table: Table) -> int:
    return max(len(table.corner), *(length(row.label) for row in table.rows), 0) + 1


def _bounded(at: int, count: int) -> int:
    return max(min(at, count - 1), 0)


def _left(widths: Sequence[int], left: int, column: int | None, room: int) -> int:
    """The first column in sight: no further right than needed, and the cursor's is seen."""
    left = _bounded(left, len(widths))
    if column is not None:
        left = min(left, column)
        while left < column and _needed(widths[left : column + 1]) > room:
            left += 1
    while left and _needed(widths[left - 1 :]) <= room:
        left -= 1
    return left


def _needed(widths: Sequence[int]) -> int:
    return sum(width + 2 for width in widths)


def _seen(widths: Sequence[int], left: int, x: int, width: int) -> tuple[Column, ...]:
    """The columns that fit; the first is always there, cut if need be."""
    found: list[Column] = []
    for number in range(left, len(widths)):
        if found and x + 2 + widths[number] > width:
            break
        found.append(Column(number, x, widths[number]))
        x += widths[number] + 2
    return tuple(found)


def _heads(table: Table, seen: Sequence[Column], at: Cursor, label: int, width: int) -> Line:
    more_left = BEFORE if at.left else " "
    spans = [Span(f"  {table.corner:<{label}}"[: label + 1], "dim"), Span(more_left, "key")]
    for column in seen:
        here = table.cells and column.number == at.column
        text = f" {pad(table.heads[column.number], column.width)} "
        spans.append(Span(text, "key" if here else "dim"))
    more = len(table.heads) - (seen[-1].number + 1 if seen else 0)
    if more:
        said = f"{BEHIND}{more}"
        last = spans.pop()
        spans.append(Span(last.text.rstrip(), last.role))
        return spread(spans, (Span(said, "key"),), width)
    return fit(spans, width)


def _row(row: Row, seen: Sequence[Column], label: int, width: int, chosen: int | None) -> Line:
    """One row; *chosen* is the column of the cursor, -1 for the whole row, None for another row."""
    pointer = POINTER if chosen == -1 else " "
    shown = fit(row.label, label - 1)
    spans = [Span(f"{pointer} ", "key"), *shown, Span(" " * (label - length(shown)))]
    for column in seen:
        here = chosen == column.number
        cell = row.cells[column.number] if column.number < len(row.cells) else ()
        blank = column.width - length(cell) + 1
        spans += [Span(POINTER if here else " ", "key"), *cell, Span(" " * blank)]
    return fit(spans, width)
