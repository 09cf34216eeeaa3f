"""The options of decode and encode that say what the processor implements and selects."""

from __future__ import annotations

from argparse import ArgumentTypeError, BooleanOptionalAction
from functools import partial
from typing import TYPE_CHECKING

from s2tui.arm.descriptor.regime_options import OPTIONS
from s2tui.errors import short

if TYPE_CHECKING:
    import argparse
    from collections.abc import Mapping

    from s2tui.arm.descriptor.geometry import Regime
    from s2tui.arm.descriptor.regime_options import OptionValue

LONGEST_LEVEL = 10
"""Digits; nobody means a longer one."""


def add_level(parser: argparse.ArgumentParser, text: str) -> None:
    """Declare the level of the table that holds a descriptor."""
    parser.add_argument("--level", type=_level, help=text)


def _level(text: str) -> int:
    """A level, which a granule may still lack."""
    digits = text.removeprefix("-")
    if not (digits.isascii() and digits.isdigit() and len(digits) < LONGEST_LEVEL):
        raise ArgumentTypeError(f"{short(text)!r} is no level; accepted: -1 to 3")
    return int(text)


def _word_of(values: Mapping[str, OptionValue], text: str) -> OptionValue:
    """The value of a word; any other word as it is, for the parser to refuse."""
    return values.get(text, text)


def add_regime(parser: argparse.ArgumentParser) -> None:
    """Declare the options."""
    for option in OPTIONS:
        flag, default = f"--{option.name.replace('_', '-')}", option.values[0]
        if option.flag:
            parser.add_argument(
                flag, action=BooleanOptionalAction, default=default, help=option.text
            )
            continue
        values = {str(value): value for value in option.values}
        parser.add_argument(
            flag,
            type=partial(_word_of, values),
            choices=option.values,
            default=default,
            help=f"{option.text} (default {default})",
        )


def regime_of(args: argparse.Namespace) -> Regime:
    """The regime that the options describe."""
    from s2tui.arm.descriptor.geometry import Regime

    return Regime(**{option.name: getattr(args, option.name) for option in OPTIONS})
