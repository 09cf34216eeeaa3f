"""`s2tui whatif`: single changes that change the outcome, or the nearest way to a wanted one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from s2tui.analysis.whatif import wanted, whatif
from s2tui.cli import output
from s2tui.cli.arguments import add_form_of_answer, add_kernel, add_words
from s2tui.kvm.policies.registry import DEFAULT, find
from s2tui.kvm.scenario.notation import parse_words

if TYPE_CHECKING:
    import argparse


def configure(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments."""
    add_words(parser)
    add_kernel(parser)
    parser.add_argument(
        "--want",
        action="append",
        default=[],
        metavar="MEMBER=VALUE",
        help="the outcome to get to, such as fault.result=mapped; all that are given at once",
    )
    add_form_of_answer(parser)


def run(args: argparse.Namespace) -> int:
    """Answer the request.

    Raises:
        RequestError: an unknown field, value, kernel or member.
    """
    policy = find(DEFAULT if args.kernel is None else args.kernel)
    scenario, notes = parse_words(args.words)
    solutions = wanted(policy, scenario, args.want) if args.want else ()
    if args.json:
        from s2tui.contract.whatif import whatif_object

        effects = list(whatif(policy, scenario))
        output.json(whatif_object(effects, solutions))
        return 0
    from s2tui.view.explore.whatif import effect_lines, solution_lines
    from s2tui.view.kit.layout import flow

    width = output.width()
    lines = [one for note in notes for one in flow((), note, width)]
    if args.want:
        lines += solution_lines(solutions, args.want, width)
    else:
        lines += effect_lines(list(whatif(policy, scenario)), width)
    output.lines(lines)
    return 0
