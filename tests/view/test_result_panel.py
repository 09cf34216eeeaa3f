"""Stage 1 times stage 2, its hazards and what the guest's instructions do on it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from s2tui.kvm.hazards.derive import operations
from s2tui.view.explore import result_panel
from s2tui.view.explore.operations import operation_groups
from tests.view.asking import DEVICE, ask, texts

if TYPE_CHECKING:
    from s2tui.arm.consequences import Consequence
    from s2tui.kvm.report.report import Report

ORDINARY = ask()
AS_DEVICE = ask(*DEVICE, "vma.memtype=device-ngnre")
FORCED = ask(*DEVICE, "guest.memtype=device-ngnre")
REFUSED = ask(*DEVICE, "host.fwb=false")
RESERVED = ask("guest.memtype=normal-tagged")
REPORTS = [ORDINARY, AS_DEVICE, FORCED, REFUSED, RESERVED]


def found(report: Report) -> tuple[Consequence, ...]:
    return operations(report.scenario, report.outcome)


def test_the_factors_and_the_product_stand_in_one_line_where_they_fit() -> None:
    assert texts(result_panel.product_lines(ORDINARY, 100)) == [
        "stage 1 normal-wb ish \N{MULTIPLICATION SIGN} stage 2 force Normal Write-Back"
        " = normal-wb  0xff ish"
    ]
    # architecture.md 2.2: Device-nGnRE at stage 2 makes Device of Normal memory.
    assert (
        "stage 2 Device-nGnRE = device-ngnre  0x04 osh"
        in texts(result_panel.product_lines(AS_DEVICE, 100))[0]
    )
    assert len(result_panel.product_lines(ORDINARY, 51)) > 1


def test_without_a_leaf_there_is_no_product() -> None:
    assert texts(result_panel.product_lines(REFUSED, 60)) == ["- none: nothing ran"]
    assert found(REFUSED) == ()


def test_what_a_set_permits_is_said() -> None:
    said = texts(result_panel.product_lines(FORCED, 100))
    assert said[1] == "  permitted: 0xff ish, 0xff osh"


def test_every_operation_is_in_one_group_and_failures_come_first() -> None:
    groups = operation_groups(found(AS_DEVICE))
    names = [name for group in groups for name in group.names]
    assert sorted(names) == sorted(c.operation.id for c in found(AS_DEVICE))
    roles = [group.role for group in groups]
    assert roles == sorted(roles, key=["denied", "reserved", "allowed"].index)
    # architecture.md 6.4: unaligned accesses and DC ZVA fault on Device memory.
    first = groups[0]
    assert first.names == ("unaligned-access", "dc-zva")
    assert "Alignment fault" in first.does


def test_in_little_room_hazards_and_operations_are_only_named() -> None:
    said = texts(result_panel.fitting(AS_DEVICE, found(AS_DEVICE), 82, 8))
    assert said[1].startswith(
        "! 6 hazards: guest-unaligned-access, guest-dc-zva, guest-exclusives,"
    )
    assert any(line.startswith("✗ does not work: unaligned-access") for line in said)
    assert "✓ works: aligned-access" in said
    full = " ".join(texts(result_panel.fitting(AS_DEVICE, found(AS_DEVICE), 82, 60)))
    assert "Alignment fault (DFSC 0x21) by stage 2: KVM takes it" in full
    assert "DC ZVA, as memset uses it, always" in full


@pytest.mark.parametrize("report", REPORTS)
@pytest.mark.parametrize("width", [51, 82])
@pytest.mark.parametrize("height", [8, 16, 40])
def test_no_line_is_too_long(report: Report, width: int, height: int) -> None:
    lines = result_panel.fitting(report, found(report), width, height)
    assert all(len(text) <= width for text in texts(lines))
