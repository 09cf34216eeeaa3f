"""The descriptor: 64 bits as one strip, and the field that is looked at in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from s2tui.tui.commands.table import bindings
from s2tui.tui.session.state import Answer
from s2tui.tui.widgets.panel import Panel
from s2tui.view.descriptor import bits
from s2tui.view.explore import bit_field

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textual import events

    from s2tui.view.kit.text import Line

MOST = 10
"""Lines beyond which nothing is said about a field."""


class Bits(Panel[Answer], can_focus=True):
    """One descriptor as a strip of named fields. A click on a field looks at it."""

    BINDINGS = bindings("strip")

    chosen = bits.FIRST
    """The field that is looked at."""
    _bits: bits.DrawnBits | None = None

    def draw(self, answer: Answer, width: int, height: int) -> Sequence[Line]:
        """The value, the bits with numbers and names, and the chosen field."""
        now = answer.report.outcome.descriptor
        was = answer.was.outcome.descriptor if answer.was else None
        changed = answer.was is not None and (now and now.value) != (was and was.value)
        self._bits = bits.draw_bits(now, was, width, chosen=self.chosen)
        lines = [
            bits.summary(now, width, changed=changed, focused=self.has_focus),
            *self._bits.lines,
        ]
        room = max(height - len(lines), 1)
        said = bit_field.detail(answer.report, answer.was, answer.since, self.chosen, (width, room))
        return [*lines, *said][:height]

    def wants(self, shown: Answer, width: int) -> Sequence[int]:
        """Lines in which the bits and the chosen field have room."""
        return (len(self.draw(shown, width, MOST)),)

    def action_choose(self, by: int) -> None:
        """Look at a field further left or right."""
        if self.shown is None:
            return
        names = bits.field_names(self.shown.report.outcome.descriptor)
        at = names.index(self.chosen) if self.chosen in names else 0
        self.look(names[(at + by) % len(names)])

    def look(self, bit_field: str) -> None:
        """Look at a field."""
        self.chosen = bit_field
        self.redraw()

    def on_click(self, event: events.Click) -> None:
        """Look at the field under the mouse."""
        bit_field = self._bits.at(event.x, event.y - 1) if self._bits else None
        if bit_field is not None:
            self.look(bit_field)

    def spots(self) -> list[tuple[int, int, str]]:
        """Where each field stands, for jump mode; the first of the places that it has."""
        hits = self._bits.hits if self._bits else ()
        first = {hit.field: hit for hit in reversed(hits)}
        return [(hit.left, hit.bottom, hit.field) for hit in first.values()]

    def jump(self, name: str) -> None:
        """Look at a field of jump mode."""
        self.look(name)
