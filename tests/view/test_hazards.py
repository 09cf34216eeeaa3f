"""Hazards and guest operations in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from s2tui.kvm.hazards.derive import operations
from s2tui.kvm.report.explain import report
from s2tui.kvm.scenario.notation import parse_words
from s2tui.view.explore.hazards import hazard_lines, hazard_name_lines
from s2tui.view.explore.operations import operation_group_lines
from s2tui.view.kit.text import plain

if TYPE_CHECKING:
    from s2tui.kvm.report.report import Report
    from s2tui.view.kit.text import Line


def answer(kernel: str, *words: str) -> Report:
    return report(kernel, parse_words(words).scenario)


def operation_lines(report: Report, width: int) -> list[Line]:
    return operation_group_lines(operations(report.scenario, report.outcome), width)


@pytest.mark.parametrize("width", [40, 80, 100])
def test_lines_fit_their_width(width: int) -> None:
    found = answer("v6.9", "@gpu-memory")
    for lines in (hazard_lines, hazard_name_lines, operation_lines):
        said = plain(lines(found, width))
        assert said
        assert max(map(len, said.splitlines())) <= width


def test_the_stage_that_raises_a_fault_says_who_takes_it() -> None:
    by_kvm = plain(operation_lines(answer("v6.9", "@gpu-memory"), 200))
    assert ": Alignment fault (DFSC 0x21) by stage 2: KVM takes it" in by_kvm
    by_guest = plain(operation_lines(answer("v6.9", "@bar"), 200))
    assert ": Alignment fault (DFSC 0x21) by stage 1: the guest takes it" in by_guest


def test_a_set_of_outcomes_is_shown_as_one() -> None:
    assert "works or Alignment fault" in plain(
        operation_lines(answer("v7.3", "guest.memtype=device-ngnre"), 200)
    )


def test_without_a_leaf_there_is_no_operation_to_show() -> None:
    assert operation_lines(answer("v6.17", "@gpu-memory-no-fwb"), 80) == []


def test_no_hazard_is_said_too() -> None:
    for lines in (hazard_lines, hazard_name_lines):
        assert plain(lines(answer("v7.3"), 80)) == "no hazard follows"
