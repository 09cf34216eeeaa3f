"""`diff --json`, and the cubes that `find --json` has too."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from s2tui.analysis.diff import Diff, Group
    from s2tui.kvm.scenario.fields import Value


def diff_json(found: Diff) -> str:
    """The contract's object: space, different and groups."""
    from json import dumps

    groups = [_group(found, group) for group in found.groups()]
    return dumps({"space": found.space, "different": found.different, "groups": groups})


def _group(found: Diff, group: Group) -> dict[str, Any]:
    from s2tui.kvm.scenario.fields import differences

    change = group.change
    cover = found.cover(change)
    return {
        "was": change.was.as_object(),
        "is": change.now.as_object(),
        "count": change.scenarios,
        "disjoint": cover.disjoint,
        "unknown": change.unknown,
        "cubes": [cube_object(cube) for cube in cover.cubes],
        "example": differences(group.example),
        "rules": {
            "was": [rule.id for rule in group.was.rules],
            "is": [rule.id for rule in group.now.rules],
        },
    }


def cube_object(cube: Mapping[str, Sequence[Value]]) -> dict[str, Value | list[Value]]:
    """A cube as it stands in the JSON: a value, or a list of them."""
    return {name: values[0] if len(values) == 1 else list(values) for name, values in cube.items()}
