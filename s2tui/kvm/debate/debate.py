"""The debate of 2023-2025 as a table: every position on every scenario, computed.

Which scenarios, is data (debate.toml); what a position answers, comes from its policy.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from s2tui.kvm.policies.proposed import PROPOSALS, day
from s2tui.kvm.policies.registry import find
from s2tui.kvm.policy.results import LEAF_RESULTS
from s2tui.kvm.report.explain import explain
from s2tui.kvm.report.members import why
from s2tui.kvm.rules import memslot
from s2tui.kvm.scenario.fields import FIELDS, make
from s2tui.toml import table

if TYPE_CHECKING:
    from collections.abc import Iterable

    from s2tui.kvm.migration.migrate import Move
    from s2tui.kvm.policy.outcome import Outcome
    from s2tui.kvm.policy.policy import Policy
    from s2tui.kvm.scenario.fields import Scenario, Value

BESIDE = ("ankit-11-mar",)
"""Proposals that were made in passing: their cells are those of the series that they belong to."""
COLUMNS = (
    "v6.9",
    *(proposal.id for proposal in PROPOSALS[:-1] if proposal.id not in BESIDE),
    "v6.17",
    PROPOSALS[-1].id,
)
"""The positions by date, between the kernel that was argued about and the one that came of it."""
DATES = {proposal.id: day(proposal.date) for proposal in PROPOSALS}
"""When a position was first taken, or a series posted or applied."""
PARAMETERS: dict[str, dict[str, Value]] = {"sean-param": {"param.unsafe_cacheable": True}}
"""What a position is run with in every scenario: its module parameter on."""
ANSWERED_BY = {("v6.17", "S12"): "v6.18"}
"""v6.17 stands for what was merged; the first kernel of it with guest_memfd is v6.18."""
SOURCE: dict[str, Value] = {"host_fwb": True, "host_dic": True}
DESTINATION: dict[str, Value] = {"host_fwb": False, "host_dic": False}
"""The hosts of M1 and M2, by attribute. A move's answer has the way back in it."""


class Row(NamedTuple):
    """One scenario that was argued about."""

    id: str
    text: str
    fields: dict[str, Value]
    """What differs from the defaults, by contract name."""
    flag_if_known: bool
    """Whether the proposed memslot flag is set for the positions that have it."""


class Cell(NamedTuple):
    """What a position answers: `ok`, `none`, `unstated`, `unknown` or an errno; and one type."""

    create: str
    fault: str
    type: str | None
    text: str
    """The rule that decided, and where it was said."""


@cache
def rows() -> dict[str, Row]:
    """The scenarios S1 to S12."""
    return _rows("scenario")


@cache
def moves() -> dict[str, Row]:
    """The migrations M1 and M2: the VM that moves, on its source."""
    return _rows("move")


def _rows(kind: str) -> dict[str, Row]:
    data = table(__file__, "debate.toml")[kind]
    return {
        id_: Row(id_, entry["text"], entry["fields"], entry.get("flag_if_known", False))
        for id_, entry in data.items()
    }


def scenario_for(row: Row, policy: Policy) -> Scenario:
    """A row's scenario as a position is asked it: with its parameter, and with its flag."""
    fields = {**row.fields, **PARAMETERS.get(policy.id, {})}
    if row.flag_if_known and memslot.cacheable_flag_unknown not in policy.rules:
        fields["slot.cacheable"] = True
    return make({FIELDS[name].attribute: value for name, value in fields.items()})[0]


def cell(position: str, row: Row) -> Cell:
    """What a position answers to a row of the table."""
    answering = ANSWERED_BY.get((position, row.id), position)
    policy = find(answering)
    found = answer(explain(policy, scenario_for(row, policy)))
    by = "" if answering == position else f"{answering}: "
    return found._replace(text=by + found.text)


def answer(outcome: Outcome) -> Cell:
    """An outcome in the words of the table."""
    return Cell(
        create=outcome.memslot.errno or outcome.memslot.result,
        fault=_fault(outcome),
        type=_type(outcome),
        text=why(outcome),
    )


def _fault(outcome: Outcome) -> str:
    fault = outcome.fault
    return "ok" if fault.result in LEAF_RESULTS else fault.errno or fault.result


def _type(outcome: Outcome) -> str | None:
    if outcome.mapping is not None:
        return outcome.mapping.type
    return "unknown" if outcome.fault.result == "unknown" else None


class Grid(NamedTuple):
    """What positions answer to every scenario and every migration."""

    rows: dict[str, Row]
    """The scenarios, then the migrations."""
    cells: dict[str, dict[str, Cell]]
    """By position and scenario."""
    moves: dict[str, dict[str, Move]]
    """By position and migration."""


def grid(positions: Iterable[str] = COLUMNS) -> Grid:
    """The whole table, or that of some positions."""
    return Grid(
        rows() | moves(),
        {who: {id_: cell(who, row) for id_, row in rows().items()} for who in positions},
        {who: {id_: move(who, row) for id_, row in moves().items()} for who in positions},
    )


def move(position: str, row: Row) -> Move:
    """What becomes of a migration under a position, with the same kernel at both ends."""
    from s2tui.kvm.migration.migrate import migrate

    policy = find(position)
    return migrate(policy, policy, scenario_for(row, policy), SOURCE, DESTINATION)
