"""Screens: each arranges widgets and hands them the answer; loaded when it is first opened."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from s2tui.tui.screens.base import BaseScreen


def _explore() -> type[BaseScreen]:
    from s2tui.tui.screens.explore import ExploreScreen

    return ExploreScreen


def _compare() -> type[BaseScreen]:
    from s2tui.tui.screens.compare import CompareScreen

    return CompareScreen


def _diff() -> type[BaseScreen]:
    from s2tui.tui.screens.diff import DiffScreen

    return DiffScreen


def _check() -> type[BaseScreen]:
    from s2tui.tui.screens.check import CheckScreen

    return CheckScreen


def _migrate() -> type[BaseScreen]:
    from s2tui.tui.screens.migrate import MigrateScreen

    return MigrateScreen


def _descriptor() -> type[BaseScreen]:
    from s2tui.tui.screens.descriptor import DescriptorScreen

    return DescriptorScreen


def _learn() -> type[BaseScreen]:
    from s2tui.tui.screens.learn import LearnScreen

    return LearnScreen


KINDS: dict[str, Callable[[], type[BaseScreen]]] = {
    "explore": _explore,
    "compare": _compare,
    "diff": _diff,
    "check": _check,
    "migrate": _migrate,
    "descriptor": _descriptor,
    "learn": _learn,
}
"""By its name in the table of screens, what loads a class."""
