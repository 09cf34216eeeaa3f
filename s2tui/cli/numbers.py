"""Hexadecimal numbers on the command line, and what is said of one that looks otherwise."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from s2tui.arm.hexword import hex64
from s2tui.errors import RequestError

if TYPE_CHECKING:
    from s2tui.view.kit.text import Line

DIGITS = 16
"""Of a whole descriptor: nobody writes one in decimal, or in binary."""
_binary = re.compile("0[bB][01]+").fullmatch
_decimal = re.compile("[1-9][0-9]+").fullmatch


def hex_argument(word: str, what: str) -> int:
    """A 64-bit number, as `hex64` reads it, but for what may be binary.

    Args:
        word: as it was typed.
        what: what it should be, for the error message.

    Raises:
        RequestError: as `hex64`; or the word may be binary as well.
    """
    if _binary(word) and len(word) < DIGITS:
        raise RequestError(
            f"{what} {word!r} is binary or hexadecimal; accepted: {int(word, 2):#x} for the one,"
            f" 0x{word.lower()} for the other"
        )
    return hex64(word, what)


def reading_lines(word: str, width: int) -> list[Line]:
    """A line on how a word was read that may have been meant in decimal; mostly none."""
    if not _decimal(word) or len(word) >= DIGITS:
        return []
    from s2tui.view.kit.layout import flow

    text = f"{word} is read as hexadecimal, 0x{word}; in decimal it would be {int(word):#x}"
    return flow((), text, width, "dim")
