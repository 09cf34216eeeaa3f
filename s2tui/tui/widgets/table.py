"""A table that scrolls both ways, with a cursor; it draws what the view made of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from s2tui.tui.commands.table import bindings
from s2tui.tui.session.state import Answer
from s2tui.tui.widgets.list_panel import ListPanel
from s2tui.view.kit import table as tables
from s2tui.view.kit.layout import heading
from s2tui.view.kit.text import Span

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textual import events

    from s2tui.view.kit.table import Row, Table, Window
    from s2tui.view.kit.text import Line


class TableView(ListPanel[Answer], can_focus=True):
    """A heading, the heads of the columns, and the rows in sight."""

    BINDINGS = bindings("table")
    title = ""
    beside: Line = ()
    """Said beside the title."""
    wanted = ""
    """The filter."""
    above = 2
    """The heading and the heads."""
    _table: Table = tables.EMPTY
    _shown: Table = tables.EMPTY
    _column = 0
    _left = 0
    """The first column in sight."""
    _window: Window | None = None

    def fill(self, table: Table, title: str, beside: Line = ()) -> None:
        """Show a table; the cursor stays on the row that it was on, if that is still there."""
        before = self.wants
        self._table, self.title, self.beside = table, title, beside
        self._sift()
        self.redraw()
        if self.wants != before:
            self.resized()

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
            self.at = ids.index(before.id)
        elif before is not None:
            self.at = max(min(self.at, len(ids) - 1), 0)

    @property
    def wants(self) -> int:
        """Lines in which every row is seen."""
        return self.above + len(self._shown.rows)

    @property
    def row(self) -> Row | None:
        """The row under the cursor; None in an empty table."""
        rows = self._shown.rows
        return rows[self.at] if self.at < len(rows) else None

    @property
    def column(self) -> int:
        """The column under the cursor."""
        return max(min(self._column, len(self._shown.heads) - 1), 0)

    def go_to(self, row: str, column: int | None = None) -> None:
        """Put the cursor on a row by its id, and on a column."""
        ids = self.names
        if row in ids:
            self._column = self.column if column is None else column
            self.go(ids.index(row))

    @property
    def names(self) -> Sequence[str]:
        """The rows that are shown."""
        return [row.id for row in self._shown.rows]

    def draw(self, answer: Answer, width: int, height: int) -> Sequence[Line]:
        """The heading, and the part of the table that is in sight."""
        cursor = tables.Cursor(self.at, self._column, self.top, self._left)
        self._window = tables.window(self._shown, cursor, width, height - 1)
        self.room = max(height - self.above, 1)
        self.at, self._column, self.top, self._left = cursor = self._window.cursor
        at = tables.position(self._shown, cursor, len(self._table.rows))
        beside = (Span(at, "dim"), Span("  " if self.beside else ""), *self.beside)
        return [
            heading(self.title, width, beside, focused=self.has_focus),
            *self._window.lines,
        ]

    def action_page(self, by: int) -> None:
        """Go on by as many rows as are seen."""
        self.action_move(by * max(self.room - 1, 1))

    def action_across(self, by: int) -> None:
        """Go to another column, or scroll where the cursor is on a whole row."""
        last = max(len(self._shown.heads) - 1, 0)
        if self._shown.cells:
            self._column = max(min(self._column + by, last), 0)
        else:
            self._left = max(min(self._left + by, last), 0)
        self.go(self.at)

    def action_enter(self) -> None:
        """Open what is under the cursor."""
        if self.row is not None:
            self.opened()

    def on_click(self, event: events.Click) -> None:
        """Go to what was clicked; a second click opens it."""
        at = self.under(event.y)
        if at is None or self._window is None:
            return
        hit = [c.number for c in self._window.columns if c.x <= event.x < c.x + c.width + 2]
        there = at, hit[0] if hit else self._column
        if there == (self.at, self._column):
            self.action_enter()
        else:
            self._column = there[1]
            self.go(at)

    def on_mouse_scroll_right(self) -> None:
        """Go right."""
        self.action_across(1)

    def on_mouse_scroll_left(self) -> None:
        """Go left."""
        self.action_across(-1)
