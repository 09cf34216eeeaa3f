"""The tables of comparison, debate, differences, invariants and moves, as they are walked about."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from s2tui.analysis.diff import diff
from s2tui.analysis.invariants.catalogue import find, load
from s2tui.analysis.invariants.check import check
from s2tui.analysis.representative import representative
from s2tui.kvm.debate import debate
from s2tui.kvm.migration.hosts import HOST_CLASSES, Host
from s2tui.kvm.migration.migrate import Pair, matrix
from s2tui.kvm.policies import registry
from s2tui.kvm.report.explain import explain
from s2tui.kvm.report.members import MEMBERS, compare_outcomes
from s2tui.kvm.scenario.fields import FIELDS
from s2tui.view.check import table as invariant_table
from s2tui.view.compare import table as comparison
from s2tui.view.diff import tree
from s2tui.view.diff.lines import blocks_of, markdown
from s2tui.view.kit.text import plain
from s2tui.view.kit.tree import tree_table
from s2tui.view.migrate import table as migration_table
from tests.diagrams import SHARED
from tests.view.asking import DEVICE, ask, texts

if TYPE_CHECKING:
    from s2tui.analysis.invariants.check import Finding
    from s2tui.view.kit.table import Row, Table
    from s2tui.view.kit.text import Line


def row(table: Table, id_: str) -> Row:
    """A row by its id."""
    return next(one for one in table.rows if one.id == id_)


def text(line: Line) -> str:
    """A line without its roles."""
    return plain([line]).strip()


# Compare: debate.md 1 and kernel.md have it that v6.9 maps device memory Device whatever the VMA
# is, and v6.17 by the VMA, cacheable with FWB and DIC.


def compared(*kernels: str) -> Table:
    """Some kernels on a device's memory, held against v6.17."""
    reports = [ask(*DEVICE, kernel=kernel) for kernel in kernels]
    return comparison.policy_table(reports, ask(*DEVICE), "v6.18", chosen=("v6.9",))


def test_what_differs_from_the_reference_is_marked() -> None:
    table = compared("v6.9", "v6.17", "v6.18")
    at = [head.strip() for head in table.heads].index("mapping")
    assert text(row(table, "v6.9").cells[at]) == "◆ device rw- L1"
    assert text(row(table, "v6.17").cells[at]) == "normal rwx L1"
    assert text(row(table, "v6.18").cells[at]) == "normal rwx L1"


def test_the_reference_and_the_chosen_ones_are_told_by_their_labels() -> None:
    table = compared("v6.9", "v6.17", "v6.18")
    assert [text(one.label) for one in table.rows] == ["v6.9 ●", "v6.17 reference", "v6.18 present"]


def test_a_policy_is_found_by_its_title() -> None:
    assert "FWB and DIC" in row(compared("v6.17"), "v6.17").about


def test_a_policy_in_words_says_why_and_what_differs() -> None:
    lines = texts(comparison.policy_lines(ask(*DEVICE, kernel="v6.9"), ask(*DEVICE), 100))
    said = "\n".join(lines)
    assert lines[0] == "v6.9: Normal-NC for VM_ALLOW_ANY_UNCACHED"
    assert "Device-nGnRE, whatever user space's own mapping is" in said
    assert "◆ mapping normal rwx level 1, marks dirty → device rw-" in said


def test_the_same_outcome_is_called_so() -> None:
    said = texts(comparison.policy_lines(ask(kernel="v6.9"), ask(), 100))
    assert "✓ the same outcome as under v6.17" in said
    assert any(line.startswith("◆ capability 1 on the VM, EINVAL on ") for line in said)
    assert comparison.differs_line([ask(kernel="v6.9"), ask()], ask())[0].text == (
        "the same outcome everywhere"
    )


# Debate: cells as debate.md's own table has them.


@pytest.fixture(scope="module")
def table() -> Table:
    """The table of the debate for the positions that the tests look at."""
    return comparison.debate_table(debate.grid(("v6.9", "oliver-apr", "v6.17", "marc")))


@pytest.mark.parametrize(
    ("position", "scenario", "said"),
    [
        ("v6.9", "S1", "◆DEV"),
        ("v6.17", "S1", "WB"),
        ("oliver-apr", "S1", "◆x"),
        ("marc", "S2", "◆WB"),
        ("v6.17", "S2", "E"),
    ],
)
def test_a_cell_of_the_debate_is_marked_where_it_is_not_as_merged(
    table: Table, position: str, scenario: str, said: str
) -> None:
    at = [head.strip() for head in table.heads].index(scenario)
    assert text(row(table, position).cells[at]) == said


