"""Typed nodes from their parts: every rule of conversion that C has is in here."""

from __future__ import annotations

from typing import TYPE_CHECKING

from s2tui.source.c import nodes
from s2tui.source.c.arithmetic import COMPARISONS, SHIFTS
from s2tui.source.c.types import (
    S32,
    S64,
    UNKNOWN,
    VOID,
    Callable,
    Integer,
    Pointer,
    Type,
    Unknown,
    Void,
    common,
    decayed,
    promoted,
)

if TYPE_CHECKING:
    from s2tui.source.c.places import Place

NO_PLACE = "an assignment to what is no place"


def converted(value: nodes.Expression, type_: Type, at: Place | None = None) -> nodes.Expression:
    """A value as it is stored to, passed as or returned as a type.

    Nothing is done where nothing changes, between pointers, and where a type is not known.
    """
    if isinstance(type_, Unknown) or value.type == type_:
        return value
    given = decayed(value.type)
    if isinstance(type_, Integer):
        if isinstance(value, nodes.Constant) and not type_.truth and value.name is None:
            return nodes.Constant(type_, at or value.at, type_.convert(value.value))
        return nodes.Convert(type_, at or value.at, value)
    if isinstance(type_, Pointer):
        if isinstance(given, Integer):
            return nodes.Convert(type_, at or value.at, value)
        return value
    return nodes.Convert(type_, at or value.at, value) if isinstance(type_, Void) else value


def cast(value: nodes.Expression, type_: Type, at: Place) -> nodes.Expression:
    """`(type)value`."""
    return nodes.Convert(type_, at, value, written=True)


def raised(value: nodes.Expression) -> nodes.Expression:
    """An operand as arithmetic takes it: promoted."""
    if isinstance(value.type, Integer):
        return converted(value, promoted(value.type))
    return value


def unary(operator: str, operand: nodes.Expression, at: Place) -> nodes.Expression:
    """`- + ~ !`."""
    if operator == "!":
        return nodes.Unary(S32, at, operator, operand)
    operand = raised(operand)
    type_ = operand.type if isinstance(operand.type, Integer) else UNKNOWN
    if operator == "+":
        return operand
    return nodes.Unary(type_, at, operator, operand)


def binary(
    operator: str, left: nodes.Expression, right: nodes.Expression, at: Place
) -> nodes.Expression:
    """All operators between two operands that are always evaluated."""
    a, b = decayed(left.type), decayed(right.type)
    if isinstance(a, Unknown) or isinstance(b, Unknown):
        return nodes.Binary(UNKNOWN, at, operator, left, right)
    if isinstance(a, Integer) and isinstance(b, Integer):
        both = common(a, b)
        if operator in SHIFTS:
            left, right, both = raised(left), raised(right), promoted(a)
        else:
            left, right = converted(left, both), converted(right, both)
        return nodes.Binary(S32 if operator in COMPARISONS else both, at, operator, left, right)
    type_ = _with_pointers(operator, a, b)
    if type_ is None:
        return nodes.Stopped(UNKNOWN, at, f"{operator!r} between {left.type} and {right.type}")
    return nodes.Binary(type_, at, operator, left, right)


def _with_pointers(operator: str, left: Type, right: Type) -> Type | None:
    """The type of an operation of which a side at least is no integer; None if there is none."""
    if not (isinstance(left, Pointer | Integer) and isinstance(right, Pointer | Integer)):
        return None
    if operator in COMPARISONS:
        return S32
    if isinstance(left, Pointer) and isinstance(right, Pointer):
        return S64 if operator == "-" else None
    if isinstance(left, Pointer):
        return left if operator in ("+", "-") else None
    return right if operator == "+" else None


def logical(
    operator: str, left: nodes.Expression, right: nodes.Expression, at: Place
) -> nodes.Expression:
    """`&&` and `||`."""
    return nodes.Logical(S32, at, operator, left, right)


def conditional(
    test: nodes.Expression,
    then: nodes.Expression | None,
    otherwise: nodes.Expression,
    at: Place,
) -> nodes.Expression:
    """`?:`, with or without a middle."""
    type_ = _either(test if then is None else then, otherwise)
    if then is not None:
        then = converted(then, type_)
    return nodes.Conditional(type_, at, test, then, converted(otherwise, type_))


