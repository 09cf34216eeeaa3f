"""What the explorer says beside the report: relevance, what-if, moves, operations.

Needs the analyses, so it is asked for only once the first frame is there; the imports are in the
functions for that reason.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from s2tui.tui.session.state import ask

if TYPE_CHECKING:
    from s2tui.analysis.whatif import Effect
    from s2tui.arm.consequences import Consequence
    from s2tui.kvm.migration.migrate import Cell
    from s2tui.kvm.policy.policy import Policy
    from s2tui.kvm.report.report import Report
    from s2tui.kvm.scenario.fields import Scenario
    from s2tui.tui.session.state import Answer


class More(NamedTuple):
    """What follows from one scenario under one policy, beside its report."""

    report: Report
    unread: frozenset[str]
    """The inputs that cannot matter here."""
    effects: tuple[Effect, ...]
    """Every single change that changes the outcome, in the order in which they are told."""
    cells: tuple[Cell, ...]
    """The moves between the classes of host, and from this host if it is of none of them."""
    operations: tuple[Consequence, ...]

    def why_unread(self, name: str) -> str:
        """Why an input cannot matter here; nothing where it can."""
        return _why(self.report.kernel, self.report.scenario, name) if name in self.unread else ""


def more(answer: Answer) -> More:
    """What follows from an answer; asked once for each."""
    return _more(answer.state.kernel, answer.state.scenario)


def since(known: tuple[Report, ...], answer: Answer, before: Answer) -> tuple[Report, ...]:
    """The reports since the baseline, with the one of another answer at the end.

    Args:
        known: those so far.
        answer: the answer that is shown now.
        before: the answer that was shown before it.
    """
    if answer.was is None:
        return (answer.report,)
    kept = answer.state.pinned and before.state.baseline == answer.state.baseline
    return (*known, answer.report) if kept and known else (answer.was, answer.report)


@lru_cache(maxsize=512)
def _more(kernel: str, scenario: Scenario) -> More:
    from s2tui.analysis.relevance import relevance
    from s2tui.analysis.whatif import whatif
    from s2tui.kvm.hazards.derive import operations
    from s2tui.view.explore.whatif_line import ranked

    report = ask(kernel, scenario)
    found = relevance(report.policy, scenario)
    return More(
        report,
        found.unread,
        ranked(whatif(report.policy, scenario)),
        _moves(report.policy, scenario),
        operations(scenario, report.outcome),
    )


@lru_cache(maxsize=512)
def _why(kernel: str, scenario: Scenario, name: str) -> str:
    from s2tui.analysis.relevance import read_with, relevance
    from s2tui.view.explore.form import unread_because

    report = ask(kernel, scenario)
    ended_by = relevance(report.policy, scenario).ended_by
    change = read_with(report.policy, scenario, name)
    return unread_because(report.outcome, ended_by, change)


@lru_cache(maxsize=512)
def _matrix(policy: Policy, scenario: Scenario) -> tuple[Cell, ...]:
    from s2tui.kvm.migration.migrate import matrix

    return matrix(policy, scenario)


def _moves(policy: Policy, scenario: Scenario) -> tuple[Cell, ...]:
    """The matrix, with a row above for this host where it is of none of the classes."""
    from s2tui.kvm.migration.hosts import HOST_CLASSES, HostClass
    from s2tui.kvm.migration.migrate import Cell, migrate
    from s2tui.view.explore.host_matrix import HERE_ID, NAMES, present

    # The classes say these fields themselves: turning one asks nothing new.
    cells = _matrix(policy, scenario.changed(**HOST_CLASSES[0].fields))
    if present(cells, scenario) is not None:
        return cells
    own = {name: getattr(scenario, name) for name in HOST_CLASSES[0].fields}
    here = HostClass(HERE_ID, NAMES[HERE_ID], own)
    own_row = tuple(
        Cell(here, there, migrate(policy, policy, scenario, own, there.fields))
        for there in HOST_CLASSES
    )
    return own_row + cells
