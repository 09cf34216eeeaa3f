"""`s2tui combine`: stage 1 and stage 2 combined, as PAR_EL1 would report the result."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from s2tui.cli import output
from s2tui.cli.arguments import add_form_of_answer
from s2tui.errors import RequestError

if TYPE_CHECKING:
    import argparse

    from s2tui.view.kit.text import Line

SHAREABILITIES = ("nsh", "ish", "osh")
#: Each flag of the contract with its default; `--fwb` has none and must be said.
FLAGS = {
    "mte": (True, "FEAT_MTE2: 0xf0 is Tagged"),
    "xs": (False, "FEAT_XS: the attributes with XS=0 exist"),
    "mte-perm": (False, "FEAT_MTE_PERM: NoTagAccess exists"),
    "fnxs": (False, "the FnXS bit of the descriptor; ignored without --xs"),
    "cd": (False, "HCR_EL2.CD, for data accesses"),
    "icache": (True, "SCTLR_EL1.I, which only off-ifetch reads"),
}

NEEDED = {"s1": "--s1", "s2": "--s2", "fwb": "--fwb or --no-fwb"}
EXAMPLE = "combine --s1 normal-wb --s2 0xf --no-fwb"


def configure(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments."""
    from argparse import BooleanOptionalAction

    parser.add_argument(
        "--s1",
        metavar="BYTE",
        help="MAIR byte in hex, or off, off-ifetch, dc, dct, or a word of guest.memtype",
    )
    parser.add_argument("--s2", metavar="MEMATTR", help="MemAttr[3:0] in hex")
    parser.add_argument("--fwb", action=BooleanOptionalAction, help="HCR_EL2.FWB; must be given")
    for stage in ("s1", "s2"):
        words = ", ".join(SHAREABILITIES)
        parser.add_argument(
            f"--{stage}-sh",
            metavar="SH",
            choices=SHAREABILITIES,
            help=f"shareability: {words} (default ish)",
        )
    for name, (default, text) in FLAGS.items():
        usual = "on" if default else "off"
        parser.add_argument(
            f"--{name}", action=BooleanOptionalAction, help=f"{text} ({usual} by default)"
        )
    add_form_of_answer(parser)
    parser.add_argument(
        "--batch", metavar="FILE", help="answer JSON Lines from FILE, or - for input"
    )


def run(args: argparse.Namespace) -> int:
    """Answer and return the exit status.

    Raises:
        RequestError: an argument is missing, unknown or out of range.
    """
    request = _request(args)
    if args.batch is not None:
        from s2tui.cli.batch import run_batch
        from s2tui.contract.combine import answer

        if request:
            first = next(iter(request)).replace("_", "-")
            raise RequestError(f"--batch takes its values from each line, not from --{first}")
        return run_batch(args.batch, answer)
    missing = [text for name, text in NEEDED.items() if name not in request]
    if missing:
        said = "is" if len(missing) == 1 else "are"
        raise RequestError(f"{' and '.join(missing)} {said} missing, as in `{EXAMPLE}`")
    if args.json:
        from s2tui.contract.combine import answer

        output.json_text(answer(request))
    else:
        output.lines(_lines(request))
    return 0


def _request(args: argparse.Namespace) -> dict[str, Any]:
    """The arguments that were given, under the keys of a batch line."""
    names = ("s1", "s2", "fwb", "s1_sh", "s2_sh", *(name.replace("-", "_") for name in FLAGS))
    given = {name: getattr(args, name) for name in names}
    if given["s1"] is not None:
        from s2tui.kvm.rules.resultant import MAIR

        # A word of guest.memtype is the byte that stands for it.
        given["s1"] = MAIR.get(given["s1"], given["s1"])
    return {name: value for name, value in given.items() if value is not None}


def _lines(request: dict[str, Any]) -> list[Line]:
    from s2tui.arm.combine.combination import combine_inputs, normalise
    from s2tui.contract.combine import parse_request
    from s2tui.view.descriptor.combination import describe_combination
    from s2tui.view.kit.layout import hang

    inputs = parse_request(request)
    lines = describe_combination(*inputs, combine_inputs(normalise(*inputs)))
    width = output.width()
    return [piece for one in lines for piece in hang(one, 1, width)]
