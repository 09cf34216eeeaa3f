"""The inputs: one line each, turned with keys and mouse."""

from __future__ import annotations

from typing import TYPE_CHECKING

from s2tui.tui.commands.table import bindings
from s2tui.tui.host import host_of
from s2tui.tui.session.follow_up import said_of, words_about
from s2tui.tui.session.state import Answer
from s2tui.tui.widgets.list_panel import RIGHT_BUTTON, ListPanel
from s2tui.view.explore import form, inputs
from s2tui.view.explore.input_help import input_help
from s2tui.view.kit.text import ABOVE, BELOW

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textual import events

    from s2tui.view.explore.input_help import Help
    from s2tui.view.kit.text import Line

HELP_HEIGHT = 3
"""Lines at the bottom that say what the chosen input is, below its name."""
MORE_HELP = 5
"""The same where there is a lot of room."""
ROOMY = 34
"""The height from which on there is."""
LEAST = 15
"""The height below which these are left out."""


class Form(ListPanel[Answer], can_focus=True):
    """The inputs in groups; a folded group shows those that have a letter."""

    BINDINGS = bindings("form")
    SAYS = "given"

    chosen = "host.fwb"
    """The name of the row that keys act on."""
    unfolded: frozenset[str] | None = None
    """Ids of the unfolded groups; None unfolds those that fit."""
    only = ""
    """The text that the inputs are filtered by."""
    indent = 1
    read = 0
    """The first line in sight of the words about the chosen row."""
    refused = False
    """Whether it was just to be turned and could not be: then it is said first why."""
    _rows: tuple[form.Row, ...] = ()

    @property
    def names(self) -> Sequence[str]:
        """The inputs and groups in the form."""
        return [row.name for row in self._rows]

    def draw(self, answer: Answer, width: int, height: int) -> Sequence[Line]:
        """The part of the form that fits, with what the chosen row is below it."""
        state, more = answer.state, answer.more
        was = (state.baseline.scenario, state.baseline.kernel) if state.baseline else None
        unread = more.unread if more is not None else ()
        least = self._least(height)
        look = form.Look(self._open(height - least), unread, self.only)
        self._rows = form.rows(state.scenario, state.kernel, look, was)
        self.at = self._place_of_chosen()
        if not least:
            return self._inputs(width, height)
        about = input_help(state.scenario, self.chosen, width, said_of(answer, self.chosen))
        if self.refused:
            self.read, self.refused = about.reason, False
        box = self._box(height, least, len(about.lines))
        lines = self._inputs(width, height - box)
        lines += [()] * (height - box - len(lines))
        return lines + self._about(about, width, box)

    def _inputs(self, width: int, room: int) -> list[Line]:
        """The rows that fit, the first and the last saying how many there are beyond them."""
        seen = self.in_sight(room)
        lines = [
            form.row_line(row, width, chosen=row.name == self.chosen)
            for row in (self._rows[at] for at in seen)
        ]
        below = len(self._rows) - seen.stop
        if lines and seen.start:
            lines[0] = form.with_more(lines[0], ABOVE, seen.start, width)
        if lines and below:
            lines[-1] = form.with_more(lines[-1], BELOW, below, width)
        return lines

    def _about(self, about: Help, width: int, box: int) -> list[Line]:
        """The words about the chosen row, as many as fit, below its name."""
        room = box - 1
        self.read = max(min(self.read, len(about.lines) - room), 0)
        below = max(len(about.lines) - self.read - room, 0)
        top = form.box_heading(about.title, width, (self.read, below))
        return [top, *about.lines[self.read : self.read + room]]

    @staticmethod
    def _least(height: int) -> int:
        """Lines that are kept for the words about the chosen row, with their heading."""
        if height < LEAST:
            return 0
        return 1 + (MORE_HELP if height >= ROOMY else HELP_HEIGHT)

    def _box(self, height: int, least: int, lines: int) -> int:
        """Lines for those words: all they need of what is empty, and more where there is room."""
        empty = height - len(self._rows)
        most = height // 2 if height >= ROOMY else least
        return max(least, min(1 + lines, max(empty, most)))

    def _open(self, room: int) -> frozenset[str]:
        if self.unfolded is not None:
            return self.unfolded
        return form.opened_in(room)

    def _place_of_chosen(self) -> int:
        """Where the chosen row is; its group's if it is folded away, the first if filtered."""
        names = self.names
        if self.chosen not in names and self.chosen in inputs.INPUTS and not self.only:
            self.chosen = inputs.group_of(self.chosen)
        if self.chosen not in names and names:
            self.chosen = next((row.name for row in self._rows if row.kind == "input"), names[0])
        return names.index(self.chosen) if names else 0

    def go(self, at: int) -> None:
        """Choose a row."""
        self.look_at(self._rows[at].name)
        super().go(at)

    def choose(self, name: str) -> None:
        """Make a row the one that keys act on."""
        self.look_at(name)
        self.redraw()

    def look_at(self, name: str) -> None:
        """Choose a row; the caller draws what there is to see."""
        self.chosen, self.read = name, 0

    def refuse(self) -> None:
        """Say why the chosen row cannot be turned."""
        self.refused = True
        self.redraw()

    def words(self) -> tuple[str, ...]:
        """What is said of the chosen row, not only what is in sight of it."""
        if self.shown is None:
            return ()
        return words_about(self.shown.state.scenario, self.chosen)

    def action_values(self) -> None:
        """List the values of the chosen input, or fold the chosen group."""
        if self._rows and self._rows[self.at].kind == "input":
            host_of(self).action_values(self.chosen)
        else:
            self.action_turn(1)

    def action_read(self, by: int) -> None:
        """Scroll the words about the chosen row."""
        self.read += by
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
