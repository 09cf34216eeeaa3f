"""The commands while a lesson is on: a clicker's two keys go through all of it."""

from __future__ import annotations

from s2tui.tui.commands.command import Command

PLACES: dict[str, str] = {"lesson": "while a lesson is on"}
"""Places of this module, each with the words of the help's heading."""
LETTERS = "abcdefgh"


def _command(name: str, keys: str, action: str, text: str) -> Command:
    """One that comes before what any pane does with the key."""
    return Command(f"lesson.{name}", keys, action, text, "lesson", always=True)


COMMANDS: tuple[Command, ...] = (
    _command("forward", "pagedown", "forward", "reveal the answer; then go to the next page"),
    _command("back", "pageup", "back", "cover the answer; then go to the page before"),
    _command("look", "comma", "look", "look around, or return to the page as it was"),
    *(
        _command(f"pick_{letter}", f"{letter},{at + 1}", f"pick({at})", f"choose answer {letter}")
        for at, letter in enumerate(LETTERS)
    ),
)
