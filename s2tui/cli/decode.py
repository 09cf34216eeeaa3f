"""`s2tui decode`: descriptors and page-table dumps, explained."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from s2tui.cli import output
from s2tui.cli.arguments import add_form_of_answer
from s2tui.cli.numbers import hex_argument, reading_lines
from s2tui.cli.regime import add_level, add_regime, regime_of
from s2tui.errors import RequestError

if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterable, Iterator
    from typing import BinaryIO

    from s2tui.arm.descriptor.codec import Descriptor
    from s2tui.arm.descriptor.geometry import Regime
    from s2tui.kvm.pasted import Pasted
    from s2tui.kvm.ptdump import Item

LONGEST_LINE = 4096
"""Bytes; a longer line is no text that anybody wrote."""
WHAT = "descriptor"


def configure(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments."""
    parser.add_argument(
        "values",
        nargs="+",
        metavar="VALUE",
        help="a descriptor in hexadecimal, or - for a page-table dump or words on standard input",
    )
    parser.add_argument(
        "--where",
        action="append",
        default=[],
        metavar="FIELD=VALUE",
        help="only descriptors that have this: kind, level or a field; given twice, either value",
    )
    parser.add_argument(
        "--summary", action="store_true", help="a line for all descriptors that look the same"
    )
    add_level(parser, "table level (default: 3 where bits 1:0 are 11, else 2)")
    add_regime(parser)
    add_form_of_answer(parser)


def run(args: argparse.Namespace) -> int:
    """Answer the request.

    Raises:
        RequestError: a value or an option that cannot be, or nothing to decode on standard input.
    """
    from s2tui.arm.descriptor.geometry import check_level
    from s2tui.kvm.pasted import condition, fits

    regime = regime_of(args)
    if args.level is not None:
        check_level(regime, args.level)
    wanted = condition(args.where, regime)
    read: list[Pasted] = []
    found = _items(args.values, args.level, regime, read)
    if wanted:
        found = (item for item in found if fits(item, wanted))
    if args.summary:
        _print_summary(found, as_json=args.json)
    elif args.json:
        _print_json(found)
    else:
        width = output.width()
        if notes := [one for word in args.values for one in reading_lines(word, width)]:
            output.lines(notes)
        _print_words(found)
    for pasted in read:
        _print_bad(pasted, as_json=args.json)
    return 0


def _items(
    words: Iterable[str], level: int | None, regime: Regime, read: list[Pasted]
) -> Iterator[Descriptor | Item]:
    """What there is to explain; what was read from standard input is noted down."""
    from s2tui.arm.descriptor.codec import decode

    for word in words:
        if word == "-":
            yield from _standard_input(level, regime, read)
        else:
            yield decode(hex_argument(word, WHAT), level, regime)


def _standard_input(
    level: int | None, regime: Regime, read: list[Pasted]
) -> Iterator[Descriptor | Item]:
    from s2tui.arm.descriptor.codec import Descriptor
    from s2tui.kvm.pasted import Pasted
    from s2tui.kvm.ptdump import DumpRange

    if sys.stdin is None:
        raise RequestError("standard input is closed")
    pasted = Pasted(lines(sys.stdin.buffer), level, regime)
    empty = True
    for item in pasted:
        empty = empty and not isinstance(item, Descriptor | DumpRange)
        yield item
    if empty and pasted.bad:
        number, why = pasted.bad[0]
        raise RequestError(f"standard input, line {number}: {why}")
    if empty:
        raise RequestError(
            "standard input is empty; expected a page-table dump or hexadecimal words"
        )
    read.append(pasted)


def lines(stream: BinaryIO) -> Iterator[str | None]:
    """The lines of a stream; None for one that is no text.

    Raises:
        RequestError: it cannot be read.
    """
    first = True
    while True:
        try:
            raw = stream.readline(LONGEST_LINE + 1)
            long = len(raw) > LONGEST_LINE
            rest = raw
            while long and rest and not rest.endswith(b"\n"):
                rest = stream.readline(LONGEST_LINE)
        except OSError as error:
            raise RequestError(f"standard input cannot be read: {error.strerror}") from None
        if not raw:
            return
        try:
            yield None if long else raw.decode("utf-8-sig" if first else "utf-8")
        except UnicodeDecodeError:
            yield None
        first = False


def _print_summary(found: Iterable[Descriptor | Item], *, as_json: bool) -> None:
    from s2tui.kvm.pasted import groups

    if as_json:
        from s2tui.contract.descriptor import summary_json

        output.json(summary_json(groups(found)))
    else:
        from s2tui.view.descriptor.pasted import summary_lines

        output.lines(summary_lines(groups(found), output.width(output.UNBROKEN)))


def _print_bad(pasted: Pasted, *, as_json: bool) -> None:
    """Say which lines held nothing; beside JSON on standard error, in a line."""
    from s2tui.view.descriptor.pasted import bad_lines, counted

    if as_json and pasted.bad:
        number, why = pasted.bad[0]
        said = f"{counted(pasted.bad, pasted.number)}; the first is line {number}: {why}"
        sys.stderr.write("s2tui: " + "".join(c if c.isprintable() else " " for c in said) + "\n")
    elif pasted.bad:
        output.lines(bad_lines(pasted.bad, pasted.number, output.width()))


def _print_words(found: Iterable[Descriptor | Item]) -> None:
    from s2tui.arm.descriptor.codec import Descriptor
    from s2tui.kvm.ptdump import DumpRange, Heading, Setting
    from s2tui.view.descriptor import lines as view
    from s2tui.view.kit.layout import hang

    first, width = True, output.width()
    for item in found:
        if isinstance(item, Descriptor):
            output.lines([*([] if first else [()]), *view.describe(item, width)])
        elif isinstance(item, DumpRange):
            output.lines(hang(view.describe_range(item), 2, output.width(output.UNBROKEN)))
        elif isinstance(item, Heading):
            output.lines([view.describe_heading(item)])
        elif isinstance(item, Setting):
            output.lines([view.describe_setting(item)])
        first = False


def _print_json(found: Iterable[Descriptor | Item]) -> None:
    """Print all or nothing: half an array would be of no use."""
    from s2tui.arm.descriptor.codec import Descriptor
    from s2tui.contract.descriptor import decode_json
    from s2tui.kvm.ptdump import DumpRange

    output.json_text(
        decode_json(item for item in found if isinstance(item, Descriptor | DumpRange))
    )
