"""One scenario alone, run anew: what is printed of a scenario is what this says."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from s2tui.analysis.diagrams.explorer import Diagrams
from s2tui.analysis.diagrams.space import having, places
from s2tui.source.kernel.run import Running, run_in, surrounded
from s2tui.source.machine.algebra import Algebra
from s2tui.source.world.geometry import Geometry

if TYPE_CHECKING:
    from s2tui.analysis.diagrams.diagram import Manager
    from s2tui.kvm.scenario.fields import PageSize, Scenario
    from s2tui.source.kernel.run import Assumed, Run
    from s2tui.source.world.world import KernelWorld


class Alone:
    """Runs scenarios of a tree one at a time.

    Nothing is shared with the run of all but the text of the tree as it was parsed: neither
    diagrams nor what was compiled.
    """

    def __init__(self, whole: Run, manager: Manager, assumed: Assumed) -> None:
        """Take what was run.

        Args:
            whole: the run of all scenarios.
            manager: where its diagrams live.
            assumed: how it was run.
        """
        self._whole, self._manager = whole, manager
        self._diagrams = Diagrams()
        algebra = Algebra(self._diagrams.manager)
        self._running = Running((), self._diagrams, algebra, {}, assumed=assumed)
        self._worlds: dict[PageSize, KernelWorld] = {}
        self._said: dict[Scenario, str | None] = {}

    def disagreement(self, scenario: Scenario) -> str | None:
        """What running a scenario alone answers otherwise than running all did, if anything."""
        if scenario not in self._said:
            self._said[scenario] = self._disagreement(scenario)
        return self._said[scenario]

    def _disagreement(self, scenario: Scenario) -> str | None:
        here = self._running.algebra.yes
        for attribute, value in scenario.state.items():
            own = having(self._diagrams, attribute, (value,))
            here = self._running.algebra.both(here, own)
        alone = run_in(self._world(scenario.host_page_size), self._running, here)
        at = places(scenario)
        for name, value in alone.outcomes._asdict().items():
            found: Any = self._diagrams.manager.at(value, at)
            said: Any = self._manager.at(getattr(self._whole.outcomes, name), at)
            if found != said:
                return f"{name} is {said} among all scenarios and {found} alone"
        held = {one.what for one in alone.held}
        said = {one.what for one in self._whole.held if self._manager.at(one.where, at)}
        if held != said:
            return f"held is {sorted(said)} among all scenarios and {sorted(held)} alone"
        return None

    def _world(self, page_size: PageSize) -> KernelWorld:
        found = self._worlds.get(page_size)
        if found is None:
            unit = self._whole.machines[page_size].unit
            found = self._worlds[page_size] = surrounded(self._running, Geometry(page_size), unit)
        return found
