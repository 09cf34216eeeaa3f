"""Screens whose rows share the height: none is empty at its end while another has more to say."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from s2tui.tui.screens.calm import SMALL
from s2tui.tui.screens.resting import RestingScreen
from s2tui.view.kit.room import Goal, shared

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textual import events
    from textual.geometry import Size


class Row(NamedTuple):
    """What the panes beside each other would like to have."""

    wants: int
    """Lines in which all of them say everything."""
    least: int
    """Lines that they keep, whoever else wants more; no more than they want."""


class SharedRoomScreen(RestingScreen):
    """Says its `rows`, and `hold`s when what they say changes."""

    def rows(self, size: Size) -> Sequence[Row] | None:
        """The rows below the title from top to bottom; None where the style sheet decides."""
        raise NotImplementedError

    def on_mount(self) -> None:
        """Share the room before the first frame."""
        self.share(self.app.size)

    def on_resize(self, event: events.Resize) -> None:
        """Share another room."""
        self.share(event.size)

    def settle(self) -> None:
        """Share the room."""
        self.share(self.size)

    def share(self, size: Size) -> None:
        """Give the rows heights that suit what they have to say, if theirs do not."""
        rows = None if SMALL & set(self.room(size)) else self.rows(size)
        height = size.height - 2 - self.taken
        if rows is None:
            self.put(())
            return
        fits = sum(self.heights) == height and len(rows) == len(self.heights)
        if not (fits and will_do(rows, self.heights)):
            self.put(split(height, rows))


def will_do(rows: Sequence[Row], heights: Sequence[int]) -> bool:
    """Whether no row has lines to spare while another has too few, or less than it keeps."""
    spare = [has - row.wants for row, has in zip(rows, heights, strict=True)]
    kept = all(has >= min(row) for row, has in zip(rows, heights, strict=True))
    return min(spare) >= 0 or (kept and max(spare) <= 0)


def split(height: int, rows: Sequence[Row]) -> list[int]:
    """The height of each row: what it keeps, and of what others leave as much as it wants.

    Args:
        height: lines for all of them.
        rows: what they want, the most important first among those that want more.
    """
    least = [min(row) for row in rows]
    goals = [Goal(place, row.wants) for place, row in enumerate(rows)]
    return shared(height, least, goals, rest=len(rows) - 1)
