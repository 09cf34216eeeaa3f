"""Where a screen was opened from, and the way back there."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple, Protocol

from s2tui.tui.commands.screens import BY_NAME, FIRST
from s2tui.tui.session.state import State
from s2tui.view.explore.changes import pinned_words

if TYPE_CHECKING:
    from s2tui.kvm.scenario.fields import Scenario
    from s2tui.tui.screens.base import BaseScreen
    from s2tui.tui.session.history import Session
    from s2tui.tui.session.state import Baseline

WHAT_IF = "what if"
"""The list of Explore itself."""


class Place(NamedTuple):
    """A row of a list, from which something was opened."""

    screen: str
    state: State
    spot: object
    """The row, as the screen calls it."""


class PlacesHost(Protocol):
    """The app, as this part of it sees it."""

    state: State | None
    places: tuple[Place, ...]
    session: Session

    def place(self) -> Place | None:
        """Where Escape leads."""

    @property
    def base(self) -> BaseScreen:
        """The screen that is open, below whatever lies over it."""

    def come_from(self) -> None:
        """Note where the cursor is."""

    def notice(self, text: str) -> None:
        """Say something for a moment."""

    def go(self, state: State) -> None:
        """Move to a state that can be undone."""

    def open(self, name: str) -> BaseScreen:
        """Go to a screen."""


class Places:
    """A part of the app."""

    places: tuple[Place, ...] = ()
    """The way back, the nearest place last."""

    def come_from(self: PlacesHost) -> None:
        """Note where the cursor is: what is opened now is left for it."""
        if self.state is not None:
            place = Place(self.base.PLACE, self.state, self.base.spot())
            self.places = (*self.places, place)

    def back_to(self: PlacesHost) -> str:
        """The screen from which the present one was opened; nothing where it was not."""
        place = self.place()
        if place is None:
            return ""
        entry = BY_NAME[place.screen]
        return WHAT_IF if place.screen == self.base.PLACE else f"{entry.key} {entry.title}"

    def place(self: PlacesHost) -> Place | None:
        """Where Escape leads; on the very screen no further than undo does."""
        while self.places:
            place = self.places[-1]
            if place.screen != self.base.PLACE or place.state == self.session.last:
                return place
            self.places = self.places[:-1]
        return None

    def explore(
        self: PlacesHost, scenario: Scenario, kernel: str, baseline: Baseline | None = None
    ) -> None:
        """Open the explorer on a scenario; a baseline that is given is pinned."""
        before = self.state
        self.come_from()
        self.go(State(scenario, kernel, baseline, pinned=baseline is not None))
        self.open(FIRST)
        if baseline is not None and (before is None or before.baseline != baseline):
            self.notice(pinned_words(*baseline))

    def forget(self: PlacesHost) -> None:
        """Forget the way back: somebody went elsewhere."""
        self.places = ()

    def go_back(self: PlacesHost) -> None:
        """Go to where the present screen was opened from, as it was there."""
        place = self.place()
        if place is None:
            return
        self.places = self.places[:-1]
        self.go(place.state)
        self.open(place.screen).return_to(place.spot)
