"""The options of decode and encode that say what the processor implements and selects."""

from __future__ import annotations

from argparse import BooleanOptionalAction
from typing import TYPE_CHECKING

from s2tui.arm.regime_options import OPTIONS

if TYPE_CHECKING:
    import argparse

    from s2tui.arm.geometry import Regime


def add_regime(parser: argparse.ArgumentParser) -> None:
    """Declare the options."""
    for option in OPTIONS:
        flag, default = f"--{option.name.replace('_', '-')}", option.values[0]
        if option.flag:
            parser.add_argument(
                flag, action=BooleanOptionalAction, default=default, help=option.text
            )
            continue
        parser.add_argument(
            flag,
            type=type(default),
            choices=option.values,
            default=default,
            help=f"{option.text} (default {default})",
        )


def regime_of(args: argparse.Namespace) -> Regime:
    """The regime that the options describe."""
    from s2tui.arm.geometry import Regime  # noqa: PLC0415 - help and completion do without it

    return Regime(**{option.name: getattr(args, option.name) for option in OPTIONS})
