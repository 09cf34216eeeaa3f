"""How a call is run: by the world, by a function of the files, or where a pointer leads."""

from __future__ import annotations

from typing import TYPE_CHECKING

from s2tui.source.c import nodes
from s2tui.source.c.types import Record
from s2tui.source.machine.locations import local_object
from s2tui.source.machine.records import copy_record
from s2tui.source.machine.stopping import stopping
from s2tui.source.machine.values import Routine

if TYPE_CHECKING:
    from collections.abc import Callable

    from s2tui.source.machine.algebra import Value
    from s2tui.source.machine.compiler import Compiler, Run
    from s2tui.source.machine.state import State


def call(c: Compiler, node: nodes.Call) -> Run:
    """A call of the world's, of the files', or through a pointer."""
    target = node.function
    if isinstance(target, nodes.Unmodelled):
        return stopping(f"{target.name}() is not modelled", node)
    if isinstance(target, nodes.Stopped):
        return c.expression(target)
    if isinstance(target, nodes.Owned):
        form = c.calls.world.form(target.name)
        if form is not None:
            return form(c, node)
    arguments = [c.expression(argument) for argument in node.arguments]

    def values(state: State) -> tuple[Value, ...]:
        return tuple([argument(state) for argument in arguments])

    if isinstance(target, nodes.Owned):
        return _by_name(c, node, target.name, values)
    if isinstance(target, nodes.FunctionName):
        run = _by_name(c, node, target.name, values)
    else:
        run = _through_pointer(c, node, values)
    return _kept(c, node, run) if isinstance(node.type, Record) else run


def _by_name(
    c: Compiler, node: nodes.Call, name: str, values: Callable[[State], tuple[Value, ...]]
) -> Run:
    return lambda state: c.calls.call(name, state, values(state), node.at)


def _kept(c: Compiler, node: nodes.Call, run: Run) -> Run:
    """A structure that is answered, where the next call of the same function leaves it alone."""
    name, algebra = c.nameless("answer"), c.calls.algebra

    def kept(state: State) -> Value:
        found = run(state)
        target = algebra.terminal(local_object(c, state.base, -1, name))
        return copy_record(c, state, found, target, node.at)

    return kept


def _through_pointer(
    c: Compiler, node: nodes.Call, values: Callable[[State], tuple[Value, ...]]
) -> Run:
    pointer = c.expression(node.function)
    algebra = c.calls.algebra

    def run(state: State) -> Value:
        to = pointer(state)
        arguments = values(state)
        ends = list(algebra.manager.terminals(to))

        def one(state: State, at: int) -> Value:
            end = ends[at].value
            if isinstance(end, Routine):
                return c.calls.call(end.name, state, arguments, node.at)
            state.stop_all("a call through a pointer to no function", node.at)
            return algebra.unset

        def rest(state: State, at: int) -> Value:
            if at == len(ends) - 1:
                return one(state, at)
            where = algebra.equals(to, ends[at])
            return state.branch(where, lambda s: one(s, at), lambda s: rest(s, at + 1))

        return rest(state, 0)

    return run
