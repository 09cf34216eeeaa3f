"""The list of tours: what there is to learn, each with where it begins."""

from __future__ import annotations

from typing import TYPE_CHECKING

from s2tui.teach.tours import tours
from s2tui.tui.commands.table import bindings
from s2tui.tui.host import host_of
from s2tui.tui.screens.shared_room import Row, SharedRoomScreen
from s2tui.tui.session.state import Baseline, State, report_for
from s2tui.tui.widgets.tours import TourList, TourText

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from textual.geometry import Size
    from textual.widget import Widget

    from s2tui.tui.results.result import Result


class LearnScreen(SharedRoomScreen):
    """A list and, beside or below it, the chosen tour."""

    PLACE = "learn"
    CSS_PATH = "learn.tcss"
    BINDINGS = bindings("learn")
    FILTERS = True

    def body(self) -> Iterable[Widget]:
        """Two panels."""
        listed, text = self.new(TourList), self.new(TourText)
        listed.tours = tours()
        listed.moved, listed.opened = self._choose, self._open
        text.put(listed.chosen)
        yield listed
        yield text

    def rows(self, size: Size) -> Sequence[Row] | None:
        """The list above the text, unless they stand beside each other."""
        if "-narrow" not in self.room(size):
            return None
        listed = self.query_one(TourList).wants(size.width)
        text = max(self.query_one(TourText).wants(self.answer, size.width))
        return Row(listed, size.height - 9), Row(text, 7)

    def on_mount(self) -> None:
        """The keys act on the list."""
        self.query_one(TourList).focus()

    def filter(self, text: str) -> None:
        """Show the tours that have a text in them."""
        wanted = text.casefold()
        found = [t for t in tours() if wanted in " ".join((t.name, t.title, t.text)).casefold()]
        self.query_one(TourList).put(found)
        self._choose()

    def _choose(self) -> None:
        self.query_one(TourText).put(self.query_one(TourList).chosen)
        self.hold()

    def results(self) -> tuple[Result, ...]:
        """The chosen tour."""
        from s2tui.tui.results.page import toured

        tour = self.query_one(TourList).chosen
        if tour is None:
            return super().results()
        return (toured(tour, report_for(tour.kernel, tour.scenario)),)

    def _open(self) -> None:
        """Go where the tour begins."""
        tour = self.query_one(TourList).chosen
        if tour is None:
            return
        app = host_of(self)
        baseline = Baseline(tour.scenario, tour.against) if tour.against else None
        app.come_from()
        app.go(State(tour.scenario, tour.kernel, baseline, pinned=baseline is not None))
        app.open(tour.screen)
