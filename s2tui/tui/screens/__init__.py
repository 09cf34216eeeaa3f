"""Screens: each arranges widgets and hands them the answer."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from textual.geometry import Size

    from s2tui.tui.commands.screens import Entry
    from s2tui.tui.screens.base import BaseScreen
    from s2tui.tui.session.state import Answer


def kind(entry: Entry) -> type[BaseScreen]:
    """The class of a screen, loaded now."""
    from importlib import import_module

    found: type[BaseScreen] = getattr(import_module(entry.module), entry.kind)
    return found


def make(entry: Entry, answer: Answer, size: Size) -> BaseScreen:
    """A new screen that shows an answer in a size."""
    return kind(entry)(answer, size)
