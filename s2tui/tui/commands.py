"""Every command of the app: keys, footer, palette and help are made from this table."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.binding import Binding

from s2tui.tui.command import Command
from s2tui.tui.keys import explore, tables, value
from s2tui.tui.screens import SCREENS
from s2tui.view.inputs import INPUTS

if TYPE_CHECKING:
    from collections.abc import Iterable

    from textual.binding import BindingType

PLACES: dict[str, str] = {"app": "anywhere", **explore.PLACES, **tables.PLACES, **value.PLACES}
"""Where keys work, in the words of the help."""

_APP: tuple[Command, ...] = (
    Command("app.help", "question_mark,f1", "app.help", "show or leave this help", footer="help"),
    Command("app.quit", "q,ctrl+q", "app.quit", "quit", footer="quit"),
    Command("app.undo", "u", "app.undo", "undo", footer="undo"),
    Command("app.redo", "U", "app.redo", "redo"),
    Command("app.reset", "r", "app.reset", "set every field to its default", footer="reset"),
    Command("app.pin", "A", "app.pin", "compare with this from now on, or no more"),
    Command("focus.next", "tab", "app.focus_next", "go to the next pane", footer="pane"),
    Command("focus.previous", "shift+tab", "app.focus_previous", "go to the previous pane"),
)


def _screens() -> Iterable[Command]:
    """One command for each screen."""
    for entry in SCREENS:
        yield Command(f"open.{entry.name}", entry.key, f"app.open('{entry.name}')", entry.text)


def _turns(taken: frozenset[str]) -> Iterable[Command]:
    """Two commands for each input with a letter: forward, and with its capital back.

    A capital that means something else is left to that; backspace turns the input back then.
    """
    for item in INPUTS.values():
        if not item.key:
            continue
        label = item.label
        said = f"turn {label} ({item.name})" if item.name != label else f"turn {label}"
        yield Command(
            f"turn.{item.name}",
            item.key,
            f"app.turn('{item.name}', 1)",
            said,
            footer="FWB" if item.key == "f" else "",
            input=item.name,
            screens=("explore", "compare"),
        )
        if item.key.upper() not in taken:
            action = f"app.turn('{item.name}', -1)"
            yield Command(
                f"back.{item.name}",
                item.key.upper(),
                action,
                f"turn {label} back",
                input=item.name,
            )


def _all() -> Iterable[Command]:
    named = (*_APP, *_screens())
    yield from _turns(frozenset(key for c in named for key in c.keys.split(",")))
    yield from (*explore.COMMANDS, *tables.COMMANDS, *value.COMMANDS, *named)


COMMANDS: tuple[Command, ...] = tuple(_all())


def bindings(place: str) -> list[BindingType]:
    """What a class binds: the commands of one place, each with its id so that it can be moved."""
    return [
        Binding(c.keys, c.action, c.text, show=bool(c.footer), id=c.id)
        for c in COMMANDS
        if c.place == place
    ]


def in_footer(screen: str) -> list[Command]:
    """The commands that a screen's footer shows, its own after the app's turning key."""
    shown = [
        c
        for c in COMMANDS
        if c.footer and (screen in c.screens if c.screens else c.place in ("app", screen))
    ]
    return sorted(shown, key=lambda c: c.place == "app" and not c.input)


SHOWN = {
    "question_mark": "?",
    "slash": "/",
    "colon": ":",
    "left_square_bracket": "[",
    "right_square_bracket": "]",
    "plus": "+",
    "minus": "-",
    "comma": ",",
    "full_stop": ".",
    "asterisk": "*",
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
