"""How a call is run: by the world, by a function of the files, or where a pointer leads."""

from __future__ import annotations

from typing import TYPE_CHECKING

from s2tui.source.c import nodes
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

    if isinstance(target, (nodes.Owned, nodes.FunctionName)):
        name = target.name
        return lambda state: c.calls.call(name, state, values(state), node.at)
    return _through_pointer(c, node, values)


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
