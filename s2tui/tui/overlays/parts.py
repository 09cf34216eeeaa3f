"""What the palette is made of: a heading, the line, and the list of what answers to it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.widgets import Input

from s2tui.tui.commands.table import bindings
from s2tui.tui.overlays.finding import LINE
from s2tui.tui.overlays.items import Item
from s2tui.tui.widgets.list_panel import ListPanel
from s2tui.tui.widgets.panel import Panel, nothing
from s2tui.view.kit.cells import cells, pad
from s2tui.view.kit.layout import cut, fit, flow, heading, spread
from s2tui.view.kit.text import Span, marked

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from textual import events

    from s2tui.view.kit.text import Line as Drawn

NAME_COLUMN = 30
"""Columns of a name at most, where the text beside it has room too."""
AROUND = 2
"""Lines above and below the rows."""
HINT = " tab completes, enter does, escape leaves"


class Head(Panel[str]):
    """The first line."""

    def draw(self, shown: str, width: int, height: int) -> Sequence[Drawn]:
        """What this is, and how it is left."""
        return [heading(shown, width, (Span(HINT, "dim"),), focused=True)]


class Line(Input):
    """Where it is typed."""

    BINDINGS = bindings("palette")

    run: Callable[[], None] = staticmethod(nothing)
    complete: Callable[[], None] = staticmethod(nothing)
    move: Callable[[int], None] = staticmethod(nothing)
    leave: Callable[[], None] = staticmethod(nothing)

    def action_run(self) -> None:
        """Do what is chosen."""
        self.run()

    def action_complete(self) -> None:
        """Complete the word."""
        self.complete()

    def action_move(self, by: int) -> None:
        """Choose another row."""
        self.move(by)

    def action_leave(self) -> None:
        """Leave it."""
        self.leave()


MOST_SAID = 6
"""Lines in which it is said what is wrong."""


class Found(ListPanel[tuple[Item, ...]], can_focus=False):
    """What answers to the text, below a line on what is wrong with it."""

    wrong = ""
    above = 1

    @property
    def names(self) -> Sequence[str]:
        """The rows."""
        return [item.title for item in self.shown or ()]

    @property
    def chosen_lines(self) -> range:
        """The row that Enter does."""
        y = self.above + self.at - self.top
        return range(y, y + 1 if self.shown else y)

    @property
    def chosen(self) -> Item | None:
        """That row; None where there is none."""
        rows = self.shown or ()
        return rows[self.at] if self.at < len(rows) else None

    def draw(self, shown: tuple[Item, ...], width: int, height: int) -> Sequence[Drawn]:
        """The message, the rows in sight, and a rule."""
        column = min(max((cells(item.names[0]) for item in shown), default=0), NAME_COLUMN)
        at = self.in_sight(height - 2)
        rows = [_row(shown[i], column, width, chosen=i == self.at) for i in at]
        return [*self.said(width), *rows, (Span("─" * width, "dim"),)]

    def said(self, width: int) -> Sequence[Drawn]:
        """What is wrong, in a few lines if there is nothing else; or how many rows there are."""
        if not self.wrong:
            return [fit((Span(f" {len(self.shown or ())} found", "dim"),), width)]
        said = marked("denied", self.wrong)
        if self.shown:
            return [fit((Span(" "), said), width)]
        return flow((Span(" "),), said.text, width, said.role)[:MOST_SAID]

    def say(self, wrong: str) -> None:
        """Say what is wrong."""
        self.wrong = wrong
        self.redraw()

    def on_click(self, event: events.Click) -> None:
        """Do what was clicked."""
        at = self.under(event.y)
        if at is not None:
            self.go(at)
            self.opened()


def _row(item: Item, column: int, width: int, *, chosen: bool) -> Drawn:
    """One line: the name, what it is, and the key that does the same."""
    name = Span(pad(cut(item.names[0], max(column, width // 2)), column), "key")
    text = Span(f"  {item.text}")
    kind = "" if item.kind == LINE else item.kind
    right = (Span(f"{item.key or kind} ", "dim"),)
    return spread((Span("▶" if chosen else " "), name, text), right, width)
