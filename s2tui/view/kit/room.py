"""Sharing a height among panes that stand below each other, by what they have to say."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

LEAST = 3
"""Lines below which a pane says no more than in its single line."""


class Goal(NamedTuple):
    """What one pane would like to have."""

    pane: int
    """Its place among them."""
    lines: int
    whole: bool = False
    """Whether less than that is of no use to it."""


def shared(height: int, least: Sequence[int], goals: Iterable[Goal], rest: int = 0) -> list[int]:
    """The height of each pane, all of them together the height that there is.

    Args:
        height: lines for all of them.
        least: what each has in any case; where even that does not fit, the last go without.
        goals: what they would like, the most important first.
        rest: the place of the pane that gets what nobody wants.
    """
    found: list[int] = []
    for lines in least:
        found.append(min(lines, max(height - sum(found), 0)))
    for pane, lines, whole in goals:
        room = height - sum(found)
        more = lines - found[pane]
        if whole and more > room:
            continue
        taken = max(min(more, room), 0)
        if found[pane] + taken >= min(LEAST, lines):
            found[pane] += taken
    found[rest] += height - sum(found)
    return found
