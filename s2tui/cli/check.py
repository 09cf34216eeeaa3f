"""`s2tui check`: invariants over all scenarios. Exit 0 all hold, 1 some fail or are unknown."""

from __future__ import annotations

from typing import TYPE_CHECKING

from s2tui.analysis.invariants import catalogue
from s2tui.analysis.invariants import check as invariants
from s2tui.cli import output
from s2tui.cli.arguments import add_form_of_answer, add_where
from s2tui.cli.progress import Progress
from s2tui.kvm.policies.registry import POLICIES, find
from s2tui.kvm.scenario.notation import parse_condition

if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterable, Iterator, Sequence

    from s2tui.analysis.invariants.check import Asked, Finding
    from s2tui.kvm.policy.policy import Policy


def configure(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments."""
    parser.add_argument("ids", nargs="*", metavar="ID", help="kernels, policies or files; else all")
    parser.add_argument(
        "--invariant",
        action="append",
        default=[],
        metavar="NAME",
        help="only this one (`s2tui list invariants`); may be given more than once",
    )
    add_where(parser)
    parser.add_argument(
        "--against", metavar="OTHER", help="only what this kernel, policy or file does not violate"
    )
    add_form_of_answer(parser)


def run(args: argparse.Namespace) -> int:
    """Answer the request.

    Raises:
        RequestError: an unknown policy, kernel, invariant, field or value, conditions that no
            scenario meets, or a policy that does not answer.
    """
    wanted = catalogue.find(args.invariant)
    policies = list({policy.id: policy for policy in map(find, args.ids or POLICIES)}.values())
    against = None if args.against is None else find(args.against)
    asked = invariants.asked(wanted, parse_condition(args.where), against)
    if args.json:
        return _json(policies, asked)
    return _table(policies, asked, None if against is None else against.id)


def _table(policies: Sequence[Policy], asked: Asked, against: str | None) -> int:
    """Print each policy's row as soon as it is known."""
    from s2tui.view.check.lines import failure_lines, head_lines, row_line

    width = output.width()
    output.lines(head_lines(asked.invariants, len(policies), asked.inside.size, against, width))
    output.flush()
    findings: list[Finding] = []
    for row in _rows(policies, asked):
        findings += row
        output.lines([row_line(row, width)])
        output.flush()
    failures = failure_lines(findings, width)
    if failures:
        output.lines(failures)
    return _status(findings)


def _json(policies: Sequence[Policy], asked: Asked) -> int:
    from s2tui.contract.check import check_object

    findings = [finding for row in _rows(policies, asked) for finding in row]
    output.json(check_object(asked.inside.size, findings))
    return _status(findings)


def _rows(policies: Sequence[Policy], asked: Asked) -> Iterator[tuple[Finding, ...]]:
    for policy in policies:
        with Progress() as progress:
            row = tuple(invariants.findings(policy, asked, progress))
        yield row


def _status(findings: Iterable[Finding]) -> int:
    return 0 if all(finding.holds for finding in findings) else 1
