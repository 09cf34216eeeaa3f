"""`s2tui coherence`: what can go wrong in the caches. Exit 0 nothing can, 1 something."""

from __future__ import annotations

from typing import TYPE_CHECKING

from s2tui.arm.coherence.configuration import VALUES
from s2tui.cli import output
from s2tui.cli.arguments import add_form_of_answer, add_kernel, add_words
from s2tui.errors import RequestError

if TYPE_CHECKING:
    import argparse

    from s2tui.arm.coherence.configuration import Dma, Left

LEFT = VALUES["left"]
DMA = tuple(value for value in VALUES["dma"] if value != "none")


def configure(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments."""
    add_words(parser)
    add_kernel(parser)
    parser.add_argument(
        "--left",
        choices=LEFT,
        help="what the previous owner left in the caches: nothing (none), a clean or a dirty line",
    )
    parser.add_argument(
        "--dma",
        choices=DMA,
        help="a device writes the page too: through the caches (coherent) or past them",
    )
    add_form_of_answer(parser)
    parser.add_argument(
        "--batch", metavar="FILE", help="configurations as JSON Lines from a file, or - for stdin"
    )


def run(args: argparse.Namespace) -> int:
    """Answer the request.

    Raises:
        RequestError: an unknown field, value or kernel, or a file that cannot be read.
    """
    if args.batch is not None:
        return _batch(args)
    from s2tui.kvm.hazards.caches import caches
    from s2tui.kvm.policies.registry import DEFAULT, find
    from s2tui.kvm.report.explain import report_by
    from s2tui.kvm.scenario.notation import parse_words

    kernel = DEFAULT if args.kernel is None else args.kernel
    scenario, notes = parse_words(args.words)
    report = report_by(kernel, find(kernel), scenario, notes)
    left: Left = args.left or "none"
    dma: Dma = args.dma or "none"
    found = caches(scenario, report.outcome, left, dma)
    if args.json:
        from s2tui.contract.coherence import coherence_object

        output.json(coherence_object(found))
    else:
        from s2tui.kvm.report.without import without
        from s2tui.view.caches.lines import Prevented, coherence_lines

        other = without(report)
        prevented = other and Prevented(other, caches(scenario, other.report.outcome, left, dma))
        output.lines(coherence_lines(report, found, output.width(), prevented))
    return 1 if found.findings else 0


def _batch(args: argparse.Namespace) -> int:
    from s2tui.cli.batch import run_batch
    from s2tui.contract.coherence import answer

    if args.words or any((args.json, args.markdown, args.kernel, args.left, args.dma)):
        raise RequestError("--batch takes a configuration from each line, and answers in JSON")
    return run_batch(args.batch, answer)
