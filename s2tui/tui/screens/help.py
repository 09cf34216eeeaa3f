"""The help: every command of the table with its keys, and what the marks mean."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.screen import ModalScreen

from s2tui.tui.commands import COMMANDS, PLACES, bindings, keys_of, shown
from s2tui.tui.widgets.texts import Text
from s2tui.view.layout import flow, spread
from s2tui.view.text import MARKS, Span

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from textual.app import ComposeResult

    from s2tui.tui.app import S2App
    from s2tui.tui.command import Command
    from s2tui.tui.state import Answer
    from s2tui.view.text import Line, Role

KEY_COLUMN = 20
WITH_IDS = 76
"""Columns from which on each command is shown with its id."""
MEANINGS: dict[Role, str] = {
    "set": "a bit or a flag that is set",
    "clear": "one that is clear",
    "changed": "differs from before the last change",
    "reserved": "needs attention: a hazard, a reserved value, an input that is bound",
    "allowed": "the stage was passed",
    "denied": "the journey ended: refused, failed or an exception",
    "unknown": "absent, or nobody ever said",
}


def help_lines(width: int, screen: str = "", moved: Mapping[str, str] | None = None) -> list[Line]:
    """Marks first, then each place's commands with their keys and ids.

    Args:
        width: columns.
        screen: the place whose keys come first.
        moved: by id, the keys that somebody gave a command instead of its own.
    """
    lines: list[Line] = []
    for place in sorted(PLACES, key=lambda name: name != screen):
        commands = [c for c in COMMANDS if c.place == place and not c.input]
        if commands:
            lines += [(Span(f"Keys {PLACES[place]}", "title"),)]
            for command in commands:
                lines += _command_lines(command, width, moved or {})
            lines.append(())
    lines.append((Span("Inputs: the letter turns, a capital turns back", "title"),))
    for command in COMMANDS:
        if command.input:
            lines += _command_lines(command, width, moved or {})
    lines += [(), (Span("The signs", "title"),)]
    for role, text in MEANINGS.items():
        lines.append((Span(f"  {MARKS[role]}  ", role), Span(text)))
    return lines


def _command_lines(command: Command, width: int, moved: Mapping[str, str]) -> list[Line]:
    """The keys, what they do, and the id that a keymap gives them by."""
    keys = shown(",".join(keys_of(command, moved)))
    id_ = command.id if width >= WITH_IDS else ""
    room = width - len(id_)
    lines = flow((Span(f"  {keys:<{KEY_COLUMN}} ", "key"),), command.text, room - 1)
    return [spread(lines[0], (Span(id_, "dim"),), width), *lines[1:]] if id_ else lines


class HelpPanel(Text):
    """The help as a text that scrolls."""

    TITLE = "help: ? or escape leaves it"
    place = ""

    def body(self, answer: Answer, width: int, height: int) -> Sequence[Line]:  # noqa: ARG002
        """Every line of the help."""
        app: S2App = self.app  # type: ignore[assignment]
        return help_lines(width, self.place, app.moved)


class HelpScreen(ModalScreen[None]):
    """Shows the help until it is left."""

    CSS_PATH = "help.tcss"
    BINDINGS = bindings("help")

    def __init__(self, answer: Answer, place: str) -> None:
        super().__init__()
        self._answer = answer
        self._place = place

    def compose(self) -> ComposeResult:
        """One panel."""
        panel = HelpPanel()
        panel.answer, panel.place = self._answer, self._place
        yield panel
