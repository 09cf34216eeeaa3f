"""Which scenarios write a given descriptor."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from s2tui.analysis.conditions import conditions
from s2tui.analysis.cubes import cover
from s2tui.analysis.explore import Atlas, Explorer, refuse
from s2tui.analysis.space import nearest, space
from s2tui.kvm.rules.decisions import DESCRIPTOR
from s2tui.kvm.rules.map import PAGE_ADDRESS
from s2tui.kvm.scenario import DEFAULT, bind, filled

if TYPE_CHECKING:
    from s2tui.analysis.conditions import Conditions
    from s2tui.analysis.cubes import Cover
    from s2tui.analysis.diagram import Node
    from s2tui.analysis.space import Space
    from s2tui.kvm.policy import Policy
    from s2tui.kvm.scenario import Scenario

ADDRESS = ((1 << 48) - 1) & ~((1 << 12) - 1)
"""The bits that hold an address of up to 48 bits, whatever the granule."""


class Found(NamedTuple):
    """The scenarios that write a descriptor."""

    value: int
    scenarios: int
    example: Scenario | None
    """The one nearest to the defaults."""
    elsewhere: int | None
    """The same descriptor with the page where every scenario has it, if only that differs."""
    region: Node[bool]
    leaf: Node[bool]
    """The scenarios that end with any leaf."""
    inside: Space
    atlas: Atlas
    closest: int | None = None
    """Where it is never written: a descriptor that is, and differs in the fewest bits."""

    def cover(self) -> Cover:
        """These scenarios as cubes."""
        return cover(self.atlas, self.region, self.inside.region)

    def conditions(self) -> tuple[Conditions, ...]:
        """What tells them from the other scenarios that end with a leaf, in few lines."""
        return conditions(self.atlas, self.region, self.leaf)


def find_descriptor(policy: Policy, value: int, atlas: Atlas | None = None) -> Found:
    """The scenarios in which a policy writes a descriptor.

    Args:
        policy: what answers.
        value: all 64 bits; the page is at 0x80000000 in every scenario.
        atlas: what is known from earlier questions.

    Raises:
        Wrong: the policy does not answer every scenario.
    """
    atlas = atlas or Atlas()
    forest, inside = atlas.forest, space(atlas)
    explorer = Explorer(policy, atlas)
    on_leaf = forest.both(inside.region, explorer.leaf())
    written = forest.within(on_leaf, explorer.decision(DESCRIPTOR), atlas.none)
    values = set()
    for leaf in forest.leaves(written):
        refuse(policy, leaf.value)
        if leaf.value is not None:
            values.add(leaf.value.value)
    region = forest.map(written, lambda leaf: leaf is not None and leaf.value == value)
    moved = value & ~ADDRESS | PAGE_ADDRESS
    elsewhere = moved if value not in values and moved in values else None
    sets = nearest(atlas, region, DEFAULT).sets
    example = bind(filled(sets[0]))[0] if sets else None
    count = forest.count(region)
    closest = None if count else _closest(moved, values)
    return Found(value, count, example, elsewhere, region, on_leaf, inside, atlas, closest)


def _closest(value: int, values: set[int]) -> int | None:
    """The value that differs in the fewest bits; of several the smallest."""
    return min(values, key=lambda other: ((other ^ value).bit_count(), other), default=None)
