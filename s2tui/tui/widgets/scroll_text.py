"""Text that scrolls: a heading, and lines of which there may be more than fit."""

from __future__ import annotations

from typing import TYPE_CHECKING

from s2tui.tui.commands.table import bindings
from s2tui.tui.widgets.panel import scrolled
from s2tui.view.kit.layout import heading

if TYPE_CHECKING:
    from collections.abc import Sequence

    from s2tui.tui.session.state import Answer
    from s2tui.view.kit.text import Line

from s2tui.tui.widgets.part import Part


class Text(Part, can_focus=True):
    """A heading and lines below it, which scroll when there are more than fit."""

    BINDINGS = bindings("text")
    TITLE = ""
    top = 0
    full = False
    """Whether everything there is to say is asked for, however long."""
    _all: Sequence[Line] = ()

    def title(self, answer: Answer) -> str:
        """What stands above the lines."""
        return self.TITLE

    def body(self, answer: Answer, width: int, height: int) -> Sequence[Line]:
        """The lines below the heading; they may be more than fit."""
        raise NotImplementedError

    def draw(self, answer: Answer, width: int, height: int) -> Sequence[Line]:
        """The heading and the part of the body that is in sight."""
        room = height - 1
        self._all = self.body(answer, width, room)
        self.top = max(min(self.top, len(self._all) - room), 0)
        top = heading(self.title(answer), width, focused=self.has_focus)
        return [top, *scrolled(self._all, self.top, width, room)]

    def ground(self, y: int) -> str:
        """A panel of one line has no heading to show that the keys act on it."""
        return "chosen" if self.has_focus and self.size.height == 1 else "background"

    def action_scroll_text(self, by: int) -> None:
        """Scroll by some lines."""
        self.top += by
        self.redraw()

    def action_detail(self) -> None:
        """Say more, or less again."""
        self.full = not self.full
        self.top = 0
        self.redraw()

    def on_mouse_scroll_down(self) -> None:
        """Scroll down."""
        self.action_scroll_text(1)

    def on_mouse_scroll_up(self) -> None:
        """Scroll up."""
        self.action_scroll_text(-1)
