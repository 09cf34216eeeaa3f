"""Semantic diffs: every scenario in exactly the group where it belongs, cubes that are right."""

from __future__ import annotations

from collections import Counter
from functools import cache
from typing import TYPE_CHECKING

import pytest

from s2tui.analysis.diagrams.space import places
from s2tui.analysis.diff import Diff, diff
from s2tui.errors import RequestError
from s2tui.kvm.policies.registry import find
from s2tui.kvm.report.explain import explain
from s2tui.kvm.report.members import MEMBERS, compare_outcomes, inner_values, is_unknown
from s2tui.kvm.scenario.fields import FIELDS
from tests.analysis.reduced import agrees, every, some, where
from tests.diagrams import SHARED

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from s2tui.analysis.cubes.conditions import Conditions
    from s2tui.kvm.report.members import Inner
    from s2tui.kvm.scenario.fields import Scenario, Value

PAIRS = [("v6.9", "v6.17"), ("v6.17", "v6.18"), ("marc", "sean"), ("v7.1", "v7.3")]


@cache
def compared(first: str, second: str) -> Diff:
    return diff(find(first), find(second), diagrams=SHARED)


def difference(pair: tuple[str, str], scenario: Scenario) -> tuple[Inner, Inner] | None:
    """The first difference as two journeys have it."""
    first, second = pair
    return compare_outcomes(explain(find(first), scenario), explain(find(second), scenario))


def near(found: Diff, seed: int) -> list[Scenario]:
    """Random scenarios, and around each example all that differ in one field."""
    around = [
        group.example.changed(**{field.attribute: value})
        for group in found.groups()
        for field in FIELDS.values()
        for value in field.values
    ]
    return some(150, seed) + around[:: 2 + seed]


@pytest.mark.slow
@pytest.mark.parametrize("pair", PAIRS, ids="-".join)
def test_a_scenario_is_in_the_cubes_of_its_own_group_and_of_no_other(pair: tuple[str, str]) -> None:
    found = compared(*pair)
    groups = [
        (change.was, change.now, change.unknown, found.cover(change).cubes)
        for change in found.changes
    ]
    for scenario in near(found, seed=1):
        differs = difference(pair, scenario)
        own = [
            (was, now)
            for was, now, _, cubes in groups
            if any(agrees(scenario, cube) for cube in cubes)
        ]
        assert own == ([differs] if differs else [])


@cache
def brute_force() -> dict[Scenario, tuple[Inner, Inner] | None]:
    """The first difference of v6.9 and v6.17 for every scenario of the reduced space."""
    return {scenario: difference(("v6.9", "v6.17"), scenario) for scenario in every()}


@pytest.mark.slow
def test_a_reduced_space_is_grouped_and_counted_as_brute_force_does_it() -> None:
    found = diff(find("v6.9"), find("v6.17"), where(), diagrams=SHARED)
    expected = Counter(filter(None, brute_force().values()))
    assert found.space == len(brute_force())
    assert {(c.was, c.now): c.scenarios for c in found.changes} == expected
    assert found.different == sum(expected.values())


@pytest.mark.slow
def test_the_cubes_of_a_reduced_space_are_exactly_right() -> None:
    found = diff(find("v6.9"), find("v6.17"), where(), diagrams=SHARED)
    covers = {(c.was, c.now): found.cover(c) for c in found.changes}
    overlapping = set()
    for scenario, differs in brute_force().items():
        for key, cover in covers.items():
            inside = sum(agrees(scenario, cube) for cube in cover.cubes)
            assert bool(inside) == (key == differs)
            if inside > 1:
                overlapping.add(key)
    assert overlapping == {key for key, cover in covers.items() if not cover.disjoint}


def holds(scenario: Scenario, said: Conditions) -> bool:
    """Whether a scenario meets every condition, by one of its alternatives."""
    state = scenario.state

    def one(name: str, values: Sequence[Value]) -> bool:
        return state[FIELDS[name].attribute] in values

    return all(any(one(*alternative) for alternative in any_of) for any_of in said.all_of)


