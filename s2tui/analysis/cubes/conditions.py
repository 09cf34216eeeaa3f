"""From a region to what a person would say about it: few lines, each a list of conditions.

A condition may have alternatives ("no FWB or no DIC"), so that four cubes that only differ in which
of two reasons holds twice become one line. What follows from the conditions and the context, and a
reader would want to hear (that only PFNMAP memory is left), is said too.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from s2tui.analysis.cubes.cover import cube_region, possible_values, prime_cover, trimmed
from s2tui.analysis.diagrams.space import space
from s2tui.analysis.diagrams.symbolic import BY_LEVEL, LEVELS, VALUES
from s2tui.kvm.scenario.fields import FIELDS

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from s2tui.analysis.diagrams.diagram import Node
    from s2tui.analysis.diagrams.explorer import Diagrams
    from s2tui.kvm.scenario.fields import Value

Literal = tuple[int, int]
"""A level, and a bit for each value that is permitted."""
Clause = frozenset[Literal]
"""Alternatives, one of which must hold."""
Clauses = frozenset[Clause]


class Alternative(NamedTuple):
    """A field and the values that it may have."""

    name: str
    values: tuple[Value, ...]


class Conditions(NamedTuple):
    """Conditions that must all hold, each with its alternatives; and for how many scenarios."""

    all_of: tuple[tuple[Alternative, ...], ...]
    scenarios: int
    """Those of the region that no earlier line stands for."""


def conditions(diagrams: Diagrams, region: Node[bool], care: Node[bool]) -> tuple[Conditions, ...]:
    """The lines that describe a region, the one for most scenarios first.

    Each line is exactly right within `care`, and together they cover the region.

    Args:
        diagrams: where the diagrams live.
        region: what to describe, within `care`.
        care: the scenarios that the reader knows to be meant.
    """
    manager = diagrams.manager
    cubes = [trimmed(diagrams, masks, care) for masks in prime_cover(diagrams, region, care)]
    lines = _merged([frozenset(frozenset((item,)) for item in cube.items()) for cube in cubes])
    left, found = region, []
    sized = [
        (manager.count(manager.and_(_clauses(diagrams, line), region)), line) for line in lines
    ]
    for _, line in sorted(sized, key=lambda pair: -pair[0]):
        own = manager.and_(_clauses(diagrams, line), left)
        left = manager.and_(manager.negate(own), left)
        if own is not diagrams.no:
            said = line | _implied(diagrams, line, own)
            found.append(Conditions(_named(said), manager.count(own)))
    return tuple(sorted(found, key=lambda line: -line.scenarios))


def _merged(lines: list[Clauses]) -> list[Clauses]:
    """Lines that differ in one condition each become one with that condition's alternatives."""
    merged = True
    while merged:
        merged = False
        for i, first in enumerate(lines):
            for j in range(i + 1, len(lines)):
                joined = _joined(first, lines[j])
                if joined is not None:
                    lines[i] = joined
                    del lines[j]
                    merged = True
                    break
            if merged:
                break
    return lines


def _joined(first: Clauses, second: Clauses) -> Clauses | None:
    """Two lines as one; None where that takes more than one condition with alternatives."""
    one, two = first - second, second - first
    if len(one) != 1 or len(two) != 1:
        return None
    both = _either(next(iter(one)), next(iter(two)))
    # "ZONE_DEVICE, or a cacheable VMA" would hide what else is true of either.
    if len(both) > 1 and any(BY_LEVEL[level].said == "alone" for level, _ in both):
        return None
    return (first & second) | {both}


def _either(one: Clause, two: Clause) -> Clause:
    """The alternatives of both, with the values of a field together."""
    masks: dict[int, int] = {}
    for level, mask in (*one, *two):
        masks[level] = masks.get(level, 0) | mask
    return frozenset(masks.items())


def _clauses(diagrams: Diagrams, line: Iterable[Clause]) -> Node[bool]:
    """The scenarios that meet every condition."""
    manager = diagrams.manager
    region = diagrams.yes
    for clause in line:
        any_of = diagrams.no
        for level, mask in clause:
            any_of = manager.or_(cube_region(diagrams, {level: mask}), any_of)
        region = manager.and_(any_of, region)
    return region


def _implied(diagrams: Diagrams, line: Clauses, own: Node[bool]) -> Clauses:
    """What the scenarios of a line have in common besides its own conditions.

    Said are the fields that matter most, and every field that is off its default throughout, but
    nothing that a binding says already.
    """
    said = {level: mask for clause in line if len(clause) == 1 for level, mask in clause}
    found: set[Clause] = set()
    possible = possible_values(diagrams.manager, own)
    for level in sorted(diagrams.manager.support((own,)) - said.keys()):
        how = BY_LEVEL[level].said
        full = (1 << diagrams.manager.sizes[level]) - 1
        mask = possible[level]
        narrow = how in ("always", "alone") and 2 * mask.bit_count() <= full.bit_count()
        if mask == full or how == "implied" or (mask & 1 and not narrow):
            continue
        said[level] = mask
        found.add(frozenset(((level, mask),)))
    return frozenset(clause for clause in found if not _follows(diagrams, clause, said))


def _follows(diagrams: Diagrams, clause: Clause, said: Mapping[int, int]) -> bool:
    """Whether every scenario that agrees with the other fields agrees with this one anyway."""
    ((level, _),) = clause
    others = {at: mask for at, mask in said.items() if at != level}
    region = diagrams.manager.and_(cube_region(diagrams, others), space(diagrams).region)
    return not diagrams.manager.meet(cube_region(diagrams, dict(clause), negated=True), region)


def _named(line: Iterable[Clause]) -> tuple[tuple[Alternative, ...], ...]:
    """Conditions by field names, in the order of the contract."""
    order = {LEVELS[field.attribute]: i for i, field in enumerate(FIELDS.values())}
    found = [sorted(clause, key=lambda item: order[item[0]]) for clause in line]
    found.sort(key=lambda clause: order[clause[0][0]])
    return tuple(tuple(_alternative(item) for item in clause) for clause in found)


def _alternative(item: Literal) -> Alternative:
    level, mask = item
    values = tuple(value for place, value in enumerate(VALUES[level]) if mask >> place & 1)
    return Alternative(BY_LEVEL[level].name, values)
