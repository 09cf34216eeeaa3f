"""One scenario that stands for a line of conditions, for whoever wants to look at it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from s2tui.analysis.diagrams.space import nearest
from s2tui.analysis.diagrams.symbolic import LEVELS, VALUES
from s2tui.kvm.scenario.fields import DEFAULT, FIELDS

if TYPE_CHECKING:
    from s2tui.analysis.cubes.conditions import Alternative, Conditions
    from s2tui.analysis.diagrams.diagram import Node
    from s2tui.analysis.diagrams.explorer import Diagrams
    from s2tui.analysis.diff import Change, Diff
    from s2tui.kvm.scenario.fields import Scenario


def representative(diff: Diff, change: Change, line: Conditions) -> Scenario:
    """The scenario of a change that meets some conditions and is nearest to the defaults.

    Args:
        diff: how two policies differ.
        change: one of its changes.
        line: one of the change's conditions; some scenario of the change meets it.
    """
    manager = diff.diagrams.manager
    region = change.region
    for alternatives in line.all_of:
        any_of = diff.diagrams.no
        for one in alternatives:
            any_of = manager.or_(_where(diff.diagrams, one), any_of)
        region = manager.and_(any_of, region)
    (changed,) = nearest(diff.diagrams, region, DEFAULT).sets
    return DEFAULT.changed(**changed)


def _where(diagrams: Diagrams, one: Alternative) -> Node[bool]:
    level = LEVELS[FIELDS[one.name].attribute]
    children = tuple(diagrams.manager.terminal(value in one.values) for value in VALUES[level])
    return diagrams.manager.node(level, children)
