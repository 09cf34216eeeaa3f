"""From a region to as few and as general cubes as possible.

As the classic two-level minimisers do it (espresso: expand, then take what is needed), but against
diagrams instead of tables: a scenario of the region that is not covered yet grows, field by field,
into a cube that cannot grow any more without leaving the region. One order of growth is enough:
trying several and keeping the best took longer and found no fewer cubes.
Scenarios that do not exist may be covered at will, so no cube repeats what a binding says anyway.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from s2tui.analysis.diagram import LEAF
from s2tui.analysis.symbolic import ATTRIBUTES, LEVELS, VALUES
from s2tui.kvm.scenario import FIELDS

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from s2tui.analysis.diagram import Node
    from s2tui.analysis.explore import Atlas
    from s2tui.kvm.scenario import Value

    Cube = Mapping[str, tuple[Value, ...]]
    """By contract name, the values that a field may take; fields that do not matter are absent."""
    Masks = dict[int, int]
    """By level, a bit for each permitted value; a field without an entry may have any."""


class Cover(NamedTuple):
    """The cubes of a region: each inside it, all of it together."""

    cubes: tuple[Cube, ...]
    disjoint: bool
    """Whether no scenario is in two of them."""


class Piece(NamedTuple):
    """A cube that has one answer."""

    cube: Cube
    value: Any
    scenarios: int
    """How many of the space are in it."""


def pieces(atlas: Atlas, node: Node[Any], space: Node[bool]) -> Iterator[Piece]:
    """A diagram as cubes: disjoint, and together the whole space.

    Args:
        atlas: where the diagrams live.
        node: what is answered.
        space: the scenarios that exist.
    """
    forest = atlas.forest
    inside = forest.within(space, node, forest.leaf(OUTSIDE))

    def walk(at: Node[Any], masks: Masks) -> Iterator[tuple[Node[Any], Masks]]:
        if at.level == LEAF:
            yield at, masks
            return
        branches: dict[Node[Any], int] = {}
        for place, kid in enumerate(at.kids):
            branches[kid] = branches.get(kid, 0) | 1 << place
        for kid, mask in branches.items():
            yield from walk(kid, {**masks, at.level: mask})

    for leaf, masks in walk(inside, {}):
        if leaf.value is not OUTSIDE:
            count = forest.count(cube_region(atlas, masks))
            yield Piece(_named(masks), leaf.value, count)


class _Outside:
    """The answer for what does not exist."""


OUTSIDE = _Outside()


def cover(atlas: Atlas, region: Node[bool], care: Node[bool]) -> Cover:
    """As few and as general cubes as can be found, the most general first.

    Args:
        atlas: where the diagrams live.
        region: what to cover, within `care`.
        care: the scenarios for which the cubes have to be right: the space, or a part of it that
            is known from the context.
    """
    kept = [trimmed(atlas, masks, care) for masks in prime_cover(atlas, region, care)]
    return Cover(tuple(_named(masks) for masks in kept), _disjoint(atlas, kept, care))


def prime_cover(atlas: Atlas, region: Node[bool], care: Node[bool]) -> list[Masks]:
    """The cubes of `cover`, by level, before they are trimmed."""
    forest = atlas.forest
    upper = forest.either(region, forest.negate(care))
    fields = sorted(forest.asked((upper,)), key=_prominence)
    chosen: list[Masks] = []
    left = region
    while left is not atlas.no:
        masks = _prime(atlas, upper, left, fields)
        chosen.append(masks)
        left = forest.both(cube_region(atlas, masks, negated=True), left)
    return _needed(atlas, chosen, region)


def _prominence(level: int) -> int:
    """What a reader looks for first comes first, and is the last to be given up."""
    attribute = ATTRIBUTES[level]
    return PROMINENT.index(attribute) if attribute in PROMINENT else len(PROMINENT) + level


PROMINENT = (
    "backing",
    "slot_guest_memfd",
    "page_in_kernel_map",
    "vma_memtype",
    "host_fwb",
    "host_dic",
    "vma_any_uncached",
    "access_kind",
    "access_fault",
    "slot_cacheable",
    "vma_swapped_after_create",
    "vm_mte",
    "vma_mte_allowed",
)
"""The fields by which people tell cases apart."""


def _prime(atlas: Atlas, upper: Node[bool], left: Node[bool], fields: Sequence[int]) -> Masks:
    """A largest cube around an uncovered scenario; what a reader looks for is given up last."""
    start = _nearest_default(atlas, left)
    masks = {level: 1 << start[level] for level in fields}
    for level in reversed(fields):
        full = (1 << atlas.forest.sizes[level]) - 1
        masks[level] = _room(upper, masks, level, full)
        if masks[level] == full:
            del masks[level]
    return masks


def _nearest_default(atlas: Atlas, region: Node[bool]) -> list[int]:
    """The place of each value in a scenario of a region with few fields off their defaults."""
    costs: dict[Node[bool], int] = {atlas.yes: 0, atlas.no: 1 << 16}

    def cost(node: Node[bool]) -> int:
        found = costs.get(node)
        if found is None:
            found = costs[node] = min(
                [cost(kid) + (place > 0) for place, kid in enumerate(node.kids)]
            )
        return found

    start = [0] * len(VALUES)
    node = region
    while node.level != LEAF:
        wanted = cost(node)
        place = next(i for i, kid in enumerate(node.kids) if cost(kid) + (i > 0) == wanted)
        start[node.level] = place
        node = node.kids[place]
    return start


def _room(upper: Node[bool], masks: Masks, level: int, full: int) -> int:
    """The values of one field with which a cube stays inside a region."""
    done: dict[Node[bool], int] = {}
    # The cube lies inside, so what it has already is never lost; nothing less can come out.
    least = masks[level]

    def walk(node: Node[bool]) -> int:
        if node.level == LEAF:
            return full if node.value else 0
        found = done.get(node)
        if found is None:
            if node.level == level:
                found = 0
                for place, kid in enumerate(node.kids):
                    if walk(kid) == full:
                        found |= 1 << place
            else:
                found = full
                mask = masks.get(node.level, -1)
                enough = least if node.level < level else 0
                for place, kid in enumerate(node.kids):
                    if mask >> place & 1:
                        found &= walk(kid)
                        if found == enough:
                            break
            done[node] = found
        return found

    return walk(upper)


def cube_region(atlas: Atlas, masks: Masks, *, negated: bool = False) -> Node[bool]:
    """The scenarios of a cube, or all others."""
    forest = atlas.forest
    node, outside = forest.leaf(not negated), forest.leaf(negated)
    for level in sorted(masks, reverse=True):
        mask = masks[level]
        kids = [node if mask >> place & 1 else outside for place in range(forest.sizes[level])]
        node = forest.node(level, tuple(kids))
    return node


def _needed(atlas: Atlas, chosen: Sequence[Masks], region: Node[bool]) -> list[Masks]:
    """The cubes without those that the others cover; the most general first."""
    forest = atlas.forest
    regions = [forest.both(cube_region(atlas, masks), region) for masks in chosen]
    before = [atlas.no]
    for own in regions:
        before.append(forest.either(own, before[-1]))
    # From the last one back: what the earlier ones and the kept later ones cover is not needed.
    after, kept = atlas.no, []
    for masks, own, earlier in reversed(list(zip(chosen, regions, before[:-1], strict=True))):
        others = forest.either(earlier, after)
        if forest.both(own, others) is not own:
            kept.append((forest.count(own), masks))
            after = forest.either(own, after)
    return [masks for _, masks in sorted(kept, key=lambda pair: (-pair[0], len(pair[1])))]


def trimmed(atlas: Atlas, masks: Masks, care: Node[bool]) -> Masks:
    """A cube without the values that no scenario has in it anyway."""
    own = atlas.forest.both(cube_region(atlas, masks), care)
    found = {}
    for level, mask in masks.items():
        found[level] = mask & possible_values(own, level, (1 << atlas.forest.sizes[level]) - 1)
    return found


def possible_values(region: Node[bool], level: int, full: int) -> int:
    """The values that a field has somewhere in a region."""
    done: dict[Node[bool], int] = {}

    def walk(node: Node[bool]) -> int:
        if node.level > level:
            return full if node.level != LEAF or node.value else 0
        found = done.get(node)
        if found is None:
            found = 0
            for place, kid in enumerate(node.kids):
                inner = walk(kid)
                found |= inner & (1 << place) if node.level == level else inner
            done[node] = found
        return found

    return walk(region)


def _disjoint(atlas: Atlas, chosen: Sequence[Masks], care: Node[bool]) -> bool:
    forest = atlas.forest
    met = atlas.no
    for masks in chosen:
        own = forest.both(cube_region(atlas, masks), care)
        if forest.both(own, met) is not atlas.no:
            return False
        met = forest.either(own, met)
    return True


def _named(masks: Masks) -> Cube:
    """A cube by field names, in the order of the contract."""
    found = {}
    for name, field in FIELDS.items():
        mask = masks.get(LEVELS[field.attribute])
        if mask is not None:
            found[name] = tuple(v for place, v in enumerate(field.values) if mask >> place & 1)
    return found
