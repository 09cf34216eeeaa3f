"""`s2tui encode`: fields to a descriptor."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from s2tui.cli import output
from s2tui.cli.arguments import add_form_of_answer
from s2tui.cli.regime import add_level, add_regime, regime_of
from s2tui.errors import RequestError, short, unknown

if TYPE_CHECKING:
    import argparse

    from s2tui.arm.descriptor.geometry import Kind

KINDS = ("page", "block", "table", "invalid")
LAST_LEVEL = 3
DEFAULT_LEVEL = 2
"""For everything but pages."""


def configure(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments."""
    parser.add_argument(
        "fields",
        nargs="*",
        metavar="FIELD=VALUE",
        help="kind=, address=, or a field as decode names it; what is not given is 0",
    )
    add_level(parser, "table level (default: 3 for a page, else 2)")
    add_regime(parser)
    add_form_of_answer(parser)


def run(args: argparse.Namespace) -> int:
    """Answer the request.

    Raises:
        RequestError: a field, a value or a combination that no descriptor has.
    """
    from s2tui.arm.descriptor.codec import encode
    from s2tui.view.kit.text import line

    given = _assignments(args.fields)
    if not given:
        raise RequestError(
            "nothing to encode; accepted: FIELD=VALUE words, such as kind=page MemAttr=6"
        )
    kind = _kind(given.pop("kind", None), args.level)
    level = args.level
    if level is None:
        level = LAST_LEVEL if kind == "page" else DEFAULT_LEVEL
    numbers = {name: _number(name, text) for name, text in given.items()}
    address = numbers.pop("address", None)
    regime = regime_of(args)
    value = encode(numbers, kind=kind, level=level, address=address, regime=regime)
    if args.json:
        from s2tui.arm.descriptor.codec import decode
        from s2tui.contract.descriptor import decode_json

        output.json_text(decode_json([decode(value, level, regime)]))
    else:
        output.lines([line(f"{value:#018x}")])
    return 0


def _assignments(words: list[str]) -> dict[str, str]:
    """FIELD=VALUE words; also several in one, with commas between. Later ones win."""
    given = {}
    for word in (part for text in words for part in text.split(",") if part):
        name, equals, value = word.partition("=")
        if not equals or not name or not value:
            raise RequestError(f"{short(word)!r} is not FIELD=VALUE; accepted: such as MemAttr=6")
        given[name.strip()] = value.strip()
    return given


def _kind(word: str | None, level: int | None) -> Kind:
    """The kind that was asked for: by default a page at level 3, else a block."""
    if word is None:
        return "page" if level in (None, LAST_LEVEL) else "block"
    if word not in KINDS:
        raise unknown("kind", word, KINDS)
    return cast("Kind", word)


def _number(name: str, text: str) -> int:
    shown = f"{short(name)!r}: {short(text)!r}"
    try:
        number = int(text, 0) if text.isascii() else None
    except ValueError:
        number = None
    if number is None:
        raise RequestError(f"{shown} is not a number; accepted: decimal, 0x... or 0b...")
    if abs(number) >> 64:
        raise RequestError(f"{shown} has {number.bit_length()} bits; accepted: at most 64")
    return number
