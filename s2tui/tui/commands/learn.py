"""The commands of Learn."""

from __future__ import annotations

from s2tui.tui.commands.command import Command

PLACES: dict[str, str] = {"learn": "on the list of lessons", "lessons": "in the lessons"}
"""Places of this module, each with the words of the help's heading."""

COMMANDS: tuple[Command, ...] = (
    Command(
        "lessons.open",
        "enter,space",
        "open",
        "begin the lesson, or go on with it",
        "lessons",
        "open",
        screens=("learn",),
    ),
    Command("lessons.up", "up,k", "move(-1)", "go up", "lessons"),
    Command("lessons.down", "down,j", "move(1)", "go down", "lessons"),
    Command("lessons.first", "home", "move(-1000)", "go to the first", "lessons"),
    Command("lessons.last", "end", "move(1000)", "go to the last", "lessons"),
)
