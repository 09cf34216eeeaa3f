"""The computed table of the debate against the specification's, cell by cell."""

from __future__ import annotations

import tomllib
from itertools import product
from pathlib import Path
from typing import Any

import pytest

from s2tui.kvm.debate import debate
from s2tui.kvm.policies.proposed import PROPOSALS
from s2tui.kvm.policies.registry import find
from s2tui.kvm.report.explain import explain
from s2tui.kvm.rules import memslot

TABLE: dict[str, Any] = tomllib.loads(
    (Path(__file__).parents[1] / "data" / "debate-table.toml").read_text(encoding="utf-8")
)
EXCEPTIONS = {(e["scenario"], e["policy"]): e for e in TABLE.pop("exception")}
CELLS = [(s, p) for s, row in TABLE.items() for p in row]
ERRNOS = {"EINVAL", "EFAULT"}


def permitted(reading: str) -> set[tuple[str, ...]]:
    """Every answer that a reading permits: create, fault, type, and `cleaned` where it says so."""
    return set(product(*(word.split("|") for word in reading.split())))


def computed(scenario: str, policy: str) -> tuple[str, ...]:
    """The cell in the words of a reading; `cleaned` counts where the reading has it."""
    row = debate.rows()[scenario]
    cell = debate.cell(policy, row)
    outcome = explain(find(policy), debate.scenario_for(row, find(policy)))
    cleaned = outcome.maintenance is not None and outcome.maintenance.dcache_clean
    return (cell.create, cell.fault, cell.type or "-", *(["cleaned"] if cleaned else []))


def test_the_table_is_whole() -> None:
    assert list(TABLE) == [f"S{n}" for n in range(1, 13)]
    assert all(tuple(row) == debate.COLUMNS for row in TABLE.values())
    assert len(CELLS) == 12 * len(debate.COLUMNS)


@pytest.mark.parametrize(("scenario", "policy"), CELLS)
def test_a_cell_is_as_the_specification_says(scenario: str, policy: str) -> None:
    says, *readings = TABLE[scenario][policy]
    allowed = set().union(*map(permitted, readings))
    exception = EXCEPTIONS.get((scenario, policy))
    if exception is not None:
        assert allowed.isdisjoint(permitted(exception["computed"]))
        allowed = permitted(exception["computed"])
    assert computed(scenario, policy) in allowed, says


def test_the_readings_use_the_words_of_the_contract() -> None:
    for row in TABLE.values():
        for _, *readings in row.values():
            for create, fault, kind, *_ in set().union(*map(permitted, readings)):
                assert create in {"ok", "unstated", "unknown"} | ERRNOS
                assert fault in {"ok", "none", "unstated", "unknown"} | ERRNOS
                assert kind in {"-", "normal", "normal-nc", "device", "unknown"}


def test_every_position_is_in_the_table() -> None:
    said = {proposal.id for proposal in PROPOSALS} - set(debate.BESIDE)
    assert said == set(debate.COLUMNS) - {"v6.9", "v6.17"}


def test_the_positions_come_by_date_between_the_kernels() -> None:
    dates = [p.date for p in PROPOSALS if p.id not in debate.BESIDE]
    assert debate.COLUMNS[0] == "v6.9"
    assert debate.COLUMNS[-2:] == ("v6.17", "fwb-cap")
    assert dates[:-1] == sorted(dates[:-1])
    assert debate.DATES["sean-cap"] == "26 Mar 2025"


def test_the_flag_is_set_only_where_it_is_known() -> None:
    row = debate.rows()["S7"]
    asked = {p for p in debate.COLUMNS if debate.scenario_for(row, find(p)).slot_cacheable}
    assert asked == {"patch-v4", "patch-v6", "marc", "oliver-apr", "symmetric-flag"}
    assert all(memslot.cacheable_flag_unknown not in find(p).rules for p in asked)


def test_only_the_parameters_own_column_runs_with_it() -> None:
    row = debate.rows()["S3"]
    on = {p for p in debate.COLUMNS if debate.scenario_for(row, find(p)).param_unsafe_cacheable}
    assert on == {"sean-param"}
    assert debate.cell("sean", row).fault == "unstated"
    assert debate.cell("sean-param", row).type == "device"


def test_a_cell_says_why_and_who_said_so() -> None:
    cell = debate.cell("marc", debate.rows()["S11"])
    assert "eat your data" in cell.text
    assert "Marc Zyngier, 18 Mar 2025" in cell.text
    assert debate.cell("v6.17", debate.rows()["S12"]).text.startswith("v6.18: ")


MOVES = [
    cell
    for cell in tomllib.loads(
        (Path(__file__).parents[1] / "data" / "debate-migration.toml").read_text(encoding="utf-8")
    )["cell"]
    if cell["says"] != "?"
]
"""The specification's cells but one, which it leaves open."""


@pytest.mark.parametrize("cell", MOVES, ids=lambda cell: f"{cell['move']}-{cell['policy']}")
def test_the_debates_migrations_are_as_the_specification_says(cell: dict[str, Any]) -> None:
    move = debate.move(cell["policy"], debate.moves()[cell["move"]])
    assert move.allowed == cell["allowed"]
    assert move.fails_at in (cell["fails_at"] or [None])
