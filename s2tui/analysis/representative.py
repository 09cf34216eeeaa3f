"""One scenario that stands for a line of conditions, for whoever wants to look at it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from s2tui.analysis.diagrams.space import having, nearest
from s2tui.kvm.scenario.fields import DEFAULT, FIELDS

if TYPE_CHECKING:
    from s2tui.analysis.cubes.conditions import Conditions
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
            has = having(diff.diagrams, FIELDS[one.name].attribute, one.values)
            any_of = manager.or_(has, any_of)
        region = manager.and_(any_of, region)
    (changed,) = nearest(diff.diagrams, region, DEFAULT).sets
    return DEFAULT.changed(**changed)
