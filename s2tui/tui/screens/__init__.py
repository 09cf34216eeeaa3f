"""Screens: each arranges widgets and hands them the answer; loaded when it is first opened."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from s2tui.tui.screens.base import BaseScreen


def screen_class(name: str) -> type[BaseScreen]:
    """The class of a screen by its name in the table of screens: `explore` is explore.py's."""
    module = import_module(f"s2tui.tui.screens.{name}")
    found: type[BaseScreen] = getattr(module, f"{name.title()}Screen")
    return found
