"""The values of constant expressions."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from s2tui.source.c import nodes
from s2tui.source.c.arithmetic import computed
from s2tui.source.c.types import Integer


def value(some: nodes.Expression) -> int | None:
    """What an expression is, in its type's range; None where that is not known beforehand."""
    if isinstance(some, nodes.Constant):
        return some.value
    compute = _COMPUTED.get(type(some))
    return compute(some) if compute else None


def _convert(some: nodes.Convert) -> int | None:
    operand = value(some.operand)
    if operand is None or not isinstance(some.type, Integer):
        return operand
    return some.type.convert(operand)


def _unary(some: nodes.Unary) -> int | None:
    operand = value(some.operand)
    if operand is None or not isinstance(some.type, Integer):
        return None
    if some.operator == "!":
        return int(operand == 0)
    return some.type.convert(~operand if some.operator == "~" else -operand)


def _binary(some: nodes.Binary) -> int | None:
    left, right = value(some.left), value(some.right)
    if left is None or right is None or not isinstance(some.type, Integer):
        return None
    return computed(some.operator, left, right, some.type)


def _logical(some: nodes.Logical) -> int | None:
    left = value(some.left)
    if left is None:
        return None
    if bool(left) == (some.operator == "||"):
        return int(bool(left))
    right = value(some.right)
    return None if right is None else int(bool(right))


def _conditional(some: nodes.Conditional) -> int | None:
    test = value(some.test)
    if test is None:
        return None
    if test == 0:
        return value(some.otherwise)
    if some.then is None:
        return some.type.convert(test) if isinstance(some.type, Integer) else test
    return value(some.then)


def _last(some: nodes.StatementExpression) -> int | None:
    items = some.body.items
    if len(items) == 1 and isinstance(items[0], nodes.ExpressionStatement):
        return value(items[0].expression)
    return None


_COMPUTED: dict[type[nodes.Expression], Callable[[Any], int | None]] = {
    nodes.Convert: _convert,
    nodes.Unary: _unary,
    nodes.Binary: _binary,
    nodes.Logical: _logical,
    nodes.Conditional: _conditional,
    nodes.StatementExpression: _last,
}
