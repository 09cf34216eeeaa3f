"""`s2tui check`: invariants over all scenarios. Exit 0 all hold, 1 some fail or are unknown."""

from __future__ import annotations

from typing import TYPE_CHECKING

from s2tui.analysis.diagrams.explorer import Diagrams
from s2tui.analysis.diagrams.space import space
from s2tui.analysis.invariants import check as invariants
from s2tui.cli import output
from s2tui.cli.arguments import add_json
from s2tui.cli.progress import Progress
from s2tui.kvm.policies.registry import POLICIES, find

if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterable, Iterator, Sequence

    from s2tui.analysis.invariants.check import Finding, Invariant
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
    add_json(parser)


def run(args: argparse.Namespace) -> int:
    """Answer the request.

    Raises:
        RequestError: an unknown policy, kernel or invariant, or a policy that does not answer.
    """
    wanted = invariants.find(args.invariant)
    policies = list({policy.id: policy for policy in map(find, args.ids or POLICIES)}.values())
    diagrams = Diagrams()
    answer = _json if args.json else _table
    return answer(policies, wanted, diagrams)


def _table(policies: Sequence[Policy], wanted: Sequence[Invariant], diagrams: Diagrams) -> int:
    """Print each policy's row as soon as it is known."""
    from s2tui.view.check.lines import failure_lines, head_lines, row_line

    output.lines(head_lines(wanted, len(policies), space(diagrams).size))
    output.flush()
    findings: list[Finding] = []
    for row in _rows(policies, wanted, diagrams):
        findings += row
        output.lines([row_line(row)])
        output.flush()
    failures = failure_lines(findings)
    if failures:
        output.lines(failures)
    return _status(findings)


def _json(policies: Sequence[Policy], wanted: Sequence[Invariant], diagrams: Diagrams) -> int:
    from s2tui.contract.check import check_object

    findings = [finding for row in _rows(policies, wanted, diagrams) for finding in row]
    output.json(check_object(space(diagrams).size, findings))
    return _status(findings)


def _rows(
    policies: Sequence[Policy], wanted: Sequence[Invariant], diagrams: Diagrams
) -> Iterator[tuple[Finding, ...]]:
    for policy in policies:
        with Progress() as progress:
            row = invariants.check(policy, wanted, diagrams=diagrams, progress=progress)
        yield row


def _status(findings: Iterable[Finding]) -> int:
    return 0 if all(finding.holds for finding in findings) else 1
