"""Diagrams of policies: complete, exact, and made with few evaluations."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from s2tui.analysis.diagrams.diagram import TERMINAL
from s2tui.analysis.diagrams.explorer import Diagrams, Explorer, raise_if_failed, split
from s2tui.analysis.diagrams.space import places, space
from s2tui.analysis.diagrams.symbolic import LEVELS, ORDER, Failure
from s2tui.errors import RequestError
from s2tui.kvm.policies.registry import POLICIES, find
from s2tui.kvm.policy.policy import Policy
from s2tui.kvm.policy.rule import check
from s2tui.kvm.report.explain import explain
from s2tui.kvm.report.members import PARTS, inner_values
from s2tui.kvm.rules import abort, dispatch, memslot, resultant
from s2tui.kvm.rules import map as mapping
from s2tui.kvm.scenario.fields import FIELDS
from tests.analysis.reduced import every, some, where
from tests.diagrams import SHARED
from tests.strategies import often

if TYPE_CHECKING:
    from s2tui.kvm.policy.results import End
    from s2tui.kvm.policy.rule import Decided
    from s2tui.kvm.report.members import Part
    from s2tui.kvm.scenario.fields import Scenario

"""One for all tests, as the commands over many policies have it."""


BOUND = (
    "host.mte",
    "vm.mte",
    "host.mte_perm",
    "host.page_size",
    "backing",
    "page.map_memory",
    "page.size",
    "page.contiguous",
    "page.memtype",
    "slot.guest_memfd",
    "gmem.direct_map",
    "vma.block",
    "access.kind",
    "access.granule",
    "access.syndrome",
)
"""The fields that take part in a binding."""


def answer(explorer: Explorer, part: Part, scenario: Scenario) -> Any:
    """What the diagrams say about one part."""
    at = places(scenario)
    manager = explorer.diagrams.manager
    if part.on_leaf and not manager.at(explorer.leaf, at):
        return None
    return manager.at(split(explorer, part), at)


def expected(policy: Policy, part: Part, scenario: Scenario) -> Any:
    """What following the journey says about it."""
    values = inner_values(explain(policy, scenario))[part.member]
    return None if values is None else tuple(values[name] for name in part.names)


def on_space(explorer: Explorer, part: Part) -> Any:
    node = split(explorer, part)
    if part.on_leaf:
        node = explorer.diagrams.manager.within(explorer.leaf, node, explorer.diagrams.none)
    return node


def test_the_space_holds_more_than_ten_to_the_thirteen_scenarios() -> None:
    # Free choices, and what the contract binds: MTE (none; or with or without VM tags and
    # MTE_PERM), a guest_memfd's direct map, the syndrome of reads and writes only, and for each
    # page size the sizes of page and leaf with what only PFNMAP (map memory, block, contiguity,
    # PTE type) and MIXEDMAP (map memory, PTE type) leave open besides the seven other backings.
    free = 1
    for field in FIELDS.values():
        if field.name not in BOUND:
            free *= len(field.values)
    mte, gmem, access = 1 + 2 * 2, 1 + 2, 2 * 2 + 3
    pages_4k = 3 * 3 * (2 * 3 * 2 * 5 + 2 * 5 + 7)
    pages_larger = 2 * 2 * (2 * 2 * 2 * 5 + 2 * 5 + 7)
    sizes = pages_4k + 2 * pages_larger
    assert space(Diagrams()).size == free * mte * gmem * access * sizes
    assert space(Diagrams()).size > 10**13


@pytest.mark.parametrize("id_", POLICIES)
@pytest.mark.parametrize("part", PARTS, ids=lambda part: f"{part.member}.{part.names[0]}")
def test_the_counts_of_every_member_add_up_to_the_whole_space(id_: str, part: Part) -> None:
    explorer = Explorer(find(id_), SHARED)
    manager, inside = SHARED.manager, space(SHARED)
    outside = manager.terminal("outside")
    counts = manager.counts(manager.within(inside.region, on_space(explorer, part), outside))
    assert sum(n for terminal, n in counts.items() if terminal is not outside) == inside.size
    assert not [terminal.value for terminal in counts if isinstance(terminal.value, Failure)]


@pytest.mark.parametrize("id_", POLICIES)
def test_random_scenarios_get_the_answer_of_the_journey(id_: str) -> None:
    policy = find(id_)
    explorer = Explorer(policy, SHARED)
    for scenario in some(often(1.5), seed=len(id_)):
        found = inner_values(explain(policy, scenario))
        for part in PARTS:
            values = found[part.member]
            right = None if values is None else tuple(values[name] for name in part.names)
            assert answer(explorer, part, scenario) == right


@pytest.mark.slow
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


@pytest.mark.slow
def test_the_reduced_space_is_counted_as_brute_force_counts_it() -> None:
    assert space(SHARED, where()).size == sum(1 for _ in every())


@pytest.mark.slow
@pytest.mark.parametrize("member", ["memslot", "mapping"])
def test_10000_random_scenarios_get_the_answer_of_the_journey(member: str) -> None:
    policy = find("v6.17")
    explorer = Explorer(policy, SHARED)
    part = next(part for part in PARTS if part.member == member)
    for scenario in some(10_000, seed=4):
        assert answer(explorer, part, scenario) == expected(policy, part, scenario)


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
    explorer = Explorer(find("v6.17"), SHARED)
    asked = SHARED.manager.support([split(explorer, part) for part in PARTS])
    assert not asked & {
        LEVELS["host_idc"],
        LEVELS["host_xnx"],
        LEVELS["vma_force_cached"],
        TERMINAL,
    }


def test_the_order_names_every_field() -> None:
    assert sorted(ORDER) == sorted(field.attribute for field in FIELDS.values())


def _policy(rule: Any) -> Policy:
    rules = memslot.RULES + dispatch.RULES + abort.RULES + mapping.RULES + resultant.RULES
    return Policy("mine", "somebody's own", rules).replace(memslot.mte_shared_vma, rule)


def test_a_rule_with_a_typo_is_a_failure_where_it_is_reached() -> None:
    @check("memslot", "reads a field that does not exist", "nowhere")
    def typo(s: Scenario, _: Decided) -> End | None:
        return None if s.vm_mte else s.no_such_field  # type: ignore[attr-defined]

    explorer = Explorer(_policy(typo))
    reasons = [
        terminal.value.reason
        for terminal in explorer.diagrams.manager.terminals(explorer.memslot)
        if isinstance(terminal.value, Failure)
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
    ends = explorer.diagrams.manager.terminals(explorer.memslot)
    assert not [terminal for terminal in ends if isinstance(terminal.value, Failure)]
