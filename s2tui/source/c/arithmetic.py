"""The operators of C between two integers: how close they bind, and what they compute."""

from __future__ import annotations

import operator
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from s2tui.source.c.types import Integer

MOST = 63
"""What is shifted by at most."""
LEVELS: dict[str, int] = {
    "||": 1, "&&": 2, "|": 3, "^": 4, "&": 5, "==": 6, "!=": 6, "<": 7, ">": 7, "<=": 7, ">=": 7,
    "<<": 8, ">>": 8, "+": 9, "-": 9, "*": 10, "/": 10, "%": 10,
}  # fmt: skip
"""The binary operators of C, by how close they bind; all are read from the left."""
SHIFTS = frozenset({"<<", ">>"})
COMPARISONS = frozenset({"==", "!=", "<", ">", "<=", ">="})


def quotient(left: int, right: int) -> int:
    """C's division, which rounds towards zero."""
    whole = abs(left) // abs(right)
    return whole if (left < 0) == (right < 0) else -whole


def remainder(left: int, right: int) -> int:
    """C's remainder, which has the sign of what is divided."""
    return left - quotient(left, right) * right


COMPUTE: dict[str, Callable[[int, int], int]] = {
    "|": operator.or_, "^": operator.xor, "&": operator.and_,
    "==": operator.eq, "!=": operator.ne,
    "<": operator.lt, ">": operator.gt, "<=": operator.le, ">=": operator.ge,
    "<<": operator.lshift, ">>": operator.rshift,
    "+": operator.add, "-": operator.sub, "*": operator.mul, "/": quotient, "%": remainder,
}  # fmt: skip
"""What the binary operators compute, before the result is brought into its type."""


def computed(sign: str, left: int, right: int, type_: Integer) -> int | None:
    """What an operator gives, in the type: 0 or 1 of a comparison.

    None where C does not say: for a division by 0, and a shift by less than 0 or more than MOST.
    """
    if (sign in ("/", "%") and right == 0) or (sign in SHIFTS and not 0 <= right <= MOST):
        return None
    value = int(COMPUTE[sign](left, right))
    return value if sign in COMPARISONS else type_.convert(value)
