"""The explorer: inputs on the left, the answer on the right."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.screen import Screen
from textual.widget import Widget

from s2tui.tui.widgets.bars import Footer, Reduced, Title
from s2tui.tui.widgets.bits import Bits
from s2tui.tui.widgets.form import Form
from s2tui.tui.widgets.panel import Panel
from s2tui.tui.widgets.texts import Changes, Fields, Journey, Result

if TYPE_CHECKING:
    from textual.app import ComposeResult
    from textual.geometry import Size

    from s2tui.tui.state import Answer


class ExploreScreen(Screen[None]):
    """Arranges the panels and hands each answer on to them."""

    HORIZONTAL_BREAKPOINTS = [  # noqa: RUF012 - Screen declares it as an instance attribute
        (0, "-tiny"),
        (60, "-narrow"),
        (100, "-medium"),
        (160, "-wide"),
    ]
    VERTICAL_BREAKPOINTS = [  # noqa: RUF012
        (0, "-flat"),
        (18, "-short"),
        (23, "-usual"),
        (36, "-tall"),
    ]

    def __init__(self, answer: Answer, size: Size) -> None:
        super().__init__()
        self.answer = answer
        # Textual adds these only after it has painted once; the first paint should be right.
        for length, points in (
            (size.width, self.HORIZONTAL_BREAKPOINTS),
            (size.height, self.VERTICAL_BREAKPOINTS),
        ):
            self.add_class([name for least, name in points if least <= length][-1])

    def compose(self) -> ComposeResult:
        """Every panel, with the first answer in it before anything is painted."""
        panels = (Bits(), Journey(), Fields(), Result(), Changes())
        self.panels: tuple[Panel, ...] = (Title(), Footer(), Form(), *panels, Reduced())
        for panel in self.panels:
            panel.answer = self.answer
        title, footer, form = self.panels[:3]
        yield title
        yield Widget(form, Widget(*panels, id="answer"), id="middle")
        yield self.panels[-1]
        yield footer

    def show(self, answer: Answer) -> None:
        """Draw another answer."""
        self.answer = answer
        for panel in self.panels:
            panel.show(answer)

    def fold(self) -> None:
        """Show or hide the rarely needed inputs."""
        self.query_one(Form).fold()