@pytest.mark.slow
@pytest.mark.parametrize("pair", PAIRS, ids="-".join)
def test_what_is_said_about_a_group_is_right_for_all_scenarios_it_is_said_of(
    pair: tuple[str, str],
) -> None:
    """Said of those that the first policy answers so, those of the groups before left out."""
    found = compared(*pair)
    said = [(change, found.conditions(change)) for change in found.changes]
    for change, lines in said:
        assert sum(line.scenarios for line in lines) == change.scenarios
    for scenario in near(found, seed=2):
        for change, lines in said:
            at = places(scenario)
            if not found.diagrams.manager.at(change.given, at):
                continue
            inside = bool(found.diagrams.manager.at(change.region, at))
            assert any(holds(scenario, line) for line in lines) == inside


@pytest.mark.parametrize("pair", PAIRS, ids="-".join)
def test_every_example_shows_its_groups_change_and_the_rules_behind_it(
    pair: tuple[str, str],
) -> None:
    first, second = map(find, pair)
    for group in compared(*pair).groups():
        change = group.change
        assert difference(pair, group.example) == (change.was, change.now)
        for side, policy, rules in (
            (change.was, first, group.was.rules),
            (change.now, second, group.now.rules),
        ):
            outcome = explain(policy, group.example)
            member = inner_values(outcome)[side.member]
            assert member is not None
            assert member[side.name] == side.value
            assert set(rules) <= {step.rule for step in outcome.trace if not step.passed}


def test_the_example_has_as_few_fields_off_their_defaults_as_there_can_be() -> None:
    from s2tui.kvm.scenario.fields import DEFAULT, differences

    pair = ("v6.9", "v6.17")
    one_away: list[Mapping[str, Value]] = [
        {f.attribute: value} for f in FIELDS.values() for value in f.values[1:]
    ]
    reached = {difference(pair, DEFAULT.changed(**changed)) for changed in one_away}
    for group in compared(*pair).groups():
        size = len(differences(group.example))
        assert (size == 1) == ((group.change.was, group.change.now) in reached)


def test_changes_with_unknowns_come_last_and_say_so() -> None:
    found = compared("marc", "sean")
    flags = [change.unknown for change in found.changes]
    assert any(flags)
    assert flags == sorted(flags)
    for change in found.changes:
        sides = [side for pair in change.details for side in pair]
        assert change.unknown == any(map(is_unknown, sides))


def test_groups_are_ordered_by_member_as_the_contract_has_them() -> None:
    for pair in PAIRS:
        stated = [c.was.member for c in compared(*pair).changes if not c.unknown]
        assert stated == sorted(stated, key=MEMBERS.index)


def test_a_policy_does_not_differ_from_itself() -> None:
    found = compared("v6.17", "v6.17")
    assert found.different == 0
    assert found.changes == ()


def test_differences_are_the_same_in_both_directions() -> None:
    there, back = compared("v6.9", "v6.17"), compared("v6.17", "v6.9")
    assert {(c.was, c.now, c.scenarios) for c in there.changes} == {
        (c.now, c.was, c.scenarios) for c in back.changes
    }


def test_a_condition_leaves_only_scenarios_that_meet_it() -> None:
    where: Mapping[str, Sequence[Value]] = {"backing": ("pfnmap",), "host_fwb": (False,)}
    found = diff(find("v6.9"), find("v6.17"), where, diagrams=SHARED)
    assert 0 < found.different < compared("v6.9", "v6.17").different
    for group in found.groups():
        assert group.example.backing == "pfnmap"
        assert not group.example.host_fwb


def test_conditions_that_exclude_each_other_are_refused() -> None:
    with pytest.raises(RequestError, match="excludes"):
        diff(find("v6.9"), find("v6.17"), {"host_mte": (False,), "vm_mte": (True,)})


def test_progress_is_told_of_every_member_that_is_compared() -> None:
    told: list[str] = []
    diff(find("v6.9"), find("v6.17"), diagrams=SHARED, progress=told.append)
    assert told[:3] == ["memslot.result", "fault.result", "mapping.type"]
