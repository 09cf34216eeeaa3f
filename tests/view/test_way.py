"""The way through a tree's own code: its lines in the journey, and nothing where there are none."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from s2tui.kvm.policies.registry import find
from s2tui.kvm.report.explain import report_by
from s2tui.kvm.scenario.fields import make
from s2tui.source.kernel.policy import read_policy
from s2tui.view.explore.journey import STAGE, Look, journey_items, way_of
from s2tui.view.explore.linear import linear_lines
from s2tui.view.explore.report import explain_lines
from s2tui.view.kit.text import plain
from tests.source.kernel.invented import FILES, Invented
from tests.view.asking import ask, texts

if TYPE_CHECKING:
    from s2tui.kvm.report.report import Report

MMU = "arch/arm64/kvm/mmu.c"
LINES = FILES[MMU].splitlines()
FWB = "if (cpus_have_final_cap(ARM64_HAS_STAGE2_FWB)) {"
AT = f"{MMU}:{1 + LINES.index('  ' + FWB)}"


def reported(tree: Invented, **given: str | bool) -> Report:
    return report_by("invented", read_policy("invented", tree), make(given)[0])


def items(report: Report, *opened: str, width: int = 100) -> dict[str, list[str]]:
    look = Look("decided", frozenset(opened), report.policy, way=way_of(report))
    return {i.id: texts(i.lines) for i in journey_items(report.outcome, width, look)}


def test_a_stage_that_is_opened_has_the_branches_that_are_taken() -> None:
    found = reported(Invented())
    branch = f"branch {AT} 1"
    assert branch not in items(found)
    opened = items(found, STAGE + "abort")
    assert [line.strip(" ▸") for line in opened[branch]] == [FWB, AT]
    assert branch not in items(found, STAGE + "memslot")
    # Without FWB the way goes past it.
    assert branch not in items(reported(Invented(), host_fwb=False), STAGE + "abort")


def test_a_branch_that_is_opened_shows_the_lines_around_it() -> None:
    branch = f"branch {AT} 1"
    lines = items(reported(Invented()), STAGE + "abort", branch)[branch][2:]
    number = int(AT.rpartition(":")[2])
    assert [line.strip() for line in lines] == [
        f"{n} {LINES[n - 1].removeprefix('  ')}".strip() for n in range(number - 4, number + 5)
    ]


def test_where_no_slot_was_made_no_fault_is_taken() -> None:
    refused = items(reported(Invented(), slot_readonly=True), STAGE + "memslot", STAGE + "abort")
    branches = [name for name in refused if name.startswith("branch ")]
    assert branches == [f"branch {MMU}:7 1"]


def test_the_words_for_a_terminal_and_for_a_reader_have_them_where_all_is_said() -> None:
    found = reported(Invented())
    assert AT not in plain(explain_lines(found))
    assert AT in plain(explain_lines(found, verbose=True))
    assert AT not in plain(linear_lines(found))
    said = f"Branch taken: {FWB} Source: {AT}."
    assert said in plain(linear_lines(found, verbose=True)).splitlines()


def test_nothing_of_a_tree_moves_the_cursor() -> None:
    text = "if (cpus_have_final_cap(ARM64_HAS_STAGE2_FWB)) { /* \x1b[2J\x9b1m */"
    found = plain(explain_lines(reported(Invented(FWB, text)), verbose=True))
    assert "/* ?[2J?1m */" in found
    assert found.replace("\n", "").isprintable()


def test_a_line_that_is_met_twice_is_two_branches() -> None:
    loop = "for (int n = 0; n < 2; n++)\n    if (what)\n      what = 7;\n  return GOES_ON;"
    found = reported(Invented("return GOES_ON;\n}", f"{loop}\n}}"), host_fwb=False)
    ids = [name for name in items(found, STAGE + "abort") if name.startswith("branch ")]
    (line,) = {name.rpartition(" ")[0] for name in ids}
    assert ids == [f"{line} 1", f"{line} 2"]


def test_other_rules_are_no_longer_the_code() -> None:
    policy = read_policy("invented", Invented())
    assert policy.walk is not None
    assert policy.drop(policy.rules[0]).walk is None
    assert find("v6.9").walk is None


@pytest.mark.parametrize("verbose", [True, False])
def test_a_kernel_of_rules_has_no_way(verbose: bool) -> None:
    report = ask()
    assert way_of(report) is None
    assert ".c:1" not in plain(explain_lines(report, verbose=verbose))
