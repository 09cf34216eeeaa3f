"""The commands of Descriptor and Learn."""

from __future__ import annotations

from s2tui.tui.command import Command

PLACES: dict[str, str] = {}
"""Places of this module, each with the words of the help's heading."""

COMMANDS: tuple[Command, ...] = ()
