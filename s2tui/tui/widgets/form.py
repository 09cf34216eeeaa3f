"""The inputs: one line each, turned with keys and mouse."""

from __future__ import annotations

from typing import TYPE_CHECKING

from s2tui.tui.commands.table import bindings
from s2tui.tui.host import host_of
from s2tui.tui.widgets.part import Part
from s2tui.view.explore import form, inputs
from s2tui.view.kit.layout import cut_lines

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textual import events

    from s2tui.tui.session.state import Answer
    from s2tui.view.kit.text import Line

HELP_HEIGHT = 3
"""Lines at the bottom that say what the chosen input is, where there is room for them."""
MORE_HELP = 5
"""The same where there is a lot of room."""
ROOMY = 34
"""The height from which on there is."""
LEAST = 15
"""The height below which the help is left out."""
RIGHT_BUTTON = 3


class Form(Part, can_focus=True):
    """The inputs in groups; a folded group shows those that have a letter."""

    BINDINGS = bindings("form")

    chosen = "host.fwb"
    """The name of the row that keys act on."""
    opened: frozenset[str] | None = None
    """Ids of the unfolded groups; None unfolds those that fit."""
    only = ""
    """The text that the inputs are filtered by."""
    top = 0
    _rows: tuple[form.Row, ...] = ()

    def draw(self, answer: Answer, width: int, height: int) -> Sequence[Line]:
        """The part of the form that fits, with the help of the chosen row below it."""
        state = answer.state
        room = self._room(height)
        was = (state.baseline.scenario, state.baseline.kernel) if state.baseline else None
        unread = self.more.unread if self.more is not None else ()
        look = form.Look(self._open(room), unread, self.only)
        self._rows = form.rows(state.scenario, state.kernel, look, was)
        at = self.index
        self.top = max(min(self.top, at, len(self._rows) - room), at - room + 1, 0)
        visible = self._rows[self.top : self.top + room]
        lines = [form.row_line(r, width, chosen=r.name == self.chosen) for r in visible]
        if room == height:
            return lines
        lines += [()] * (room - len(lines) + 1)
        why = self.more.why_unread(self.chosen) if self.more is not None else ""
        said = form.help_lines(state.scenario, self.chosen, width, why)
        return lines + cut_lines(said, width, height - room - 1)

    def _room(self, height: int) -> int:
        """The lines for inputs; the rest is a blank and the help."""
        if height < LEAST:
            return height
        return height - 1 - (MORE_HELP if height >= ROOMY else HELP_HEIGHT)

    def _open(self, room: int) -> frozenset[str]:
        if self.opened is not None:
            return self.opened
        return form.opened_in(room)

    @property
    def index(self) -> int:
        """Where the chosen row is; its group's row when it has been folded away."""
        names = [row.name for row in self._rows]
        if self.chosen not in names and self.chosen in inputs.INPUTS:
            self.chosen = inputs.group_of(self.chosen)
        if self.chosen not in names and names:
            self.chosen = next((row.name for row in self._rows if row.kind == "input"), names[0])
        return names.index(self.chosen) if names else 0

    def ground(self, y: int) -> str:
        """The chosen row stands out as long as the keys act on it."""
        chosen = self.has_focus and self._rows and y == self.index - self.top
        return "chosen" if chosen else "background"

    def choose(self, name: str) -> None:
        """Make a row the one that keys act on."""
        self.chosen = name
        self.redraw()

    def fold(self, group: str | None = None) -> None:
        """Fold or unfold one group, or all of them."""
        opened = {row.name for row in self._rows if row.kind == "group" and row.open}
        if group is None:
            opened = set() if opened else set(inputs.FOLDABLE)
        else:
            opened ^= {group}
            # What an unfolded group has is worth a scroll; drawing keeps it in bounds.
            self.top = max(self.top, self.index) if group in opened else self.top
        self.opened = frozenset(opened)
        self.redraw()

    def filter(self, text: str) -> None:
        """Show only the inputs that have a text in them."""
        self.only = text
        self.redraw()
        self.refresh()

    def spots(self) -> list[tuple[int, int, str]]:
        """Where each row in sight stands, for jump mode."""
        visible = self._rows[self.top : self.top + self._room(self.size.height)]
        return [(1, y, row.name) for y, row in enumerate(visible)]

    def jump(self, name: str) -> None:
        """Choose a row of jump mode."""
        self.choose(name)

    def action_move(self, by: int) -> None:
        """Choose another row."""
        if self._rows:
            at = min(max(self.index + by, 0), len(self._rows) - 1)
            self.choose(self._rows[at].name)

    def action_turn(self, by: int) -> None:
        """Turn the chosen input, or fold the chosen group."""
        if not self._rows:
            return
        row = self._rows[self.index]
        if row.kind == "group":
            self.fold(row.name)
            return
        app = host_of(self)
        app.action_turn(row.name, by)

    def on_click(self, event: events.Click) -> None:
        """Choose and turn the row under the mouse; the right button turns it back."""
        at = self.top + event.y
        if event.y < self._room(self.size.height) and at < len(self._rows):
            self.choose(self._rows[at].name)
            self.action_turn(-1 if event.button == RIGHT_BUTTON else 1)

    def on_mouse_scroll_down(self) -> None:
        """Go down."""
        self.action_move(1)

    def on_mouse_scroll_up(self) -> None:
        """Go up."""
        self.action_move(-1)
