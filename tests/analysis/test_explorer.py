"""Diagrams of policies: complete, exact, and made with few evaluations."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from s2tui.analysis.cubes.cover import pieces
from s2tui.analysis.diagrams.diagram import TERMINAL
from s2tui.analysis.diagrams.explorer import (
    FAULT,
    MEMSLOT,
    Diagrams,
    Explorer,
    raise_if_failed,
    split,
)
from s2tui.analysis.diagrams.space import nearest, places, space
from s2tui.analysis.diagrams.symbolic import Failure
from s2tui.errors import RequestError
from s2tui.kvm.policies.registry import POLICIES, find
from s2tui.kvm.policy.decisions import TYPE
from s2tui.kvm.policy.policy import Policy
from s2tui.kvm.policy.rule import check
from s2tui.kvm.report.explain import explain
from s2tui.kvm.report.members import PARTS, inner_values
from s2tui.kvm.rules import abort, dispatch, memslot, resultant
from s2tui.kvm.rules import map as mapping
from s2tui.kvm.scenario.fields import DEFAULT, FIELDS
from tests.analysis.reduced import every, some, where
from tests.diagrams import SHARED

if TYPE_CHECKING:
    from s2tui.kvm.policy.results import End
    from s2tui.kvm.policy.rule import Decided
    from s2tui.kvm.report.members import Part
    from s2tui.kvm.scenario.fields import Scenario

"""One for all tests, as the commands over many policies have it."""


BOUND = (
    "backing",
    "page.in_kernel_map",
    "host.mte",
    "vm.mte",
    "host.page_size",
    "page.size",
    "access.granule",
)
"""The fields that take part in a binding."""


def answer(explorer: Explorer, part: Part, scenario: Scenario) -> Any:
    """What the diagrams say about one part."""
    at = places(scenario)
    manager = explorer.diagrams.manager
    if part.on_leaf and not manager.at(explorer.leaf(), at):
        return None
    return manager.at(split(explorer, part), at)


def expected(policy: Policy, part: Part, scenario: Scenario) -> Any:
    """What following the journey says about it."""
    values = inner_values(explain(policy, scenario))[part.member]
    return None if values is None else tuple(values[name] for name in part.names)


def on_space(explorer: Explorer, part: Part) -> Any:
    node = split(explorer, part)
    if part.on_leaf:
        node = explorer.diagrams.manager.within(explorer.leaf(), node, explorer.diagrams.none)
    return node


def test_the_space_holds_more_than_ten_to_the_thirteen_scenarios() -> None:
    # Free choices, with 9 backings of which 2 leave the kernel map open, 3 of 4 combinations of
    # the two MTE fields, and 9 + 4 + 4 sizes of page and leaf over the three page sizes.
    free = 1
    for field in FIELDS.values():
        if field.name not in BOUND:
            free *= len(field.values)
    assert space(Diagrams()).size == free * 11 * 3 * 17
    assert space(Diagrams()).size > 10**13


@pytest.mark.slow
@pytest.mark.parametrize("id_", POLICIES)
@pytest.mark.parametrize("part", PARTS, ids=lambda part: f"{part.member}.{part.names[0]}")
def test_the_counts_of_every_member_add_up_to_the_whole_space(id_: str, part: Part) -> None:
    explorer = Explorer(find(id_), SHARED)
    manager, inside = SHARED.manager, space(SHARED)
    outside = manager.terminal("outside")
    counts = manager.counts(manager.within(inside.region, on_space(explorer, part), outside))
    assert sum(n for leaf, n in counts.items() if leaf is not outside) == inside.size
    assert not [leaf.value for leaf in counts if isinstance(leaf.value, Failure)]


@pytest.mark.parametrize("id_", POLICIES)
def test_random_scenarios_get_the_answer_of_the_journey(id_: str) -> None:
    policy = find(id_)
    explorer = Explorer(policy, SHARED)
    for scenario in some(150, seed=len(id_)):
        found = inner_values(explain(policy, scenario))
        for part in PARTS:
            values = found[part.member]
            right = None if values is None else tuple(values[name] for name in part.names)
            assert answer(explorer, part, scenario) == right


@pytest.mark.parametrize("id_", ["v6.9", "v7.3", "catalin-jason"])
def test_every_scenario_of_a_reduced_space_gets_the_answer_of_the_journey(id_: str) -> None:
    policy = find(id_)
    explorer = Explorer(policy, SHARED)
    nodes = [(part, split(explorer, part)) for part in PARTS]
    for scenario in list(every())[::5]:
        values = inner_values(explain(policy, scenario))
        at = places(scenario)
        for part, node in nodes:
            found = values[part.member]
            if found is not None:
                assert SHARED.manager.at(node, at) == tuple(found[name] for name in part.names)


def test_the_reduced_space_is_counted_as_brute_force_counts_it() -> None:
    assert space(SHARED, where()).size == sum(1 for _ in every())


@pytest.mark.slow
@pytest.mark.parametrize("member", ["memslot", "mapping"])
def test_pieces_are_disjoint_complete_and_right_for_10000_random_scenarios(member: str) -> None:
    """Each of 10,000 scenarios is in exactly one cube, and gets that cube's answer."""
    policy = find("v6.17")
    explorer = Explorer(policy, SHARED)
    part = next(part for part in PARTS if part.member == member)
    inside = space(SHARED)
    found = list(pieces(SHARED, on_space(explorer, part), inside.region))
    assert sum(piece.scenarios for piece in found) == inside.size
    bits = {
        (name, value): 1 << place
        for place, (name, value) in enumerate(
            (f.name, v) for f in FIELDS.values() for v in f.values
        )
    }
    # A cube as the bits of all values that it forbids: a scenario is inside if it has none.
    forbidden = [
        sum(
            bits[name, value]
            for name, values in piece.cube.items()
            for value in FIELDS[name].values
            if value not in values
        )
        for piece in found
    ]
    for scenario in some(10_000, seed=4):
        state = scenario.__dict__
        own = sum(bits[f.name, state[f.attribute]] for f in FIELDS.values())
        (place,) = [i for i, bad in enumerate(forbidden) if not own & bad]
        assert found[place].value == expected(policy, part, scenario)


