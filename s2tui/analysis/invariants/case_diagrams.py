"""What properties ask about outcomes, as diagrams over all scenarios.

Small questions on purpose: a property branches on each answer to each, so it is asked whether a
fault failed and with what, and not how it ended.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any

from attrs import evolve

from s2tui.analysis.diagrams.explorer import FAULT, MEMSLOT, Explorer
from s2tui.analysis.diagrams.symbolic import LEVELS, VALUES
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
    Elsewhere,
    HasRule,
    capability_of,
    errno_of,
    guests_of,
    is_unknown,
)
from s2tui.kvm.policy.decisions import RESULTANT
from s2tui.kvm.policy.results import End, Fault

if TYPE_CHECKING:
    from collections.abc import Callable

    from s2tui.analysis.diagrams.diagram import Node
    from s2tui.kvm.policy.rule import Decided, Rule
    from s2tui.kvm.scenario.fields import Scenario


class Answers:
    """The diagrams of what cases ask for, under one policy; each is made once."""

    def __init__(self, explorer: Explorer) -> None:
        self._explorer = explorer
        self._known: dict[Any, Node[Any]] = {}
        self._made: dict[Any, Callable[[], Node[Any]]] = {
            MEMSLOT: lambda: explorer.memslot,
            FAULT: lambda: explorer.fault,
            MAPPED: lambda: explorer.leaf,
            UNKNOWN: self._unknown,
            ERRNO: lambda: explorer.project(self(FAULT), errno_of),
            CAPABILITY: self._offered,
            OFFERS: self._offers,
            HOST_STOPS: self._host_stops,
            GUESTS: lambda: explorer.project(self(RESULTANT), guests_of),
        }

    def __call__(self, about: Any) -> Node[Any]:
        """The diagram of one thing."""
        found = self._known.get(about)
        if found is None:
            found = self._known[about] = self._find(about)
        return found

    def _find(self, about: Any) -> Node[Any]:
        explorer = self._explorer
        if isinstance(about, Elsewhere):
            return self._elsewhere(about)
        if isinstance(about, Alike):
            return self._alike(about)
        if isinstance(about, HasRule):
            return explorer.diagrams.manager.terminal(about.rule in explorer.policy.rules)
        made = self._made.get(about)
        return explorer.on_leaf(about) if made is None else made()

    def _unknown(self) -> Node[bool]:
        manager = self._explorer.diagrams.manager
        first, second = (manager.map(self(about), is_unknown) for about in (MEMSLOT, FAULT))
        return manager.or_(first, second)

    def _offered(self) -> Node[int | None]:
        question = _as_question(capability_of(self._explorer.policy))
        return self._explorer.diagrams.symbolic.diagram(question, self)

    def _offers(self) -> Node[bool]:
        offers = self._explorer.policy.capability is not None
        return self._explorer.diagrams.manager.terminal(offers)

    def _host_stops(self) -> Node[bool]:
        """Where a rule with that hazard ends the journey: no other ends it in that way then."""
        explorer = self._explorer
        policy = explorer.policy
        for rule in policy.rules:
            if rule.hazard == HOST_STOPS.name:
                policy = policy.replace(rule, evolve(rule, apply=_stopping(rule)))
        if policy is explorer.policy:
            return explorer.diagrams.no
        fault = Explorer(policy, explorer.diagrams).fault
        return explorer.project(fault, _is_stop)

    def _elsewhere(self, about: Elsewhere) -> Node[Any]:
        fixed = {LEVELS[a]: VALUES[LEVELS[a]].index(value) for a, value in about.changes}
        return self._explorer.diagrams.manager.restrict(self(about.about), fixed)

    def _alike(self, about: Alike) -> Node[bool]:
        """Member by member: asked one after the other, their values would multiply."""
        manager, region = self._explorer.diagrams.manager, self._explorer.diagrams.yes
        for member in (MEMSLOT, FAULT, *ABOUT_LEAF):
            there = self(Elsewhere(about.changes, member))
            compared = manager.compare(region, self(member), there)
            region = manager.map(compared, lambda value: value is True)
        return region


STOP = End(fault=Fault("unknown", HOST_STOPS.name))


def _is_stop(fault: Fault) -> bool:
    return fault == STOP.fault


@cache
def _stopping(rule: Rule[End]) -> Callable[[Scenario, Decided], End | None]:
    return lambda s, d: None if rule.apply(s, d) is None else STOP


@cache
def _as_question(
    answer: Callable[[Scenario], int | None],
) -> Callable[[Scenario, Decided], int | None]:
    """The same function as a rule's is."""
    return lambda s, _: answer(s)
