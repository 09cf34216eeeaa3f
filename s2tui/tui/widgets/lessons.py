"""The list of lessons, and the chosen one in full."""

from __future__ import annotations

from typing import TYPE_CHECKING

from s2tui.teach.run.offer_lines import intro_lines, offer_line, offer_lines
from s2tui.teach.run.store import Progress
from s2tui.tui.commands.table import bindings
from s2tui.tui.session.state import Answer
from s2tui.tui.widgets.list_panel import ListPanel
from s2tui.tui.widgets.scroll_text import ScrollText
from s2tui.view.kit.layout import heading

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textual import events

    from s2tui.teach.run.offers import Offer
    from s2tui.view.kit.text import Line


class LessonList(ListPanel[Answer], can_focus=True):
    """One line for each. A click chooses one, another begins it."""

    BINDINGS = bindings("lessons")
    SAYS = "given"

    offers: Sequence[Offer] = ()
    """Those that are shown."""
    progress = Progress()

    @property
    def chosen(self) -> Offer | None:
        """What keys act on; None where nothing is shown."""
        return self.offers[self.at] if self.at < len(self.offers) else None

    def put(self, offers: Sequence[Offer], progress: Progress) -> None:
        """Show something else; the cursor stays on what it is on, if that is shown."""
        before = self.chosen.name if self.chosen else ""
        self.offers, self.progress = offers, progress
        names = self.names
        self.at = names.index(before) if before in names else min(self.at, max(len(names) - 1, 0))
        self.redraw()

    def wants(self, width: int) -> int:
        """Lines in which all are seen."""
        return len(intro_lines(width)) + 1 + len(self.offers)

    @property
    def names(self) -> Sequence[str]:
        """What is in the list."""
        return [offer.name for offer in self.offers]

    def draw(self, answer: Answer, width: int, height: int) -> Sequence[Line]:
        """Heading, a sentence, and the part of the list that fits."""
        lines = [heading("lessons", width, focused=self.has_focus), *intro_lines(width)]
        self.above = len(lines)
        for at in self.in_sight(height - self.above):
            chosen = at == self.at
            lines.append(offer_line(self.offers[at], self.progress, width, chosen=chosen))
        return lines

    def action_open(self) -> None:
        """Begin the chosen one."""
        self.opened()

    def on_click(self, event: events.Click) -> None:
        """Choose the one under the mouse; begin the one that was chosen already."""
        at = self.under(event.y)
        if at == self.at:
            self.action_open()
        elif at is not None:
            self.go(at)


class LessonText(ScrollText[Answer]):
    """One lesson in full."""

    SAYS = "given"
    offer: Offer | None = None
    progress = Progress()

    def put(self, offer: Offer | None, progress: Progress) -> None:
        """Show another one."""
        self.TITLE = offer.title if offer is not None else ""
        self.offer, self.progress, self.top = offer, progress, 0
        self.redraw()

    def body(self, answer: Answer, width: int, height: int) -> Sequence[Line]:
        """What it is for, its steps, and what is said before them."""
        return offer_lines(self.offer, self.progress, width) if self.offer is not None else ()
