"""One scenario as properties look at it, by following its journeys: the oracle of the diagrams."""

from __future__ import annotations

from operator import getitem
from typing import TYPE_CHECKING, Any

from s2tui.analysis.diagrams.explorer import FAULT, MEMSLOT
from s2tui.analysis.invariants.case import (
    ABOUT_LEAF,
    CAPABILITY,
    ERRNO,
    GUESTS,
    HOST_STOPS,
    MAPPED,
    OFFERS,
    UNKNOWN,
    Alike,
    Case,
    HasRule,
    capability_of,
    errno_of,
    guests_of,
    is_unknown,
)
from s2tui.kvm.policy.decisions import RESULTANT
from s2tui.kvm.policy.journey import travel
from s2tui.kvm.policy.results import LEAF_RESULTS

if TYPE_CHECKING:
    from s2tui.analysis.invariants.case import Changes
    from s2tui.kvm.policy.policy import Policy
    from s2tui.kvm.scenario.fields import Scenario


def concrete(policy: Policy, scenario: Scenario, changes: Changes | None = None) -> Case:
    """The case of one scenario, by its explained outcome.

    Args:
        policy: what answers.
        scenario: the first scenario.
        changes: what is different in the other scenario that the case is about, if it is one.
    """
    here = scenario.changed(**changes or {})
    members = _members(policy, here)

    def look(about: Any) -> Any:
        if isinstance(about, Alike):
            return members == _members(policy, here.changed(**dict(about.changes)))
        if isinstance(about, HasRule):
            return about.rule in policy.rules
        if about is OFFERS:
            return policy.capability is not None
        return capability_of(policy)(here) if about is CAPABILITY else members[about]

    return Case(here, look, changes)


def _members(policy: Policy, scenario: Scenario) -> dict[Any, Any]:
    """What is decided of one scenario, None for what there is no leaf for."""
    memslot, fault, d = travel(policy, scenario)
    on_leaf = fault.result in LEAF_RESULTS
    members: dict[Any, Any] = {a: getitem(d, a) if on_leaf else None for a in ABOUT_LEAF}
    resultant = d[RESULTANT] if on_leaf else None
    return {
        **members,
        MEMSLOT: memslot,
        FAULT: fault,
        MAPPED: on_leaf,
        UNKNOWN: is_unknown(memslot) or is_unknown(fault),
        ERRNO: errno_of(fault),
        HOST_STOPS: not d.trace[-1].passed and d.trace[-1].rule.hazard == HOST_STOPS.name,
        GUESTS: guests_of(resultant),
    }
