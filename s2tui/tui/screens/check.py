"""Policies against invariants: the thread's argument on one page."""

from __future__ import annotations

from time import monotonic
from typing import TYPE_CHECKING

from s2tui.kvm.policies.own import edition
from s2tui.kvm.policies.registry import listed
from s2tui.tui.background import ask, known
from s2tui.tui.commands.table import bindings
from s2tui.tui.questions import findings
from s2tui.tui.screens.tables import EVERY, PRESETS, TableScreen, policies_of
from s2tui.tui.session.state import Answer, Baseline, report_for
from s2tui.tui.widgets.panel import Panel
from s2tui.view.check import table as invariant_table
from s2tui.view.compare import table as comparison
from s2tui.view.kit.layout import heading
from s2tui.view.kit.text import Span

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from textual.geometry import Size
    from textual.widget import Widget

    from s2tui.analysis.invariants.check import Finding
    from s2tui.tui.results.result import Result
    from s2tui.view.kit.text import Line

NAMES_WIDTH = 28
"""Columns of what the numbers over the columns stand for."""
PAUSE = 0.2
"""Seconds between two words on what is being looked at; each takes time from who looks on."""


class Names(Panel[Answer]):
    """What the numbers over the columns stand for."""

    column = 0

    @property
    def wants(self) -> int:
        """Lines in which all of them are seen."""
        return 1 + len(invariant_table.name_lines(self.column, NAMES_WIDTH))

    def draw(self, answer: Answer, width: int, height: int) -> Sequence[Line]:
        """A line for each invariant, below a heading."""
        return [heading("columns", width), *invariant_table.name_lines(self.column, width)]


