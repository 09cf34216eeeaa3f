"""`s2tui diff`: every scenario on which two policies differ. Exit 0 same, 1 different."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any

from s2tui.analysis.diff import diff
from s2tui.cli.progress import Progress
from s2tui.kvm.notation.scenario import parse_condition
from s2tui.kvm.policies import find

if TYPE_CHECKING:
    import argparse
    from collections.abc import Mapping, Sequence

    from s2tui.analysis.diff import Diff, Group
    from s2tui.kvm.scenario import Value


def configure(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments."""
    parser.add_argument("first", metavar="A", help="kernel, policy or file: what was")
    parser.add_argument("second", metavar="B", help="kernel, policy or file: what is")
    parser.add_argument(
        "--where",
        action="append",
        default=[],
        metavar="FIELD=VALUE",
        help="look only at these scenarios; a field given twice may have either value",
    )
    form = parser.add_mutually_exclusive_group()
    form.add_argument("--json", action="store_true", help="answer with one JSON object")
    form.add_argument("--markdown", action="store_true", help="answer in 72 columns, for a mail")


def run(args: argparse.Namespace) -> int:
    """Answer the request.

    Raises:
        Wrong: an unknown kernel, field or value, or conditions that no scenario meets.
    """
    first, second = find(args.first), find(args.second)
    where = parse_condition(args.where)
    with Progress() as progress:
        found = diff(first, second, where, progress=progress)
        progress("cubes")
        if args.json:
            text = as_json(found)
        elif args.markdown:
            from s2tui.view.diff import markdown  # noqa: PLC0415

            text = markdown(found, (args.first, args.second))
        else:
            from s2tui.view.diff import diff_lines  # noqa: PLC0415
            from s2tui.view.text import plain  # noqa: PLC0415

            text = plain(diff_lines(found, (args.first, args.second)))
    sys.stdout.write(text + "\n")
    return 1 if found.different else 0


def as_json(found: Diff) -> str:
    """The contract's object: space, different and groups."""
    from json import dumps  # noqa: PLC0415

    groups = [_group(found, group) for group in found.groups()]
    return dumps({"space": found.space, "different": found.different, "groups": groups})


def _group(found: Diff, group: Group) -> dict[str, Any]:
    from s2tui.kvm.scenario import differences  # noqa: PLC0415

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
