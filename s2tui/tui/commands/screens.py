"""The table of screens: classes by name, so that a screen costs nothing until it opens."""

from __future__ import annotations

from typing import NamedTuple


class Entry(NamedTuple):
    """One screen of the app."""

    name: str
    key: str
    module: str
    kind: str
    """The class in that module."""
    title: str
    text: str
    """One sentence for the help and the palette."""


SCREENS = (
    Entry(
        "explore",
        "1",
        "s2tui.tui.screens.explore",
        "ExploreScreen",
        "Explore",
        "explore one scenario under one policy",
    ),
    Entry(
        "compare",
        "2",
        "s2tui.tui.screens.compare",
        "CompareScreen",
        "Compare",
        "compare policies on this scenario",
    ),
    Entry(
        "diff",
        "3",
        "s2tui.tui.screens.diff",
        "DiffScreen",
        "Diff",
        "find every scenario on which two policies differ",
    ),
    Entry(
        "check",
        "4",
        "s2tui.tui.screens.check",
        "CheckScreen",
        "Check",
        "check policies against invariants",
    ),
    Entry(
        "migrate",
        "5",
        "s2tui.tui.screens.migrate",
        "MigrateScreen",
        "Migrate",
        "see between which hosts the VM may move",
    ),
    Entry(
        "descriptor",
        "6",
        "s2tui.tui.screens.descriptor",
        "DescriptorScreen",
        "Descriptor",
        "take a descriptor apart, bit by bit",
    ),
    Entry(
        "learn",
        "7",
        "s2tui.tui.screens.learn",
        "LearnScreen",
        "Learn",
        "see what there is to learn",
    ),
)


FIRST = SCREENS[0].name


BY_NAME = {entry.name: entry for entry in SCREENS}
