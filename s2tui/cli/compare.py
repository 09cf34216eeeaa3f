"""`s2tui compare`: one scenario under many policies, or many scenarios under one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from s2tui.cli import output
from s2tui.cli.arguments import add_form_of_answer, add_kernel, add_words
from s2tui.errors import RequestError
from s2tui.kvm.policies.registry import DEFAULT, POLICIES, find
from s2tui.kvm.report.explain import report_by
from s2tui.kvm.scenario.notation import parse_words

if TYPE_CHECKING:
    import argparse


def configure(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments."""
    add_words(parser)
    parser.add_argument(
        "--kernels", metavar="ID,ID,...", help="kernels, policies or files (every policy)"
    )
    parser.add_argument(
        "--scenarios",
        action="store_true",
        help="the named scenarios under one kernel; words without = say which: @NAME, or what"
        " occurs in name or text",
    )
    add_kernel(parser)
    add_form_of_answer(parser)


def run(args: argparse.Namespace) -> int:
    """Answer the request.

    Raises:
        RequestError: an unknown field, value or kernel, a file that cannot be read, or options that
            do not go together.
    """
    if args.scenarios:
        return _many_scenarios(args)
    if args.kernel is not None:
        raise RequestError("--kernel goes with --scenarios; --kernels takes one or more")
    scenario, notes = parse_words(args.words)
    kernels = list(POLICIES) if args.kernels is None else split(args.kernels)
    reports = [report_by(kernel, find(kernel), scenario, notes) for kernel in kernels]
    if args.json:
        from s2tui.contract.compare import compare_json

        output.json_text(compare_json(scenario, reports))
    else:
        from s2tui.view.compare.lines import compare_lines

        output.lines(compare_lines(reports, output.width()))
    return 0


def _many_scenarios(args: argparse.Namespace) -> int:
    """Answer for the named scenarios, each with the fields that are given changed."""
    if args.kernels is not None:
        raise RequestError("--scenarios asks one kernel: --kernel, not --kernels")
    from s2tui.kvm.scenario.named import matching

    kernel = args.kernel or DEFAULT
    policy = find(kernel)
    changed = [word for word in args.words if "=" in word]
    reports = {}
    for name in matching([word for word in args.words if "=" not in word]):
        scenario, notes = parse_words([f"@{name}", *changed])
        reports[name] = report_by(kernel, policy, scenario, notes)
    if args.json:
        from s2tui.contract.compare import scenarios_json

        output.json_text(scenarios_json(kernel, reports))
    else:
        from s2tui.view.compare.scenarios import scenarios_lines

        output.lines(scenarios_lines(reports, output.width()))
    return 0


def split(text: str) -> list[str]:
    """Comma-separated kernels.

    Raises:
        RequestError: there is nothing between two commas, or nothing at all.
    """
    kernels = [kernel.strip() for kernel in text.split(",")]
    if not all(kernels):
        raise RequestError(f"--kernels takes ID,ID,..., such as v6.9,v6.17, not {text!r}")
    return kernels