def test_a_cell_of_the_debate_says_what_happens_in_words() -> None:
    cell = debate.cell("oliver-apr", debate.rows()["S1"])
    said = texts(comparison.cell_lines("oliver-apr", "S1", "the question", cell, 100))
    assert said[0] == "S1 the question"
    assert said[1] == "oliver-apr: ✗ creation refused: with an errno that nobody stated"


def test_a_move_of_the_debate_says_what_happens_in_words() -> None:
    move = debate.move("v6.9", debate.moves()["M1"])
    said = texts(comparison.cell_lines("v6.9", "M1", "a move", move, 100))
    assert said[:2] == ["M1 a move", "v6.9: ✓ ok"]


# Diff.


@pytest.fixture(scope="module")
def found() -> tree.Found:
    """How v6.9 and v6.17 differ."""
    differs = diff(registry.find("v6.9"), registry.find("v6.17"), diagrams=SHARED)
    return tree.Found(differs, tuple(blocks_of(differs)))


@pytest.mark.slow
def test_the_tree_adds_up_to_all_that_differs(found: tree.Found) -> None:
    branches = tree.diff_tree(found)
    shares = [text((branch.row.cells[1][0],)).replace(",", "") for branch in branches]
    assert sum(map(int, shares)) == found.diff.different
    for branch in branches:
        below = sum(int(text(kid.row.cells[1]).replace(",", "")) for kid in branch.kids)
        assert below == int(text(branch.row.cells[1]).replace(",", ""))


def test_the_tree_begins_with_every_change_in_sight(found: tree.Found) -> None:
    branches = tree.diff_tree(found)
    rows = tree_table("", tree.HEADS, branches, tree.opened_first(branches)).rows
    changes = [one.id for one in rows if one.id in tree.places(found)]
    assert len(changes) == len(found.diff.changes)


def test_the_members_stand_in_the_order_of_the_contract(found: tree.Found) -> None:
    members = [branch.row.id for branch in tree.diff_tree(found)]
    assert members == [name for name in MEMBERS if name in members]


def test_a_representative_meets_its_conditions_and_shows_the_change(found: tree.Found) -> None:
    first, second = found.diff.first, found.diff.second
    for block in found.blocks:
        change = block.group.change
        for line in block.conditions:
            scenario = representative(found.diff, change, line)
            differs = compare_outcomes(explain(first, scenario), explain(second, scenario))
            assert differs == (change.was, change.now)
            for alternatives in line.all_of:
                assert any(
                    getattr(scenario, FIELDS[one.name].attribute) in one.values
                    for one in alternatives
                )


def test_a_condition_in_words_names_the_rules_of_both_sides(found: tree.Found) -> None:
    places = tree.places(found)
    mapping = next(
        place
        for place in places.values()
        if place.line is None and place.block.group.change.was.member == "mapping"
    )
    said = "\n".join(texts(tree.place_lines(mapping, 100)))
    assert said.startswith("◆ mapping.type: ")
    assert "\nwas  " in said
    assert "\nis   " in said


def test_a_policy_is_no_different_from_itself() -> None:
    same = diff(registry.find("v6.9"), registry.find("v6.9"), diagrams=SHARED)
    nothing = tree.Found(same, ())
    assert tree.diff_tree(nothing) == ()
    assert texts(tree.head_lines(nothing, 100))[0].startswith("no difference in ")


def test_the_mail_is_the_same_from_what_was_found_already(found: tree.Found) -> None:
    names = ("v6.9", "v6.17")
    assert markdown(found.diff, names, blocks=found.blocks) == markdown(found.diff, names)


@given(st.integers(0, 10**14), st.integers(1, 10**14), st.integers(1, 40))
def test_a_bar_is_as_wide_as_asked_and_never_hides_what_there_is(
    part: int, more: int, width: int
) -> None:
    bar = tree.bar(part, part + more, width)
    assert len(bar) == width
    assert bool(bar.strip()) == bool(part)


def test_bars_are_in_proportion() -> None:
    assert tree.bar(1, 2, 8) == "████    "
    assert tree.bar(3, 16, 8) == "█▌      "
    assert tree.bar(8, 8, 8) == "████████"


