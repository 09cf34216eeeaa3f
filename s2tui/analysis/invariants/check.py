"""What a sane policy should do, checked over all scenarios.

An invariant is a property (s2tui.analysis.invariants.properties), with words and sources from a
data file. It is explored like a rule, so the violations are a diagram: counted exactly, without
looking at any of them.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any, NamedTuple

from s2tui.analysis.diagrams.explorer import Diagrams, Explorer, raise_if_failed
from s2tui.analysis.diagrams.space import space
from s2tui.analysis.invariants.case import lazy_case
from s2tui.analysis.invariants.case_diagrams import Answers
from s2tui.analysis.invariants.catalogue import find
from s2tui.analysis.invariants.examples import Failing, example
from s2tui.analysis.invariants.property import VACUOUS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from s2tui.analysis.diagrams.diagram import Node
    from s2tui.analysis.diagrams.space import Space
    from s2tui.analysis.invariants.catalogue import Invariant
    from s2tui.analysis.invariants.examples import Counterexample
    from s2tui.analysis.invariants.property import Others, Verdict
    from s2tui.kvm.policy.policy import Policy
    from s2tui.kvm.policy.rule import Decided
    from s2tui.kvm.scenario.fields import Scenario, Value


class Finding(NamedTuple):
    """One policy, one invariant."""

    policy: Policy
    invariant: Invariant
    holds: bool | None
    """None: nowhere violated, and somewhere nobody ever said what happens."""
    vacuous: bool
    """Whether it holds because it claims nothing about any scenario."""
    violations: int
    """How many scenarios violate it."""
    counterexample: Counterexample | None
    """A violation that says something, or a scenario that leaves it open; None where it holds."""


class Asked(NamedTuple):
    """What policies are held against."""

    invariants: Sequence[Invariant]
    inside: Space
    """The scenarios to look at."""
    against: Answers | None
    """Of another policy: what it violates or leaves open too is passed over."""
    diagrams: Diagrams
    """What is known from earlier questions; one for all policies."""


def asked(
    invariants: Sequence[Invariant] | None = None,
    where: Mapping[str, Sequence[Value]] | None = None,
    against: Policy | None = None,
    diagrams: Diagrams | None = None,
) -> Asked:
    """What policies are to be held against.

    Args:
        invariants: what they should do; every invariant without them.
        where: by attribute, the values that a field may have in the first scenario; any without it.
        against: a policy whose own violations are passed over.
        diagrams: what is known from earlier questions.

    Raises:
        RequestError: no scenario meets the condition.
    """
    diagrams = diagrams or Diagrams()
    other = None if against is None else Answers(Explorer(against, diagrams))
    wanted = find(()) if invariants is None else invariants
    return Asked(wanted, space(diagrams, where), other, diagrams)


def check(
    policy: Policy,
    invariants: Sequence[Invariant] | None = None,
    *,
    where: Mapping[str, Sequence[Value]] | None = None,
    diagrams: Diagrams | None = None,
    progress: Callable[[str], None] = lambda _: None,
) -> tuple[Finding, ...]:
    """Hold a policy against invariants, over all scenarios that respect the bindings.

    Args:
        policy: what answers.
        invariants: what it should do; every invariant without them.
        where: by attribute, the values that a field may have in the first scenario; any without it.
        diagrams: what is known from earlier questions; share one among policies.
        progress: told what is being looked at.

    Raises:
        RequestError: the policy does not answer every scenario, or no scenario meets the condition.
    """
    what = asked(invariants, where, diagrams=diagrams)
    return tuple(findings(policy, what, progress))


def findings(
    policy: Policy, asked: Asked, progress: Callable[[str], None] = lambda _: None
) -> Iterator[Finding]:
    """Hold a policy against invariants, one after the other.

    Args:
        policy: what answers.
        asked: what it should do, and where.
        progress: told what is being looked at.

    Raises:
        RequestError: the policy does not answer every scenario.
    """
    diagrams = asked.diagrams
    explorer = Explorer(policy, diagrams)
    for result in (explorer.memslot, explorer.fault):
        for leaf in diagrams.manager.reached(asked.inside.region, result):
            raise_if_failed(policy, leaf.value)
    answers = Answers(explorer)
    for invariant in asked.invariants:
        progress(f"{policy.id}: {invariant.id}")
        yield _finding(policy, invariant, answers, asked)


def _finding(policy: Policy, invariant: Invariant, answers: Answers, asked: Asked) -> Finding:
    diagrams = asked.diagrams
    manager, inside = diagrams.manager, asked.inside.region
    verdicts = _verdicts(invariant, answers, diagrams)
    said = set()
    for verdict in verdicts:
        for leaf in manager.reached(inside, verdict):
            raise_if_failed(policy, leaf.value)
            said.add(leaf.value)
    vacuous = said <= {VACUOUS, None} and VACUOUS in said
    for value in (False, None):
        region = manager.and_(inside, _where(verdicts, value, diagrams))
        if asked.against is not None:
            theirs = _verdicts(invariant, asked.against, diagrams)
            for excused in dict.fromkeys((False, value)):
                also = _where(theirs, excused, diagrams)
                region = manager.and_(region, manager.negate(also))
        if region is diagrams.no:
            continue
        shown = example(policy, Failing(invariant, value, region, verdicts), diagrams)
        count = manager.count(region) if value is False else 0
        return Finding(policy, invariant, value, False, count, shown)
    return Finding(policy, invariant, True, vacuous, 0, None)


def _verdicts(invariant: Invariant, answers: Answers, diagrams: Diagrams) -> list[Node[Verdict]]:
    property_ = invariant.claims
    return [_verdict(property_.holds, others, answers, diagrams) for others in property_.others]


def _verdict(
    holds: Callable[..., Verdict], others: Others, answers: Answers, diagrams: Diagrams
) -> Node[Verdict]:
    """What a property says of each scenario, with some other scenarios."""
    frozen = tuple(tuple(changes.items()) for changes in others)
    return diagrams.symbolic.diagram(_as_question(holds, frozen), answers)


@cache
def _as_question(
    holds: Callable[..., Verdict], others: tuple[tuple[tuple[str, Any], ...], ...]
) -> Callable[[Scenario, Decided], Verdict]:
    """A property as a rule's function is; one for each, so that what is learnt is kept."""
    changes = [dict(other) for other in others]

    def question(s: Scenario, d: Decided) -> Verdict:
        return holds(lazy_case(s, d), *(lazy_case(s, d, other) for other in changes))

    return question


def _where(verdicts: Sequence[Node[Verdict]], value: bool | None, diagrams: Diagrams) -> Node[bool]:
    """The scenarios for which one of the verdicts is a value."""
    region = diagrams.no
    for verdict in dict.fromkeys(verdicts):
        region = diagrams.manager.or_(region, diagrams.manager.map(verdict, lambda v: v is value))
    return region
