"""The list of tours, and the chosen one in full."""

from __future__ import annotations

from typing import TYPE_CHECKING

from s2tui.teach.lines import intro_lines, tour_line, tour_lines
from s2tui.tui.commands.table import bindings
from s2tui.tui.session.state import Answer
from s2tui.tui.widgets.list_panel import ListPanel
from s2tui.tui.widgets.scroll_text import ScrollText
from s2tui.view.kit.layout import heading

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textual import events

    from s2tui.teach.tours import Tour
    from s2tui.view.kit.text import Line


class TourList(ListPanel[Answer], can_focus=True):
    """One line for each tour. A click chooses one, another opens where it begins."""

    BINDINGS = bindings("tours")

    tours: Sequence[Tour] = ()
    """Those that are shown."""

    @property
    def chosen(self) -> Tour | None:
        """The tour that keys act on; None where none is shown."""
        return self.tours[self.at] if self.at < len(self.tours) else None

    def put(self, tours: Sequence[Tour]) -> None:
        """Show other tours."""
        self.tours = tours
        self.at = min(self.at, max(len(tours) - 1, 0))
        self.redraw()

    def wants(self, width: int) -> int:
        """Lines in which every tour is seen."""
        return len(intro_lines(width)) + 2 + len(self.tours)

    @property
    def names(self) -> Sequence[str]:
        """The tours in the list."""
        return [tour.name for tour in self.tours]

    def draw(self, answer: Answer, width: int, height: int) -> Sequence[Line]:
        """Heading, a sentence, and the part of the list that fits."""
        lines = [heading("tours", width, focused=self.has_focus), *intro_lines(width), ()]
        self.above = len(lines)
        for at in self.in_sight(height - self.above):
            lines.append(tour_line(self.tours[at], at + 1, width, chosen=at == self.at))
        return lines

    def action_open(self) -> None:
        """Begin the chosen tour."""
        self.opened()

    def on_click(self, event: events.Click) -> None:
        """Choose the tour under the mouse; begin the one that was chosen already."""
        at = self.under(event.y)
        if at == self.at:
            self.action_open()
        elif at is not None:
            self.go(at)


class TourText(ScrollText[Answer]):
    """One tour in full."""

    tour: Tour | None = None

    def put(self, tour: Tour | None) -> None:
        """Show another tour."""
        self.TITLE = tour.title if tour is not None else ""
        self.tour, self.top = tour, 0
        self.redraw()

    def body(self, answer: Answer, width: int, height: int) -> Sequence[Line]:
        """What it is about, its question, where it begins."""
        return tour_lines(self.tour, width, height) if self.tour is not None else ()
