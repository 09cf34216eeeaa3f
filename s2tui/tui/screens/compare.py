"""The present scenario under many policies, or every position of the debate on its scenarios."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from s2tui.kvm.policies.registry import KERNELS, PROPOSALS, listed
from s2tui.tui.background import Question, ask
from s2tui.tui.commands.table import bindings
from s2tui.tui.screens.tables import TableScreen
from s2tui.tui.session.state import Baseline, report_for
from s2tui.view.compare import table as comparison
from s2tui.view.compare.debate import BASELINE
from s2tui.view.kit.text import Span

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from textual.geometry import Size

    from s2tui.kvm.debate.debate import Cell, Row
    from s2tui.kvm.migration.migrate import Move
    from s2tui.kvm.report.report import Report
    from s2tui.tui.session.state import Answer
    from s2tui.view.kit.text import Line

FIXED = (tuple(kernel.id for kernel in KERNELS), tuple(proposal.id for proposal in PROPOSALS))
"""The policies of the presets that need no choosing, after that with every policy."""
PRESETS = ("every policy", "kernels", "proposals", "chosen policies", "the debate of 2023-2025")
CHOSEN, DEBATE = 3, 4


class _Debate(NamedTuple):
    """The table of the debate."""

    rows: Mapping[str, Row]
    """The scenarios, then the migrations."""
    cells: Mapping[str, Mapping[str, Cell]]
    moves: Mapping[str, Mapping[str, Move]]
    dates: Mapping[str, str]
    """When a position was taken."""

    def scenario_at(self, column: int) -> str:
        """The id of what stands over a column."""
        return list(self.rows)[column]


def _debate(_: Callable[[str], None]) -> _Debate:
    """Ask every position everything."""
    from s2tui.kvm.debate import debate

    rows, moves = debate.rows(), debate.moves()
    return _Debate(
        {**rows, **moves},
        {who: {id_: debate.cell(who, row) for id_, row in rows.items()} for who in debate.COLUMNS},
        {who: {id_: debate.move(who, row) for id_, row in moves.items()} for who in debate.COLUMNS},
        debate.DATES,
    )


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
        self.debate: _Debate | None = None
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
        differs = comparison.differs_line(found, self.reference)
        self.table.fill(table, PRESETS[self.preset], differs)

    def _kernels(self) -> Sequence[str]:
        """The kernels of the preset, with the reference and the present one among them."""
        every = listed()
        named = (name for name in self.extra if name not in every)
        chosen = tuple(name for name in (*every, *named) if name in self.chosen)
        rows = (every, *FIXED, chosen)[self.preset]
        wanted = dict.fromkeys((self.reference.kernel, self.answer.state.kernel))
        return (*(kernel for kernel in wanted if kernel not in rows), *rows)

    def _refill_debate(self) -> None:
        if self.debate is None:
            self.table.fill(comparison.WAITING, PRESETS[DEBATE])
            if self.is_attached:
                ask(self, Question("debate", ("debate",), _debate), self._debated)
            return
        table = comparison.debate_table(
            self.debate.cells, self.debate.moves, self.debate.dates if self.is_wide else None
        )
        said = (Span(comparison.BESIDE_DEBATE, "dim"),)
        self.table.fill(table, PRESETS[DEBATE], said)

    def _debated(self, found: _Debate) -> None:
        self.debate = found
        self.refill()
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
        name = self.debate.scenario_at(self.table.column)
        text = self.debate.rows[name].text
        cell = self.debate.cells[position].get(name)
        said = ", ".join(filter(None, (position, self.debate.dates.get(position))))
        if cell is not None:
            lines = comparison.cell_lines(said, name, text, cell, width)
        else:
            move = self.debate.moves[position][name]
            lines = comparison.move_cell_lines(said, name, text, move, width)
        return lines if self.is_wide else [*lines, (), *comparison.legend_lines(width)]

    def enter(self) -> None:
        """Explore the answer under the cursor, with the reference pinned."""
        row = self.table.row
        if row is None:
            return
        if self.preset == DEBATE:
            self._enter_cell(row.id)
            return
        scenario = self.answer.state.scenario
        baseline = Baseline(scenario, self.reference.kernel)
        self.host.explore(scenario, row.id, baseline if row.id != baseline.kernel else None)

    def _enter_cell(self, position: str) -> None:
        """Explore a scenario of the debate, held against what was merged."""
        from s2tui.kvm.debate import debate
        from s2tui.kvm.policies.registry import find

        if self.debate is None:
            return
        row = self.debate.rows[self.debate.scenario_at(self.table.column)]
        kernel, merged = (
            debate.ANSWERED_BY.get((name, row.id), name) for name in (position, BASELINE)
        )
        there = Baseline(debate.scenario_for(row, find(merged)), merged)
        here = debate.scenario_for(row, find(kernel))
        self.host.explore(here, kernel, None if kernel == merged else there)

    def take(self, given: Sequence[str]) -> None:
        """Compare some policies; none are all."""
        self.extra = tuple(given)
        self.chosen, self.preset = set(given), CHOSEN if given else 0
        self.again()

    def copy_markdown(self) -> str:
        """The table for a mail, as `s2tui compare` prints it."""
        if self.preset == DEBATE:
            return super().copy_markdown()
        from s2tui.view.compare.lines import compare_lines
        from s2tui.view.kit.text import plain

        others = [one for kernel, one in self.reports.items() if kernel != self.reference.kernel]
        lines = plain(compare_lines([self.reference, *others]))
        return f"```\n{lines}\n```"

    def action_preset(self) -> None:
        """Go to the next choice of policies; at the end, the debate."""
        steps = [at for at in range(len(PRESETS)) if at != CHOSEN or self.chosen]
        self.preset = steps[(steps.index(self.preset) + 1) % len(steps)]
        self.refill()
        self.tell()

    def action_debate(self) -> None:
        """Go to the table of the debate, or back to every policy."""
        self.preset = 0 if self.preset == DEBATE else DEBATE
        self.refill()
        self.tell()

    def action_choose(self) -> None:
        """Choose the policy under the cursor, or leave it out again."""
        row = self.table.row
        if row is None or self.preset == DEBATE:
            return
        self.chosen ^= {row.id}
        if self.preset == CHOSEN and not self.chosen:
            self.preset = 0
        self.refill()
        self.tell()