class CheckScreen(TableScreen):
    """Rows are policies, columns invariants; a row comes when it is answered."""

    PLACE = "check"
    BINDINGS = bindings("check")
    ALSO = "the counterexample"

    def __init__(self, answer: Answer, size: Size) -> None:
        self.preset = EVERY
        self.found: dict[str, tuple[Finding, ...]] = {}
        self.extra: tuple[str, ...] = ()
        """Kernels that were asked about and are in no list, such as v6.12."""
        self.wanted: tuple[str, ...] = ()
        """The policies to ask about first."""
        self.asking: str | None = None
        self._editions: dict[str, int] = {}
        """By kernel, the edition that was asked about."""
        self.doing = ""
        self._at_present = False
        """Whether the cursor was put on the present policy."""
        self._told = 0.0
        super().__init__(answer, size)

    @property
    def kernels(self) -> tuple[str, ...]:
        """The rows."""
        present = self.answer.state.kernel
        rows = (*(self.extra if self.preset == EVERY else ()), *policies_of(self.preset))
        return rows if present in rows else (present, *rows)

    def body(self) -> Iterable[Widget]:
        """The names of the columns stand between table and words."""
        self.names = self.new(Names)
        table, detail, beside = super().body()
        return (table, self.names, detail, beside)

    def above(self, size: Size) -> int:
        """The table with the names of its columns beside it, where they are shown."""
        named = {"-medium", "-wide"} & set(self.room(size))
        return max(super().above(size), self.names.wants if named else 0)

    def tell(self) -> None:
        """Mark the name of the column too."""
        self.names.column = self.table.column
        self.names.redraw()
        super().tell()

    def refill(self) -> None:
        """Show what is known, and ask for the next row that is not."""
        self._drop_old()
        for kernel in self.kernels:
            answered = known(findings(kernel))
            if answered is not None:
                self.found[kernel] = answered
        self._draw()
        if not self._at_present:
            self._at_present = True
            self.table.go_to((*self.wanted, self.answer.state.kernel)[0])
        self._ask_next()

    def _drop_old(self) -> None:
        """Forget what was said of files that say something else by now."""
        for kernel in self.kernels:
            if self._editions.setdefault(kernel, edition(kernel)) != edition(kernel):
                self._editions[kernel] = edition(kernel)
                self.found.pop(kernel, None)
                if self.asking == kernel:
                    self.asking = None

    def _draw(self) -> None:
        table = invariant_table.finding_table(self.kernels, self.found, self.answer.state.kernel)
        self.table.fill(table, f"invariants: {self.preset}", self._beside())

    def _beside(self) -> Line:
        """What is being looked at, or how to read the table."""
        left = sum(kernel not in self.found for kernel in self.kernels)
        said = (
            f"{left} to go: {self.doing or self.asking or 'waiting'}"
            if left
            else invariant_table.LEGEND
        )
        return (Span(said, "dim"),)

    def _ask_next(self) -> None:
        """Ask about the present policy first, then about the others in order.

        One at a time, so that another screen's question waits for one of them at most.
        """
        if self.asking is not None:
            return
        present = self.answer.state.kernel
        first = (*self.wanted, present)
        waiting = [kernel for kernel in (*first, *self.kernels) if kernel not in self.found]
        if waiting:
            self.asking = waiting[0]
            ask(self, findings(waiting[0]), self._answered, self._progress, self._failed)

    def _progress(self, doing: str) -> None:
        self.doing = doing
        if monotonic() - self._told > PAUSE:
            self._told = monotonic()
            self.table.remark(self._beside())

    def _failed(self, reason: str) -> None:
        if self.asking is not None:
            self.found[self.asking] = ()
        self.asking = None
        self.host.notice(reason)
        self._ask_next()

    def _answered(self, answered: tuple[Finding, ...]) -> None:
        if self.asking is not None:
            self.found[self.asking] = answered
        self.asking, self.doing = None, ""
        self._draw()
        self.tell()
        self._ask_next()

    def _finding(self) -> Finding | None:
        """What is known about the cell under the cursor."""
        row = self.table.row
        found = self.found.get(row.id, ()) if row is not None else ()
        return found[self.table.column] if self.table.column < len(found) else None

    def said(self, width: int) -> Sequence[Line]:
        """The invariant in words, whether it holds, and the counterexample."""
        row = self.table.row
        if row is None:
            return ()
        return invariant_table.cell_lines(row.id, self.table.column, self._finding(), width)

    def also(self, width: int) -> Sequence[Line]:
        """How the policy takes the counterexample."""
        finding = self._finding()
        example = None if finding is None else finding.counterexample
        row = self.table.row
        if example is None or row is None:
            return ()
        lines = comparison.fault_lines(report_for(row.id, example.scenario), width)
        if example.other is not None:
            lines += [(), *comparison.fault_lines(report_for(row.id, example.other), width)]
        return lines

    def enter(self) -> None:
        """Explore the counterexample, held against the other scenario if it is one of two."""
        finding = self._finding()
        if finding is None:
            return
        example = finding.counterexample
        row = self.table.row
        if example is None or row is None:
            self.host.notice("it holds: there is no counterexample")
            return
        baseline = None if example.other is None else Baseline(example.other, row.id)
        self.host.explore(example.scenario, row.id, baseline)

    def results(self) -> tuple[Result, ...]:
        """The cell under the cursor, and the rows that are shown, as far as they are answered."""
        from s2tui.tui.results import policies

        finding, row = self._finding(), self.table.row
        shown = {name: self.found[name] for name in self.table.names if self.found.get(name)}
        found = (policies.all_checked(shown),) if shown else super().results()
        if finding is None or row is None:
            return found
        return policies.checked(row.id, finding, self.table.column), *found

    def take(self, given: Sequence[str]) -> None:
        """Go to the row of a policy, and ask about it before the others."""
        every = listed()
        self.extra = tuple(dict.fromkeys((*self.extra, *(k for k in given if k not in every))))
        self.wanted = tuple(given)
        if given:
            self.preset, self._at_present = EVERY, False
        self.renew()

    def action_preset(self) -> None:
        """Show other policies."""
        self.preset = PRESETS[(PRESETS.index(self.preset) + 1) % len(PRESETS)]
        self.again()
