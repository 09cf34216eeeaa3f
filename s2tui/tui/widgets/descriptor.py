"""The panels of the descriptor screen: each draws the value that is edited."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.widgets import Input

from s2tui.tui.commands.table import bindings
from s2tui.tui.widgets.panel import Panel, nothing
from s2tui.tui.widgets.scroll_text import ScrollText
from s2tui.view.descriptor import edited_lines, with_and_without_fwb, writers
from s2tui.view.descriptor.edited import EditedDescriptor
from s2tui.view.kit.layout import fit, flow

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from s2tui.view.descriptor.writers import Written
    from s2tui.view.kit.text import Line

FEW = 2
"""Lines in which only the most important is said."""
ASKING = "asking every scenario …"


class ValueLabel(Panel[EditedDescriptor]):
    """Stands before the line that a value is typed in."""

    def draw(self, edited: EditedDescriptor, width: int, height: int) -> Sequence[Line]:
        """One word."""
        return [edited_lines.label()]


class Origin(Panel[EditedDescriptor]):
    """Whose value it is."""

    kernel = ""
    """Who answers for the present scenario."""

    def draw(self, edited: EditedDescriptor, width: int, height: int) -> Sequence[Line]:
        """One line."""
        return [fit(edited_lines.origin(edited, self.kernel), width)]


class Entry(Input):
    """The line that a value is typed or pasted in."""

    BINDINGS = bindings("entry")
    can_focus = False
    """Only while something is typed: who goes from pane to pane would type into it unawares."""

    left: Callable[[], object] = staticmethod(nothing)
    """Called when typing is done."""

    def begin(self, text: str) -> None:
        """Take the keys, with something typed already to which the next key adds."""
        self.select_on_focus = False
        self.take_keys()
        self.value = text
        self.cursor_position = len(text)

    def take_keys(self) -> None:
        """Take the keys at once: the next one may be on its way."""
        self.can_focus = True
        self.screen.set_focus(self)

    def on_blur(self) -> None:
        """The next time the keys come here, what is typed replaces what is there."""
        self.can_focus = False
        self.select_on_focus = True

    def action_leave(self) -> None:
        """Say that typing is done."""
        self.left()


class Meaning(ScrollText[EditedDescriptor]):
    """What the value means with FWB on and off."""

    TITLE = "what the guest gets, by what it asks for"

    def body(self, edited: EditedDescriptor, width: int, height: int) -> Sequence[Line]:
        """Two columns."""
        return with_and_without_fwb.side_by_side(edited.now, width)


class Facts(ScrollText[EditedDescriptor]):
    """Lint and fields."""

    TITLE = "fields"

    def draw(self, edited: EditedDescriptor, width: int, height: int) -> Sequence[Line]:
        """Only lint, in one line without a heading, if that is all there is room for."""
        if height <= FEW:
            return [edited_lines.short_facts(edited, width)]
        return super().draw(edited, width, height)

    def body(self, edited: EditedDescriptor, width: int, height: int) -> Sequence[Line]:
        """Lint first."""
        return edited_lines.fact_lines(edited, width)


class Writers(ScrollText[EditedDescriptor]):
    """Which scenarios of the present policy write the value."""

    BINDINGS = bindings("writers")
    TITLE = "who writes it"

    written: Written | None = None
    """The answer; None while it is being found out."""

    opened: Callable[[], None] = staticmethod(nothing)
    """Called when a scenario that writes the value is to be explored."""
    doing = ""
    """What is being looked at."""

    def wait(self, doing: str = "") -> None:
        """Say that it is being found out."""
        self.written, self.doing, self.top = None, doing, 0
        self.redraw()

    def tell(self, written: Written) -> None:
        """Say the answer."""
        self.written = written
        self.redraw()

    def body(self, edited: EditedDescriptor, width: int, height: int) -> Sequence[Line]:
        """The conditions under which it is written, or what is written in its place."""
        if self.written is None:
            return flow((), f"{ASKING} {self.doing}", width, "dim")
        return writers.written_lines(self.written, width)

    def draw(self, edited: EditedDescriptor, width: int, height: int) -> Sequence[Line]:
        """In one line below the heading, if there is room for no more."""
        lines = super().draw(edited, width, height)
        if height == FEW and self.written is not None:
            return [lines[0], writers.written_line(self.written, width)]
        return lines

    def action_open(self) -> None:
        """Explore a scenario that writes it."""
        self.opened()

    def on_click(self) -> None:
        """Explore a scenario that writes it."""
        self.action_open()
