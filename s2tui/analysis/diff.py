"""Every scenario on which two policies differ, grouped by what changed.

Member by member in the contract's order: two diagrams are walked side by side, only where all
earlier members agree, and the walk ends wherever both are the same object. What two policies have
in common costs nothing.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from s2tui.analysis.cubes.conditions import conditions
from s2tui.analysis.cubes.cover import cover
from s2tui.analysis.diagrams.explorer import Diagrams, Explorer, raise_if_failed, split
from s2tui.analysis.diagrams.space import nearest, space
from s2tui.analysis.diagrams.symbolic import Failure
from s2tui.analysis.hazards import hazard_changes
from s2tui.analysis.responsible import responsible
from s2tui.kvm.report.explain import explain
from s2tui.kvm.report.members import PARTS, first_difference, is_unknown
from s2tui.kvm.scenario.fields import DEFAULT

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from s2tui.analysis.cubes.conditions import Conditions
    from s2tui.analysis.cubes.cover import Cover
    from s2tui.analysis.diagrams.diagram import Node, Pair
    from s2tui.analysis.diagrams.space import Space
    from s2tui.analysis.hazards import HazardChange
    from s2tui.kvm.policy.outcome import Outcome
    from s2tui.kvm.policy.policy import Policy
    from s2tui.kvm.policy.rule import Rule
    from s2tui.kvm.report.members import Inner, Part
    from s2tui.kvm.scenario.fields import Scenario, Value


class Change(NamedTuple):
    """Scenarios whose outcome changed in the same way."""

    was: Inner
    """The first inner member that differs, under the first policy."""
    now: Inner
    """The same under the second."""
    unknown: bool
    """Whether either side is something that nobody ever said."""
    scenarios: int
    """How many."""
    details: tuple[Pair, ...]
    """What the whole part was and is: an error with its errno. More than one if these differ."""
    region: Node[bool]
    given: Node[bool]
    """Where the first policy answers `was` and all earlier members agree: region lies within."""


class Side(NamedTuple):
    """One policy's answer for the example of a group."""

    outcome: Outcome
    rules: tuple[Rule[Any], ...]
    """The rules responsible for the member that changed; the last one decided it."""


class Group(NamedTuple):
    """A change with what is said about it besides its cubes."""

    change: Change
    example: Scenario
    """One of its scenarios, as near to the defaults as they come."""
    was: Side
    now: Side


class Diff(NamedTuple):
    """How two policies differ."""

    first: Policy
    second: Policy
    space: int
    """How many scenarios were compared."""
    different: int
    changes: tuple[Change, ...]
    """In the order of the members, the most frequent first; those with unknowns at the end."""
    hazards: tuple[HazardChange, ...]
    """What goes wrong in more or fewer scenarios; a hazard is no member of an outcome."""
    diagrams: Diagrams
    inside: Space

    def groups(self) -> Iterator[Group]:
        """The changes with cubes, an example and rules, one after the other."""
        for change in self.changes:
            (changed,) = nearest(self.diagrams, change.region, DEFAULT).sets
            example = DEFAULT.changed(**changed)
            was, now = explain(self.first, example), explain(self.second, example)
            member, name = change.was.member, change.was.name
            yield Group(
                change,
                example,
                Side(was, responsible(was, member, name, self.second.rules)),
                Side(now, responsible(now, member, name, self.first.rules)),
            )

    def cover(self, change: Change) -> Cover:
        """The scenarios of a change, exactly."""
        return cover(self.diagrams, change.region, self.inside.region)

    def conditions(self, change: Change) -> tuple[Conditions, ...]:
        """What tells the scenarios of a change from the others with the same first answer."""
        return conditions(self.diagrams, change.region, change.given)


def diff(
    first: Policy,
    second: Policy,
    where: Mapping[str, Sequence[Value]] | None = None,
    *,
    diagrams: Diagrams | None = None,
    progress: Callable[[str], None] = lambda _: None,
) -> Diff:
    """Compare two policies over all scenarios.

    Args:
        first: what was.
        second: what is.
        where: by attribute, the values that a field may have; all scenarios without it.
        diagrams: what is known from earlier questions.
        progress: told what is being looked at.

    Raises:
        RequestError: no scenario meets the condition, or a policy does not answer every scenario.
    """
    diagrams = diagrams or Diagrams()
    inside = space(diagrams, where)
    before, after = Explorer(first, diagrams), Explorer(second, diagrams)
    region, on_leaf = inside.region, False
    changes: list[Change] = []
    for part in PARTS:
        progress(f"{part.member}.{part.names[0]}")
        if part.on_leaf and not on_leaf:
            region, on_leaf = diagrams.manager.and_(region, before.leaf), True
        if region is diagrams.no:
            break
        first_part = split(before, part)
        compared = diagrams.manager.compare(region, first_part, split(after, part))
        for terminal in diagrams.manager.terminals(compared):
            if type(terminal.value) is not bool:
                raise_if_failed(first, terminal.value.was)
                raise_if_failed(second, terminal.value.now)
        changes += _changes(
            diagrams, part, compared, diagrams.manager.within(region, first_part, diagrams.none)
        )
        region = diagrams.manager.map(compared, lambda value: value is True)
    changes.sort(key=lambda change: change.unknown)
    different = sum(change.scenarios for change in changes)
    hazards = hazard_changes(before, after, inside.region)
    return Diff(first, second, inside.size, different, tuple(changes), hazards, diagrams, inside)


def _changes(
    diagrams: Diagrams, part: Part, compared: Node[Any], before: Node[Any]
) -> list[Change]:
    """What differs in one part, by its first inner member that does.

    Args:
        diagrams: where the diagrams live.
        part: what was compared.
        compared: as `Manager.compare` returns it.
        before: what the first policy answers, None outside the scenarios that were compared.
    """
    counts = diagrams.manager.counts(compared)
    grouped: dict[tuple[Inner, Inner, bool], list[Pair]] = {}
    for terminal in counts:
        pair = terminal.value
        if type(pair) is bool:
            continue
        unknown = is_unknown(pair.was) or is_unknown(pair.now)
        key = (*first_difference(part, pair.was, pair.now), unknown)
        grouped.setdefault(key, []).append(pair)
    order = {name: i for i, name in enumerate(part.names)}
    found = []
    for (was, now, unknown), pairs in grouped.items():
        total = sum(counts[diagrams.manager.terminal(pair)] for pair in pairs)
        region = diagrams.manager.map(compared, frozenset(pairs).__contains__)
        given = _given(diagrams, before, order[was.name], was.value)
        details = tuple(sorted(pairs, key=repr))
        found.append(Change(was, now, unknown, total, details, region, given))
    return sorted(found, key=lambda change: (order[change.was.name], -change.scenarios))


def _given(diagrams: Diagrams, before: Node[Any], place: int, value: object) -> Node[bool]:
    """Where an inner member has a value."""

    def has(part: Any) -> bool:
        return part is not None and not isinstance(part, Failure) and part[place] == value

    return diagrams.manager.map(before, has)
