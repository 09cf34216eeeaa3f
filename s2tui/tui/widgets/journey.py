"""The journey of the fault: stages and rules, each of which can be opened."""

from __future__ import annotations

from typing import TYPE_CHECKING

from s2tui.tui.commands.table import bindings
from s2tui.tui.session.state import Answer
from s2tui.tui.widgets.scroll_text import ScrollText, scrolled
from s2tui.view.explore.journey import (
    DETAILS,
    Item,
    Look,
    ending_items,
    fitting_detail,
    journey_items,
    journey_lines,
    way_of,
)
from s2tui.view.kit.layout import heading
from s2tui.view.kit.text import Span

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textual import events

    from s2tui.kvm.scenario.fields import Scenario
    from s2tui.view.explore.history import Past
    from s2tui.view.kit.text import Line

HERE = "▶"
BESIDE = 4
"""Columns beside the row of history: blanks and a piece of rule."""
SAYS_ABOVE = 12
"""Columns for how much is above."""


class Journey(ScrollText[Answer], inherit_bindings=False):
    """The stages of the fault and where it stopped, as detailed as there is room."""

    BINDINGS = bindings("journey")
    TITLE = "journey"

    chosen = 0
    """The place of the stage or rule that keys act on."""
    opened: frozenset[str] = frozenset()
    """Ids of the stages and rules that were opened."""
    seeks = True
    """Whether it is to be seen where the journey ended: until somebody looks elsewhere."""
    past: tuple[Scenario, Sequence[Past]] | None = None
    """What every policy does with a scenario, once the hand rests."""
    _items: Sequence[Item] = ()

    def show(self, shown: Answer) -> None:
        """Draw another journey: where it ended is in sight, and what was chosen stays so if not."""
        chosen = self._items[self.chosen].id if self._items else ""
        self.seeks = True
        self._items = self._made(shown, *self.size)
        ids = [item.id for item in self._items]
        self.chosen = ids.index(chosen) if chosen in ids else 0
        super().show(shown)

    def draw(self, answer: Answer, width: int, height: int) -> Sequence[Line]:
        """The most detailed journey that fits, and what was opened in it."""
        room = height - 1
        self._items = self._made(answer, width, height)
        self.chosen = max(min(self.chosen, len(self._items) - 1), 0)
        lines = [line for item in self._items for line in item.lines]
        if self.seeks:
            self._seek(answer, room, len(lines))
        top, bottom = self._span(self.chosen)
        if self.has_focus:
            # A last line that says how many more there are hides one.
            last = bottom - room + (bottom < len(lines))
            self.top = max(min(self.top, top), min(last, top))
            lines[top] = _marked(lines[top])
        self.top = max(min(self.top, len(lines) - room), 0)
        beside = self._history(answer, width)
        title = heading(self.TITLE, width, beside, focused=self.has_focus, above=self.top)
        return [title, *scrolled(lines, self.top, width, room)]

    def _history(self, answer: Answer, width: int) -> Line:
        """What all do with the present scenario, as far as it is known and there is room."""
        if self.past is None or self.past[0] != answer.state.scenario:
            return ()
        from s2tui.view.explore.history import history_spans

        room = width - len(self.TITLE) - BESIDE - (SAYS_ABOVE if self.top else 0)
        present = (answer.report.policy.id, answer.state.kernel)
        return history_spans(self.past[1], present, room)

    def remember(self, scenario: Scenario, past: Sequence[Past]) -> None:
        """Show beside the title what every policy does with a scenario."""
        self.past = scenario, past
        self.redraw()

    def wants(self, shown: Answer, width: int) -> Sequence[int]:
        """Lines for each measure of detail, the least first; one where something is opened."""
        if self.full or self.opened:
            return (1 + sum(len(item.lines) for item in self._made(shown, width, 1)),)
        outcome = shown.report.outcome
        return [1 + len(journey_lines(outcome, width, detail)) for detail in reversed(DETAILS)]

    def _made(self, answer: Answer, width: int, height: int) -> list[Item]:
        """The stages and rules, as detailed as a height permits."""
        outcome = answer.report.outcome
        detail = "all" if self.full else fitting_detail(outcome, width, height - 1)
        was = answer.was.outcome if answer.was is not None else None
        report = answer.report
        look = Look(detail, self.opened, report.policy, was, way_of(report), self.full)
        return [i for i in journey_items(outcome, width, look) if i.lines]

    def _seek(self, answer: Answer, room: int, count: int) -> None:
        """Scroll to where the journey ended: the stage, and with it the rule if both fit."""
        ends = ending_items(answer.report.outcome, [item.id for item in self._items])
        if not ends:
            return
        stage, rule = self._span(ends[0])[0], self._span(ends[-1])[1]
        self.chosen = ends[0]
        self.top = max(min(stage, rule - room + (rule < count)), 0)

    def _span(self, at: int) -> tuple[int, int]:
        """The first line of an item, and the one after its last."""
        start = sum(len(item.lines) for item in self._items[:at])
        return start, start + (len(self._items[at].lines) if self._items else 0)

    @property
    def chosen_lines(self) -> range:
        """The chosen item stands out as long as the keys act on it."""
        top, bottom = self._span(self.chosen)
        above = 1 - self.top
        return range(max(above + top, 1), above + bottom if self.has_focus else 0)

    def choose(self, at: int) -> None:
        """Make another item the one that keys act on."""
        self.chosen = max(min(at, len(self._items) - 1), 0)
        self.seeks = False
        self.redraw()

    def action_move(self, by: int) -> None:
        """Choose another stage or rule."""
        self.choose(self.chosen + by)

    def action_open(self) -> None:
        """Say everything about the chosen stage or rule, or no more than before."""
        if self._items and self._items[self.chosen].id:
            id_ = self._items[self.chosen].id
            self.opened ^= {id_}
            self.seeks = False
            self.resized()
            self.redraw()
            self.choose(next(at for at, item in enumerate(self._items) if item.id == id_))

    def action_detail(self) -> None:
        """Say everything, or again as much as fits and nothing opened."""
        self.full = not self.full
        self.opened = frozenset()
        self.top = self.chosen = 0
        self.seeks = True
        self.resized()
        self.redraw()

    def action_scroll_text(self, by: int) -> None:
        """The wheel moves what is chosen, or the text while the keys act elsewhere."""
        if self.has_focus:
            self.action_move(by)
        else:
            self.seeks = False
            super().action_scroll_text(by)

    def spots(self) -> list[tuple[int, int, str]]:
        """Where each item in sight stands, for jump mode."""
        starts = ((self._span(at)[0] - self.top + 1, str(at)) for at in range(len(self._items)))
        return [(0, y, name) for y, name in starts if 1 <= y < self.size.height]

    def jump(self, name: str) -> None:
        """Choose an item of jump mode."""
        self.choose(int(name))

    def on_click(self, event: events.Click) -> None:
        """Choose and open what is under the mouse."""
        y = event.y - 1 + self.top
        for at in range(len(self._items)):
            top, bottom = self._span(at)
            if event.y > 0 and top <= y < bottom:
                self.choose(at)
                self.action_open()
                return


def _marked(line: Line) -> Line:
    """A line with the sign of what is chosen in its first blank."""
    at = next((i for i, span in enumerate(line) if " " in span.text), None)
    if at is None:
        return line
    before, _, after = line[at].text.partition(" ")
    role = line[at].role
    return (*line[:at], Span(before, role), Span(HERE, "key"), Span(after, role), *line[at + 1 :])
