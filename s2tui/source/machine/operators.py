"""The operators of C on integers, as functions of Python's, each with the name it is kept under.

An operator is run on every pair of operands that a diagram holds, those that never come together
included: so an operand without an answer raises, which makes a value that is undefined, and stops
only who uses it.
"""

from __future__ import annotations

import operator
from functools import cache
from typing import TYPE_CHECKING, Any

from s2tui.source.c.arithmetic import COMPARISONS, COMPUTE, SHIFTS
from s2tui.source.c.types import Integer, Type

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable


class _NoAnswerError(TypeError):
    """Operands that the operator has no answer for."""


_ANY_WIDTH = {"&", "|", "^", "/", "%", ">>"}
"""What gives the same for operands that are not negative, however wide they are."""


@cache
def binary(sign: str, type_: Type) -> tuple[Hashable, Callable[[Any, Any], Any]]:
    """The name and the function of an operator.

    Args:
        sign: as C writes it.
        type_: in which it is computed; of a comparison it does not matter.
    """
    if sign in ("==", "!="):
        same = sign == "=="
        return (sign,), lambda a, b: int((a == b and type(a) is type(b)) is same)
    if sign in COMPARISONS:
        compare = COMPUTE[sign]
        return (sign,), lambda a, b: int(compare(_integer(a), _integer(b)))
    if sign in SHIFTS:
        return (sign, type_), _shift(sign, type_)
    compute = COMPUTE[sign]
    if isinstance(type_, Integer):
        wrap = type_.convert
        return (sign, type_), lambda a, b: wrap(compute(_integer(a), _integer(b)))
    if sign not in _ANY_WIDTH:
        return (sign, type_), _untyped
    return (sign, type_), lambda a, b: compute(_natural(a), _natural(b))


def _shift(sign: str, type_: Type) -> Callable[[Any, Any], Any]:
    if not isinstance(type_, Integer):
        if sign == "<<":
            return _untyped
        return lambda a, b: _natural(a) >> _natural(b)
    left = sign == "<<"
    bits, wrap = type_.bits, type_.convert

    def shift(a: Any, b: Any) -> int:
        value, by = _integer(a), _integer(b)
        if not 0 <= by < bits:
            raise _NoAnswerError(f"{bits} bits are shifted by {by}")
        return wrap(value << by) if left else value >> by

    return shift


@cache
def unary(sign: str, type_: Type) -> tuple[Hashable, Callable[[Any], Any]]:
    """The name and the function of `-` or `~`."""
    compute: Callable[[int], int] = operator.neg if sign == "-" else operator.invert
    if not isinstance(type_, Integer):
        return ("unary", sign, type_), lambda _: _untyped(0, 0)
    wrap = type_.convert
    return ("unary", sign, type_), lambda a: wrap(compute(_integer(a)))


@cache
def conversion(type_: Integer) -> tuple[Hashable, Callable[[Any], Any]]:
    """The name and the function of a conversion to an integer."""

    def convert(value: Any) -> Any:
        if isinstance(value, int):
            return type_.convert(value)
        if type_.truth:
            return 1
        # An address that is kept as a number, and never computed with.
        if type_.bits == 64:
            return value
        raise _NoAnswerError(f"an address becomes a {type_}")

    return ("convert", type_), convert


def _integer(value: Any) -> int:
    if type(value) is int:
        return value
    raise _NoAnswerError(f"{value} is no integer")


def _natural(value: Any) -> int:
    if type(value) is int and value >= 0:
        return value
    raise _NoAnswerError("an operand has a type that no file says")


def _untyped(_: Any, __: Any) -> Any:
    raise _NoAnswerError("an operand has a type that no file says")
