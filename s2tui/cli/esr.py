"""`s2tui esr`: the syndrome of a stage-2 abort."""

from __future__ import annotations

from typing import TYPE_CHECKING

from s2tui.cli import output
from s2tui.cli.arguments import add_form_of_answer
from s2tui.cli.numbers import hex_argument, reading_lines

if TYPE_CHECKING:
    import argparse


def configure(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments."""
    parser.add_argument("value", metavar="VALUE", help="ESR_EL2 in hexadecimal")
    add_form_of_answer(parser)


def run(args: argparse.Namespace) -> int:
    """Answer the request.

    Raises:
        RequestError: the value is not hexadecimal or has more than 64 bits.
    """
    from s2tui.arm.syndrome import decode
    from s2tui.view.descriptor import syndrome as view

    syndrome = decode(hex_argument(args.value, "ESR_EL2"))
    if args.json:
        from s2tui.contract.esr import esr_object

        output.json(esr_object(syndrome, view.meaning(syndrome)))
    else:
        width = output.width()
        output.lines([*reading_lines(args.value, width), *view.describe(syndrome, width)])
    return 0
