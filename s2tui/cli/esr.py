"""`s2tui esr`: the syndrome of a stage-2 abort."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from s2tui.arm.hexword import hex64

if TYPE_CHECKING:
    import argparse


def configure(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments."""
    parser.add_argument("value", metavar="VALUE", help="ESR_EL2 in hexadecimal")
    parser.add_argument("--json", action="store_true", help="print a JSON object")


def run(args: argparse.Namespace) -> int:
    """Answer the request.

    Raises:
        RequestError: the value is not hexadecimal or has more than 64 bits.
    """
    from s2tui.arm.syndrome import decode
    from s2tui.view.descriptor import syndrome as view

    syndrome = decode(hex64(args.value, "ESR_EL2"))
    if args.json:
        import json

        answer = {
            "ec": syndrome.ec,
            "il": syndrome.il,
            "iss": syndrome.iss,
            "meaning": view.meaning(syndrome),
        }
        sys.stdout.write(json.dumps(answer) + "\n")
        return 0
    from s2tui.view.kit.text import plain

    sys.stdout.write(plain(view.describe(syndrome)) + "\n")
    return 0
