"""The positions that were only said, as policies and as the mails' sentences in one procedure."""

from __future__ import annotations

from functools import cache
from itertools import product
from typing import TYPE_CHECKING

import pytest
from hypothesis import given

from s2tui.kvm.policies.proposed import PROPOSALS, Position
from s2tui.kvm.policies.registry import find
from s2tui.kvm.report.explain import explain
from s2tui.kvm.scenario.fields import bind, filled
from tests.kvm.said import SPEAKERS, Said, said
from tests.strategies import examples, faults, thinned

if TYPE_CHECKING:
    from collections.abc import Sequence

    from s2tui.kvm.policy.outcome import Outcome
    from s2tui.kvm.scenario.fields import Scenario, Value

AS_CODE = {p.id for p in PROPOSALS if not isinstance(p, Position)}
"""What was posted or merged as code has its second derivation in tests/kvm/posted.py."""
AS_ANOTHER = {"ankit-11-mar": "patch-v3", "fwb-cap": "v6.17"}
"""Positions that differ from another by one end of the journey, or by the capability alone."""
SETTLED = ("oliver-feb", "catalin-jason")
"""Who leaves no answer open that the debated fields lead to."""
BOOLEANS = (False, True)
BACKED: tuple[dict[str, Value], ...] = (
    {"backing": "anonymous"},
    {"backing": "zone-device"},
    {"backing": "pfnmap", "page_map_memory": True},
    {"backing": "pfnmap", "page_map_memory": False},
    {"backing": "mixedmap", "page_map_memory": True},
    {"backing": "mixedmap", "page_map_memory": False},
)
ACCESSED: tuple[dict[str, Value], ...] = (
    {"access_kind": "read", "access_fault": "translation"},
    {"access_kind": "exec", "access_fault": "translation"},
    {"access_kind": "write", "access_fault": "permission"},
)
TAGGED: tuple[dict[str, Value], ...] = (
    {},
    {"host_mte": True, "vm_mte": True},
    {"host_mte": True, "vm_mte": True, "vma_mte_allowed": False},
)
DEBATED = ("host_fwb", "host_dic", "slot_cacheable", "vma_any_uncached", "vma_swapped_after_create")
"""What the positions differ about, with the memory type, the backing and two fields of one each."""
OWN = {"vma-flag": "vma_force_cached", "sean-param": "param_unsafe_cacheable"}
"""A field that one of them alone knows."""
MEMTYPES: tuple[dict[str, Value], ...] = tuple(
    {"vma_memtype": word} for word in ("normal", "normal-tagged", "normal-nc", "device-ngnre")
)


def as_said(outcome: Outcome) -> Said:
    fault = outcome.fault
    return Said(
        outcome.memslot.errno or outcome.memslot.result,
        fault.errno or fault.inject or fault.result,
        outcome.mapping.type if outcome.mapping else "",
    )


def debated(who: str) -> Sequence[Scenario]:
    """Every combination of what was argued about, for one position."""
    return thinned(_combined((*DEBATED, OWN.get(who, "vma_cow"))))


@cache
def _combined(flags: tuple[str, ...]) -> tuple[Scenario, ...]:
    tails = [dict(zip(flags, t, strict=True)) for t in product(BOOLEANS, repeat=len(flags))]
    return tuple(
        bind(filled({**backed, **tagged, **memtype, **accessed, **tail}))[0]
        for backed, tagged, memtype, accessed, tail in product(
            BACKED, TAGGED, MEMTYPES, ACCESSED, tails
        )
    )


def test_every_position_has_a_second_derivation() -> None:
    assert {proposal.id for proposal in PROPOSALS} == {*SPEAKERS, *AS_CODE, *AS_ANOTHER}


@pytest.mark.parametrize("who", AS_ANOTHER)
def test_a_position_is_another_but_for_what_it_says(who: str) -> None:
    other = find(AS_ANOTHER[who])
    for scenario in debated(who):
        found, expected = as_said(explain(find(who), scenario)), as_said(explain(other, scenario))
        if found != expected:
            assert (who, found, expected.fault) == ("ankit-11-mar", Said("ok", "unknown"), "EINVAL")
            assert not scenario.host_fwb


@pytest.mark.parametrize("who", SPEAKERS)
def test_a_position_answers_as_the_mails_say(who: str) -> None:
    policy, ends = find(who), set()
    for scenario in debated(who):
        expected = said(scenario, who)
        assert expected is not None
        ends.add(expected)
        assert as_said(explain(policy, scenario)) == expected, scenario
    assert Said("ok", "mapped", "normal") in ends
    assert any("unknown" in end for end in ends) == (who not in SETTLED)


@pytest.mark.parametrize("who", SPEAKERS)
def test_a_position_answers_as_the_mails_say_whatever_else_there_is(who: str) -> None:
    policy = find(who)

    @examples(1.5)
    @given(faults() | faults(slot_guest_memfd=True))
    def same(scenario: Scenario) -> None:
        expected = said(scenario, who)
        if expected is not None:
            assert as_said(explain(policy, scenario)) == expected

    same()
