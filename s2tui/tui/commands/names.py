"""What a command is called where things are found by name, besides its word in the footer."""

from __future__ import annotations

from typing import TYPE_CHECKING

from s2tui.view.explore.inputs import INPUTS

if TYPE_CHECKING:
    from collections.abc import Mapping

    from s2tui.tui.commands.command import Command

ALIASES: Mapping[str, tuple[str, ...]] = {
    "app.help": ("keys", "signs", "legend"),
    "app.palette": ("command line",),
    "app.quit": ("exit",),
    "app.undo": ("back",),
    "app.redo": ("forward",),
    "app.reset": ("defaults",),
    "app.pin": ("unpin", "baseline"),
    "app.zoom": ("maximize", "full screen", "enlarge"),
    "app.unfilter": ("go back", "escape"),
    "app.jump": ("go to",),
    "app.filter": ("search",),
    "app.copy": ("clipboard", "yank"),
    "app.copy_menu": ("copy as", "clipboard", "json", "markdown"),
    "app.picture": ("picture", "screenshot", "svg"),
    "app.theme": ("colors", "colours"),
    "focus.next": ("next pane",),
    "focus.previous": ("previous pane",),
    "form.fold": ("less", "rarely needed inputs"),
    "explore.whatif": ("whatif",),
    "open.compare": ("history", "every kernel"),
    "migrate.fleet": ("read a fleet",),
}
"""By the id of a command."""
CURSOR = frozenset({"up", "down", "left", "right", "home", "end", "pageup", "pagedown"})
"""Keys that are found under the fingers and nowhere else."""


def names_of(command: Command) -> tuple[str, ...]:
    """The names of a command, the one to show first: its word in the footer if it has one."""
    found: tuple[str, ...]
    if command.input:
        way = "" if command.id.startswith("turn.") else "back "
        label = INPUTS[command.input].label
        found = (f"{way}{label}", f"{way}{command.input}")
    else:
        found = (command.id.rpartition(".")[2].replace("_", " "), *ALIASES.get(command.id, ()))
    return tuple(dict.fromkeys((*filter(None, (command.footer,)), *found)))


def moves_cursor(command: Command) -> bool:
    """Whether a command only moves a cursor, so that nobody looks for it by name."""
    return command.keys.split(",")[0] in CURSOR
