"""The way of one scenario through a tree's text: each branch that it meets, in order."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from s2tui.analysis.diagrams.explorer import Diagrams
from s2tui.analysis.diagrams.space import having
from s2tui.source.kernel.files import sources
from s2tui.source.kernel.run import Running, surrounded, take_fault
from s2tui.source.machine.algebra import Algebra
from s2tui.source.world.geometry import Geometry

if TYPE_CHECKING:
    from s2tui.kvm.scenario.fields import Scenario
    from s2tui.source.c.places import Place
    from s2tui.source.kernel.files import Tree
    from s2tui.source.machine.state import Choice


class Branch(NamedTuple):
    """An `if` or a case that was met."""

    at: Place
    taken: bool
    """Whether the way goes into it."""
    text: str
    """The line, as the tree has it."""


def branches(tree: Tree, scenario: Scenario) -> tuple[Branch, ...]:
    """The branches that a fault meets: the same run, for one scenario alone.

    Raises:
        RequestError: the tree lacks a file that cannot be done without.
    """
    diagrams = Diagrams()
    algebra = Algebra(diagrams.manager)
    here = algebra.yes
    for attribute, value in scenario.state.items():
        here = algebra.both(here, having(diagrams, attribute, (value,)))
    running = Running(sources(tree), diagrams, algebra)
    world = surrounded(running, Geometry(scenario.host_page_size))
    met: list[Choice] = []
    take_fault(world.machine, here, met)
    line = world.machine.unit.line
    return tuple([Branch(c.at, c.taken is not algebra.no, line(c.at)) for c in met])
