"""Every command of the app: keys, footer, palette and help are made from this table."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.binding import Binding
from textual.keys import key_to_character

from s2tui.tui.commands import caches, descriptor, explore, learn, lesson, tables
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
    **caches.PLACES,
    **lesson.PLACES,
    "linear": "in the text for a screen reader (s2tui --linear)",
    "help": "in this help",
    "picker": "in a list of values or words",
    "jump": "while letters are shown to jump to",
    "palette": "while something is asked for by name",
}
"""Where keys work, in the words of the help."""

MODAL = ("help", "picker", "jump", "palette", "entry", "linear", "lesson")
"""Places that lie over everything else, get every key, or are all there is."""

_APP: tuple[Command, ...] = (
    Command("app.help", "question_mark,f1", "app.help", "show or leave this help", footer="help"),
    Command(
        "app.palette", "colon,ctrl+p", "app.palette", "find and do anything by name", footer="find"
    ),
    Command("app.quit", "q,ctrl+q", "app.quit", "quit", footer="quit"),
    Command(
        "app.suspend",
        "ctrl+z",
        "app.suspend",
        "go back to the shell until it says `fg`",
        always=True,
    ),
    Command("app.undo", "u", "app.undo", "undo", footer="undo"),
    Command("app.redo", "U", "app.redo", "redo"),
    Command("app.reset", "r", "app.reset", "set every field to its default", footer="reset"),
    Command("app.pin", "A", "app.pin", "compare with this from now on, or no more", footer="pin"),
    Command("app.jump", "J", "app.jump", "go to anything on screen by a letter"),
    Command("app.filter", "slash", "app.filter", "show only what has a text in it"),
    Command(
        "app.unfilter",
        "escape",
        "app.unfilter",
        "go back: to all panes, to what a filter hides, to where this was opened",
    ),
    Command("app.copy", "y", "app.copy('text')", "copy what is shown as text", footer="copy"),
    Command(
        "app.copy_menu",
        "Y",
        "app.copies",
        "choose what to copy, and in which form",
    ),
    Command("app.picture", "s", "app.picture", "save a picture of the screen as SVG"),
    Command("app.theme", "T", "app.next_theme", "go to the next theme"),
    Command(
        "app.zoom",
        "plus",
        "app.zoom",
        "let the pane fill the screen, or no more",
        screens=tuple(s.name for s in SCREENS if s.name != "caches"),
        footer="zoom",
    ),
    Command("focus.next", "tab", "app.focus_next", "go to the next pane", footer="pane"),
    Command("focus.previous", "shift+tab", "app.focus_previous", "go to the previous pane"),
    Command("app.words", "K", "app.words", "look up the words under the cursor, or any other"),
    Command("picker.take", "enter,space", "take", "take it", "picker"),
    Command("picker.up", "up", "move(-1)", "go up", "picker"),
    Command("picker.down", "down", "move(1)", "go down", "picker"),
    Command("picker.page_up", "pageup", "move(-10)", "go up ten", "picker"),
    Command("picker.page_down", "pagedown", "move(10)", "go down ten", "picker"),
    Command("picker.first", "home", "move(-1000)", "go to the first", "picker"),
    Command("picker.last", "end", "move(1000)", "go to the last", "picker"),
    Command("picker.leave", "escape", "leave", "leave the list", "picker"),
    Command("linear.open", "enter", "enter", "open what is said here", "linear"),
    Command("linear.up", "up,k", "move(-1)", "go back by a fact", "linear"),
    Command("linear.down", "down,j", "move(1)", "go on by a fact", "linear"),
    Command("linear.page_up", "pageup", "move(-10)", "go back by ten", "linear"),
    Command("linear.page_down", "pagedown", "move(10)", "go on by ten", "linear"),
    Command("linear.first", "home", "move(-10000)", "go to the beginning", "linear"),
    Command("linear.last", "end", "move(10000)", "go to the end", "linear"),
    Command("help.leave", "question_mark,f1,q", "dismiss", "leave the help", "help"),
    Command("help.back", "escape", "back", "show all of the help again, or leave it", "help"),
    Command("help.filter", "slash", "filter", "show only the lines that have a text", "help"),
    Command("help.picture", "s", "app.picture", "save a picture of the help as SVG", "help"),
    Command("jump.leave", "escape", "dismiss", "stay where you were", "jump"),
    Command("palette.run", "enter", "run", "do what is chosen", "palette"),
    Command("palette.complete", "tab", "complete", "complete the word", "palette"),
    Command("palette.up", "up", "move(-1)", "choose what is above", "palette"),
    Command("palette.down", "down", "move(1)", "choose what is below", "palette"),
    Command("palette.page_up", "pageup", "move(-10)", "go up a page", "palette"),
    Command("palette.page_down", "pagedown", "move(10)", "go down a page", "palette"),
    Command("palette.leave", "escape", "leave", "leave it", "palette"),
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
            screens=("explore", "compare", "caches"),
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
    yield from (*learn.COMMANDS, *caches.COMMANDS, *lesson.COMMANDS, *named)


COMMANDS: tuple[Command, ...] = tuple(_all())
BY_ID = {command.id: command for command in COMMANDS}


def bindings(place: str) -> list[BindingType]:
    """What a class binds: the commands of one place, each with its id so that it can be moved."""
    return [
        Binding(c.keys, c.action, c.text, show=bool(c.footer), id=c.id, priority=c.always)
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
    "pagedown": "PgDn",
    "pageup": "PgUp",
}
"""Names of keys that have a shorter one, besides characters whose names are several words."""


def shown(keys: str) -> str:
    """Keys as the help prints them."""
    return " ".join(SHOWN.get(key) or _character(key) for key in keys.split(","))


def _character(key: str) -> str:
    """`?` for question_mark; what is no character keeps its name."""
    return (key_to_character(key) if "_" in key else None) or key
