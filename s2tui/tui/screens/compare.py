"""The present scenario under many policies, or every position of the debate on its scenarios."""

from __future__ import annotations

from typing import TYPE_CHECKING

from s2tui.kvm.debate import debate
from s2tui.kvm.policies.registry import find, listed
from s2tui.tui.background import Question, ask
from s2tui.tui.commands.table import bindings
from s2tui.tui.screens.tables import PRESETS, TableScreen, policies_of
from s2tui.tui.session.state import Baseline, report_for
from s2tui.view.compare import table as comparison
from s2tui.view.compare.debate import BASELINE
from s2tui.view.kit.text import Span

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textual.geometry import Size

    from s2tui.kvm.debate.debate import Grid
    from s2tui.kvm.report.report import Report
    from s2tui.kvm.scenario.fields import Scenario
    from s2tui.tui.results.result import Result
    from s2tui.tui.session.state import Answer
    from s2tui.view.kit.text import Line

TITLES = (*PRESETS, "chosen policies", "the debate of 2023-2025")
DEBATED = "debate"
"""Asks for the table of the debate, before a cell of it."""
CHOSEN, DEBATE = len(PRESETS), len(PRESETS) + 1


class CompareScreen(TableScreen):
    """Rows are policies; columns are what they answer."""

    PLACE = "compare"
    BINDINGS = bindings("compare")
    ALSO = "the fault, step by step"

    def __init__(self, answer: Answer, size: Size) -> None:
        self.preset = 0
        self.chosen: set[str] = set()
        self.extra: tuple[str, ...] = ()
        """Kernels that were named and are in no list, such as v6.12."""
        self.reports: dict[str, Report] = {}
        self.debate: Grid | None = None
        self.wanted: tuple[str, ...] = ()
        """The cell of the debate to go to as soon as it is there: the position, the scenario."""
        super().__init__(answer, size)
        self.refill()
        self.table.go_to(self.reference.kernel)

    @property
    def reference(self) -> Report:
        """What the others are held against, on the present scenario: what is pinned, or present."""
        state = self.answer.state
        if state.pinned and state.baseline is not None:
            return report_for(state.baseline.kernel, state.scenario)
        return self.answer.report

    def refill(self) -> None:
        """Ask every policy of the preset, and show what they say."""
        if self.preset == DEBATE:
            self._refill_debate()
            return
        kernels = self._kernels()
        scenario = self.answer.state.scenario
        self.reports = {kernel: report_for(kernel, scenario) for kernel in kernels}
        found = tuple(self.reports.values())
        present = self.answer.state.kernel
        table = comparison.policy_table(found, self.reference, present, self.chosen)
        self.table.fill(table, TITLES[self.preset])
        self._say_what_differs()

    def _say_what_differs(self) -> None:
        """Say beside the heading how those that are shown differ from the reference."""
        shown = [self.reports[name] for name in self.table.names]
        found = [self.reference, *shown] if shown else ()
        self.table.remark(comparison.differs_line(found, self.reference))

    def filter(self, text: str) -> None:
        """Show the rows that have a text in them, and what differs among them."""
        super().filter(text)
        if self.preset != DEBATE:
            self._say_what_differs()

    def _kernels(self) -> Sequence[str]:
        """The kernels of the preset, with the reference and the present one among them."""
        every = listed()
        named = (name for name in self.extra if name not in every)
        chosen = tuple(name for name in (*every, *named) if name in self.chosen)
        rows = (*(policies_of(preset) for preset in PRESETS), chosen)[self.preset]
        wanted = dict.fromkeys((self.reference.kernel, self.answer.state.kernel))
        return (*(kernel for kernel in wanted if kernel not in rows), *rows)

    def _refill_debate(self) -> None:
        if self.debate is None:
            self.table.fill(comparison.WAITING, TITLES[DEBATE])
            if self.is_attached:
                ask(self, Question("debate", ("debate",), lambda _: debate.grid()), self._debated)
            return
        table = comparison.debate_table(self.debate, debate.DATES if self.is_wide else None)
        said = (Span(comparison.BESIDE_DEBATE, "dim"),)
        self.table.fill(table, TITLES[DEBATE], said)

    def _debated(self, found: Grid) -> None:
        self.debate = found
        self.again()
        if self.wanted:
            position, *columns = self.wanted
            names = list(found.rows)
            self.wanted = ()
            self.table.go_to(position, names.index(columns[0]) if columns else None)
            self.tell()

    def said(self, width: int) -> Sequence[Line]:
        """The policy's answer with its reason, or the cell of the debate in words."""
        row = self.table.row
        if row is None:
            return ()
        if self.preset != DEBATE:
            one = self.reports.get(row.id)
            lines = comparison.policy_lines(one, self.reference, width) if one else []
            return lines if self.is_wide else [*lines, (), *self.also(width)]
        return self._said_of_cell(row.id, width)

    def also(self, width: int) -> Sequence[Line]:
        """The fault under the policy and under the reference; of the debate, how to read it."""
        row = self.table.row
        if self.preset == DEBATE:
            return comparison.legend_lines(width)
        if row is None or row.id not in self.reports:
            return ()
        one = self.reports[row.id]
        lines = comparison.fault_lines(one, width)
        if one.kernel != self.reference.kernel:
            lines += [(), *comparison.fault_lines(self.reference, width)]
        return lines

    def _said_of_cell(self, position: str, width: int) -> Sequence[Line]:
        if self.debate is None:
            return ()
        name, row = list(self.debate.rows.items())[self.table.column]
        answer = self.debate.cells[position].get(name) or self.debate.moves[position][name]
        said = ", ".join(filter(None, (position, debate.DATES.get(position))))
        lines = comparison.cell_lines(said, name, row.text, answer, width)
        return lines if self.is_wide else [*lines, (), *comparison.legend_lines(width)]

    def enter(self) -> None:
        """Explore the answer under the cursor; what is pinned stays, and nothing else is."""
        row = self.table.row
        if row is None:
            return
        if self.preset == DEBATE:
            self._enter_cell(row.id)
            return
        state = self.answer.state
        self.host.explore(state.scenario, row.id, state.baseline if state.pinned else None)

    def _enter_cell(self, position: str) -> None:
        """Explore a scenario of the debate, held against what was merged."""
        if self.debate is not None:
            there, here = (Baseline(*self._cell(name)) for name in (BASELINE, position))
            self.host.explore(*here, None if here.kernel == there.kernel else there)

    def _cell(self, position: str) -> tuple[Scenario, str]:
        """The scenario of the column under the cursor, and who answers it for a position."""
        assert self.debate is not None
        row = list(self.debate.rows.values())[self.table.column]
        kernel = debate.ANSWERED_BY.get((position, row.id), position)
        return debate.scenario_for(row, find(kernel)), kernel

    def take(self, given: Sequence[str]) -> None:
        """Compare some policies; none are all. `debate` is its table, perhaps at a cell of it."""
        if given[:1] == (DEBATED,):
            self.preset, self.wanted = DEBATE, tuple(given[1:])
            self.renew()
            return
        self.extra = tuple(given)
        self.chosen, self.preset = set(given), CHOSEN if given else 0
        self.renew()

    def results(self) -> tuple[Result, ...]:
        """The table, the reference first and then the policies that are shown."""
        from s2tui.tui.results import policies

        if self.preset == DEBATE:
            return self._of_debate() or super().results()
        shown = (self.reports[name] for name in self.table.names)
        others = (one for one in shown if one.kernel != self.reference.kernel)
        return (policies.compared(self.reference.scenario, (self.reference, *others)),)

    def _of_debate(self) -> tuple[Result, ...]:
        """The table, and the answer in the cell under the cursor."""
        from s2tui.tui.results import policies
        from s2tui.tui.results.page import explained

        if self.debate is None or self.table.row is None:
            return ()
        scenario, kernel = self._cell(self.table.row.id)
        cell, *_ = explained(report_for(kernel, scenario))
        named = cell._replace(what="the cell under the cursor", name="cell")
        return (policies.debated(self.debate), named)

    def action_preset(self) -> None:
        """Go to the next choice of policies; at the end, the debate."""
        steps = [at for at in range(len(TITLES)) if at != CHOSEN or self.chosen]
        self.preset = steps[(steps.index(self.preset) + 1) % len(steps)]
        self.again()

    def action_debate(self) -> None:
        """Go to the table of the debate, or back to every policy."""
        self.preset = 0 if self.preset == DEBATE else DEBATE
        self.again()

    def action_choose(self) -> None:
        """Choose the policy under the cursor, or leave it out again."""
        row = self.table.row
        if row is None or self.preset == DEBATE:
            return
        self.chosen ^= {row.id}
        if self.preset == CHOSEN and not self.chosen:
            self.preset = 0
        self.again()
