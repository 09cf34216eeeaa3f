"""The options of the descriptor screen: how the bits are read."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.message import Message

from s2tui.tui.commands.table import bindings
from s2tui.tui.widgets.descriptor import OnDesk
from s2tui.view.descriptor import options

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textual import events

    from s2tui.tui.session.state import Answer
    from s2tui.view.descriptor.edited import Desk
    from s2tui.view.kit.text import Line

HELP_HEIGHT = 4
"""Lines below the rows that say what the chosen option is."""
RIGHT_BUTTON = 3


class Options(OnDesk, can_focus=True):
    """How the bits are read: one line for each option, and what the chosen one is."""

    BINDINGS = bindings("options")

    at = 0
    """The row that keys act on."""
    top = 0
    _rows: Sequence[options.OptionRow] = ()

    class Turn(Message):
        """An option is to be turned."""

        def __init__(self, name: str, by: int) -> None:
            super().__init__()
            self.name, self.by = name, by

    def lay(self, answer: Answer, desk: Desk, width: int, height: int) -> Sequence[Line]:
        """A heading, the rows that fit, and the help of the chosen one below."""
        self._rows = options.rows(desk)
        room = max(height - HELP_HEIGHT - 2, 1)
        self.top = max(min(self.top, self.at, len(self._rows) - room), self.at - room + 1, 0)
        shown = self._rows[self.top : self.top + room]
        lines = [options.title(width, focused=self.has_focus)]
        lines += [options.row_line(r, width, chosen=r is self._rows[self.at]) for r in shown]
        lines.append(())
        return lines + options.help_lines(desk, self._rows[self.at].name, width)[:HELP_HEIGHT]

    def ground(self, y: int) -> str:
        """The chosen row stands out as long as the keys act on it."""
        return "chosen" if self.has_focus and y == self.at - self.top + 1 else "background"

    def action_move(self, by: int) -> None:
        """Choose another row."""
        self.at = min(max(self.at + by, 0), len(self._rows) - 1)
        self.redraw()
        self.refresh()

    def action_turn(self, by: int) -> None:
        """Turn the chosen option."""
        if self._rows:
            self.post_message(self.Turn(self._rows[self.at].name, by))

    def spots(self) -> list[tuple[int, int, str]]:
        """Where each option in sight can be jumped to."""
        room = self.size.height - HELP_HEIGHT - 2
        shown = self._rows[self.top : self.top + room]
        return [(0, y, row.name) for y, row in enumerate(shown, 1)]

    def jump(self, name: str) -> None:
        """Choose an option."""
        self.action_move([row.name for row in self._rows].index(name) - self.at)

    def on_click(self, event: events.Click) -> None:
        """Turn the row under the mouse; the right button turns it back."""
        at = self.top + event.y - 1
        room = self.size.height - HELP_HEIGHT - 2
        if 1 <= event.y <= room and at < len(self._rows):
            self.action_move(at - self.at)
            self.action_turn(-1 if event.button == RIGHT_BUTTON else 1)

    def on_mouse_scroll_down(self) -> None:
        """Go down."""
        self.action_move(1)

    def on_mouse_scroll_up(self) -> None:
        """Go up."""
        self.action_move(-1)
