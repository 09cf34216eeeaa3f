"""The commands of Learn."""

from __future__ import annotations

from s2tui.tui.commands.command import Command

PLACES: dict[str, str] = {"learn": "on the list of tours", "tours": "in the tours"}
"""Places of this module, each with the words of the help's heading."""

COMMANDS: tuple[Command, ...] = (
    Command(
        "tours.open",
        "enter,space",
        "open",
        "look where the tour begins",
        "tours",
        "open",
        screens=("learn",),
    ),
    Command("tours.up", "up,k", "move(-1)", "go up", "tours"),
    Command("tours.down", "down,j", "move(1)", "go down", "tours"),
    Command("tours.first", "home", "move(-1000)", "go to the first tour", "tours"),
    Command("tours.last", "end", "move(1000)", "go to the last tour", "tours"),
)
