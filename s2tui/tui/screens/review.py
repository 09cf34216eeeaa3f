"""What a patch does to a kernel tree: what was found, the lines that decide, patch by patch."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, cast

from s2tui.tui.background import Question, ask, known
from s2tui.tui.commands.table import bindings
from s2tui.tui.questions import opened, reviewed
from s2tui.tui.screens.tables import TableScreen
from s2tui.tui.session.state import Baseline
from s2tui.tui.widgets.tree import TreeView
from s2tui.view.kit.layout import flow
from s2tui.view.kit.text import Span

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from textual.geometry import Size

    from s2tui.kvm.scenario.fields import Scenario
    from s2tui.source.review.request import Request
    from s2tui.tui.results.result import Result
    from s2tui.tui.session.state import Answer
    from s2tui.view.kit.text import Line
    from s2tui.view.review.tree import Found, Place


class ReviewScreen(TableScreen):
    """Keeps which patches are reviewed and which of them is looked at."""

    PLACE = "review"
    BINDINGS = bindings("review")
    VIEW = TreeView
    ALSO = "the changed lines"

    def __init__(self, answer: Answer, size: Size) -> None:
        self.request: Request | None = None
        self.found: tuple[Found, ...] = ()
        self.at = 0
        """Which of the patches."""
        self.asked: Question[tuple[Found, ...]] | None = None
        self.stands_for: Mapping[str, Place] = {}
        self.doing = ""
        super().__init__(answer, size)

    @property
    def present(self) -> Found | None:
        """What was found of the patch that is looked at."""
        return self.found[self.at] if self.found else None

    def take(self, given: Sequence[str]) -> None:
        """Review what a line asks for."""
        from s2tui.source.review.request import parse

        if given:
            self.request, self.found, self.at = parse(given), (), 0
            self.renew()

    def refill(self) -> None:
        """Ask for the review, unless it is there already."""
        if self.request is None:
            self._plant((), "no patch is being reviewed")
            return
        question = reviewed(self.request)
        if self.asked is not None and question.key == self.asked.key:
            return
        self.asked, self.found = question, known(question) or ()
        if not self.found:
            self._wait("reading")
        ask(self, question, self._answered, self._wait, self._failed)

    def _wait(self, doing: str) -> None:
        """Say what is being looked at."""
        if not self.found:
            self.doing = f"{doing} …"
            self._plant((), self.doing)

    def _failed(self, reason: str) -> None:
        """Say why there is nothing; another line may ask again."""
        self.doing, self.asked, self.request = reason, None, None
        self._plant((), "no review")
        self.host.notice(reason)

    def _plant(self, lines: Sequence[Line], beside: str) -> None:
        self.stands_for = {}
        self._tree_view.plant((), "review", (Span(beside, "dim"),))
        self.detail.redraw()

    def _answered(self, found: tuple[Found, ...]) -> None:
        self.found = found
        self._draw()

    def _draw(self) -> None:
        """Show the patch that is looked at."""
        from s2tui.view.review import tree as view

        found = self.present
        if found is None:
            return
        branches = view.review_tree(found)
        self.stands_for = view.places(found)
        self._tree_view.heads = view.HEADS
        some = f"{self.at + 1} of {len(self.found)}: " if len(self.found) > 1 else ""
        self._tree_view.plant(branches, f"{some}{found.review.title}")
        self._tree_view.unfold(view.opened_first(branches))

    @property
    def _tree_view(self) -> TreeView:
        return cast("TreeView", self.table)

    def _place(self) -> Place | None:
        row = self.table.row
        return None if row is None else self.stands_for.get(row.id)

    def said(self, width: int) -> Sequence[Line]:
        """What is under the cursor in full; where nothing is reviewed, how to ask."""
        if self.present is None:
            return self._how(width)
        from s2tui.view.review import tree as view

        lines = view.place_lines(self.present, self._place(), width)
        if not self.is_wide:
            lines += [(), *view.hunk_lines(self.present, self._place(), width)]
        return lines

    def _how(self, width: int) -> Sequence[Line]:
        from s2tui.source.review.request import EXAMPLES

        if self.doing:
            return flow((), self.doing, width, "dim")
        said = "say `:` and what is to be reviewed, such as"
        lines = flow((), said, width)
        for example in EXAMPLES:
            lines += flow((Span("  "),), example, width, "key")
        return lines

    def also(self, width: int) -> Sequence[Line]:
        """The changed lines, the deciding one marked."""
        if self.present is None:
            return ()
        from s2tui.view.review import tree as view

        return view.hunk_lines(self.present, self._place(), width)

    def enter(self) -> None:
        """Explore the scenario on which it matters, held against the tree without the patch."""
        place, found = self._place(), self.present
        if place is None or found is None:
            return
        was, now = found.review.names
        if place.example is None:
            self.host.notice("no one scenario stands for this")
        elif " + " in now:
            self.host.notice(f"{now} has no name by which it can be asked; the whole series has")
        else:
            against = Baseline(place.other, now) if place.other else Baseline(place.example, was)
            go = partial(self._explore, place.example, now, against)
            ask(self, opened(now, against.kernel), go, self.host.notice)

    def _explore(self, scenario: Scenario, kernel: str, against: Baseline, _: None) -> None:
        self.host.explore(scenario, kernel, against)

    def action_patch(self, by: int) -> None:
        """Go to another patch of the series."""
        if len(self.found) > 1:
            self.at = (self.at + by) % len(self.found)
            self._draw()
            self.tell()

    def results(self) -> tuple[Result, ...]:
        """The review of the patch, and of all of them."""
        from s2tui.tui.results.policies import patched

        if self.request is None or self.present is None:
            return super().results()
        return patched(self.present.review, [one.review for one in self.found], self.request)
