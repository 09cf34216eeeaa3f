"""What-if: single changes, nearest scenarios; held against trying everything."""

from __future__ import annotations

from itertools import combinations, product
from typing import TYPE_CHECKING

import pytest
from hypothesis import given

from s2tui.analysis.whatif import INNER_MEMBERS, wanted, whatif
from s2tui.errors import RequestError
from s2tui.kvm.policies.registry import find
from s2tui.kvm.report.explain import explain
from s2tui.kvm.report.members import compare_outcomes, inner_values
from s2tui.kvm.scenario.fields import DEFAULT, FIELDS, Scenario
from tests.diagrams import SHARED
from tests.strategies import examples, scenarios

if TYPE_CHECKING:
    from collections.abc import Mapping

    from s2tui.kvm.scenario.fields import Value

V617 = find("v6.17")


@examples(0.2)
@given(scenarios())
def test_the_single_changes_are_those_that_change_the_outcome_when_tried(
    scenario: Scenario,
) -> None:
    before = explain(V617, scenario)
    expected = {}
    for field in FIELDS.values():
        for value in field.values:
            after = scenario.changed(**{field.attribute: value})
            if getattr(after, field.attribute) == value:
                differs = compare_outcomes(before, explain(V617, after))
                if differs:
                    expected[field.name, value] = differs
    found = {(e.name, e.value): (e.was, e.now) for e in whatif(V617, scenario)}
    assert found == expected


def test_a_change_takes_along_what_is_bound_to_it() -> None:
    tagged = DEFAULT.changed(host_mte=True, vm_mte=True, vma_mte_allowed=False)
    (effect,) = [e for e in whatif(V617, tagged) if e.name == "host.mte"]
    assert effect.value is False
    assert effect.also == {"vm.mte": False}


def test_a_change_that_a_binding_undoes_is_not_offered() -> None:
    names = {(e.name, e.value) for e in whatif(V617, DEFAULT.changed(vma_mte_allowed=False))}
    assert ("vm.mte", True) not in names


def results(scenario: Scenario, wish: str) -> bool:
    name, _, value = wish.partition("=")
    member, inner = name.split(".")
    found = inner_values(explain(V617, scenario))[member]
    return found is not None and str(found[inner]).lower() == value


CASES: list[tuple[Mapping[str, Value], str]] = [
    ({}, "fault.result=aged"),
    ({"backing": "pfnmap", "host_fwb": False}, "fault.result=mapped"),
    ({"backing": "pfnmap", "page_map_memory": False}, "mapping.type=device"),
    ({"host_mte": True, "vm_mte": True, "vma_mte_allowed": False}, "memslot.result=ok"),
    ({"access_kind": "exec", "backing": "hole"}, "mapping.type=normal-nc"),
    ({}, "maintenance.dcache_clean=true"),
    ({"host_page_size": "64k", "page_size": "pmd"}, "mapping.level=1"),
]


@pytest.mark.parametrize(("base", "wish"), CASES, ids=[wish for _, wish in CASES])
def test_the_nearest_scenarios_are_all_that_brute_force_finds(
    base: Mapping[str, Value], wish: str
) -> None:
    """Try every set of one change, then of two and, if need be, of three."""
    scenario = DEFAULT.changed(**base)
    found = wanted(V617, scenario, [wish], SHARED)
    sizes = {len(solution.changes) for solution in found}
    assert len(sizes) == 1
    (size,) = sizes
    fields = [f for f in FIELDS.values() if not f.name.startswith("guest.")]
    for tried in range(size + 1):
        if tried > 2:
            break
        reached = set()
        for chosen in combinations(fields, tried):
            for values in product(*(f.values for f in chosen)):
                words = {f.attribute: v for f, v in zip(chosen, values, strict=True)}
                if any(scenario.state[a] == v for a, v in words.items()):
                    continue
                after = scenario.changed(**words)
                if results(after, wish):
                    reached.add(after)
        assert reached == ({s.scenario for s in found} if tried == size else set())


@pytest.mark.parametrize(("base", "wish"), CASES, ids=[wish for _, wish in CASES])
def test_a_solution_is_the_scenario_that_its_changes_lead_to(
    base: Mapping[str, Value], wish: str
) -> None:
    scenario = DEFAULT.changed(**base)
    for solution in wanted(V617, scenario, [wish], SHARED):
        words = {FIELDS[name].attribute: value for name, value in solution.changes.items()}
        assert scenario.changed(**words) == solution.scenario
        assert results(solution.scenario, wish)


def test_what_is_so_already_takes_no_change() -> None:
    (solution,) = wanted(V617, DEFAULT, ["fault.result=mapped"], SHARED)
    assert solution.changes == {}
    assert solution.scenario == DEFAULT


def test_several_wishes_hold_at_once() -> None:
    wishes = ["mapping.type=device", "mapping.executable=true"]
    assert wanted(V617, DEFAULT, wishes) == ()
    for solution in wanted(V617, DEFAULT, ["mapping.type=device", "mapping.level=2"], SHARED):
        assert results(solution.scenario, "mapping.type=device")
        assert results(solution.scenario, "mapping.level=2")


def test_what_a_policy_never_answers_has_no_solution() -> None:
    assert wanted(V617, DEFAULT, ["fault.result=retry"], SHARED) == ()


def test_numbers_are_compared_as_numbers() -> None:
    short = wanted(V617, DEFAULT, ["descriptor.value=0x800007db"], SHARED)
    assert short == wanted(V617, DEFAULT, ["descriptor.value=0x00000000800007DB"], SHARED)
    assert short[0].changes == {}


@pytest.mark.parametrize(
    ("wish", "word"),
    [
        ("fault.result", "MEMBER=VALUE"),
        ("fault.resul=mapped", "fault.result"),
        ("fault.result=maped", "mapped"),
        ("mapping.writable=yes", "true"),
        ("memslot.errno=EFALT", "EINVAL"),
        ("descriptor.value=db", "unknown value"),
    ],
)
def test_a_wrong_wish_is_answered_with_what_would_be_right(wish: str, word: str) -> None:
    with pytest.raises(RequestError, match=word):
        wanted(V617, DEFAULT, [wish], SHARED)


@pytest.mark.slow
@examples(0.12)
@given(scenarios())
def test_every_member_of_an_outcome_can_be_wished_for_as_it_is(scenario: Scenario) -> None:
    for name in INNER_MEMBERS:
        member, inner = name.split(".")
        found = inner_values(explain(V617, scenario))[member]
        value = None if found is None else found[inner]
        if isinstance(value, tuple):
            continue
        text = "null" if value is None else str(value).lower() if value in (True, False) else value
        (solution,) = wanted(V617, scenario, [f"{name}={text}"], SHARED)
        assert solution.changes == {}
