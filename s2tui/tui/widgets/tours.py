"""The list of tours, and the chosen one in full."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.message import Message

from s2tui.teach.lines import intro_lines, tour_line, tour_lines
from s2tui.tui.commands.table import bindings
from s2tui.tui.widgets.panel import Panel
from s2tui.tui.widgets.scroll_text import Text
from s2tui.view.kit.layout import heading

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textual import events

    from s2tui.teach.tours import Tour
    from s2tui.tui.session.state import Answer
    from s2tui.view.kit.text import Line


class TourList(Panel, can_focus=True):
    """One line for each tour. A click chooses one, another opens where it begins."""

    BINDINGS = bindings("tours")

    tours: Sequence[Tour] = ()
    """Those that are shown."""
    at = 0
    """The tour that keys act on."""
    top = 0
    _above = 0
    """Lines above the first tour."""

    class Chosen(Message):
        """Another tour is the one that keys act on."""

    class Open(Message):
        """The chosen tour is to be begun."""

    @property
    def chosen(self) -> Tour | None:
        """The tour that keys act on; None where none is shown."""
        return self.tours[self.at] if self.at < len(self.tours) else None

    def put(self, tours: Sequence[Tour]) -> None:
        """Show other tours."""
        self.tours = tours
        self.at = min(self.at, max(len(tours) - 1, 0))
        self.redraw()
        self.refresh()

    def draw(self, answer: Answer, width: int, height: int) -> Sequence[Line]:
        """Heading, a sentence, and the part of the list that fits."""
        lines = [heading("tours", width, focused=self.has_focus), *intro_lines(width), ()]
        self._above = len(lines)
        room = max(height - self._above, 1)
        self.top = max(min(self.top, self.at, len(self.tours) - room), self.at - room + 1, 0)
        for place in range(self.top, min(self.top + room, len(self.tours))):
            tour = self.tours[place]
            lines.append(tour_line(tour, place + 1, width, chosen=place == self.at))
        return lines

    def ground(self, y: int) -> str:
        """The chosen tour stands out as long as the keys act on it."""
        here = self.has_focus and y == self.at - self.top + self._above
        return "chosen" if here else "background"

    def action_move(self, by: int) -> None:
        """Choose another tour."""
        if self.tours:
            self.at = min(max(self.at + by, 0), len(self.tours) - 1)
            self.redraw()
            self.refresh()
            self.post_message(self.Chosen())

    def action_open(self) -> None:
        """Begin the chosen tour."""
        self.post_message(self.Open())

    def spots(self) -> list[tuple[int, int, str]]:
        """Where each tour in sight can be jumped to."""
        shown = self.tours[self.top : self.top + self.size.height - self._above]
        return [(0, y, tour.name) for y, tour in enumerate(shown, self._above)]

    def jump(self, name: str) -> None:
        """Choose a tour."""
        self.action_move([tour.name for tour in self.tours].index(name) - self.at)

    def on_click(self, event: events.Click) -> None:
        """Choose the tour under the mouse; begin the one that was chosen already."""
        at = self.top + event.y - self._above
        if event.y < self._above or at >= len(self.tours):
            return
        if at == self.at:
            self.action_open()
        else:
            self.action_move(at - self.at)

    def on_mouse_scroll_down(self) -> None:
        """Go down."""
        self.action_move(1)

    def on_mouse_scroll_up(self) -> None:
        """Go up."""
        self.action_move(-1)

    def watch_has_focus(self, has_focus: bool) -> None:
        """Show whether the keys act here, also on the row that they act on."""
        super().watch_has_focus(has_focus)
        self.redraw()
        self.refresh()


class TourText(Text):
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
