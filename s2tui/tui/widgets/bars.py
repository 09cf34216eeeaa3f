"""The first and the last line of the screen, and all there is of a screen that is too small."""

from __future__ import annotations

from typing import TYPE_CHECKING

from s2tui.tui.commands import COMMANDS, shown
from s2tui.tui.widgets.panel import Panel
from s2tui.view import report
from s2tui.view.layout import fit, length, spread
from s2tui.view.text import Span

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textual import events

    from s2tui.tui.state import Answer
    from s2tui.view.text import Line


class Bar(Panel):
    """A line that stands apart from the rest."""

    def ground(self, y: int) -> str:  # noqa: ARG002
        """Another ground than the panels have."""
        return "chosen"


class Title(Bar):
    """The scenario and who answers."""

    def draw(self, answer: Answer, width: int, height: int) -> Sequence[Line]:  # noqa: ARG002
        """The fields that are not at their defaults, and the policy."""
        left = (Span(" s2tui  ", "key"), Span(report.scenario_words(answer.report), "text"))
        right = report.title(answer.report)
        if length(left) + len(right) + 2 > width:
            right = answer.report.kernel
        return [spread(left, (Span(f"{right} ", "dim"),), width)]


class Footer(Bar):
    """The keys worth knowing; a click does what the key does."""

    def draw(self, answer: Answer, width: int, height: int) -> Sequence[Line]:  # noqa: ARG002
        """Each command that the table wants in the footer."""
        spans: list[Span] = [Span(" ")]
        for command in COMMANDS:
            if command.footer:
                spans.append(Span(shown(command.keys).split(" ")[0], "key"))
                spans.append(Span(f" {command.footer}   ", "dim"))
        return [fit(spans, width)]

    async def on_click(self, event: events.Click) -> None:
        """Do what the key under the mouse does."""
        x = 1
        for command in COMMANDS:
            if command.footer:
                x += len(shown(command.keys).split(" ")[0]) + len(f" {command.footer}   ")
                if event.x < x:
                    self.app.simulate_key(command.keys.split(",")[0])
                    return


class Reduced(Panel):
    """The answer in a few words, where there is no room for the explorer."""

    def draw(self, answer: Answer, width: int, height: int) -> Sequence[Line]:
        """The most important lines that fit."""
        return [fit(line, width) for line in report.reduced_lines(answer.report, height)]
