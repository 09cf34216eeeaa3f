"""`s2tui find`: which scenarios write a descriptor. Exit 0 some do, 1 none does."""

from __future__ import annotations

from typing import TYPE_CHECKING

from s2tui.analysis.find import find_descriptor
from s2tui.cli import output
from s2tui.cli.arguments import add_form_of_answer, add_kernel
from s2tui.cli.numbers import hex_argument, reading_lines
from s2tui.kvm.policies.registry import DEFAULT, find

if TYPE_CHECKING:
    import argparse


def configure(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments."""
    parser.add_argument("value", metavar="VALUE", help="the 64 bits, such as 0x800007db")
    add_kernel(parser)
    add_form_of_answer(parser)


def run(args: argparse.Namespace) -> int:
    """Answer the request.

    Raises:
        RequestError: no 64-bit value, or an unknown kernel.
    """
    kernel = DEFAULT if args.kernel is None else args.kernel
    found = find_descriptor(find(kernel), hex_argument(args.value, "descriptor"))
    if args.json:
        from s2tui.contract.diff import find_object

        output.json(find_object(found))
    else:
        from s2tui.view.descriptor.writers import find_lines

        width = output.width()
        output.lines([*reading_lines(args.value, width), *find_lines(found, kernel, width)])
    return 0 if found.scenarios else 1
