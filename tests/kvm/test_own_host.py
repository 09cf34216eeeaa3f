"""The moves of a VM from its own host."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from s2tui.kvm.migration.hosts import HOST_CLASSES
from s2tui.kvm.migration.migrate import matrix, migrate
from s2tui.kvm.migration.own_host import HERE_ID, own_moves, present
from s2tui.kvm.policies.registry import find
from s2tui.kvm.scenario.fields import DEFAULT as SCENARIO

if TYPE_CHECKING:
    from s2tui.kvm.migration.hosts import HostClass
    from s2tui.kvm.scenario.fields import Value

NO_CLASS: dict[str, Value] = {"host_fwb": False, "host_dic": True}
DEVICE: dict[str, Value] = {"backing": "pfnmap", "page_map_memory": False}
POLICY = find("v6.17")


@pytest.mark.parametrize("host", HOST_CLASSES, ids=lambda host: host.id)
def test_a_host_of_a_class_has_its_row_in_the_matrix(host: HostClass) -> None:
    scenario = SCENARIO.changed(**DEVICE, **host.fields)
    cells = own_moves(POLICY, scenario)
    assert cells == matrix(POLICY, scenario)
    assert present(cells, scenario) == host.id


def test_a_host_of_no_class_has_a_row_of_its_own_above() -> None:
    scenario = SCENARIO.changed(**DEVICE, **NO_CLASS)
    assert present(matrix(POLICY, scenario), scenario) is None
    cells = own_moves(POLICY, scenario)
    assert present(cells, scenario) == HERE_ID
    assert cells[3:] == matrix(POLICY, scenario)
    for cell, there in zip(cells[:3], HOST_CLASSES, strict=True):
        assert (cell.source.id, cell.destination) == (HERE_ID, there)
        assert cell.move == migrate(POLICY, POLICY, scenario, NO_CLASS, there.fields)


def test_the_other_fields_of_the_host_go_on_counting() -> None:
    usual, mte = (
        own_moves(POLICY, SCENARIO.changed(**NO_CLASS, host_mte=mte)) for mte in (False, True)
    )
    assert all(cell.move.source.scenario.host_mte for cell in mte)
    assert not any(cell.move.source.scenario.host_mte for cell in usual)
