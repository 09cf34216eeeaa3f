"""Hexadecimal words as they are typed: with or without 0x, with underscores between digits.

What begins with 0b and has no digit but 0 and 1 is binary, as anywhere else: nobody who types
0b1111 means 0xb1111.
"""

from __future__ import annotations

import re

from s2tui.errors import RequestError

_SHOWN = 40
"""How much of a wrong word is repeated."""


_HEX = re.compile("(0[xX]_?)?[0-9a-fA-F]+(_[0-9a-fA-F]+)*").fullmatch


_BINARY = re.compile("0[bB]_?[01]+(_[01]+)*").fullmatch


def hex_number(word: str) -> int | None:
    """A hexadecimal or binary number of any size; None where the word is none, as with a sign."""
    if _BINARY(word):
        return int(word, 2)
    return int(word, 16) if _HEX(word) else None


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
    value = hex_number(word.strip())
    if value is None:
        raise RequestError(
            f"{what} {shown} is not hexadecimal; accepted: up to 16 digits, 0 to 9 and a to f"
        )
    if value >> 64:
        raise RequestError(f"{what} {shown} has {value.bit_length()} bits; accepted: at most 64")
    return value
