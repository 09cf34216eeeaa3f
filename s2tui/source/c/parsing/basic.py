"""Which type the words of the basic types say."""

from __future__ import annotations

from typing import TYPE_CHECKING

from s2tui.source.c.types import (
    BOOL,
    CHAR,
    S8,
    S16,
    S32,
    S64,
    S128,
    U8,
    U16,
    U32,
    U64,
    U128,
    VOID,
    Type,
)

if TYPE_CHECKING:
    from collections.abc import Iterable

_SIGNED = {8: S8, 16: S16, 32: S32, 64: S64, 128: S128}
_UNSIGNED = {8: U8, 16: U16, 32: U32, 64: U64, 128: U128}


def basic_type(words: Iterable[str]) -> Type | None:
    """The type that such words say, in whatever order; None for a floating point type."""
    said = set(words)
    if said == {"void"}:
        return VOID
    if said & {"_Bool", "bool"}:
        return BOOL
    if said & {"float", "double"}:
        return None
    if "char" in said:
        bits = 8
        if not said & {"signed", "__signed__", "unsigned"}:
            return CHAR
    else:
        bits = 16 if "short" in said else 64 if "long" in said else 32
        bits = 128 if "__int128" in said else bits
    return (_UNSIGNED if "unsigned" in said else _SIGNED)[bits]
