"""Which violation to show: one that people talk about, else one that a machine can produce.

Else the smallest. Counterexamples are read by those who wrote the code, so what nobody's machine
does is the last thing to hold against it.
"""

from __future__ import annotations

from functools import cache
from itertools import chain
from typing import TYPE_CHECKING, Any, NamedTuple

from s2tui.analysis.cubes.smallest import smallest
from s2tui.analysis.diagrams.space import having, places
from s2tui.kvm.report.plausible import INPUTS, kind_of, plausible

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from s2tui.analysis.diagrams.diagram import Node
    from s2tui.analysis.diagrams.explorer import Diagrams
    from s2tui.analysis.invariants.catalogue import Invariant
    from s2tui.analysis.invariants.property import Verdict
    from s2tui.kvm.policy.policy import Policy
    from s2tui.kvm.policy.rule import Decided
    from s2tui.kvm.report.plausible import Kind, Reason
    from s2tui.kvm.scenario.fields import Scenario

TRIES = 24
"""How many of the smallest second accesses are judged before one is shown as it is."""
SECOND = (
    "access_fault",
    "access_kind",
    "access_granule",
    "page_host_writable",
    "slot_log_dirty_pages",
    "slot_readonly",
    "host_dic",
    "backing",
)
"""What the judgement of a second access depends on most."""


class Counterexample(NamedTuple):
    """A scenario on which an invariant does not hold."""

    scenario: Scenario
    other: Scenario | None
    """The second scenario, for an invariant of two; None where it is the same."""
    name: str | None = None
    """What people call the scenario, if they do."""


class Failing(NamedTuple):
    """Where an invariant does not hold."""

    invariant: Invariant
    value: bool | None
    """False: violated; None: unknown."""
    region: Node[bool]
    verdicts: Sequence[Node[Verdict]]
    """What its property says of each scenario, with each of its others."""


def example(policy: Policy, failing: Failing, diagrams: Diagrams) -> Counterexample:
    """A scenario where an invariant does not hold, and the first of the others that it fails with.

    Args:
        policy: what answers.
        failing: what does not hold, and where.
        diagrams: where the diagrams live.
    """
    name, scenario = _named(failing.invariant, failing.region, diagrams)
    if scenario is None:
        scenario = _plausible(policy, failing.region, diagrams)
    at = places(scenario)
    first = next(
        changes
        for verdict, changes in zip(failing.verdicts, failing.invariant.claims.others, strict=True)
        if diagrams.manager.at(verdict, at) is failing.value
    )
    other = scenario.changed(**first[0]) if first else scenario
    return Counterexample(scenario, None if other == scenario else other, name)


def _named(
    invariant: Invariant, region: Node[bool], diagrams: Diagrams
) -> tuple[str | None, Scenario | None]:
    known = _scenarios()
    for name in dict.fromkeys(chain(invariant.shown, known)):
        if name in known and diagrams.manager.at(region, known[name].at):
            return name, known[name].scenario
    return None, None


class _Named(NamedTuple):
    """A named scenario, and where diagrams have it."""

    scenario: Scenario
    at: tuple[int, ...]


@cache
def _scenarios() -> dict[str, _Named]:
    """The named scenarios that can be asked."""
    from s2tui.kvm.scenario.named import askable
    from s2tui.kvm.scenario.notation import from_object

    found = {name: from_object(named.fields).scenario for name, named in askable().items()}
    return {name: _Named(scenario, places(scenario)) for name, scenario in found.items()}


def _plausible(policy: Policy, region: Node[bool], diagrams: Diagrams) -> Scenario:
    """The smallest scenario of a region that a machine produces, else the smallest."""
    manager = diagrams.manager
    fitting = manager.and_(region, _fits(policy, diagrams))
    for _ in range(TRIES):
        if fitting is diagrams.no:
            break
        scenario = smallest(diagrams, fitting)
        if not plausible(scenario, policy):
            return scenario
        alike = diagrams.yes
        for attribute in SECOND:
            alike = manager.and_(alike, having(diagrams, attribute, (scenario.state[attribute],)))
        fitting = manager.and_(fitting, manager.negate(alike))
    return smallest(diagrams, region)


def _fits(policy: Policy, diagrams: Diagrams) -> Node[bool]:
    """Where no input is one that does not occur; each reason alone, since they would multiply."""
    manager, region = diagrams.manager, diagrams.yes
    for reason in INPUTS:
        applies = diagrams.symbolic.diagram(_as_question(reason, kind_of(policy)), _nothing)
        region = manager.and_(region, manager.negate(applies))
    return region


@cache
def _as_question(reason: Reason, kind: Kind) -> Callable[[Scenario, Decided], bool]:
    """A reason as a rule's function is; one for each kind of policy that it tells apart."""
    return lambda s, _: reason.applies(s, kind)


def _nothing(_: object) -> Node[Any]:
    raise LookupError("whether an input occurs does not depend on an outcome")
