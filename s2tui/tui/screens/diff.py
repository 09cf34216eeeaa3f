"""Every scenario on which two policies differ, as a tree."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from s2tui.kvm.policies import own
from s2tui.kvm.policies.registry import came_of, listed
from s2tui.kvm.scenario.fields import FIELDS
from s2tui.kvm.scenario.fields import differences as changed_fields
from s2tui.tui.background import Question, ask, known
from s2tui.tui.commands.table import bindings
from s2tui.tui.questions import difference_tree, example_of
from s2tui.tui.screens.tables import TableScreen
from s2tui.tui.session.state import Baseline, State
from s2tui.tui.widgets.tree import TreeView
from s2tui.view.kit.text import Span

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from textual.geometry import Size

    from s2tui.kvm.scenario.fields import Scenario, Value
    from s2tui.tui.results.result import Result
    from s2tui.tui.session.state import Answer
    from s2tui.view.diff.tree import Found, Place
    from s2tui.view.kit.text import Line


class DiffScreen(TableScreen):
    """What the present policy answers otherwise than another one, and where."""

    PLACE = "diff"
    BINDINGS = bindings("diff")
    VIEW = TreeView
    ALSO = "for instance"

    def __init__(self, answer: Answer, size: Size) -> None:
        self.chosen: str | None = None
        """The other policy, if somebody chose one here."""
        self._chosen_in: dict[State, str | None] = {}
        """What was chosen in the states that a swap goes between."""
        self._past: list[tuple[State, str | None]] = []
        self._future: list[tuple[State, str | None]] = []
        """Choices to take back, and to make again: in which state, and what."""
        self.here = False
        """Whether only scenarios like the present one count."""
        self.found: Found | None = None
        self.asked: Question[Found] | None = None
        self.stands_for: Mapping[str, Place] = {}
        self.doing = ""
        super().__init__(answer, size)

    @property
    def first(self) -> str:
        """What was: the one that was chosen, a pinned kernel, or what the present came of."""
        state = self.answer.state
        if self.chosen is not None and self.chosen != self.second:
            return self.chosen
        if state.pinned and state.baseline is not None and state.baseline.kernel != self.second:
            return state.baseline.kernel
        return came_of(self.second, self.answer.report.policy.id)

    @property
    def second(self) -> str:
        """What is: the present kernel."""
        return self.answer.state.kernel

    @property
    def where(self) -> dict[str, tuple[Value, ...]] | None:
        """What the scenarios that count have in common; None for all of them."""
        if not self.here:
            return None
        fields = changed_fields(self.answer.state.scenario)
        return {FIELDS[name].attribute: (value,) for name, value in fields.items()}

    def show(self, answer: Answer) -> None:
        """Draw another answer; a state that was swapped has its other policy again.

        A policy out of a file begins at what it was made of, whatever was looked at before.
        """
        if answer.state.kernel != self.second and answer.state.kernel in own.paths():
            self.chosen = None
        self.chosen = self._chosen_in.get(answer.state, self.chosen)
        super().show(answer)

    def refill(self) -> None:
        """Ask how the two differ, unless that is what is shown."""
        question = difference_tree(self.first, self.second, self.where)
        if self.asked is not None and question.key == self.asked.key:
            return
        self.asked, self.found, self.stands_for = question, known(question), {}
        if self.found is None:
            self._wait("asking")
        ask(self, question, self._answered, self._wait, self._wait)

    def _wait(self, doing: str) -> None:
        """Say what is being looked at."""
        if self.found is None:
            self.doing = f"{doing} …"
            self._tree_view.plant((), self._title, (Span(self.doing, "dim"),))
            self.detail.redraw()

    def _answered(self, found: Found) -> None:
        from s2tui.view.diff import tree as view
        from s2tui.view.diff.lines import summary

        self.found, self.stands_for = found, view.places(found)
        tree = self._tree_view
        branches = view.diff_tree(found)
        tree.heads = view.HEADS
        tree.plant(branches, self._title, (Span(summary(found.diff), "dim"),))
        tree.unfold(view.opened_first(branches))

    @property
    def _tree_view(self) -> TreeView:
        return cast("TreeView", self.table)

    @property
    def _title(self) -> str:
        said = f"{self.first} → {self.second}"
        if self.here and self.where:
            return f"{said}, as the inputs are set"
        return said

    def said(self, width: int) -> Sequence[Line]:
        """The change or the condition under the cursor, in full."""
        if self.found is None:
            return ((Span(self.doing, "dim"),),)
        from s2tui.view.diff import tree as view

        place = self._place()
        if place is None:
            return view.head_lines(self.found, width)
        return view.place_lines(place, width)

    def also(self, width: int) -> Sequence[Line]:
        """How both policies take the example."""
        from s2tui.view.diff.tree import example_lines

        place = self._place()
        if place is None:
            return ()
        return example_lines(place.block, (self.first, self.second), width)

    def _place(self) -> Place | None:
        row = self.table.row
        return None if row is None else self.stands_for.get(row.id)

    def enter(self) -> None:
        """Explore a scenario that stands for what the cursor is on, held against what was."""
        place, found = self._place(), self.found
        if place is None or found is None:
            return
        if place.line is None:
            self._explore(place.block.group.example)
        else:
            ask(self, example_of(found, place), self._explore)

    def _explore(self, scenario: Scenario) -> None:
        self.host.explore(scenario, self.second, Baseline(scenario, self.first))

    def take(self, given: Sequence[str]) -> None:
        """Hold the present policy against another one."""
        if given:
            self._hold_against(given[0])
            self.renew()

    def results(self) -> tuple[Result, ...]:
        """The group under the cursor, if it is on one, and the whole."""
        from s2tui.tui.results import policies

        names, place, found = (self.first, self.second), self._place(), self.found
        if place is None or found is None:
            return (policies.differing(names, self.where, found),)
        one = policies.changed(names, self.where, found, place)
        return one, policies.differing(names, self.where, found, "whole")

    def action_first(self, by: int) -> None:
        """Compare with another policy."""
        ids = listed()
        at = ids.index(self.first) if self.first in ids else 0
        others = [ids[(at + by * step) % len(ids)] for step in range(1, len(ids))]
        self._hold_against(next(name for name in others if name != self.second))

    def _hold_against(self, name: str) -> None:
        """Choose another policy; that can be taken back."""
        self._past.append((self.answer.state, self.chosen))
        self._future.clear()
        self._choose(name)

    def _choose(self, name: str | None) -> None:
        self.chosen = name
        if self.answer.state in self._chosen_in:
            self._chosen_in[self.answer.state] = name
        self.refill()

    def take_back(self) -> bool:
        """Take back the last choice, if it was made in this state; whether there was one."""
        return self._retrace(self._past, self._future)

    def put_again(self) -> bool:
        """Make it again."""
        return self._retrace(self._future, self._past)

    def _retrace(
        self, source: list[tuple[State, str | None]], target: list[tuple[State, str | None]]
    ) -> bool:
        state = self.answer.state
        if not source or source[-1][0] != state:
            return False
        target.append((state, self.chosen))
        self._choose(source.pop()[1])
        return True

    def action_swap(self) -> None:
        """Exchange the two."""
        state = self.answer.state
        swapped = State(state.wanted, self.first, state.baseline, pinned=state.pinned)
        # The state is gone back from by undo, and so is what was chosen in it.
        self._chosen_in |= {state: self.chosen, swapped: self.second}
        self.host.go(swapped)

    def action_where(self) -> None:
        """Look everywhere, or only where the inputs are as they are set."""
        self.here = not self.here
        if self.here and not self.where:
            self.host.notice("every input is at its default: that is everywhere")
        self.refill()
