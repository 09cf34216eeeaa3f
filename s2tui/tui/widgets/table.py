"""A table that scrolls both ways, with a cursor; it draws what the view made of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.geometry import Region

from s2tui.tui.commands.table import bindings
from s2tui.tui.widgets.panel import Panel
from s2tui.view.kit import table as tables
from s2tui.view.kit.layout import heading
from s2tui.view.kit.text import Span

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from textual import events

    from s2tui.tui.session.state import Answer
    from s2tui.view.kit.table import Cursor, Row, Table, Window
    from s2tui.view.kit.text import Line

ABOVE = 2
"""Lines over the first row: the heading and the heads."""


def _nothing() -> None:
    """What happens if nobody listens."""


class TableView(Panel, can_focus=True):
    """A heading, the heads of the columns, and the rows in sight."""

    BINDINGS = bindings("table")
    title = ""
    beside: Line = ()
    """Said beside the title."""
    wanted = ""
    """The filter."""
    moved: Callable[[], None] = staticmethod(_nothing)
    """Called after the cursor moved."""
    opened: Callable[[], None] = staticmethod(_nothing)
    """Called when what is under the cursor is to be opened."""
    _table: Table = tables.EMPTY
    _shown: Table = tables.EMPTY
    _cursor: Cursor = tables.Cursor()
    _window: Window | None = None

    def fill(self, table: Table, title: str, beside: Line = ()) -> None:
        """Show a table; the cursor stays on the row that it was on, if that is still there."""
        self._table, self.title, self.beside = table, title, beside
        self._sift()
        self.redraw()

    def remark(self, beside: Line) -> None:
        """Say something else beside the title."""
        self.beside = beside
        self.redraw()

    def filter(self, wanted: str) -> None:
        """Show the rows in which a text occurs."""
        self.wanted = wanted
        self._sift()
        self.redraw()
        self.moved()

    def sifted(self) -> Table:
        """The rows that the filter leaves."""
        return tables.matching(self._table, self.wanted)

    def _sift(self) -> None:
        before = self.row
        self._shown = self.sifted()
        ids = [row.id for row in self._shown.rows]
        if before is not None and before.id in ids:
            self._cursor = self._cursor._replace(row=ids.index(before.id))
        elif before is not None:
            self._cursor = self._cursor._replace(row=max(min(self._cursor.row, len(ids) - 1), 0))

    @property
    def row(self) -> Row | None:
        """The row under the cursor; None in an empty table."""
        rows = self._shown.rows
        return rows[self._cursor.row] if self._cursor.row < len(rows) else None

    @property
    def column(self) -> int:
        """The column under the cursor."""
        return max(min(self._cursor.column, len(self._shown.heads) - 1), 0)

    def go_to(self, row: str, column: int | None = None) -> None:
        """Put the cursor on a row by its id, and on a column."""
        ids = [one.id for one in self._shown.rows]
        if row in ids:
            at = self.column if column is None else column
            self._place(self._cursor._replace(row=ids.index(row), column=at))

    def draw(self, answer: Answer, width: int, height: int) -> Sequence[Line]:
        """The heading, and the part of the table that is in sight."""
        self._window = tables.window(self._shown, self._cursor, width, height - 1)
        self._cursor = self._window.cursor
        at = tables.position(self._shown, self._cursor, len(self._table.rows))
        beside = (Span(at, "dim"), Span("  " if self.beside else ""), *self.beside)
        return [
            heading(self.title, width, beside, focused=self.has_focus),
            *self._window.lines,
        ]

    def redraw(self) -> None:
        """Repaint what differs; the ground of the cursor's row is as wide as the widget."""
        before = self._chosen_line
        super().redraw()
        after = self._chosen_line
        if before != after:
            lines = [y for y in (before, after) if 0 <= y < self.size.height]
            self.refresh(*(Region(0, y, self.size.width, 1) for y in lines))

    @property
    def _chosen_line(self) -> int:
        return ABOVE + self._cursor.row - self._cursor.top if self._shown.rows else -1

    def ground(self, y: int) -> str:
        """The row of the cursor stands out as long as the keys act here."""
        return "chosen" if self.has_focus and y == self._chosen_line else "background"

    def _place(self, cursor: Cursor) -> None:
        self._cursor = cursor
        self.redraw()
        self.moved()

    def action_move(self, by: int) -> None:
        """Go to another row."""
        last = max(len(self._shown.rows) - 1, 0)
        self._place(self._cursor._replace(row=max(min(self._cursor.row + by, last), 0)))

    def action_page(self, by: int) -> None:
        """Go on by as many rows as are seen."""
        self.action_move(by * max(self.size.height - ABOVE - 1, 1))

    def action_across(self, by: int) -> None:
        """Go to another column, or scroll where the cursor is on a whole row."""
        last = max(len(self._shown.heads) - 1, 0)
        if self._shown.cells:
            column = max(min(self._cursor.column + by, last), 0)
            self._place(self._cursor._replace(column=column))
        else:
            left = max(min(self._cursor.left + by, last), 0)
            self._place(self._cursor._replace(left=left))

    def action_enter(self) -> None:
        """Open what is under the cursor."""
        if self.row is not None:
            self.opened()

    def spots(self) -> list[tuple[int, int, str]]:
        """What can be jumped to: each row in sight."""
        top, room = self._cursor.top, max(self.size.height - ABOVE, 0)
        rows = self._shown.rows[top : top + room]
        return [(0, ABOVE + y, row.id) for y, row in enumerate(rows)]

    def jump(self, name: str) -> None:
        """Go to a row."""
        self.go_to(name)

    def on_click(self, event: events.Click) -> None:
        """Go to what was clicked; a second click opens it."""
        at = self._cursor.top + event.y - ABOVE
        if event.y < ABOVE or at >= len(self._shown.rows) or self._window is None:
            return
        hit = [c.number for c in self._window.columns if c.x <= event.x < c.x + c.width + 2]
        there = self._cursor._replace(row=at, column=hit[0] if hit else self._cursor.column)
        if there == self._cursor:
            self.action_enter()
        else:
            self._place(there)

    def on_mouse_scroll_down(self) -> None:
        """Go down."""
        self.action_move(1)

    def on_mouse_scroll_up(self) -> None:
        """Go up."""
        self.action_move(-1)

    def on_mouse_scroll_right(self) -> None:
        """Go right."""
        self.action_across(1)

    def on_mouse_scroll_left(self) -> None:
        """Go left."""
        self.action_across(-1)

    def on_focus(self) -> None:
        """The keys act here now."""
        self._made_for = None
        self.refresh()

    def on_blur(self) -> None:
        """The keys act elsewhere now."""
        self._made_for = None
        self.refresh()
