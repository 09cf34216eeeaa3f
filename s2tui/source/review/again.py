"""One scenario alone, run anew: what is printed of a scenario is what this says."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from s2tui.analysis.diagrams.explorer import Diagrams
from s2tui.analysis.diagrams.space import having, places
from s2tui.source.kernel.run import Running, run_one
from s2tui.source.machine.algebra import Algebra
from s2tui.source.world.geometry import Geometry

if TYPE_CHECKING:
    from s2tui.kvm.scenario.fields import Scenario
    from s2tui.source.kernel.run import Assumed
    from s2tui.source.review.sides import Side


def disagreement(side: Side, scenario: Scenario, assumed: Assumed) -> str | None:
    """What running a scenario alone answers otherwise than running all of them did, if anything.

    Nothing is shared between the two but the text of the tree as it was parsed: neither diagrams
    nor what was compiled.

    Args:
        side: a tree that was run.
        scenario: one of those that it was run for.
        assumed: how it was run.
    """
    diagrams = Diagrams()
    algebra = Algebra(diagrams.manager)
    here = algebra.yes
    for attribute, value in scenario.state.items():
        here = algebra.both(here, having(diagrams, attribute, (value,)))
    unit = side.run.machines[scenario.host_page_size].unit
    running = Running((), diagrams, algebra, {}, assumed=assumed)
    alone = run_one(running, Geometry(scenario.host_page_size), here, unit)
    at = places(scenario)
    for name, value in alone.outcomes._asdict().items():
        found: Any = diagrams.manager.at(value, at)
        said: Any = side.diagrams.manager.at(getattr(side.run.outcomes, name), at)
        if found != said:
            return f"{name} is {said} among all scenarios and {found} alone"
    held = {one.what for one in alone.held}
    said = {one.what for one in side.run.held if side.diagrams.manager.at(one.where, at)}
    if held != said:
        return f"held is {sorted(said)} among all scenarios and {sorted(held)} alone"
    return None
