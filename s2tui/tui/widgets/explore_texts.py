"""The panels of words: fields, result, moves and changes. Each can be scrolled."""

from __future__ import annotations

from typing import TYPE_CHECKING

from s2tui.tui.commands.table import bindings
from s2tui.tui.session.state import Answer
from s2tui.tui.widgets.panel import nothing
from s2tui.tui.widgets.scroll_text import ScrollText
from s2tui.view.descriptor import bits
from s2tui.view.explore import changes, result_panel, resultant
from s2tui.view.kit import words
from s2tui.view.kit.layout import cut_lines, fit, flow, flow_line

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from s2tui.view.kit.text import Line


FEW = 3
"""Lines in which the changes are named without their values."""


class Fields(ScrollText[Answer]):
    """The fields of the descriptor in words."""

    TITLE = "fields"

    def body(self, answer: Answer, width: int, height: int) -> Sequence[Line]:
        """One line for each field that says something."""
        now = answer.report.outcome.descriptor
        was = answer.was.outcome.descriptor if answer.was else None
        if now is None:
            return flow((), f"none: {words.why_no_leaf(answer.report.outcome)}", width, "dim")
        return [*bits.field_lines(now, was, width), *bits.lint_lines(now, width)]


class Result(ScrollText[Answer]):
    """Stage 1, stage 2, the memory type that comes of them, and what follows from it."""

    BINDINGS = bindings("result")
    opened: Callable[[], None] = staticmethod(nothing)
    """Called to see in the caches what can be lost."""
    TITLE = "what the guest gets"

    def body(self, answer: Answer, width: int, height: int) -> Sequence[Line]:
        """Product, hazards, what instructions do, why, capability, notes."""
        found = answer.more.operations if answer.more is not None else ()
        if self.full:
            return result_panel.result_lines(answer.report, found, width)
        return result_panel.fitting(answer.report, found, width, height)

    def draw(self, answer: Answer, width: int, height: int) -> Sequence[Line]:
        """The most important in a single line if that is all there is, without a heading."""
        if height == 1:
            return [fit(resultant.summary_line(answer.report), width)]
        return super().draw(answer, width, height)

    def action_caches(self) -> None:
        """See what can be lost; where nothing can, say more or less as elsewhere."""
        if self.shown is not None and self.shown.report.caches.findings:
            self.opened()
        else:
            self.action_detail()


class Moves(ScrollText[Answer]):
    """Where the VM may move, as a matrix, and why not elsewhere."""

    TITLE = "where the VM may move"

    def body(self, answer: Answer, width: int, height: int) -> Sequence[Line]:
        """The table with the reasons for the present host, or only its row in a single line."""
        if answer.more is None:
            return ()
        from s2tui.view.explore.host_matrix import matrix_lines, move_line

        if height < 1:
            return [move_line(answer.more.cells, answer.report.scenario, width)]
        return matrix_lines(answer.more.cells, answer.report.scenario, width)

    def draw(self, answer: Answer, width: int, height: int) -> Sequence[Line]:
        """Without a heading if there is but a line."""
        if height == 1:
            return self.body(answer, width, 0)
        return super().draw(answer, width, height)


class Changes(ScrollText[Answer]):
    """What was turned, and what it changed from what to what."""

    def title(self, answer: Answer) -> str:
        """What the present answer is compared with."""
        return changes.title(answer.was, pinned=answer.state.pinned)

    def body(self, answer: Answer, width: int, height: int) -> Sequence[Line]:
        """One line if there is room for no more, else a line for each member."""
        if height <= 1:
            return [fit(changes.changes_line(answer.was, answer.report), width)]
        found = changes.changes_lines(answer.was, answer.report, width)
        if len(found) > height <= FEW:
            lines = flow_line(changes.changes_line(answer.was, answer.report), width)
            return cut_lines(lines, width, height)
        return found
