"""The app's actions that move from state to state."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from s2tui.tui.session import state as states
from s2tui.view.explore.changes import pinned_words

if TYPE_CHECKING:
    from s2tui.tui.screens.explore import ExploreScreen
    from s2tui.tui.session.state import State


class MovesHost(Protocol):
    """The app, as this part of it sees it."""

    state: State | None

    @property
    def explorer(self) -> ExploreScreen:
        """The screen of the scenario's inputs, open or not."""

    def go(self, state: State) -> None:
        """Move to a state that can be undone."""

    def notice(self, text: str) -> None:
        """Say something for a moment."""


class Moves:
    """A part of the app."""

    def action_turn(self: MovesHost, name: str, by: int) -> None:
        """Turn an input."""
        if self.state is not None:
            self.explorer.turn(self.state, name, by)

    def action_reset(self: MovesHost) -> None:
        """Every field at its default."""
        if self.state is not None:
            self.go(states.reset(self.state))

    def action_pin(self: MovesHost) -> None:
        """Compare with the present scenario and kernel from now on, or no more."""
        if self.state is not None:
            self.go(states.pinned(self.state))
            base = self.state.baseline
            self.notice(pinned_words(*base) if base else "unpinned")
