"""`+=` and its like: a place read, computed with and written, and evaluated once."""

from __future__ import annotations

from typing import TYPE_CHECKING

import attrs

from s2tui.source.c import nodes
from s2tui.source.c.types import Integer
from s2tui.source.machine.memory import look, read, scalar, store
from s2tui.source.machine.operators import binary, conversion

if TYPE_CHECKING:
    from collections.abc import Callable

    from s2tui.source.machine.algebra import Value
    from s2tui.source.machine.compiler import Compiler, Run
    from s2tui.source.machine.state import State


def converting(c: Compiler, to: object) -> Callable[[Value], Value]:
    """How a value gets a type."""
    if not isinstance(to, Integer):
        return lambda value: value
    name, function = conversion(to)
    return lambda value: c.calls.algebra.map(name, function, value)


def update(c: Compiler, node: nodes.Update) -> Run:
    """`+=` and the like, `++` and `--`."""
    place, value = c.place(node.place), c.expression(node.value)
    algebra = c.calls.algebra
    widen, narrow = converting(c, node.computed), converting(c, node.type)
    name, function = binary(node.operator, node.computed)

    def updated(old: Value, by: Value) -> Value:
        return narrow(algebra.map2(name, function, widen(old), by))

    def run(state: State) -> Value:
        by = value(state)
        old = place.get(state)
        new = updated(old, by)
        place.put(state, new)
        return old if node.old else new

    def kept(state: State, to: object) -> Value | None:
        key = scalar(to)
        return None if key is None else read(state, key, node.at)

    def run_once(state: State) -> Value:
        by = value(state)
        where = place.address(state)
        old = look(state, where, kept, node.at)
        new = updated(old, by)
        store(state, where, scalar, new, node.at)
        return old if node.old else new

    return run_once if _has_effects(node.place) else run


_EFFECTS = (
    nodes.Call,
    nodes.Assign,
    nodes.Update,
    nodes.StatementExpression,
    nodes.CompoundLiteral,
)


def _has_effects(node: nodes.Expression) -> bool:
    """Whether evaluating a place twice is not the same as once."""
    if isinstance(node, _EFFECTS):
        return True
    parts = [getattr(node, field.name) for field in attrs.fields(type(node))]
    return any(isinstance(part, nodes.Expression) and _has_effects(part) for part in parts)
