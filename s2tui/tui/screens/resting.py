"""Screens whose rows get other heights only once the hand rests: none jumps under it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.css.scalar import Scalar

from s2tui.tui.screens.base import BaseScreen
from s2tui.tui.terminal.textual_private import lay_out

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textual.timer import Timer

REST = 0.6
"""Seconds without a change after which the rows share their room anew."""


class RestingScreen(BaseScreen):
    """Keeps the heights of its rows; it says in `settle` what they are to be when nothing moves."""

    heights: tuple[int, ...] = ()
    """Those of the rows between title and footer; none where the style sheet says them."""
    _rest: Timer | None = None

    def hold(self) -> None:
        """Something else is said: settle once the hand rests."""
        if self._rest is not None:
            self._rest.stop()
        if self.is_mounted:
            self._rest = self.set_timer(REST, self.settle)

    def settle(self) -> None:
        """Do what waited until nothing moved."""
        raise NotImplementedError

    def share_now(self) -> None:
        """Share the room at once, where something else took or left some."""
        self.settle()

    def put(self, heights: Sequence[int]) -> None:
        """Give the rows other heights; none leaves them to the style sheet."""
        if tuple(heights) == self.heights:
            return
        self.heights = tuple(heights)
        if heights:
            rows = tuple(map(Scalar.from_number, (1, *heights, 1)))
            self.styles.inline.set_rule("grid_rows", rows)
        else:
            self.styles.inline.clear_rule("grid_rows")
        lay_out(self)
