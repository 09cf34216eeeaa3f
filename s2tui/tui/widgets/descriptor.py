"""The panels of the descriptor screen: each draws the value on the desk."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.message import Message
from textual.widgets import Input

from s2tui.tui.commands.table import bindings
from s2tui.tui.widgets.panel import Panel
from s2tui.tui.widgets.scroll_text import Text
from s2tui.view.descriptor import edited_lines, with_and_without_fwb, writers
from s2tui.view.kit.layout import fit, flow

if TYPE_CHECKING:
    from collections.abc import Sequence

    from s2tui.tui.session.state import Answer
    from s2tui.view.descriptor.edited import Desk
    from s2tui.view.descriptor.writers import Written
    from s2tui.view.kit.text import Line

FEW = 2
"""Lines in which only the most important is said."""
ASKING = "asking every scenario …"


class OnDesk(Panel):
    """A panel that draws the value on the desk."""

    desk: Desk | None = None

    def put(self, desk: Desk) -> None:
        """Draw another value."""
        self.desk = desk
        self.redraw()

    def draw(self, answer: Answer, width: int, height: int) -> Sequence[Line]:
        """The lines for what is on the desk."""
        return self.lay(answer, self.desk, width, height) if self.desk is not None else ()

    def lay(self, answer: Answer, desk: Desk, width: int, height: int) -> Sequence[Line]:
        """The lines for a value."""
        raise NotImplementedError

    def watch_has_focus(self, has_focus: bool) -> None:
        """Show whether the keys act here, also on the row that they act on."""
        super().watch_has_focus(has_focus)
        self.redraw()
        self.refresh()


class Label(OnDesk):
    """Stands before the line that a value is typed in."""

    def lay(self, answer: Answer, desk: Desk, width: int, height: int) -> Sequence[Line]:
        """One word."""
        return [edited_lines.label()]


class Origin(OnDesk):
    """Whose value it is."""

    def lay(self, answer: Answer, desk: Desk, width: int, height: int) -> Sequence[Line]:
        """One line."""
        return [fit(edited_lines.origin(desk, answer.report.kernel), width)]


class Entry(Input):
    """The line that a value is typed or pasted in."""

    BINDINGS = bindings("entry")

    class Left(Message):
        """The keys are to act on the bits again."""

    def action_leave(self) -> None:
        """Say that typing is done."""
        self.post_message(self.Left())


class DeskText(OnDesk, Text, can_focus=True):
    """A panel of words about the value."""

    def draw(self, answer: Answer, width: int, height: int) -> Sequence[Line]:
        """Heading and body, as any text."""
        return Text.draw(self, answer, width, height)

    def body(self, answer: Answer, width: int, height: int) -> Sequence[Line]:
        """The lines for a value."""
        return self.lay(answer, self.desk, width, height) if self.desk is not None else ()


class Meaning(DeskText):
    """What the value means with FWB on and off."""

    TITLE = "what the guest gets, by what it asks for"

    def lay(self, answer: Answer, desk: Desk, width: int, height: int) -> Sequence[Line]:
        """Two columns."""
        return with_and_without_fwb.both_lines(desk.now, width)


class Facts(DeskText):
    """Lint and fields."""

    TITLE = "fields"

    def draw(self, answer: Answer, width: int, height: int) -> Sequence[Line]:
        """Only lint, in one line without a heading, if that is all there is room for."""
        if height <= FEW and self.desk is not None:
            return [edited_lines.short_facts(self.desk, width)]
        return super().draw(answer, width, height)

    def lay(self, answer: Answer, desk: Desk, width: int, height: int) -> Sequence[Line]:
        """Lint first."""
        return edited_lines.fact_lines(desk, width)


class Writers(DeskText):
    """Which scenarios of the present policy write the value."""

    BINDINGS = bindings("writers")
    TITLE = "who writes it"

    written: Written | None = None
    """The answer; None while it is being found out."""

    class Open(Message):
        """A scenario that writes the value is to be explored."""

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

    def lay(self, answer: Answer, desk: Desk, width: int, height: int) -> Sequence[Line]:
        """The conditions under which it is written, or what is written in its place."""
        if self.written is None:
            return flow((), f"{ASKING} {self.doing}", width, "dim")
        return writers.written_lines(self.written, width)

    def draw(self, answer: Answer, width: int, height: int) -> Sequence[Line]:
        """In one line below the heading, if there is room for no more."""
        lines = super().draw(answer, width, height)
        if height == FEW and self.written is not None:
            return [lines[0], writers.written_line(self.written, width)]
        return lines

    def action_open(self) -> None:
        """Explore a scenario that writes it."""
        self.post_message(self.Open())

    def on_click(self) -> None:
        """Explore a scenario that writes it."""
        self.action_open()
