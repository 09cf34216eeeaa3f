"""What a command is: one thing that can be done, as data."""

from __future__ import annotations

from typing import NamedTuple


class Command(NamedTuple):
    """One thing that can be done."""

    id: str
    """What a keymap calls it."""
    keys: str
    """Separated by commas, the plainest first."""
    action: str
    text: str
    """One sentence for the help and the palette."""
    place: str = "app"
    """Where its keys work: a screen's or a widget's `PLACE`; `app` is anywhere."""
    footer: str = ""
    """A word for the footer; nothing keeps it out."""
    input: str = ""
    """The input that it turns, if it turns one."""
    screens: tuple[str, ...] = ()
    """The screens whose footer shows it; none given means all."""
    always: bool = False
    """Whether it works whatever lies over the screen, and before what has the keys."""
