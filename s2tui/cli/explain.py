"""`s2tui explain`: one scenario under one policy, in words or as JSON; or many, line by line."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Any

from s2tui.cli import output
from s2tui.cli.arguments import add_form_of_answer, add_kernel, add_words
from s2tui.cli.output import UNBROKEN
from s2tui.errors import RequestError, unknown
from s2tui.kvm.policies.registry import DEFAULT, find
from s2tui.kvm.report.explain import implausible, report_by, report_unjudged
from s2tui.kvm.scenario.notation import from_object, parse_words

if TYPE_CHECKING:
    import argparse

    from s2tui.contract.report import Pieces
    from s2tui.kvm.policy.policy import Policy
    from s2tui.kvm.report.memo import Memo
    from s2tui.kvm.report.report import Report
    from s2tui.kvm.scenario.notation import Parsed
    from s2tui.view.kit.text import Line


BATCH_KEYS = frozenset({"kernel", "scenario"})


def configure(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments."""
    add_words(parser)
    add_kernel(parser)
    add_form_of_answer(parser)
    parser.add_argument(
        "-v", "--verbose", action="store_true", help="the checks passed, and a tree's branches, too"
    )
    parser.add_argument("--brief", action="store_true", help="one line: what happens, and why")
    parser.add_argument(
        "--plain", action="store_true", help="a fact a line, in words, for a screen reader"
    )
    parser.add_argument("--batch", metavar="FILE", help="JSON Lines from a file, or - for stdin")


def run(args: argparse.Namespace) -> int:
    """Answer the request.

    Raises:
        RequestError: an unknown field, value or kernel, or a file that cannot be read.
    """
    if args.batch is not None:
        if args.words or args.kernel is not None or _other_form(args):
            raise RequestError(
                "--batch takes kernel and scenario from each line, and answers in JSON, or with"
                " --brief in a line"
            )
        from s2tui.cli.batch import run_batch

        return run_batch(args.batch, _brief if args.brief else answer)
    if args.brief and _other_form(args):
        raise RequestError("--brief is one line, and goes with no other form of the answer")
    kernel = DEFAULT if args.kernel is None else args.kernel
    scenario, notes = parse_words(args.words)
    found = report_by(kernel, find(kernel), scenario, notes)
    if args.json:
        from s2tui.contract.report import report_json

        output.json_text(report_json(found))
    else:
        output.lines(_lines(args, found))
    return 0


def _lines(args: argparse.Namespace, found: Report) -> list[Line]:
    """The report as it was asked for."""
    if args.brief:
        from s2tui.view.explore.verdict import brief_line

        return [brief_line(found, output.width(UNBROKEN))]
    if args.plain:
        from s2tui.view.explore.linear import linear_lines

        return linear_lines(found, verbose=args.verbose)
    from s2tui.view.explore.report import explain_lines

    return explain_lines(found, output.width(), verbose=args.verbose)


def _other_form(args: argparse.Namespace) -> bool:
    return bool(args.json or args.markdown or args.plain or args.verbose)


@lru_cache(maxsize=64)
def _pieces(kernel: str) -> tuple[Policy, Memo[Pieces]]:
    """The policy for a kernel, and its reports, remembered by the fields that they read."""
    from s2tui.contract.report import Pieces
    from s2tui.kvm.report.memo import Memo

    policy = find(kernel)
    reports = Memo(lambda s: Pieces.of(report_unjudged(kernel, policy, s)))
    return policy, reports


def answer(request: Any) -> str:
    """The report for one line of a batch.

    Raises:
        RequestError: the line is no object with the keys kernel and scenario, or either is wrong.
    """
    kernel, (scenario, notes) = _asked(request)
    policy, reports = _pieces(kernel)
    return reports(scenario).json(kernel, scenario, notes, implausible(policy, scenario))


def _brief(request: Any) -> str:
    """What happens, for one line of a batch.

    Raises:
        RequestError: as `answer`.
    """
    from s2tui.view.explore.verdict import brief_line

    kernel, (scenario, notes) = _asked(request)
    found = report_by(kernel, find(kernel), scenario, notes)
    return output.written([brief_line(found, output.width(UNBROKEN))])


def _asked(request: Any) -> tuple[str, Parsed]:
    """The kernel and the scenario of one line of a batch.

    Raises:
        RequestError: as `answer`.
    """
    if type(request) is not dict:
        raise RequestError('expected an object such as {"kernel": "v6.17", "scenario": {}}')
    if not request.keys() <= BATCH_KEYS:
        extra = next(key for key in request if key not in BATCH_KEYS)
        raise unknown("key", extra, sorted(BATCH_KEYS))
    kernel = request.get("kernel", DEFAULT)
    if type(kernel) is not str:
        raise RequestError("kernel must be a string such as v6.17")
    return kernel, from_object(request.get("scenario", {}))
