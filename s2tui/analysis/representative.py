"""One scenario that stands for a line of conditions, for whoever wants to look at it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from s2tui.analysis.space import nearest
from s2tui.analysis.symbolic import LEVELS, VALUES
from s2tui.kvm.scenario import DEFAULT, FIELDS, bind, filled

if TYPE_CHECKING:
    from s2tui.analysis.conditions import Alternative, Conditions
    from s2tui.analysis.diagram import Node
    from s2tui.analysis.diff import Change, Diff
    from s2tui.analysis.explore import Atlas
    from s2tui.kvm.scenario import Scenario


def representative(diff: Diff, change: Change, line: Conditions) -> Scenario:
    """The scenario of a change that meets some conditions and is nearest to the defaults.

    Args:
        diff: how two policies differ.
        change: one of its changes.
        line: one of the change's conditions; some scenario of the change meets it.
    """
    forest = diff.atlas.forest
    region = change.region
    for alternatives in line.all_of:
        any_of = diff.atlas.no
        for one in alternatives:
            any_of = forest.either(_where(diff.atlas, one), any_of)
        region = forest.both(any_of, region)
    (changed,) = nearest(diff.atlas, region, DEFAULT).sets
    return bind(filled(changed))[0]


def _where(atlas: Atlas, one: Alternative) -> Node[bool]:
    level = LEVELS[FIELDS[one.name].attribute]
    kids = tuple(atlas.forest.leaf(value in one.values) for value in VALUES[level])
    return atlas.forest.node(level, kids)