def test_shares_never_round_to_nothing() -> None:
    assert tree.share(1, 10**12).strip() == "< 0.1 %"
    assert tree.share(1, 2).strip() == "50.0 %"
    assert tree.share(0, 2).strip() == "0 %"


# Check: debate.md and issue 4 have it that v6.9 maps Device over a cacheable VMA, which is a
# mismatched alias, and that v6.17 does not.


@pytest.fixture(scope="module")
def findings() -> dict[str, tuple[Finding, ...]]:
    """Every invariant for one kernel."""
    return {"v6.9": check(registry.find("v6.9"), diagrams=SHARED)}


def test_a_row_is_waited_for_until_it_is_there(findings: dict[str, tuple[Finding, ...]]) -> None:
    made = invariant_table.finding_table(("v6.9", "v6.17"), findings, "v6.17")
    assert len(made.heads) == len(load())
    assert text(row(made, "v6.9").cells[0]) == "✗"
    assert {text(cell) for cell in row(made, "v6.17").cells} == {"…"}


def test_a_failure_says_how_often_and_for_instance_where(
    findings: dict[str, tuple[Finding, ...]],
) -> None:
    (finding,) = check(registry.find("v6.9"), find(["no-mismatched-alias"]), diagrams=SHARED)
    said = texts(invariant_table.cell_lines("v6.9", 0, finding, 100))
    assert said[0].startswith("1 no-mismatched-alias: what user space caches is cached")
    assert f"v6.9: ✗ fails in {finding.violations:,} scenarios" in said
    assert any(line.startswith("e.g. ") for line in said)
    assert findings["v6.9"][0].holds is finding.holds is False


def test_what_is_still_being_looked_at_says_so() -> None:
    said = texts(invariant_table.cell_lines("v6.17", 0, None, 100))
    assert "v6.17: … being looked at" in said


def test_the_names_of_the_columns_mark_the_one_of_the_cursor() -> None:
    said = texts(invariant_table.name_lines(1, 40))
    assert said[0].split() == ["1", "no-mismatched-alias"]
    assert said[1].split()[0] == "▶"
    assert len(said) == len(load())


# Migrate: debate.md M1: cacheable device memory does not move to a host without FWB.


def moves(*words: str) -> tuple[list[Pair], Table]:
    """The moves between the three classes of host under v6.17."""
    scenario = ask(*words).scenario
    cells = matrix(registry.find("v6.17"), scenario)
    pairs = [cell.named for cell in cells]
    return pairs, migration_table.moves_table([c.text for c in HOST_CLASSES], pairs)


def test_cacheable_device_memory_moves_between_capable_hosts_only() -> None:
    pairs, made = moves(*DEVICE)
    assert [text(cell) for cell in row(made, "FWB+DIC").cells] == ["✗ cap", "✗ cap", "✓"]
    assert text(migration_table.count_line(pairs)) == "0 of 6 moves work, 0 of them both ways"


def test_ordinary_memory_moves_everywhere() -> None:
    pairs, _ = moves()
    assert text(migration_table.count_line(pairs)) == "6 of 6 moves work, 6 of them both ways"


def test_a_move_says_why_not_and_whether_it_may_come_back() -> None:
    pairs, _ = moves(*DEVICE)
    pair = next(p for p in pairs if (p.source, p.destination) == ("FWB+DIC", "no FWB"))
    policy = registry.find("v6.17")
    ends = Host("v6.17", policy, HOST_CLASSES[2].fields), Host("v6.17", policy, {})
    said = texts(migration_table.pair_lines(pair, ends, 100))
    assert said[0] == "FWB+DIC → no FWB"
    assert "move    ✗ refused: the VMM asks first" in said
    assert "back    ✗ may not come back as it was" in said


def test_the_diagonal_says_whether_the_vm_runs_there() -> None:
    pairs, _ = moves()
    pair = next(p for p in pairs if p.source == p.destination)
    host = Host("v6.17", registry.find("v6.17"), HOST_CLASSES[0].fields)
    said = texts(migration_table.pair_lines(pair, (host, host), 100))
    assert said[0] == "on no FWB itself: whether the VM runs there"


def test_names_that_a_terminal_would_act_on_are_shown_harmless() -> None:
    pairs, _ = moves()
    odd = [pair._replace(source="a\x1b[31m", destination="a\x1b[31m") for pair in pairs[:1]]
    made = migration_table.moves_table(["a\x1b[31m"], odd)
    assert "\x1b" not in plain([made.rows[0].label]) + "".join(made.heads)
