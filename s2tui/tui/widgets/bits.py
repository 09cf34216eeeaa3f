"""The descriptor: 64 bits as one strip, and the field that is looked at in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from s2tui.tui.commands import bindings
from s2tui.tui.widgets.panel import Panel
from s2tui.view import strip
from s2tui.view.journey import why_no_leaf

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textual import events

    from s2tui.tui.state import Answer
    from s2tui.view.text import Line


class Bits(Panel, can_focus=True):
    """One descriptor as a strip of named fields. A click on a field looks at it."""

    BINDINGS = bindings("strip")

    chosen = strip.FIRST
    """The field that is looked at."""
    _strip: strip.Strip | None = None

    def draw(self, answer: Answer, width: int, height: int) -> Sequence[Line]:
        """The value, the bits with numbers and names, and the chosen field."""
        now = answer.report.outcome.descriptor
        was = answer.was.outcome.descriptor if answer.was else None
        changed = answer.was is not None and (now and now.value) != (was and was.value)
        self._strip = strip.strip(now, was, width, chosen=self.chosen)
        why = why_no_leaf(answer.report.outcome)
        lines = [
            strip.summary(now, width, changed=changed, focused=self.has_focus),
            *self._strip.lines,
            *strip.field_line(now, was, self.chosen, width, why),
        ]
        return lines[:height]

    def action_choose(self, by: int) -> None:
        """Look at a field further left or right."""
        if self.answer is None:
            return
        names = strip.field_names(self.answer.report.outcome.descriptor)
        at = names.index(self.chosen) if self.chosen in names else 0
        self.look(names[(at + by) % len(names)])

    def look(self, field: str) -> None:
        """Look at a field."""
        self.chosen = field
        self.redraw()

    def on_click(self, event: events.Click) -> None:
        """Look at the field under the mouse."""
        field = self._strip.at(event.x, event.y - 1) if self._strip else None
        if field is not None:
            self.look(field)

    def on_focus(self) -> None:
        """Say so in the heading."""
        self.redraw()

    def on_blur(self) -> None:
        """Say so in the heading."""
        self.redraw()
