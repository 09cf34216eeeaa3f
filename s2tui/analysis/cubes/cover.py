"""From a region to as few and as general cubes as possible.

As the classic two-level minimisers do it (espresso: expand, then take what is needed), but against
diagrams instead of tables: a scenario of the region that is not covered yet grows, field by field,
into a cube that cannot grow any more without leaving the region. One order of growth is enough:
trying several and keeping the best took longer and found no fewer cubes.
Scenarios that do not exist may be covered at will, so no cube repeats what a binding says anyway.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from s2tui.analysis.diagrams.diagram import TERMINAL
from s2tui.analysis.diagrams.space import FAR, places, shortest
from s2tui.analysis.diagrams.symbolic import BY_LEVEL, LEVELS
from s2tui.kvm.scenario.fields import DEFAULT, FIELDS, filled

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from s2tui.analysis.diagrams.diagram import Manager, Node
    from s2tui.analysis.diagrams.explorer import Diagrams
    from s2tui.kvm.scenario.fields import Value

    Cube = Mapping[str, tuple[Value, ...]]
    """By contract name, the values that a field may take; fields that do not matter are absent."""
    Masks = dict[int, int]
    """By level, a bit for each permitted value; a field without an entry may have any."""


class Cover(NamedTuple):
    """The cubes of a region: each inside it, all of it together."""

    cubes: tuple[Cube, ...]
    disjoint: bool
    """Whether no scenario is in two of them."""


def cover(diagrams: Diagrams, region: Node[bool], care: Node[bool]) -> Cover:
    """As few and as general cubes as can be found, the most general first.

    Args:
        diagrams: where the diagrams live.
        region: what to cover, within `care`.
        care: the scenarios for which the cubes have to be right: the space, or a part of it that
            is known from the context.
    """
    kept = [trimmed(diagrams, masks, care) for masks in prime_cover(diagrams, region, care)]
    return Cover(tuple(_named(masks) for masks in kept), _disjoint(diagrams, kept, care))


def prime_cover(diagrams: Diagrams, region: Node[bool], care: Node[bool]) -> list[Masks]:
    """The cubes of `cover`, by level, before they are trimmed."""
    manager = diagrams.manager
    upper = manager.or_(region, manager.negate(care))
    fields = sorted(manager.support((upper,)), key=_prominence)
    chosen: list[tuple[Masks, Node[bool]]] = []
    left = region
    distances = {diagrams.yes: 0, diagrams.no: FAR}
    while left is not diagrams.no:
        nearest = next(shortest(left, places(DEFAULT), distances))
        masks = _prime(diagrams, upper, places(filled(nearest)), fields)
        chosen.append((masks, left))
        left = manager.and_(cube_region(diagrams, masks, negated=True), left)
    return _needed(diagrams, chosen, region)


def _prominence(level: int) -> tuple[int, int]:
    """What a reader looks for first comes first, and is the last to be given up."""
    return BY_LEVEL[level].rank, level


def _prime(
    diagrams: Diagrams, upper: Node[bool], start: Sequence[int], fields: Sequence[int]
) -> Masks:
    """A largest cube around a scenario; what a reader looks for is given up last."""
    masks = {level: 1 << start[level] for level in fields}
    for level in reversed(fields):
        full = (1 << diagrams.manager.sizes[level]) - 1
        masks[level] = _room(upper, masks, level, full)
        if masks[level] == full:
            del masks[level]
    return masks


def _room(upper: Node[bool], masks: Masks, level: int, full: int) -> int:
    """The values of one field with which a cube stays inside a region."""
    done: dict[Node[bool], int] = {}
    # The cube lies inside, so what it has already is never lost; nothing less can come out.
    least = masks[level]

    def walk(node: Node[bool]) -> int:
        if node.level == TERMINAL:
            return full if node.value else 0
        found = done.get(node)
        if found is None:
            if node.level == level:
                found = 0
                for place, child in enumerate(node.children):
                    if walk(child) == full:
                        found |= 1 << place
            else:
                found = full
                mask = masks.get(node.level, -1)
                enough = least if node.level < level else 0
                for place, child in enumerate(node.children):
                    if mask >> place & 1:
                        found &= walk(child)
                        if found == enough:
                            break
            done[node] = found
        return found

    result = walk(upper)
    del walk  # see Nodes
    return result


def cube_region(diagrams: Diagrams, masks: Masks, *, negated: bool = False) -> Node[bool]:
    """The scenarios of a cube, or all others."""
    manager = diagrams.manager
    node, outside = manager.terminal(not negated), manager.terminal(negated)
    for level in sorted(masks, reverse=True):
        mask = masks[level]
        children = [node if mask >> place & 1 else outside for place in range(manager.sizes[level])]
        node = manager.node(level, tuple(children))
    return node


def _needed(
    diagrams: Diagrams, chosen: Sequence[tuple[Masks, Node[bool]]], region: Node[bool]
) -> list[Masks]:
    """The cubes without those that the others cover; the most general first.

    Args:
        diagrams: where the diagrams live.
        chosen: the cubes in order, each with what those before it leave of the region.
        region: what they cover.
    """
    manager = diagrams.manager
    # From the last one back: what the earlier ones and the kept later ones cover is not needed.
    after, kept = diagrams.no, []
    for masks, left in reversed(chosen):
        own = manager.and_(cube_region(diagrams, masks), region)
        if manager.meet(own, left, after):
            kept.append((manager.count(own), masks))
            after = manager.or_(own, after)
    return [masks for _, masks in sorted(kept, key=lambda pair: (-pair[0], len(pair[1])))]


def trimmed(diagrams: Diagrams, masks: Masks, care: Node[bool]) -> Masks:
    """A cube without the values that no scenario has in it anyway."""
    own = diagrams.manager.and_(cube_region(diagrams, masks), care)
    possible = possible_values(diagrams.manager, own)
    return {level: mask & possible[level] for level, mask in masks.items()}


def possible_values(manager: Manager, region: Node[bool]) -> list[int]:
    """By level, the values that the field has somewhere in a region."""
    no = manager.terminal(False)
    last = len(manager.sizes)
    found = [0] * last
    # A field that some way through the diagram does not ask may have any value there.
    ways = {(-1, min(region.level, last))} if region is not no else set()
    for node in manager.inner_nodes((region,)):
        for place, child in enumerate(node.children):
            if child is not no:
                found[node.level] |= 1 << place
                ways.add((node.level, min(child.level, last)))
    for above, below in ways:
        for level in range(above + 1, below):
            found[level] = (1 << manager.sizes[level]) - 1
    return found


def _disjoint(diagrams: Diagrams, chosen: Sequence[Masks], care: Node[bool]) -> bool:
    manager = diagrams.manager
    met = diagrams.no
    for masks in chosen:
        own = manager.and_(cube_region(diagrams, masks), care)
        if manager.meet(own, met):
            return False
        met = manager.or_(own, met)
    return True


def _named(masks: Masks) -> Cube:
    """A cube by field names, in the order of the contract."""
    found = {}
    for name, field in FIELDS.items():
        mask = masks.get(LEVELS[field.attribute])
        if mask is not None:
            found[name] = tuple(v for place, v in enumerate(field.values) if mask >> place & 1)
    return found