def test_a_policy_takes_100_times_fewer_evaluations_than_a_million_scenarios() -> None:
    diagrams = Diagrams()
    for id_ in ("v6.9", "v6.17"):
        explorer = Explorer(find(id_), diagrams)
        for part in PARTS:
            split(explorer, part)
    # Brute force evaluates several rules for each scenario; one would be enough to lose.
    assert diagrams.symbolic.evaluations * 100 < 10**6


def test_what_two_policies_have_in_common_is_evaluated_once() -> None:
    diagrams = Diagrams()
    for part in PARTS:
        split(Explorer(find("v6.18"), diagrams), part)
    before = diagrams.symbolic.evaluations
    for part in PARTS:
        split(Explorer(find("v6.19"), diagrams), part)
    assert diagrams.symbolic.evaluations == before


def test_fields_that_no_rule_reads_are_asked_by_no_diagram() -> None:
    from s2tui.analysis.diagrams.symbolic import LEVELS

    explorer = Explorer(find("v6.17"), SHARED)
    asked = SHARED.manager.support([split(explorer, part) for part in PARTS])
    assert not asked & {
        LEVELS["host_idc"],
        LEVELS["host_xnx"],
        LEVELS["vma_force_cached"],
        TERMINAL,
    }


def test_a_question_about_outcomes_is_answered_for_every_scenario() -> None:
    """The Device alias of a cacheable VMA: in v6.9, and in v6.17 no more for VM_PFNMAP."""

    def mismatched(s: Scenario, d: Decided) -> bool:
        if d[MEMSLOT].result != "ok" or s.backing != "pfnmap":
            return False
        return d[FAULT].result == "mapped" and s.vma_memtype == "normal" and d[TYPE] == "device"

    inside = space(SHARED).region
    regions = {
        id_: SHARED.manager.and_(inside, Explorer(find(id_), SHARED).ask(mismatched))
        for id_ in ("v6.9", "v6.17")
    }
    assert regions["v6.17"] is SHARED.no
    assert SHARED.manager.count(regions["v6.9"]) > 0
    for scenario in some(500, seed=9):
        outcome = explain(find("v6.9"), scenario)
        right = (
            outcome.memslot.result == "ok"
            and scenario.backing == "pfnmap"
            and outcome.fault.result == "mapped"
            and scenario.vma_memtype == "normal"
            and outcome.mapping is not None
            and outcome.mapping.type == "device"
        )
        assert SHARED.manager.at(regions["v6.9"], places(scenario)) == right
    (smallest,) = nearest(SHARED, regions["v6.9"], DEFAULT).sets
    assert smallest == {"backing": "pfnmap", "page_in_kernel_map": False}


def _policy(rule: Any) -> Policy:
    rules = memslot.RULES + dispatch.RULES + abort.RULES + mapping.RULES + resultant.RULES
    return Policy("mine", "somebody's own", rules).replace(memslot.mte_vma, rule)


def test_a_rule_with_a_typo_is_a_failure_where_it_is_reached() -> None:
    @check("memslot", "reads a field that does not exist", "nowhere")
    def typo(s: Scenario, _: Decided) -> End | None:
        return None if s.vm_mte else s.no_such_field  # type: ignore[attr-defined]

    explorer = Explorer(_policy(typo))
    reasons = [
        leaf.value.reason
        for leaf in explorer.diagrams.manager.terminals(explorer.memslot())
        if isinstance(leaf.value, Failure)
    ]
    assert len(reasons) == 1
    assert "no_such_field" in reasons[0]


def test_a_failure_is_refused_with_the_policy_and_the_reason() -> None:
    with pytest.raises(
        RequestError, match=r"v6\.9 does not answer every scenario: ZeroDivisionError"
    ):
        raise_if_failed(find("v6.9"), Failure("ZeroDivisionError: division by zero"))


def test_a_rule_that_fails_only_where_it_cannot_be_reached_does_no_harm() -> None:
    @check("memslot", "fails for a hole with a memslot, which is refused before", "nowhere")
    def refuses_holes(s: Scenario, _: Decided) -> End | None:
        return memslot.EINVAL if s.backing == "hole" else None

    @check("memslot", "would fail for a hole", "nowhere")
    def fails_for_holes(s: Scenario, _: Decided) -> End | None:
        if s.backing == "hole":
            raise RuntimeError("never")
        return None

    policy = _policy(refuses_holes).insert(fails_for_holes, after=refuses_holes)
    explorer = Explorer(policy)
    leaves = explorer.diagrams.manager.terminals(explorer.memslot())
    assert not [leaf for leaf in leaves if isinstance(leaf.value, Failure)]
