"""The explorer: inputs on the left, the answer on the right."""

from __future__ import annotations

from typing import TYPE_CHECKING

from s2tui.tui.commands import bindings
from s2tui.tui.screens.base import BaseScreen
from s2tui.tui.widgets.bits import Bits
from s2tui.tui.widgets.form import Form
from s2tui.tui.widgets.texts import Changes, Fields, Journey, Result

if TYPE_CHECKING:
    from collections.abc import Iterable

    from textual import events
    from textual.widget import Widget

    from s2tui.tui.widgets.panel import Panel


class ExploreScreen(BaseScreen):
    """Arranges the panels of one scenario."""

    PLACE = "explore"
    BINDINGS = bindings("explore")

    def body(self) -> Iterable[Widget]:
        """The panels that the size asks for."""
        kinds: list[type[Panel]] = [Form, Bits, Journey]
        if self.has_class("-wide"):
            kinds.append(Fields)
        kinds += [Result, Changes]
        yield from (self.new(kind) for kind in kinds)

    def on_resize(self, event: events.Resize) -> None:
        """Mount what only this size shows, if it is not there yet: the start is quicker so."""
        if "-wide" in self.room(event.size) and not self.query(Fields):
            self.mount(self.new(Fields), after=self.query_one(Journey))

    def action_fold(self) -> None:
        """Show or hide the rarely needed inputs."""
        self.query_one(Form).fold()
