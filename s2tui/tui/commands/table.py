"""Every command of the app: keys, footer, palette and help are made from this table."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.binding import Binding
from textual.keys import key_to_character

from s2tui.tui.commands import descriptor, explore, learn, tables
from s2tui.tui.commands.command import Command
from s2tui.tui.commands.screens import SCREENS
from s2tui.view.explore.inputs import INPUTS

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from textual.binding import BindingType

PLACES: dict[str, str] = {
    "app": "anywhere",
    **explore.PLACES,
    **tables.PLACES,
    **descriptor.PLACES,
    **learn.PLACES,
    "help": "in this help",
    "jump": "while letters are shown to jump to",
}
"""Where keys work, in the words of the help."""

_APP: tuple[Command, ...] = (
    Command("app.help", "question_mark,f1", "app.help", "show or leave this help", footer="help"),
    Command(
        "app.palette", "colon,ctrl+p", "app.palette", "find and do anything by name", footer="find"
    ),
    Command("app.quit", "q,ctrl+q", "app.quit", "quit", footer="quit"),
    Command("app.undo", "u", "app.undo", "undo", footer="undo"),
    Command("app.redo", "U", "app.redo", "redo"),
    Command("app.reset", "r", "app.reset", "set every field to its default", footer="reset"),
    Command("app.pin", "A", "app.pin", "compare with this from now on, or no more", footer="pin"),
    Command("app.jump", "J", "app.jump", "go to anything on screen by a letter", footer="jump"),
    Command("app.filter", "slash", "app.filter", "show only what has a text in it"),
    Command("app.copy", "y", "app.copy('text')", "copy the scenario as text", footer="copy"),
    Command("app.copy_menu", "Y", "app.copies", "choose what to copy"),
    Command("app.picture", "s", "app.picture", "save a picture of the screen as SVG"),
    Command("app.theme", "T", "app.next_theme", "go to the next theme"),
    Command("focus.next", "tab", "app.focus_next", "go to the next pane", footer="pane"),
    Command("focus.previous", "shift+tab", "app.focus_previous", "go to the previous pane"),
    Command("help.leave", "escape,question_mark,f1,q", "dismiss", "leave the help", "help"),
    Command("jump.leave", "escape", "dismiss", "stay where you were", "jump"),
)


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
    opens = [Command(f"open.{s.name}", s.key, f"app.open('{s.name}')", s.text) for s in SCREENS]
    named = (*_APP, *opens)
    yield from _turns(frozenset(key for c in named for key in c.keys.split(",")))
    yield from (*explore.COMMANDS, *tables.COMMANDS, *descriptor.COMMANDS)
    yield from (*learn.COMMANDS, *named)


COMMANDS: tuple[Command, ...] = tuple(_all())


def bindings(place: str) -> list[BindingType]:
    """What a class binds: the commands of one place, each with its id so that it can be moved."""
    return [
        Binding(c.keys, c.action, c.text, show=bool(c.footer), id=c.id)
        for c in COMMANDS
        if c.place == place
    ]


def keys_of(command: Command, keymap: Mapping[str, str]) -> tuple[str, ...]:
    """The keys that a command has, the plainest first.

    Args:
        command: one of the table.
        keymap: by id, the keys that somebody gave a command instead.
    """
    return tuple(keymap.get(command.id, command.keys).split(","))


def in_footer(screen: str) -> list[Command]:
    """The commands that a screen's footer shows, its own after the app's turning key."""
    shown = [
        c
        for c in COMMANDS
        if c.footer and (screen in c.screens if c.screens else c.place in ("app", screen))
    ]
    return sorted(shown, key=lambda c: c.place == "app" and not c.input)


SHOWN = {
    "slash": "/",
    "colon": ":",
    "plus": "+",
    "minus": "-",
    "comma": ",",
    "asterisk": "*",
    "up": "↑",
    "down": "↓",
    "left": "←",
    "right": "→",
    "shift+tab": "shift-tab",
    "f1": "F1",
}
"""Names of keys that have a shorter one, besides characters whose names are several words."""


def shown(keys: str) -> str:
    """Keys as the help prints them."""
    return " ".join(SHOWN.get(key) or _character(key) for key in keys.split(","))


def _character(key: str) -> str:
    """`?` for question_mark; what is no character keeps its name."""
    return (key_to_character(key) if "_" in key else None) or key
