"""Find: exactly the scenarios that write a descriptor."""

from __future__ import annotations

import pytest

from s2tui.analysis.find import find_descriptor
from s2tui.kvm.policies.registry import find
from s2tui.kvm.report.explain import explain
from s2tui.kvm.scenario.fields import DEFAULT, FIELDS
from tests.analysis.reduced import agrees, some
from tests.diagrams import SHARED

pytestmark = pytest.mark.slow

POLICY = find("v6.17")
RWX = 0x8000_07DB
"""Page at 0x80000000, MemAttr 6 (FWB), S2AP read/write, SH 3, AF, XN 0: architecture.md 1.4."""


@pytest.mark.parametrize("value", [RWX, 0x0040_0000_8000_07C7, 0x0040_0000_8000_0745, 0x8000_04DB])
def test_the_cubes_hold_exactly_the_scenarios_that_write_the_value(value: int) -> None:
    found = find_descriptor(POLICY, value, SHARED)
    cubes = found.cover().cubes
    assert found.example is not None
    around = [found.example.changed(**{f.attribute: v}) for f in FIELDS.values() for v in f.values]
    for scenario in some(300, seed=value) + around:
        descriptor = explain(POLICY, scenario).descriptor
        writes = descriptor is not None and descriptor.value == value
        assert any(agrees(scenario, cube) for cube in cubes) == writes


def test_the_default_scenario_is_the_example_for_its_own_descriptor() -> None:
    found = find_descriptor(POLICY, RWX, SHARED)
    assert found.example == DEFAULT
    assert sum(line.scenarios for line in found.conditions()) == found.scenarios > 0


def test_what_no_scenario_writes_has_no_cubes() -> None:
    found = find_descriptor(POLICY, RWX | 1 << 10 ^ 1 << 10 ^ 1 << 55, SHARED)
    assert found.scenarios == 0
    assert found.cover().cubes == ()
    assert found.example is None
    assert found.value == found.given


def test_the_same_descriptor_of_another_page_is_recognised() -> None:
    found = find_descriptor(POLICY, RWX - 0x8000_0000 + 0x12_3456_7000, SHARED)
    here = find_descriptor(POLICY, RWX, SHARED)
    assert (found.value, found.scenarios) == (RWX, here.scenarios)
    assert found.given != RWX
