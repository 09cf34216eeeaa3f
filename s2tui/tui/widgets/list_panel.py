"""A list with a cursor: what is in sight, and how keys, wheel and jump letters move it."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from s2tui.tui.widgets.panel import Panel, nothing

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

T = TypeVar("T")
RIGHT_BUTTON = 3


class ListPanel(Panel[T], can_focus=True):
    """Rows below each other, one of which keys act on.

    A list says its `names`, and draws the rows that `in_sight` returns below the lines above them.
    """

    at = 0
    """The place of the row that keys act on."""
    top = 0
    """The place of the first row in sight."""
    above = 0
    """Lines above the first row."""
    room = 0
    """Lines for rows."""
    moved: Callable[[], None] = staticmethod(nothing)
    """Called after the cursor moved."""
    opened: Callable[[], None] = staticmethod(nothing)
    """Called when what is under the cursor is to be opened."""
    indent = 0
    """Columns to the left of a letter of jump mode."""

    @property
    def names(self) -> Sequence[str]:
        """The rows from top to bottom, by their ids."""
        raise NotImplementedError

    def in_sight(self, room: int) -> range:
        """The places of the rows that fit, the list scrolled as little as keeps the cursor there.

        Args:
            room: lines for rows.
        """
        count = len(self.names)
        self.room = max(room, 1)
        self.top = max(min(self.top, self.at, count - self.room), self.at - self.room + 1, 0)
        return range(self.top, min(self.top + self.room, count))

    @property
    def chosen_lines(self) -> range:
        """The row of the cursor stands out as long as the keys act here."""
        y = self.above + self.at - self.top
        return range(y, y + 1 if self.has_focus and self.names else y)

    def go(self, at: int) -> None:
        """Put the cursor on a row."""
        self.at = at
        self.redraw()
        self.moved()

    def action_move(self, by: int) -> None:
        """Go to another row."""
        last = len(self.names) - 1
        if last >= 0:
            self.go(min(max(self.at + by, 0), last))

    def under(self, y: int) -> int | None:
        """The place of the row on a line; None where there is none."""
        at = self.top + y - self.above
        return at if 0 <= y - self.above < self.room and at < len(self.names) else None

    def spots(self) -> list[tuple[int, int, str]]:
        """Where each row in sight stands, for jump mode."""
        names = self.names[self.top : self.top + self.room]
        return [(self.indent, y, name) for y, name in enumerate(names, self.above)]

    def jump(self, name: str) -> None:
        """Go to a row of jump mode."""
        self.go(self.names.index(name))

    def on_mouse_scroll_down(self) -> None:
        """Go down."""
        self.action_move(1)

    def on_mouse_scroll_up(self) -> None:
        """Go up."""
        self.action_move(-1)
