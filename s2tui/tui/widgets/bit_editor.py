"""The 64 bits of the descriptor screen, with a cursor that flips them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from s2tui.tui.commands.table import bindings
from s2tui.tui.widgets.panel import Panel, nothing
from s2tui.view.descriptor import bit_cursor, bits, edited_lines
from s2tui.view.descriptor.edited import EditedDescriptor

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from textual import events

    from s2tui.view.kit.text import Line


class Editor(Panel[EditedDescriptor], can_focus=True):
    """The 64 bits with a cursor. A click on a digit flips it, one beside it looks at the field."""

    BINDINGS = bindings("editor")

    bit = 5
    """Where the cursor is: the first bit of MemAttr to begin with."""
    wrong = ""
    """What is wrong with the value that is being typed."""
    _bits: bits.DrawnBits | None = None

    flip: Callable[[int], None] = staticmethod(nothing)
    """Called to turn a bit over."""
    take_back: Callable[[], object] = staticmethod(nothing)
    """Called to take the last change back."""

    def draw(self, edited: EditedDescriptor, width: int, height: int) -> Sequence[Line]:
        """Heading, strip with the cursor, and the field that it is in."""
        return self._all(edited, width)[:height]

    def wants(self, edited: EditedDescriptor, width: int) -> int:
        """Lines in which all of it is seen."""
        return len(self._all(edited, width))

    def _all(self, edited: EditedDescriptor, width: int) -> Sequence[Line]:
        field = bit_cursor.field_of(edited.now, self.bit)
        self._bits = bits.draw_bits(edited.now, edited.was, width, chosen=field.name)
        return [
            edited_lines.title(edited, self.bit, width, focused=self.has_focus),
            *bit_cursor.with_cursor(self._bits, self.bit, focused=self.has_focus),
            *edited_lines.bit_lines(edited, self.bit, self.wrong, width),
        ]

    def say(self, wrong: str) -> None:
        """Say what is wrong with what is being typed, or no more."""
        self.wrong = wrong
        self.redraw()

    def action_bit(self, bit: int) -> None:
        """Go to a bit."""
        self.bit = bit
        self.redraw()
        self.resized()

    def action_move(self, across: int, down: int) -> None:
        """Go to a bit beside, above or below."""
        if self._bits is not None:
            self.action_bit(bit_cursor.moved(self._bits, self.bit, across, down))

    def action_field(self, by: int) -> None:
        """Go to the first bit of a field further on."""
        if self.shown is not None:
            self.action_bit(bit_cursor.next_field(self.shown.now, self.bit, by))

    def action_flip(self) -> None:
        """Turn the bit over."""
        self.flip(self.bit)

    def action_back(self) -> None:
        """Take the last change back."""
        self.take_back()

    def spots(self) -> list[tuple[int, int, str]]:
        """Where each field can be jumped to."""
        hits = self._bits.hits if self._bits is not None else ()
        found = {hit.field: (hit.left, hit.bottom, hit.field) for hit in reversed(hits)}
        return sorted(found.values(), key=lambda spot: (spot[1], spot[0]))

    def jump(self, name: str) -> None:
        """Go to a field."""
        if self.shown is not None:
            self.action_bit(bit_cursor.first_bit(self.shown.now, name))

    def on_click(self, event: events.Click) -> None:
        """Flip the bit under the mouse, or go to the field there."""
        if self._bits is None or self.shown is None:
            return
        bit = bit_cursor.bit_at(self._bits, event.x, event.y - 1)
        name = self._bits.at(event.x, event.y - 1)
        if bit is not None:
            self.action_bit(bit)
            self.flip(bit)
        elif name is not None:
            self.action_bit(bit_cursor.first_bit(self.shown.now, name))
