"""Every command of the app, declared once: keys, footer and help are made from this table."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, NamedTuple

from textual.binding import Binding

from s2tui.view.inputs import INPUTS

if TYPE_CHECKING:
    from collections.abc import Iterable

    from textual.binding import BindingType

Place = Literal["app", "form", "strip", "text"]
PLACES: dict[Place, str] = {
    "app": "anywhere",
    "form": "in the inputs",
    "strip": "in the descriptor",
    "text": "in the journey and below",
}


class Command(NamedTuple):
    """One thing that can be done."""

    id: str
    keys: str
    """Separated by commas, the plainest first."""
    action: str
    text: str
    """One sentence for the help."""
    place: Place = "app"
    footer: str = ""
    """A word for the footer; nothing keeps it out."""
    input: str = ""
    """The input that it turns, if it turns one."""


def _turns() -> Iterable[Command]:
    """Two commands for each input with a letter: forward, and with its capital back."""
    for item in INPUTS.values():
        if item.key:
            label = item.label
            yield Command(
                f"turn.{item.name}",
                item.key,
                f"app.turn('{item.name}', 1)",
                f"turn {label} ({item.name})" if item.name != label else f"turn {label}",
                footer="FWB" if item.key == "f" else "",
                input=item.name,
            )
            yield Command(
                f"back.{item.name}",
                item.key.upper(),
                f"app.turn('{item.name}', -1)",
                f"turn {label} back",
                input=item.name,
            )


COMMANDS: tuple[Command, ...] = (
    *_turns(),
    Command("form.turn", "space,enter,right,l", "turn(1)", "turn the input", "form", "turn"),
    Command("app.help", "question_mark,f1", "app.help", "show or leave this help", footer="help"),
    Command("app.quit", "q,ctrl+q", "app.quit", "quit", footer="quit"),
    Command("app.undo", "u", "app.undo", "undo", footer="undo"),
    Command("app.redo", "U", "app.redo", "redo"),
    Command("app.reset", "r", "app.reset", "set every field to its default", footer="reset"),
    Command("form.fold", "o", "app.fold", "show or hide the rarely needed inputs", footer="more"),
    Command("focus.next", "tab", "app.focus_next", "go to the next pane", footer="pane"),
    Command("focus.previous", "shift+tab", "app.focus_previous", "go to the previous pane"),
    Command("form.back", "backspace,left,h", "turn(-1)", "turn the input back", "form"),
    Command("form.up", "up,k", "move(-1)", "go up", "form"),
    Command("form.down", "down,j", "move(1)", "go down", "form"),
    Command("form.first", "home", "move(-1000)", "go to the first input", "form"),
    Command("form.last", "end", "move(1000)", "go to the last input", "form"),
    Command("strip.left", "left,h", "choose(-1)", "look at the field on the left", "strip"),
    Command("strip.right", "right,l", "choose(1)", "look at the field on the right", "strip"),
    Command("text.up", "up,k", "scroll_text(-1)", "scroll up", "text"),
    Command("text.down", "down,j", "scroll_text(1)", "scroll down", "text"),
    Command("text.page_up", "pageup", "scroll_text(-10)", "scroll up a page", "text"),
    Command("text.page_down", "pagedown", "scroll_text(10)", "scroll down a page", "text"),
    Command("text.detail", "space,enter", "detail", "say more, or less", "text"),
)


def bindings(place: Place) -> list[BindingType]:
    """What a class binds: the commands of one place, each with its id so that it can be moved."""
    return [
        Binding(c.keys, c.action, c.text, show=bool(c.footer), id=c.id)
        for c in COMMANDS
        if c.place == place
    ]


SHOWN = {
    "question_mark": "?",
    "up": "↑",
    "down": "↓",
    "left": "←",
    "right": "→",
    "shift+tab": "shift-tab",
    "f1": "F1",
}
"""Names of keys that have a shorter one."""


def shown(keys: str) -> str:
    """Keys as the help prints them."""
    return " ".join(SHOWN.get(key, key) for key in keys.split(","))
