"""Where the VM may go, as a small table with its reasons and as one line."""

from __future__ import annotations

import pytest

from s2tui.kvm.migration.migrate import matrix
from s2tui.view.explore.host_matrix import matrix_lines, move_line
from tests.view.asking import DEVICE, ask, texts

DIC_ONLY = ("host.fwb=false", "host.dic=true")
"""A host that is of none of the three classes."""


def table(*words: str, kernel: str = "v6.17", width: int = 82) -> list[str]:
    report = ask(*words, kernel=kernel)
    return texts(matrix_lines(matrix(report.policy, report.scenario), report.scenario, width))


def test_the_row_of_the_present_host_is_marked_and_says_where_the_vm_may_go() -> None:
    lines = table(*DEVICE)
    assert lines[0].split() == ["from", "/", "to", "no", "FWB", "FWB", "FWB+DIC"]
    assert lines[3].split() == ["FWB+DIC", "here", "✗", "cap", "✗", "cap", "✓"]
    assert ["here" in line for line in lines[1:4]] == [False, False, True]


def test_every_no_has_its_reason() -> None:
    said = " ".join(line.strip() for line in table(*DEVICE)[4:])
    assert said.startswith("✗ to no FWB, FWB: the capability (KVM_CAP_ARM_CACHEABLE_PFNMAP_SUPPORT")
    assert "answers 0 on the destination" in said
    assert "✓ to FWB+DIC: mapped cacheable at both ends" in said


def test_where_the_vm_does_not_run_it_goes_nowhere() -> None:
    lines = table(*DEVICE, "host.dic=false")
    assert lines[2].split() == ["FWB", "here", "-", "-", "-"]
    assert lines[4].startswith("to all three: the VM does not run at the source")


def test_one_line_says_where_it_may_go() -> None:
    report = ask(*DEVICE)
    cells = matrix(report.policy, report.scenario)
    (line,) = texts([move_line(cells, report.scenario, 51)])
    assert line == "moves to no FWB ✗ cap  FWB ✗ cap  FWB+DIC ✓"


def test_a_host_of_none_of_the_classes_is_said_to_be_one() -> None:
    report = ask(*DIC_ONLY)
    cells = matrix(report.policy, report.scenario)
    assert "none of the three" in texts([move_line(cells, report.scenario, 80)])[0]
    assert texts(matrix_lines((), report.scenario, 80)) == [""]


@pytest.mark.parametrize("kernel", ["v6.8", "v6.17", "marc", "oliver-mar"])
@pytest.mark.parametrize("width", [45, 72])
def test_no_line_is_too_long(kernel: str, width: int) -> None:
    for words in ((), DEVICE, (*DEVICE, "host.fwb=false")):
        assert all(len(text) <= width for text in table(*words, kernel=kernel, width=width))


def test_it_fits_where_it_stands_beside_the_last_change() -> None:
    assert not any("…" in text for text in table(*DEVICE, width=45)[:4])
