"""Structures as values: copied with all that is in them, and filled from braces."""

from __future__ import annotations

from typing import TYPE_CHECKING

from s2tui.source.c import nodes
from s2tui.source.c.types import Record
from s2tui.source.machine.memory import copy_object, forget
from s2tui.source.machine.values import Object

if TYPE_CHECKING:
    from collections.abc import Callable

    from s2tui.source.c.places import Place
    from s2tui.source.machine.algebra import Value
    from s2tui.source.machine.compiler import Compiler
    from s2tui.source.machine.state import State


def copy_record(c: Compiler, state: State, source: Value, target: Value, at: Place | None) -> Value:
    """Copy a record, whichever it is where, to whichever it goes to."""

    def to(state: State, taken: object) -> Value:
        def one(state: State, given: object) -> Value:
            if isinstance(taken, Object) and isinstance(given, Object):
                copy_object(state, c.calls.world, taken, given)
            else:
                state.stop_all("a structure is copied that nothing is known of", at)
            return state.algebra.zero

        return each(state, target, one)

    each(state, source, to)
    return target


def each(state: State, pointer: Value, visit: Callable[[State, object], Value]) -> Value:
    """Do something with each value of a pointer, where it has it."""
    algebra = state.algebra
    ends = [
        end
        for end in algebra.manager.terminals(pointer)
        if algebra.both(state.path, algebra.equals(pointer, end)) is not algebra.no
    ]

    def rest(state: State, at: int) -> Value:
        if at == len(ends) - 1:
            return visit(state, ends[at].value)
        where = algebra.equals(pointer, ends[at])
        return state.branch(
            where, lambda state: visit(state, ends[at].value), lambda state: rest(state, at + 1)
        )

    return rest(state, 0) if ends else algebra.zero


def fill(c: Compiler, node: nodes.Initializer) -> Callable[[State, Object], None]:
    """How the braces of a record or an array fill an object."""
    entries = []
    for path, value in node.entries:
        record = isinstance(value.type, Record) and not isinstance(value, nodes.Initializer)
        entries.append((path, c.expression(value), record))
    zero = c.calls.algebra.zero

    def run(state: State, target: Object) -> None:
        found = [(path, value(state), record) for path, value, record in entries]
        forget(state, target)
        state.memory[target] = zero
        for path, value, record in found:
            if record:
                part = c.calls.algebra.terminal(target.part_at(path))
                copy_record(c, state, value, part, node.at)
            else:
                state.memory[target.part_at(path[:-1]), path[-1]] = value

    return run
