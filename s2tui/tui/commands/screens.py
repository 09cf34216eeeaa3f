"""The table of screens: what each is called and what opens it; `s2tui.tui.screens` loads them."""

from __future__ import annotations

from typing import NamedTuple


class Entry(NamedTuple):
    """One screen of the app."""

    name: str
    key: str
    title: str
    text: str
    """One sentence for the help and the palette."""
    short: str = ""
    """Its title where there is little room; nothing where the title is short itself."""


SCREENS = (
    Entry("explore", "1", "Explore", "explore one scenario under one policy", "Expl"),
    Entry("compare", "2", "Compare", "compare policies on this scenario", "Comp"),
    Entry("diff", "3", "Diff", "find every scenario on which two policies differ"),
    Entry("check", "4", "Check", "check policies against invariants"),
    Entry("migrate", "5", "Migrate", "see between which hosts the VM may move", "Migr"),
    Entry("descriptor", "6", "Descriptor", "take a descriptor apart, bit by bit", "Desc"),
    Entry("learn", "7", "Learn", "see what there is to learn"),
    Entry(
        "caches", "8", "Caches", "see what the caches can do to the page, event by event", "Cach"
    ),
    Entry("review", "9", "Review", "see what a patch does to a kernel tree", "Revi"),
)
FIRST = SCREENS[0].name
BY_NAME = {entry.name: entry for entry in SCREENS}
