"""`s2tui diff`: every scenario on which two policies differ. Exit 0 same, 1 different."""

from __future__ import annotations

from typing import TYPE_CHECKING

from s2tui.cli import output
from s2tui.cli.arguments import add_form_of_answer, add_where
from s2tui.cli.kept import Told, tell
from s2tui.kvm.policies.registry import find

if TYPE_CHECKING:
    import argparse

    from s2tui.analysis.diff import Diff
    from s2tui.view.kit.text import Line


def configure(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments."""
    parser.add_argument("first", metavar="A", help="kernel, policy or file: what was")
    parser.add_argument("second", metavar="B", help="kernel, policy or file: what is")
    add_where(parser)
    add_form_of_answer(parser)


def run(args: argparse.Namespace) -> int:
    """Answer the request.

    Raises:
        RequestError: an unknown kernel, field or value, or conditions that no scenario meets.
    """
    return tell(args, (args.first, args.second), lambda: _told(args))


def _told(args: argparse.Namespace) -> Told:
    from s2tui.analysis.diff import diff
    from s2tui.cli.progress import Progress
    from s2tui.kvm.scenario.notation import parse_condition

    first, second = find(args.first), find(args.second)
    where = parse_condition(args.where)
    with Progress() as progress:
        found = diff(first, second, where, progress=progress)
        progress("cubes")
        return Told(1 if found.different else 0, _answer(args, found))


def _answer(args: argparse.Namespace, found: Diff) -> str | list[Line]:
    """JSON as finished text, else lines."""
    names = (args.first, args.second)
    if args.json:
        from s2tui.contract.diff import diff_json

        return diff_json(found, names)
    from s2tui.view.diff.lines import diff_lines, mail_lines

    return mail_lines(found, names) if args.markdown else diff_lines(found, names, output.width())
