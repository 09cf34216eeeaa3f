"""The panels of words: journey, fields, result and changes. Each can be scrolled."""

from __future__ import annotations

from typing import TYPE_CHECKING

from s2tui.tui.commands import bindings
from s2tui.tui.widgets.panel import Panel, scrolled
from s2tui.view import changes, journey, resultant, strip
from s2tui.view.layout import cut_lines, fit, flow, flow_line, heading

if TYPE_CHECKING:
    from collections.abc import Sequence

    from s2tui.tui.state import Answer
    from s2tui.view.text import Line


FEW = 3
"""Lines in which the changes are named without their values."""


class Text(Panel, can_focus=True):
    """A heading and lines below it, which scroll when there are more than fit."""

    BINDINGS = bindings("text")
    TITLE = ""
    top = 0
    full = False
    """Whether everything there is to say is asked for, however long."""
    _all: Sequence[Line] = ()

    def body(self, answer: Answer, width: int, height: int) -> Sequence[Line]:
        """The lines below the heading; they may be more than fit."""
        raise NotImplementedError

    def draw(self, answer: Answer, width: int, height: int) -> Sequence[Line]:
        """The heading and the part of the body that is in sight."""
        room = height - 1
        self._all = self.body(answer, width, room)
        self.top = max(min(self.top, len(self._all) - room), 0)
        top = heading(self.TITLE, width, focused=self.has_focus)
        return [top, *scrolled(self._all, self.top, width, room)]

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

    def on_focus(self) -> None:
        """Say so in the heading."""
        self.redraw()

    def on_blur(self) -> None:
        """Say so in the heading."""
        self.redraw()


class Journey(Text):
    """The stages of the fault and where it stopped, as detailed as there is room."""

    TITLE = "journey"

    def body(self, answer: Answer, width: int, height: int) -> Sequence[Line]:
        """The most detailed journey that fits, or all of it."""
        outcome = answer.report.outcome
        if self.full:
            return journey.journey_lines(outcome, width, "all")
        return journey.fitting(outcome, width, height)

    def on_click(self) -> None:
        """Say more, or less."""
        self.action_detail()


class Fields(Text):
    """The fields of the descriptor in words."""

    TITLE = "fields"

    def body(self, answer: Answer, width: int, height: int) -> Sequence[Line]:  # noqa: ARG002
        """One line for each field that says something."""
        now = answer.report.outcome.descriptor
        was = answer.was.outcome.descriptor if answer.was else None
        if now is None:
            return flow((), f"none: {journey.why_no_leaf(answer.report.outcome)}", width, "dim")
        return [*strip.field_lines(now, was, width), *strip.lint_lines(now, width)]


class Result(Text):
    """The resultant memory type and what follows from it."""

    TITLE = "what the guest gets"

    def body(self, answer: Answer, width: int, height: int) -> Sequence[Line]:  # noqa: ARG002
        """Type, reason, hazards, migration, capability, notes."""
        return [
            *resultant.resultant_lines(answer.report, width),
            *resultant.consequence_lines(answer.report, width),
        ]

    def draw(self, answer: Answer, width: int, height: int) -> Sequence[Line]:
        """The most important in a single line if that is all there is, without a heading."""
        if height == 1:
            return [fit(resultant.short_line(answer.report), width)]
        return super().draw(answer, width, height)


class Changes(Text):
    """What was turned last, and what it changed from what to what."""

    TITLE = "last change"

    def body(self, answer: Answer, width: int, height: int) -> Sequence[Line]:
        """One line if there is room for no more, else a line for each member."""
        if height <= 1:
            return [fit(changes.changes_line(answer.was, answer.report), width)]
        if height <= FEW:
            lines = flow_line(changes.changes_line(answer.was, answer.report), width)
            return cut_lines(lines, width, height)
        return changes.changes_lines(answer.was, answer.report, width)
