"""`s2tui decode`: descriptors and page-table dumps, explained."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from s2tui.arm.hexword import hex64
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
    add_level(parser, "table level (default: 3 where bits 1:0 are 11, else 2)")
    add_regime(parser)
    add_form_of_answer(parser)


def run(args: argparse.Namespace) -> int:
    """Answer the request.

    Raises:
        RequestError: a value, an option or a line of standard input that cannot be decoded.
    """
    from s2tui.arm.descriptor.geometry import check_level

    regime = regime_of(args)
    if args.level is not None:
        check_level(regime, args.level)
    found = _items(args.values, args.level, regime)
    if args.json:
        _print_json(found)
    else:
        width = output.width()
        if notes := [one for word in args.values for one in reading_lines(word, width)]:
            output.lines(notes)
        _print_words(found)
    return 0


def _items(words: Iterable[str], level: int | None, regime: Regime) -> Iterator[Descriptor | Item]:
    from s2tui.arm.descriptor.codec import decode

    for word in words:
        if word == "-":
            yield from _standard_input(level, regime)
        else:
            yield decode(hex_argument(word, WHAT), level, regime)


def _standard_input(level: int | None, regime: Regime) -> Iterator[Descriptor | Item]:
    from s2tui.arm.descriptor.codec import decode
    from s2tui.kvm.ptdump import Other, read_dump

    if sys.stdin is None:
        raise RequestError("standard input is closed")
    lines = Lines(sys.stdin.buffer)
    empty = True
    try:
        for item in read_dump(lines, regime.page_size):
            empty = False
            if not isinstance(item, Other):
                yield item
                continue
            for word in item.text.split():
                yield decode(hex64(word, WHAT), level, regime)
    except RequestError as error:
        raise RequestError(f"standard input, line {lines.number}: {error}") from None
    if empty:
        raise RequestError(
            "standard input is empty; expected a page-table dump or hexadecimal words"
        )


class Lines:
    """The lines of a stream, with the number of the last one."""

    def __init__(self, stream: BinaryIO) -> None:
        self.number = 0
        self._stream = stream

    def __iter__(self) -> Iterator[str]:
        while True:
            try:
                raw = self._stream.readline(LONGEST_LINE + 1)
            except OSError as error:
                raise RequestError(f"cannot be read: {error.strerror}") from None
            if not raw:
                return
            self.number += 1
            if len(raw) > LONGEST_LINE:
                raise RequestError(f"longer than {LONGEST_LINE} bytes, so neither a dump nor words")
            try:
                yield raw.decode("utf-8-sig" if self.number == 1 else "utf-8")
            except UnicodeDecodeError:
                raise RequestError(
                    "not text; expected a page-table dump or hexadecimal words"
                ) from None


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
