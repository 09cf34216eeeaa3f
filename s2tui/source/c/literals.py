"""Numbers and characters as C writes them."""

from __future__ import annotations

import re

from s2tui.source.c.places import NotUnderstoodError, Place
from s2tui.source.c.types import S32, S64, U32, U64, Integer

_INTEGER = re.compile(r"(0[xX][0-9a-fA-F]+|0[bB][01]+|[0-9]+)([uUlL]{0,3})$")
_ESCAPE = re.compile(r"\\(x[0-9a-fA-F]+|[0-7]{1,3}|.)", re.DOTALL)
_LETTERS = {"n": 10, "t": 9, "r": 13, "0": 0, "a": 7, "b": 8, "f": 12, "v": 11, "e": 27}
BYTE = 0xFF


def integer(text: str, at: Place) -> tuple[int, Integer]:
    """The value of an integer and its type: the first that holds it, of those C permits.

    Raises:
        NotUnderstoodError: it is not an integer, or larger than 64 bits.
    """
    found = _INTEGER.match(text)
    if found is None:
        raise NotUnderstoodError(f"the number {text}", at)
    digits, suffix = found.group(1).lower(), found.group(2).lower()
    base = {"0x": 16, "0b": 2}.get(digits[:2], 8 if digits[0] == "0" else 10)
    try:
        value = int(digits[2:] if base in (2, 16) else digits, base)
    except ValueError:
        raise NotUnderstoodError(f"the number {text}", at) from None
    permitted: tuple[Integer, ...] = (S32, U32, S64, U64)
    if "l" in suffix:
        permitted = permitted[2:]
    if "u" in suffix:
        permitted = tuple(type_ for type_ in permitted if not type_.signed)
    elif base == 10:
        permitted = tuple(type_ for type_ in permitted if type_.signed)
    for type_ in permitted:
        if type_.convert(value) == value:
            return value, type_
    raise NotUnderstoodError(f"the number {text}", at)


def characters(text: str) -> bytes:
    """The bytes of what stands between quotes; characters beyond ASCII are those of UTF-8."""
    done, last = bytearray(), 0
    for found in _ESCAPE.finditer(text):
        done += text[last : found.start()].encode("utf-8", "surrogateescape")
        last, escape = found.end(), found.group(1)
        if escape[0] == "x" and len(escape) > 1:
            done.append(int(escape[1:], 16) & BYTE)
        elif escape[0] in "01234567":
            done.append(int(escape, 8) & BYTE)
        else:
            done.append(_LETTERS.get(escape, ord(escape) & BYTE))
    return bytes(done + text[last:].encode("utf-8", "surrogateescape"))


def character(text: str, at: Place) -> int:
    """The value of a character; plain char has no sign.

    Raises:
        NotUnderstoodError: there is not one character in the quotes.
    """
    inside = characters(text[1:-1]) if text[0] == "'" else b""
    if len(inside) != 1:
        raise NotUnderstoodError(f"the character {text}", at)
    return inside[0]
