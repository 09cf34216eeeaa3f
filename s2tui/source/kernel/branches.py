"""The way of one scenario through a tree's text: each branch that it meets, in order."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from s2tui.analysis.diagrams.explorer import Diagrams
from s2tui.analysis.diagrams.space import having
from s2tui.kvm.policy.branch import Branch
from s2tui.source.c.places import Place
from s2tui.source.kernel.files import PGTABLE, sources
from s2tui.source.machine.algebra import Algebra

if TYPE_CHECKING:
    from s2tui.kvm.policy.rule import Stage
    from s2tui.kvm.scenario.fields import PageSize, Scenario
    from s2tui.source.c.unit import Unit
    from s2tui.source.kernel.files import Tree
    from s2tui.source.machine.algebra import Region
    from s2tui.source.machine.state import Choice
    from s2tui.source.world.world import KernelWorld

AROUND = 4
"""Lines of the file that are given before and after that of a branch."""
SCENARIOS = 64
"""For how many scenarios the way is remembered."""


class Walker:
    """Goes through the code of a tree, as its files were when this was made.

    The first way costs as much as reading the files, any other next to nothing.
    """

    def __init__(self, tree: Tree) -> None:
        """Take the files.

        Raises:
            RequestError: the tree lacks a file that cannot be done without.
        """
        self._files = sources(tree)
        self._diagrams = Diagrams()
        self._algebra = Algebra(self._diagrams.manager)
        self._worlds: dict[PageSize, KernelWorld] = {}
        self._way = lru_cache(maxsize=SCENARIOS)(self._walked)

    def __call__(self, scenario: Scenario) -> tuple[Branch, ...]:
        """The branches that are met in a scenario: the same run, for it alone."""
        return self._way(scenario)

    def _walked(self, scenario: Scenario) -> tuple[Branch, ...]:
        from s2tui.source.kernel.run import create, take_fault

        world, here = self._world(scenario.host_page_size), self._only(scenario)
        unit = world.machine.unit
        met: list[Choice] = []
        created, _ = create(world, here, met)
        found = [self._branch(unit, choice, "memslot") for choice in met]
        (end,) = self._algebra.manager.reached(here, created)
        if end.value.result == "error":
            return tuple(found)
        met.clear()
        take_fault(world.machine, here, met)
        for choice in met:
            stage: Stage = "map" if choice.at.file == PGTABLE else "abort"
            found.append(self._branch(unit, choice, stage))
        return tuple(found)

    def _branch(self, unit: Unit, choice: Choice, stage: Stage) -> Branch:
        at = choice.at
        first, last = max(at.line - AROUND, 1), at.line + AROUND + 1
        around = tuple([(n, _shown(unit.line(Place(at.file, n)))) for n in range(first, last)])
        return Branch(stage, at.file, at.line, choice.taken is not self._algebra.no, around)

    def _world(self, page_size: PageSize) -> KernelWorld:
        from s2tui.source.kernel.run import Running, surrounded
        from s2tui.source.world.geometry import Geometry

        found = self._worlds.get(page_size)
        if found is None:
            running = Running(self._files, self._diagrams, self._algebra)
            found = self._worlds[page_size] = surrounded(running, Geometry(page_size))
        return found

    def _only(self, scenario: Scenario) -> Region:
        here = self._algebra.yes
        for attribute, value in scenario.state.items():
            here = self._algebra.both(here, having(self._diagrams, attribute, (value,)))
        return here


def _shown(text: str) -> str:
    """A line of a file that nobody vouches for, as it may be written to a terminal."""
    return "".join(c if c.isprintable() else "?" for c in text.expandtabs().rstrip())
