"""Every screen for a screen reader: its panes as one text, what changed last first."""

from __future__ import annotations

from typing import TYPE_CHECKING

from s2tui.kvm.policies.registry import came_of, listed
from s2tui.tui.background import Question, ask, known
from s2tui.tui.commands.screens import BY_NAME, FIRST, SCREENS
from s2tui.tui.host import host_of
from s2tui.tui.questions import difference_tree, findings
from s2tui.tui.screens.base import BaseScreen
from s2tui.tui.session import state as states
from s2tui.tui.session.state import Baseline, report_for
from s2tui.tui.widgets.linear import CHANGE, LinearText
from s2tui.view.explore.inputs import why_fixed
from s2tui.view.kit import words
from s2tui.view.linear import panes
from s2tui.view.linear.fact import Fact, Pane

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from typing import Any

    from textual.app import ComposeResult
    from textual.geometry import Size

    from s2tui.tui.results.result import Result
    from s2tui.tui.session.state import Answer, State

WAITING = Pane("Being found out", (Fact("It is still being found out."),))
KEYS = (
    "Arrows go on by a fact, Tab by a pane, Enter opens; letters turn inputs, digits open screens,"
    " colon takes a line, question mark has every key, q quits."
)


class LinearScreen(BaseScreen):
    """One of the screens, by its name, as a text."""

    HORIZONTAL_BREAKPOINTS = [(0, "-medium")]  # noqa: RUF012 - as in CalmScreen
    VERTICAL_BREAKPOINTS = [(0, "-usual")]  # noqa: RUF012

    def __init__(self, name: str, answer: Answer, size: Size) -> None:
        super().__init__(answer, size)
        self.PLACE = name  # type: ignore[misc]
        self.given: Sequence[str] = ()
        """What a line asked to be shown."""
        self.note = ""
        """What the app said last."""
        self.text = self.new(LinearText)
        self.text.opened = self._open

    def compose(self) -> ComposeResult:
        """Nothing but the text."""
        yield self.text

    def on_mount(self) -> None:
        """Say all of it from the beginning."""
        self.text.focus()
        self.say(0)

    def places(self) -> list[str]:
        """Keys work in the text alone."""
        return ["linear"]

    def name_case(self) -> None:
        """There is no title to name it in."""

    def show(self, answer: Answer) -> None:
        """Say what changed, and then all of it again."""
        self.answer, self.note = answer, ""
        self.say(CHANGE)
        super().show(answer)

    def announce(self, text: str) -> None:
        """Say something of the app's first."""
        self.note = text
        self.say(CHANGE)

    def take(self, given: Sequence[str]) -> None:
        """Show what a line asked for."""
        self.given = given
        if self.is_mounted:
            self.say(CHANGE)

    def say(self, at: int | None = None) -> None:
        """Say all of it.

        Args:
            at: where the cursor goes; None leaves it.
        """
        report, entry = self.answer.report, BY_NAME[self.PLACE]
        first = panes.change_pane(self.answer.was, report, self.note)
        scenario = words.scenario_words(report.scenario)
        here = f"{entry.title}, screen {entry.key} of {len(SCREENS)}. Kernel {report.kernel}."
        rest = tuple(self._panes())
        self.text.put(
            f"{here} Scenario: {scenario}.", (first, *rest, Pane("Keys", (Fact(KEYS),))), at
        )

    def _panes(self) -> Iterable[Pane]:
        report = self.answer.report
        make = getattr(self, f"_{self.PLACE}", None)
        if make is not None:
            return make()  # type: ignore[no-any-return]
        return panes.explore(report, self.answer.state.wanted)

    def _compare(self) -> Iterable[Pane]:
        kernels = self.given or listed()
        base = self.answer.state.baseline if self.answer.state.pinned else None
        scenario = self.answer.state.scenario
        reference = report_for(base.kernel, scenario) if base else self.answer.report
        return panes.compare([report_for(one, scenario) for one in kernels], reference)

    def _diff(self) -> Iterable[Pane]:
        second = self.answer.state.kernel
        first = (*self.given, came_of(second, self.answer.report.policy.id))[0]
        question = difference_tree(first, second, None)
        found = self._known(question)
        return (WAITING,) if found is None else panes.diff(found, (first, second))

    def _check(self) -> Iterable[Pane]:
        kernel = (*self.given, self.answer.state.kernel)[0]
        found = self._known(findings(kernel))
        return (WAITING,) if found is None else panes.check(kernel, found)

    def _known(self, question: Question[Any]) -> Any:
        """The answer to a question; without one it is asked, and all is said again."""
        found = known(question)
        if found is None and self.is_attached:
            ask(self, question, lambda _: self.say())
        return found

    def _review(self) -> Iterable[Pane]:
        from s2tui.source.review.request import EXAMPLES, parse
        from s2tui.tui.questions import reviewed
        from s2tui.view.kit.markdown import WIDE
        from s2tui.view.linear.fact import facts_of
        from s2tui.view.review.lines import review_lines

        if not self.given:
            said = f"Say colon and what is to be reviewed, such as {EXAMPLES[0]}."
            return (Pane("Review", (Fact(said),)),)
        found = self._known(reviewed(parse(self.given)))
        if found is None:
            return (WAITING,)
        each = ((one.review.title, review_lines(one.review, WIDE)[1:]) for one in found)
        return tuple(Pane(title, facts_of(lines)) for title, lines in each)

    def _migrate(self) -> Iterable[Pane]:
        from s2tui.kvm.migration.own_host import own_moves

        report = self.answer.report
        return panes.migrate(own_moves(report.policy, self.answer.state.wanted), report.kernel)

    def _descriptor(self) -> Iterable[Pane]:
        from s2tui.view.descriptor import edited

        found = edited.following(self.answer.report)
        if self.given:
            found = edited.typed(found, self.given[0])
        return panes.descriptor(found.now)

    def _caches(self) -> Iterable[Pane]:
        return panes.caches(self.answer.report)

    def _learn(self) -> Iterable[Pane]:
        from datetime import date

        from s2tui.teach.run.offer_lines import offer_panes
        from s2tui.teach.run.offers import shelf

        found = shelf(date.today())
        return offer_panes(found.offers(), found.progress)

    def _open(self, fact: Fact) -> None:
        """Show the values of an input, or go to what a fact is about."""
        app = host_of(self)
        if fact.input:
            app.action_values(fact.input)
        elif fact.there is not None:
            scenario, kernel, against = fact.there
            app.explore(scenario, kernel, None if against is None else Baseline(*against))

    def turn(self, state: State, name: str, by: int) -> None:
        """Turn an input; where it cannot be turned it is said why."""
        app = host_of(self)
        app.go(states.turned(state, name, by))
        if app.state == state:
            app.notice(f"{name}: {why_fixed(state.scenario, name)}")

    def go_to(self, name: str) -> None:
        """Show the values of an input."""
        host_of(self).action_values(name)

    def results(self) -> tuple[Result, ...]:
        """The text, and on Explore the scenario before it."""
        from s2tui.tui.results.result import Result

        whole = Result("the whole text", {"text": lambda: self.text.text}, name="whole")
        if self.PLACE == FIRST:
            return (*super().results(), whole)
        return (whole._replace(name=""),)
