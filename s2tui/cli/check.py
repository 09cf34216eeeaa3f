"""`s2tui check`: invariants over all scenarios. Exit 0 all hold, 1 some fail or are unknown."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any

from s2tui.analysis import invariants
from s2tui.analysis.explore import Atlas
from s2tui.analysis.space import space
from s2tui.cli.arguments import add_json
from s2tui.cli.progress import Progress
from s2tui.kvm.policies import POLICIES, find

if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterable, Iterator, Sequence

    from s2tui.analysis.invariants import Finding, Invariant
    from s2tui.kvm.policy import Policy
    from s2tui.view.text import Line


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
        Wrong: an unknown policy, kernel or invariant, or a policy that does not answer.
    """
    wanted = invariants.find(args.invariant)
    policies = list({policy.id: policy for policy in map(find, args.ids or POLICIES)}.values())
    atlas = Atlas()
    answer = _json if args.json else _table
    return answer(policies, wanted, atlas)


def _table(policies: Sequence[Policy], wanted: Sequence[Invariant], atlas: Atlas) -> int:
    """Print each policy's row as soon as it is known."""
    from s2tui.view.check import failure_lines, head_lines, row_line  # noqa: PLC0415

    _write(head_lines(wanted, len(policies), space(atlas).size))
    findings: list[Finding] = []
    for row in _rows(policies, wanted, atlas):
        findings += row
        _write([row_line(row)])
    _write(failure_lines(findings))
    return _status(findings)


def _json(policies: Sequence[Policy], wanted: Sequence[Invariant], atlas: Atlas) -> int:
    from json import dumps  # noqa: PLC0415

    findings = [finding for row in _rows(policies, wanted, atlas) for finding in row]
    results = [as_object(finding) for finding in findings]
    sys.stdout.write(dumps({"space": space(atlas).size, "results": results}) + "\n")
    return _status(findings)


def _rows(
    policies: Sequence[Policy], wanted: Sequence[Invariant], atlas: Atlas
) -> Iterator[tuple[Finding, ...]]:
    for policy in policies:
        with Progress() as progress:
            row = invariants.check(policy, wanted, atlas=atlas, progress=progress)
        yield row


def as_object(finding: Finding) -> dict[str, Any]:
    """One result as the contract has it."""
    from s2tui.kvm.scenario import differences  # noqa: PLC0415

    example = finding.counterexample
    shown = None
    if example is not None:
        other = None if example.other is None else differences(example.other)
        shown = {"scenario": differences(example.scenario), "other": other}
    return {
        "policy": finding.policy.id,
        "invariant": finding.invariant.id,
        "holds": finding.holds,
        "violations": finding.violations,
        "counterexample": shown,
    }


def _status(findings: Iterable[Finding]) -> int:
    return 0 if all(finding.holds for finding in findings) else 1


def _write(lines: list[Line]) -> None:
    from s2tui.view.text import plain  # noqa: PLC0415

    if lines:
        sys.stdout.write(plain(lines) + "\n")
        sys.stdout.flush()