def _either(one: nodes.Expression, other: nodes.Expression) -> Type:
    """The type of what is the one or the other."""
    a, b = decayed(one.type), decayed(other.type)
    if isinstance(a, Integer) and isinstance(b, Integer):
        return common(a, b)
    if isinstance(a, Pointer) and isinstance(b, Pointer):
        # A null pointer, or one to void, is of the other's type; that is what (p ?: NULL) needs.
        return b if isinstance(a.to, Void) else a
    if isinstance(a, Pointer) and isinstance(b, Integer):
        return a
    if isinstance(b, Pointer) and isinstance(a, Integer):
        return b
    if isinstance(a, Void) or isinstance(b, Void):
        return VOID
    return a if a == b else UNKNOWN


def is_place(some: nodes.Expression) -> bool:
    """Whether an expression can be stored to."""
    return isinstance(some, nodes.PLACES)


def assign(place: nodes.Expression, value: nodes.Expression, at: Place) -> nodes.Expression:
    """`place = value`."""
    if not is_place(place):
        return nodes.Stopped(UNKNOWN, at, NO_PLACE)
    return nodes.Assign(place.type, at, place, converted(value, place.type))


def update(
    operator: str, place: nodes.Expression, value: nodes.Expression, at: Place, *, old: bool = False
) -> nodes.Expression:
    """`place op= value`, `++` and `--`."""
    if not is_place(place):
        return nodes.Stopped(UNKNOWN, at, NO_PLACE)
    computed: Type = UNKNOWN
    if isinstance(place.type, Pointer):
        computed = place.type
    elif isinstance(old_type := place.type, Integer) and isinstance(by := value.type, Integer):
        if operator in SHIFTS:
            computed, value = promoted(old_type), raised(value)
        else:
            computed = common(old_type, by)
            value = converted(value, computed)
    return nodes.Update(place.type, at, operator, place, value, computed, old)


def dereference(pointer: nodes.Expression, at: Place) -> nodes.Expression:
    """`*pointer`."""
    if isinstance(pointer, nodes.AddressOf):
        return pointer.place
    type_ = decayed(pointer.type)
    if isinstance(type_, Pointer):
        if isinstance(type_.to, Callable):
            return pointer
        return nodes.Dereference(type_.to, at, pointer)
    if isinstance(type_, Unknown):
        return nodes.Dereference(UNKNOWN, at, pointer)
    return nodes.Stopped(UNKNOWN, at, f"'*' of {pointer.type}")


def address(place: nodes.Expression, at: Place) -> nodes.Expression:
    """`&place`."""
    if isinstance(place, nodes.Dereference):
        return place.pointer
    if isinstance(place.type, Callable):
        return place
    if is_place(place) or isinstance(place, nodes.Owned | nodes.Unmodelled | nodes.String):
        return nodes.AddressOf(Pointer(place.type), at, place)
    return nodes.Stopped(UNKNOWN, at, "the address of what is no place")


def index(base: nodes.Expression, at_index: nodes.Expression, at: Place) -> nodes.Expression:
    """`base[index]`."""
    type_ = decayed(base.type)
    if isinstance(type_, Unknown):
        return nodes.Index(UNKNOWN, at, base, at_index)
    if not isinstance(type_, Pointer):
        return nodes.Stopped(UNKNOWN, at, f"an element of {base.type}")
    return nodes.Index(type_.to, at, base, raised(at_index))


def arguments(given: list[nodes.Expression], type_: Type) -> tuple[nodes.Expression, ...]:
    """Arguments as a function of the type is called with them."""
    if isinstance(type_, Pointer):
        type_ = type_.to
    if not isinstance(type_, Callable):
        return tuple(given)
    known = [converted(a, p) for a, p in zip(given, type_.parameters, strict=False)]
    return (*known, *map(raised, given[len(known) :]))


def answer(function: Type) -> Type:
    """The type of what a call gives."""
    if isinstance(function, Pointer):
        function = function.to
    return function.result if isinstance(function, Callable) else UNKNOWN
