"""`s2tui whatif`: single changes that change the outcome, or the nearest way to a wanted one."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any

from s2tui.analysis.whatif import wanted, whatif
from s2tui.cli.arguments import add_json, add_kernel, add_words
from s2tui.kvm.notation.scenario import parse_words
from s2tui.kvm.policies import DEFAULT, find

if TYPE_CHECKING:
    import argparse
    from collections.abc import Sequence

    from s2tui.analysis.whatif import Effect, Solution


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
    add_json(parser)


def run(args: argparse.Namespace) -> int:
    """Answer the request.

    Raises:
        Wrong: an unknown field, value, kernel or member.
    """
    policy = find(DEFAULT if args.kernel is None else args.kernel)
    scenario, notes = parse_words(args.words)
    solutions = wanted(policy, scenario, args.want) if args.want else ()
    if args.json:
        from json import dumps  # noqa: PLC0415

        effects = list(whatif(policy, scenario))
        sys.stdout.write(dumps(_object(effects, solutions)) + "\n")
        return 0
    from s2tui.view.text import line, plain  # noqa: PLC0415
    from s2tui.view.whatif import effect_lines, solution_lines  # noqa: PLC0415

    lines = [line(note) for note in notes]
    if args.want:
        lines += solution_lines(solutions, args.want)
    else:
        lines += effect_lines(list(whatif(policy, scenario)))
    sys.stdout.write(plain(lines) + "\n")
    return 0


def _object(effects: Sequence[Effect], solutions: Sequence[Solution]) -> dict[str, Any]:
    return {
        "changes": [
            {
                "set": {effect.name: effect.value},
                "was": effect.was.as_object(),
                "is": effect.now.as_object(),
            }
            for effect in effects
        ],
        "solutions": [_solution(solution) for solution in solutions],
    }


def _solution(solution: Solution) -> dict[str, Any]:
    """The scenario as it is printed, and the changes even where they lead back to a default."""
    from s2tui.kvm.scenario import FIELDS, differences  # noqa: PLC0415

    found = {**solution.changes, **differences(solution.scenario)}
    return {name: found[name] for name in FIELDS if name in found}
