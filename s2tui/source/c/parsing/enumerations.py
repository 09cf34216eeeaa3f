"""Which integer holds an enumeration."""

from __future__ import annotations

from s2tui.source.c import nodes
from s2tui.source.c.types import S32, S64, S128, U32, U64, U128, Integer, Type, Unknown

Enumerator = nodes.Constant | tuple[str, str]
"""One with its value; or the name, and why its value cannot be computed."""


def fits(found: list[Enumerator], type_: Integer) -> bool:
    """Whether a type holds all values that are known."""
    known = [each.value for each in found if isinstance(each, nodes.Constant)]
    return all(type_.convert(value) == value for value in known)


def enumeration_type(found: list[Enumerator]) -> Type:
    """The integer that holds an enumeration: unsigned where nothing is below 0."""
    known = [each.value for each in found if isinstance(each, nodes.Constant)]
    if len(known) < len(found):
        return Unknown("an enumeration with a value that cannot be computed")
    permitted = (S32, S64, S128) if min(known, default=0) < 0 else (U32, U64, U128)
    return next(type_ for type_ in permitted if fits(found, type_))
