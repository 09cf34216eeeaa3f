"""`s2tui compare`: one scenario under many policies."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from s2tui.cli.arguments import add_json, add_words
from s2tui.errors import Wrong
from s2tui.kvm.explain import report_by
from s2tui.kvm.notation.scenario import parse_words
from s2tui.kvm.policies import POLICIES, find

if TYPE_CHECKING:
    import argparse

    from s2tui.kvm.report import Report
    from s2tui.kvm.scenario import Scenario


def configure(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments."""
    add_words(parser)
    parser.add_argument(
        "--kernels", metavar="ID,ID,...", help="kernels, policies or files (every policy)"
    )
    add_json(parser)


def run(args: argparse.Namespace) -> int:
    """Answer the request.

    Raises:
        Wrong: an unknown field, value or kernel, or a file that cannot be read.
    """
    scenario, notes = parse_words(args.words)
    kernels = list(POLICIES) if args.kernels is None else split(args.kernels)
    reports = [report_by(kernel, find(kernel), scenario, notes) for kernel in kernels]
    if args.json:
        sys.stdout.write(as_json(scenario, reports) + "\n")
        return 0
    from s2tui.view.compare import compare_lines  # noqa: PLC0415
    from s2tui.view.text import plain  # noqa: PLC0415

    sys.stdout.write(plain(compare_lines(reports)) + "\n")
    return 0


def split(text: str) -> list[str]:
    """Comma-separated kernels.

    Raises:
        Wrong: there is nothing between two commas, or nothing at all.
    """
    kernels = [kernel.strip() for kernel in text.split(",")]
    if not all(kernels):
        raise Wrong(f"--kernels takes ID,ID,..., such as v6.9,v6.17, not {text!r}")
    return kernels


def as_json(scenario: Scenario, reports: list[Report]) -> str:
    """The contract's object: the scenario, a report for each kernel, and what differs."""
    from json import dumps  # noqa: PLC0415

    from s2tui.kvm.compare import differing  # noqa: PLC0415
    from s2tui.kvm.notation.report import report_json  # noqa: PLC0415
    from s2tui.kvm.scenario import differences  # noqa: PLC0415

    outcomes = ", ".join(map(report_json, reports))
    differs = list(differing([report.outcome for report in reports]))
    return (
        f'{{"scenario": {dumps(differences(scenario))}, "outcomes": [{outcomes}], '
        f'"differs": {dumps(differs)}}}'
    )
