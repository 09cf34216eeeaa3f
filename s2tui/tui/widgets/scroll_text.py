"""Text that scrolls: a heading, and lines of which there may be more than fit."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from s2tui.tui.commands.table import bindings
from s2tui.tui.widgets.panel import Panel
from s2tui.view.kit.layout import fit, heading
from s2tui.view.kit.text import Span

if TYPE_CHECKING:
    from collections.abc import Sequence

    from s2tui.view.kit.text import Line

T = TypeVar("T")
EVERYTHING = 1000
"""Lines that are enough for any text."""


class ScrollText(Panel[T], can_focus=True):
    """A heading and lines below it, which scroll when there are more than fit."""

    BINDINGS = bindings("text")
    top = 0
    full = False
    """Whether everything there is to say is asked for, however long."""

    def show(self, shown: T) -> None:
        """Draw another value, from its beginning."""
        self.top = 0
        super().show(shown)

    def title(self, shown: T) -> str:
        """What stands above the lines."""
        return self.TITLE

    def body(self, shown: T, width: int, height: int) -> Sequence[Line]:
        """The lines below the heading; they may be more than fit."""
        raise NotImplementedError

    def draw(self, shown: T, width: int, height: int) -> Sequence[Line]:
        """The heading and the part of the body that is in sight."""
        room = height - 1
        lines = self.body(shown, width, room)
        self.top = max(min(self.top, len(lines) - room), 0)
        title = self.title(shown)
        top = heading(title, width, focused=self.has_focus, above=self.top)
        return [top, *scrolled(lines, self.top, width, room)]

    def wants(self, shown: T, width: int) -> Sequence[int]:
        """Lines in which all that it has to say has room."""
        return (1 + len(self.body(shown, width, EVERYTHING)),)

    @property
    def chosen_lines(self) -> range:
        """A panel of one line has no heading to show that the keys act on it."""
        return range(1 if self.has_focus and self.size.height == 1 else 0)

    def action_scroll_text(self, by: int) -> None:
        """Scroll by some lines."""
        self.top += by
        self.redraw()

    def action_detail(self) -> None:
        """Say more, or less again."""
        self.full = not self.full
        self.top = 0
        self.resized()
        self.redraw()

    def on_mouse_scroll_down(self) -> None:
        """Scroll down."""
        self.action_scroll_text(1)

    def on_mouse_scroll_up(self) -> None:
        """Scroll up."""
        self.action_scroll_text(-1)


def scrolled(lines: Sequence[Line], top: int, width: int, height: int) -> list[Line]:
    """The lines from *top* on that fit, the last one saying how many more there are."""
    part = list(lines[top : top + height])
    left = len(lines) - top - height
    if left > 0 and part:
        part[-1] = fit((Span(f"  ▾ {left + 1} more lines", "dim"),), width)
    return part
