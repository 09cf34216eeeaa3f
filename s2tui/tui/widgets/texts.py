"""The panels of words: fields, result, moves and changes. Each can be scrolled."""

from __future__ import annotations

from typing import TYPE_CHECKING

from s2tui.tui.commands import bindings
from s2tui.tui.widgets.panel import scrolled
from s2tui.tui.widgets.part import Part
from s2tui.view import changes, product, resultant, strip
from s2tui.view.journey import why_no_leaf
from s2tui.view.layout import cut_lines, fit, flow, flow_line, heading

if TYPE_CHECKING:
    from collections.abc import Sequence

    from s2tui.tui.state import Answer
    from s2tui.view.text import Line


FEW = 3
"""Lines in which the changes are named without their values."""


class Text(Part, can_focus=True):
    """A heading and lines below it, which scroll when there are more than fit."""

    BINDINGS = bindings("text")
    TITLE = ""
    top = 0
    full = False
    """Whether everything there is to say is asked for, however long."""
    _all: Sequence[Line] = ()

    def title(self, answer: Answer) -> str:  # noqa: ARG002
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

    def ground(self, y: int) -> str:  # noqa: ARG002
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


class Fields(Text):
    """The fields of the descriptor in words."""

    TITLE = "fields"

    def body(self, answer: Answer, width: int, height: int) -> Sequence[Line]:  # noqa: ARG002
        """One line for each field that says something."""
        now = answer.report.outcome.descriptor
        was = answer.was.outcome.descriptor if answer.was else None
        if now is None:
            return flow((), f"none: {why_no_leaf(answer.report.outcome)}", width, "dim")
        return [*strip.field_lines(now, was, width), *strip.lint_lines(now, width)]


class Result(Text):
    """Stage 1, stage 2, the memory type that comes of them, and what follows from it."""

    TITLE = "what the guest gets"

    def body(self, answer: Answer, width: int, height: int) -> Sequence[Line]:
        """Product, hazards, what instructions do, why, capability, notes."""
        found = self.more.operations if self.more is not None else ()
        if self.full:
            return product.result_lines(answer.report, found, width)
        return product.fitting(answer.report, found, width, height)

    def draw(self, answer: Answer, width: int, height: int) -> Sequence[Line]:
        """The most important in a single line if that is all there is, without a heading."""
        if height == 1:
            return [fit(resultant.short_line(answer.report), width)]
        return super().draw(answer, width, height)


class Moves(Text):
    """Where the VM may move, as a matrix, and why not elsewhere."""

    TITLE = "where the VM may move"

    def body(self, answer: Answer, width: int, height: int) -> Sequence[Line]:
        """The table with the reasons for the present host, or only its row in a single line."""
        if self.more is None:
            return ()
        from s2tui.view.matrix import matrix_lines, move_line  # noqa: PLC0415 - after one frame

        if height < 1:
            return [move_line(self.more.cells, answer.report.scenario, width)]
        return matrix_lines(self.more.cells, answer.report.scenario, width)

    def draw(self, answer: Answer, width: int, height: int) -> Sequence[Line]:
        """Without a heading if there is but a line."""
        if height == 1:
            return self.body(answer, width, 0)
        return super().draw(answer, width, height)


class Changes(Text):
    """What was turned, and what it changed from what to what."""

    def title(self, answer: Answer) -> str:
        """What the present answer is compared with."""
        return changes.title(answer.was, pinned=answer.state.pinned)

    def body(self, answer: Answer, width: int, height: int) -> Sequence[Line]:
        """One line if there is room for no more, else a line for each member."""
        if height <= 1:
            return [fit(changes.changes_line(answer.was, answer.report), width)]
        if height <= FEW:
            lines = flow_line(changes.changes_line(answer.was, answer.report), width)
            return cut_lines(lines, width, height)
        return changes.changes_lines(answer.was, answer.report, width)
