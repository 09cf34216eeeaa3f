"""Screens whose rows share the height: none is empty at its end while another has more to say."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from textual.css.scalar import Scalar

from s2tui.tui.screens.base import BaseScreen
from s2tui.tui.screens.calm import SMALL
from s2tui.tui.terminal.textual_private import lay_out
from s2tui.view.kit.room import Goal, shared

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textual import events
    from textual.geometry import Size
    from textual.timer import Timer

REST = 0.6
"""Seconds without a move after which the rows share their room anew: none jumps under the hand."""


class Row(NamedTuple):
    """What the panes beside each other would like to have."""

    wants: int
    """Lines in which all of them say everything."""
    least: int
    """Lines that they keep, whoever else wants more; no more than they want."""


class SharedRoomScreen(BaseScreen):
    """Says its `rows`, and `hold`s when what they say changes."""

    _shared: tuple[int, ...] = ()
    """The heights that the rows have now; none where the style sheet says them."""
    _rest: Timer | None = None

    def rows(self, size: Size) -> Sequence[Row] | None:
        """The rows below the title from top to bottom; None where the style sheet decides."""
        raise NotImplementedError

    def on_mount(self) -> None:
        """Share the room before the first frame."""
        self.share(self.app.size)

    def on_resize(self, event: events.Resize) -> None:
        """Share another room."""
        self.share(event.size)

    def hold(self) -> None:
        """Something else is said: share the room once the hand rests."""
        if self._rest is not None:
            self._rest.stop()
        if self.is_mounted:
            self._rest = self.set_timer(REST, self._settle)

    def _settle(self) -> None:
        self.share(self.size)

    def share(self, size: Size) -> None:
        """Give the rows heights that suit what they have to say, if theirs do not."""
        rows = None if SMALL & set(self.room(size)) else self.rows(size)
        height = size.height - 2
        fits = sum(self._shared) == height and rows is not None and len(rows) == len(self._shared)
        if rows is not None and fits and will_do(rows, self._shared):
            return
        found = () if rows is None else tuple(split(height, rows))
        if found == self._shared:
            return
        self._shared = found
        if found:
            heights = tuple(map(Scalar.from_number, (1, *found, 1)))
            self.styles.inline.set_rule("grid_rows", heights)
        else:
            self.styles.inline.clear_rule("grid_rows")
        lay_out(self)


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
