"""What a sane policy should do, checked over all scenarios.

An invariant is a property (s2tui.analysis.invariants.properties), with words and sources from a
data file. It is explored like a rule, so the violations are a diagram: counted exactly, without
looking at any of them, and the smallest is found in it.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from s2tui.analysis.cubes.smallest import smallest
from s2tui.analysis.diagrams.explorer import Diagrams, Explorer, raise_if_failed
from s2tui.analysis.diagrams.space import places, space
from s2tui.analysis.invariants import properties
from s2tui.analysis.invariants.case import symbolic
from s2tui.analysis.invariants.case_diagrams import Answers
from s2tui.analysis.invariants.property import Property
from s2tui.errors import unknown

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from s2tui.analysis.diagrams.diagram import Node
    from s2tui.analysis.diagrams.space import Space
    from s2tui.analysis.invariants.property import Others, Verdict
    from s2tui.kvm.policy.policy import Policy
    from s2tui.kvm.policy.rule import Decided
    from s2tui.kvm.scenario.fields import Scenario, Value

FILE = Path(__file__).with_name("invariants.toml")
PROPERTIES = {p.id: p for p in vars(properties).values() if isinstance(p, Property)}


class Invariant(NamedTuple):
    """A property with its words."""

    id: str
    text: str
    """In one line."""
    details: str
    """What exactly counts, and what does not."""
    asked_by: str
    source: str
    """Where it was asked for."""
    property: Property


class Counterexample(NamedTuple):
    """A scenario on which an invariant does not hold."""

    scenario: Scenario
    other: Scenario | None
    """The second scenario, for an invariant of two; None where it is the same."""


class Finding(NamedTuple):
    """One policy, one invariant."""

    policy: Policy
    invariant: Invariant
    holds: bool | None
    """None: nowhere violated, and somewhere nobody ever said what happens."""
    violations: int
    """How many scenarios violate it."""
    counterexample: Counterexample | None
    """The smallest violation, if there is one."""
    unknown: Counterexample | None
    """The smallest scenario that leaves it open, if that is the answer."""


@cache
def load() -> dict[str, Invariant]:
    """Every invariant by its id, in the order of the data file.

    Raises:
        LookupError: one has words and no property.
    """
    import tomllib

    found = {}
    for id_, entry in tomllib.loads(FILE.read_text(encoding="utf-8")).items():
        if id_ not in PROPERTIES:
            raise LookupError(f"{FILE.name} has {id_}, but no property is @invariant({id_!r})")
        found[id_] = Invariant(id_, **entry, property=PROPERTIES[id_])
    return found


def find(ids: Iterable[str]) -> tuple[Invariant, ...]:
    """Some invariants by their ids, in the order of the data file; all where none is named.

    Raises:
        RequestError: there is no such invariant.
    """
    wanted = set(ids)
    for id_ in wanted:
        if id_ not in load():
            raise unknown("invariant", id_, load())
    return tuple(i for i in load().values() if not wanted or i.id in wanted)


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
    diagrams = diagrams or Diagrams()
    inside = space(diagrams, where)
    return tuple(_findings(policy, invariants, diagrams, inside, progress))


def _findings(
    policy: Policy,
    invariants: Sequence[Invariant] | None,
    diagrams: Diagrams,
    inside: Space,
    progress: Callable[[str], None],
) -> Iterator[Finding]:
    explorer = Explorer(policy, diagrams)
    for result in (explorer.memslot(), explorer.fault()):
        for leaf in diagrams.manager.terminals(
            diagrams.manager.within(inside.region, result, diagrams.none)
        ):
            raise_if_failed(policy, leaf.value)
    answers = Answers(explorer)
    for invariant in find(()) if invariants is None else invariants:
        progress(f"{policy.id}: {invariant.id}")
        yield _finding(policy, invariant, answers, diagrams, inside)


def _finding(
    policy: Policy, invariant: Invariant, answers: Answers, diagrams: Diagrams, inside: Space
) -> Finding:
    property_ = invariant.property
    verdicts = [_verdict(property_.holds, others, answers, diagrams) for others in property_.others]
    outside: Node[Any] = diagrams.none
    for verdict in verdicts:
        for leaf in diagrams.manager.terminals(
            diagrams.manager.within(inside.region, verdict, outside)
        ):
            raise_if_failed(policy, leaf.value)
    violated = _where(verdicts, False, diagrams, inside)
    if violated is not diagrams.no:
        example = _example(invariant, verdicts, violated, False, diagrams)
        return Finding(policy, invariant, False, diagrams.manager.count(violated), example, None)
    open_ = _where(verdicts, None, diagrams, inside)
    if open_ is not diagrams.no:
        example = _example(invariant, verdicts, open_, None, diagrams)
        return Finding(policy, invariant, None, 0, None, example)
    return Finding(policy, invariant, True, 0, None, None)


def _verdict(
    holds: Callable[..., Verdict], others: Others, answers: Answers, diagrams: Diagrams
) -> Node[Verdict]:
    """What a property says of each scenario, with some other scenarios."""
    frozen = tuple(tuple(changes.items()) for changes in others)
    return diagrams.symbolic.explore(_as_question(holds, frozen), answers)


@cache
def _as_question(
    holds: Callable[..., Verdict], others: tuple[tuple[tuple[str, Any], ...], ...]
) -> Callable[[Scenario, Decided], Verdict]:
    """A property as the explorer calls it; one for each, so that what is learnt is kept."""
    changes = [dict(other) for other in others]

    def question(s: Scenario, d: Decided) -> Verdict:
        return holds(symbolic(s, d), *(symbolic(s, d, other) for other in changes))

    return question


def _where(
    verdicts: Sequence[Node[Verdict]], value: Verdict, diagrams: Diagrams, inside: Space
) -> Node[bool]:
    """The scenarios for which one of the verdicts is a value."""
    region = diagrams.no
    for verdict in dict.fromkeys(verdicts):
        region = diagrams.manager.or_(region, diagrams.manager.map(verdict, lambda v: v is value))
    return diagrams.manager.and_(inside.region, region)


def _example(
    invariant: Invariant,
    verdicts: Sequence[Node[Verdict]],
    region: Node[bool],
    value: Verdict,
    diagrams: Diagrams,
) -> Counterexample:
    """The smallest scenario of a region, and the first of the others that it fails with."""
    scenario = smallest(diagrams, region)
    at = places(scenario)
    others = (
        changes
        for verdict, changes in zip(verdicts, invariant.property.others, strict=True)
        if diagrams.manager.at(verdict, at) is value
    )
    first = next(others)
    other = scenario.changed(**first[0]) if first else scenario
    return Counterexample(scenario, None if other == scenario else other)
