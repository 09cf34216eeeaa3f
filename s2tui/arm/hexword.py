"""Hexadecimal words as they are typed: with or without 0x, with underscores between digits."""

from __future__ import annotations

from s2tui.errors import RequestError

_SHOWN = 40
"""How much of a wrong word is repeated."""


def hex64(word: str, what: str) -> int:
    """Read a hexadecimal number of at most 64 bits.

    Args:
        word: as it was typed.
        what: what it should be, for the error message.

    Raises:
        RequestError: it is none, it is negative, or it has more bits.
    """
    shown = ascii(word if len(word) <= _SHOWN else word[:_SHOWN] + "...")
    if word.startswith("-"):
        raise RequestError(f"{what} {shown} is negative; accepted: 0x0 to 0xffffffffffffffff")
    try:
        value = int(word, 16) if word.isascii() and not word.startswith("+") else None
    except ValueError:
        value = None
    if value is None:
        raise RequestError(
            f"{what} {shown} is not hexadecimal; accepted: up to 16 digits, 0 to 9 and a to f"
        )
    if value >> 64:
        raise RequestError(f"{what} {shown} has {value.bit_length()} bits; accepted: at most 64")
    return value
