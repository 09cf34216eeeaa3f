"""The options of the descriptor screen: how the bits are read."""

from __future__ import annotations

from typing import TYPE_CHECKING

from s2tui.tui.commands.table import bindings
from s2tui.tui.widgets.list_panel import RIGHT_BUTTON, ListPanel
from s2tui.tui.widgets.panel import nothing
from s2tui.view.descriptor import options
from s2tui.view.descriptor.edited import EditedDescriptor

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from textual import events

    from s2tui.view.kit.text import Line

HELP_HEIGHT = 4
"""Lines below the rows that say what the chosen option is."""


class Options(ListPanel[EditedDescriptor], can_focus=True):
    """How the bits are read: one line for each option, and what the chosen one is."""

    BINDINGS = bindings("options")

    above = 1
    turn: Callable[[str, int], None] = staticmethod(nothing)
    """Called to turn an option by its name."""
    _rows: Sequence[options.OptionRow] = ()

    @property
    def names(self) -> Sequence[str]:
        """The options."""
        return [row.name for row in self._rows]

    def draw(self, edited: EditedDescriptor, width: int, height: int) -> Sequence[Line]:
        """A heading, the rows that fit, and the help of the chosen one below."""
        self._rows = options.rows(edited)
        lines = [options.title(width, focused=self.has_focus)]
        for at in self.in_sight(height - HELP_HEIGHT - 2):
            lines.append(options.row_line(self._rows[at], width, chosen=at == self.at))
        lines.append(())
        return lines + options.help_lines(edited, self._rows[self.at].name, width)[:HELP_HEIGHT]

    def action_turn(self, by: int) -> None:
        """Turn the chosen option."""
        if self._rows:
            self.turn(self._rows[self.at].name, by)

    def on_click(self, event: events.Click) -> None:
        """Turn the row under the mouse; the right button turns it back."""
        at = self.under(event.y)
        if at is not None:
            self.go(at)
            self.action_turn(-1 if event.button == RIGHT_BUTTON else 1)
