"""The help: every command of the table with its keys, and what the marks mean."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.binding import Binding
from textual.screen import ModalScreen

from s2tui.tui.commands import COMMANDS, PLACES, shown
from s2tui.tui.widgets.texts import Text
from s2tui.view.inputs import INPUTS
from s2tui.view.layout import flow
from s2tui.view.text import MARKS, Span

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textual.app import ComposeResult
    from textual.binding import BindingType

    from s2tui.tui.state import Answer
    from s2tui.view.text import Line, Role

KEY_COLUMN = 20
MEANINGS: dict[Role, str] = {
    "set": "a bit or a flag that is set",
    "clear": "one that is clear",
    "changed": "differs from before the last change",
    "reserved": "needs attention: a hazard, a reserved value, an input that is bound",
    "allowed": "the stage was passed",
    "denied": "the journey ended: refused, failed or an exception",
    "unknown": "absent, or nobody ever said",
}


def help_lines(width: int) -> list[Line]:
    """Marks first, then each place's commands with their keys."""
    lines: list[Line] = [(Span("The signs", "title"),)]
    for role, text in MEANINGS.items():
        lines.append((Span(f"  {MARKS[role]}  ", role), Span(text)))
    lines += [(), (Span("Inputs: the letter turns, its capital turns back", "title"),)]
    lines += [_key_line(item.key, item.label, name) for name, item in INPUTS.items() if item.key]
    for place, title in PLACES.items():
        lines += [(), (Span(f"Keys {title}", "title"),)]
        for command in COMMANDS:
            if command.place == place and not command.input:
                lines += flow(_key_line(shown(command.keys)), command.text, width)
    return lines


def _key_line(keys: str, *parts: str) -> Line:
    """A key and what it does, in columns."""
    key = Span(f"  {keys:<{KEY_COLUMN}} ", "key")
    return (key, *(Span(f"{part:<{KEY_COLUMN}} ") for part in parts))


class HelpPanel(Text):
    """The help as a text that scrolls."""

    TITLE = "help: ? or escape leaves it"

    def body(self, answer: Answer, width: int, height: int) -> Sequence[Line]:  # noqa: ARG002
        """Every line of the help."""
        return help_lines(width)


class HelpScreen(ModalScreen[None]):
    """Shows the help until it is left."""

    CSS_PATH = "help.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,question_mark,f1,q", "dismiss", "leave the help", id="help.leave"),
    ]

    def __init__(self, answer: Answer) -> None:
        super().__init__()
        self._answer = answer

    def compose(self) -> ComposeResult:
        """One panel."""
        panel = HelpPanel()
        panel.answer = self._answer
        yield panel
