"""`diff --json`, and `find --json`, which has cubes too."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from s2tui.contract.members import inner_object

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from s2tui.analysis.diff import Diff, Group
    from s2tui.analysis.find import Found
    from s2tui.kvm.scenario.fields import Value


def diff_json(found: Diff, asked: tuple[str, str]) -> str:
    """What `diff --json` answers, as `diff_object` has it."""
    from json import dumps

    return dumps(diff_object(found, asked))


def diff_object(found: Diff, asked: tuple[str, str]) -> dict[str, Any]:
    """What `diff --json` answers.

    Args:
        found: how the two differ.
        asked: what was asked for; another policy may answer for a kernel.
    """
    return {
        "kernels": {"was": asked[0], "is": asked[1]},
        "policies": {"was": found.first.id, "is": found.second.id},
        "space": found.space,
        "different": found.different,
        "groups": [_group(found, group) for group in found.groups()],
    }


def find_object(found: Found) -> dict[str, Any]:
    """What `find --json` answers."""
    return {"count": found.scenarios, "cubes": [_cube(cube) for cube in found.cover().cubes]}


def _group(found: Diff, group: Group) -> dict[str, Any]:
    from s2tui.kvm.scenario.fields import differences

    change = group.change
    cover = found.cover(change)
    return {
        "was": inner_object(change.was),
        "is": inner_object(change.now),
        "count": change.scenarios,
        "disjoint": cover.disjoint,
        "unknown": change.unknown,
        "cubes": [_cube(cube) for cube in cover.cubes],
        "example": differences(group.example),
        "rules": {
            "was": [rule.id for rule in group.was.rules],
            "is": [rule.id for rule in group.now.rules],
        },
    }


def _cube(cube: Mapping[str, Sequence[Value]]) -> dict[str, Value | list[Value]]:
    """A cube as it stands in the JSON: a value, or a list of them."""
    return {name: values[0] if len(values) == 1 else list(values) for name, values in cube.items()}
