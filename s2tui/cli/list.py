"""`s2tui list`: what there is, as a table or as JSON."""

from __future__ import annotations

from typing import TYPE_CHECKING

from s2tui.cli import output
from s2tui.cli.arguments import add_form_of_answer
from s2tui.contract.lists import LISTS, rules
from s2tui.errors import RequestError, short
from s2tui.kvm.policies.registry import DEFAULT

if TYPE_CHECKING:
    import argparse
    from collections.abc import Callable

    from s2tui.contract.lists import Entry


def _themes() -> list[Entry]:
    from s2tui.tui.terminal.themes import load, names

    return [{"name": name, "text": load(name).title} for name in names()]


def _misconceptions() -> list[Entry]:
    from s2tui.teach.lists import misconception_entries

    return misconception_entries()


def _lessons() -> list[Entry]:
    from s2tui.teach.lesson.course import load
    from s2tui.teach.lists import lesson_entries

    return lesson_entries(load().lessons)


WHAT: dict[str, Callable[[], list[Entry]]] = {
    **LISTS,
    "lessons": _lessons,
    "misconceptions": _misconceptions,
    "themes": _themes,
}


def configure(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments."""
    parser.add_argument("list", metavar="WHAT", choices=tuple(WHAT), help=", ".join(WHAT))
    parser.add_argument(
        "kernel", nargs="?", metavar="KERNEL", help=f"for rules: whose they are ({DEFAULT})"
    )
    add_form_of_answer(parser)


def run(args: argparse.Namespace) -> int:
    """Print one list.

    Raises:
        RequestError: a kernel was named that there is not, or that is none of the list's business.
    """
    if args.kernel is not None and args.list != "rules":
        raise RequestError(f"unexpected argument {short(args.kernel)!r} of s2tui list {args.list}")
    entries = WHAT[args.list]() if args.kernel is None else rules(args.kernel)
    if args.json:
        output.json(entries)
    else:
        from s2tui.kvm.policy.rule import STAGE_TEXTS
        from s2tui.kvm.scenario.named import GROUPS
        from s2tui.view.kit.listing import listing_lines

        headings, by = (STAGE_TEXTS, "stage") if args.list == "rules" else (GROUPS, "group")
        output.lines(listing_lines(entries, headings, output.width(), by))
    return 0
