"""Which scenarios write a given descriptor."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from s2tui.analysis.cubes.conditions import conditions
from s2tui.analysis.cubes.cover import cover
from s2tui.analysis.diagrams.explorer import Diagrams, Explorer, raise_if_failed
from s2tui.analysis.diagrams.space import nearest, space
from s2tui.kvm.policy.decisions import DESCRIPTOR
from s2tui.kvm.rules.map import PAGE_ADDRESS
from s2tui.kvm.scenario.fields import DEFAULT

if TYPE_CHECKING:
    from s2tui.analysis.cubes.conditions import Conditions
    from s2tui.analysis.cubes.cover import Cover
    from s2tui.analysis.diagrams.diagram import Node
    from s2tui.analysis.diagrams.space import Space
    from s2tui.kvm.policy.policy import Policy
    from s2tui.kvm.scenario.fields import Scenario

ADDRESS = ((1 << 48) - 1) & ~((1 << 12) - 1)
"""The bits that hold an address of up to 48 bits, whatever the granule."""


class Found(NamedTuple):
    """The scenarios that write a descriptor."""

    value: int
    """The one that was asked for, with its page where every scenario has it."""
    given: int
    """As it was asked for."""
    scenarios: int
    example: Scenario | None
    """The one nearest to the defaults."""
    region: Node[bool]
    leaf: Node[bool]
    """The scenarios that end with any leaf."""
    inside: Space
    diagrams: Diagrams
    closest: int | None = None
    """Where it is never written: a descriptor that is, and differs in the fewest bits."""

    def cover(self) -> Cover:
        """These scenarios as cubes."""
        return cover(self.diagrams, self.region, self.inside.region)

    def conditions(self) -> tuple[Conditions, ...]:
        """What tells them from the other scenarios that end with a leaf, in few lines."""
        return conditions(self.diagrams, self.region, self.leaf)


def find_descriptor(policy: Policy, value: int, diagrams: Diagrams | None = None) -> Found:
    """The scenarios in which a policy writes a descriptor.

    Args:
        policy: what answers.
        value: all 64 bits; its page may lie anywhere, as a dump has it. Where it lies decides
            nothing, and every scenario has it at 0x80000000.
        diagrams: what is known from earlier questions.

    Raises:
        RequestError: the policy does not answer every scenario.
    """
    diagrams = diagrams or Diagrams()
    manager, inside = diagrams.manager, space(diagrams)
    explorer = Explorer(policy, diagrams)
    on_leaf = manager.and_(inside.region, explorer.leaf)
    written = manager.within(on_leaf, explorer.decision(DESCRIPTOR), diagrams.none)
    values = set()
    for terminal in manager.terminals(written):
        raise_if_failed(policy, terminal.value)
        if terminal.value is not None:
            values.add(terminal.value.value)
    moved = value & ~ADDRESS | PAGE_ADDRESS
    wanted = moved if moved in values else value
    region = manager.map(written, lambda leaf: leaf is not None and leaf.value == wanted)
    sets = nearest(diagrams, region, DEFAULT).sets
    example = DEFAULT.changed(**sets[0]) if sets else None
    count = manager.count(region)
    closest = None if count else _closest(moved, values)
    return Found(wanted, value, count, example, region, on_leaf, inside, diagrams, closest)


def _closest(value: int, values: set[int]) -> int | None:
    """The value that differs in the fewest bits; of several the smallest."""
    return min(values, key=lambda other: ((other ^ value).bit_count(), other), default=None)
