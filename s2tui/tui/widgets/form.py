"""The inputs: one line each, turned with keys and mouse."""

from __future__ import annotations

from typing import TYPE_CHECKING

from s2tui.tui.commands.table import bindings
from s2tui.tui.host import host_of
from s2tui.tui.session.follow_up import why_unread
from s2tui.tui.session.state import Answer
from s2tui.tui.widgets.list_panel import RIGHT_BUTTON, ListPanel
from s2tui.view.explore import form, inputs
from s2tui.view.kit.layout import cut_lines

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textual import events

    from s2tui.view.kit.text import Line

HELP_HEIGHT = 3
"""Lines at the bottom that say what the chosen input is, where there is room for them."""
MORE_HELP = 5
"""The same where there is a lot of room."""
ROOMY = 34
"""The height from which on there is."""
LEAST = 15
"""The height below which the help is left out."""


class Form(ListPanel[Answer], can_focus=True):
    """The inputs in groups; a folded group shows those that have a letter."""

    BINDINGS = bindings("form")

    chosen = "host.fwb"
    """The name of the row that keys act on."""
    unfolded: frozenset[str] | None = None
    """Ids of the unfolded groups; None unfolds those that fit."""
    only = ""
    """The text that the inputs are filtered by."""
    indent = 1
    _rows: tuple[form.Row, ...] = ()

    @property
    def names(self) -> Sequence[str]:
        """The inputs and groups in the form."""
        return [row.name for row in self._rows]

    def draw(self, answer: Answer, width: int, height: int) -> Sequence[Line]:
        """The part of the form that fits, with the help of the chosen row below it."""
        state, more = answer.state, answer.more
        room = self._room(height)
        was = (state.baseline.scenario, state.baseline.kernel) if state.baseline else None
        unread = more.unread if more is not None else ()
        look = form.Look(self._open(room), unread, self.only)
        self._rows = form.rows(state.scenario, state.kernel, look, was)
        self.at = self._place_of_chosen()
        rows = [self._rows[at] for at in self.in_sight(room)]
        lines = [form.row_line(r, width, chosen=r.name == self.chosen) for r in rows]
        if room == height:
            return lines
        lines += [()] * (room - len(lines) + 1)
        why = why_unread(answer, self.chosen)
        said = form.help_lines(state.scenario, self.chosen, width, why)
        return lines + cut_lines(said, width, height - room - 1)

    def _room(self, height: int) -> int:
        """The lines for inputs; the rest is a blank and the help."""
        if height < LEAST:
            return height
        return height - 1 - (MORE_HELP if height >= ROOMY else HELP_HEIGHT)

    def _open(self, room: int) -> frozenset[str]:
        if self.unfolded is not None:
            return self.unfolded
        return form.opened_in(room)

    def _place_of_chosen(self) -> int:
        """Where the chosen row is; its group's row when it has been folded away."""
        names = self.names
        if self.chosen not in names and self.chosen in inputs.INPUTS:
            self.chosen = inputs.group_of(self.chosen)
        if self.chosen not in names and names:
            self.chosen = next((row.name for row in self._rows if row.kind == "input"), names[0])
        return names.index(self.chosen) if names else 0

    def go(self, at: int) -> None:
        """Choose a row."""
        self.chosen = self._rows[at].name
        super().go(at)

    def choose(self, name: str) -> None:
        """Make a row the one that keys act on."""
        self.chosen = name
        self.redraw()

    def reveal(self, name: str) -> None:
        """Go to an input, also where its group is folded."""
        if name not in self.names:
            opened = {row.name for row in self._rows if row.kind == "group" and row.open}
            self.unfolded = frozenset({*opened, inputs.group_of(name)})
        self.choose(name)

    def fold(self, group: str | None = None) -> None:
        """Fold or unfold one group, or all of them."""
        opened = {row.name for row in self._rows if row.kind == "group" and row.open}
        if group is None:
            opened = set() if opened else set(inputs.FOLDABLE)
        else:
            opened ^= {group}
            # What an unfolded group has is worth a scroll; drawing keeps it in bounds.
            self.top = max(self.top, self.at) if group in opened else self.top
        self.unfolded = frozenset(opened)
        self.redraw()

    def filter(self, text: str) -> None:
        """Show only the inputs that have a text in them."""
        self.only = text
        self.redraw()

    def action_turn(self, by: int) -> None:
        """Turn the chosen input, or fold the chosen group."""
        if not self._rows:
            return
        row = self._rows[self.at]
        if row.kind == "group":
            self.fold(row.name)
        else:
            host_of(self).action_turn(row.name, by)

    def on_click(self, event: events.Click) -> None:
        """Choose and turn the row under the mouse; the right button turns it back."""
        at = self.under(event.y)
        if at is not None:
            self.go(at)
            self.action_turn(-1 if event.button == RIGHT_BUTTON else 1)
