"""The explorer: inputs on the left, the answer on the right."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.screen import Screen

from s2tui.tui.widgets.bars import Footer, Reduced, Title
from s2tui.tui.widgets.bits import Bits
from s2tui.tui.widgets.form import Form
from s2tui.tui.widgets.panel import Panel
from s2tui.tui.widgets.texts import Changes, Fields, Journey, Result

if TYPE_CHECKING:
    from textual import events
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
        # Textual adds these only after it has painted once; the first paint should be right.
        super().__init__(classes=" ".join(self._room(size)))
        self.answer = answer
        self.panels: list[Panel] = []

    def compose(self) -> ComposeResult:
        """The panels that the size asks for, with the first answer in them."""
        kinds: list[type[Panel]] = [Title, Form, Bits, Journey]
        if self.has_class("-wide"):
            kinds.append(Fields)
        kinds += [Result, Changes]
        if self.has_class("-tiny") or self.has_class("-flat"):
            kinds.append(Reduced)
        kinds.append(Footer)
        yield from (self._new(kind) for kind in kinds)

    def on_resize(self, event: events.Resize) -> None:
        """Mount what only this size shows, if it is not there yet: the start is quicker so."""
        classes = self._room(event.size)
        if "-wide" in classes and not self.query(Fields):
            self.mount(self._new(Fields), after=self.query_one(Journey))
        if {"-tiny", "-flat"} & set(classes) and not self.query(Reduced):
            self.mount(self._new(Reduced), before=self.query_one(Footer))

    def _room(self, size: Size) -> tuple[str, str]:
        """The classes that the breakpoints give a size."""
        return (
            [name for least, name in self.HORIZONTAL_BREAKPOINTS if least <= size.width][-1],
            [name for least, name in self.VERTICAL_BREAKPOINTS if least <= size.height][-1],
        )

    def _new(self, kind: type[Panel]) -> Panel:
        """A panel that has the answer before it is painted, and gets every further one."""
        panel = kind()
        panel.answer = self.answer
        self.panels.append(panel)
        return panel

    def show(self, answer: Answer) -> None:
        """Draw another answer."""
        self.answer = answer
        for panel in self.panels:
            panel.show(answer)

    def fold(self) -> None:
        """Show or hide the rarely needed inputs."""
        self.query_one(Form).fold()
