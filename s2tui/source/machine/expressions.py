"""How each kind of expression is evaluated."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from s2tui.source.c import nodes
from s2tui.source.c.types import Integer, Record, Void
from s2tui.source.machine.calls import call
from s2tui.source.machine.memory import look
from s2tui.source.machine.operators import binary, conversion, unary
from s2tui.source.machine.records import copy_record
from s2tui.source.machine.stopping import stopping
from s2tui.source.machine.updating import converting, update
from s2tui.source.machine.values import Object, Routine

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from s2tui.source.machine.algebra import Value
    from s2tui.source.machine.compiler import Compiler, Run
    from s2tui.source.machine.state import State


def constant(c: Compiler, node: nodes.Constant) -> Run:
    """An integer."""
    value = c.calls.algebra.terminal(node.value)
    return lambda _: value


def string(c: Compiler, node: nodes.String) -> Run:
    """A string, which nothing here looks into."""
    value = c.calls.algebra.terminal(Object("a string", (node.text,)))
    return lambda _: value


def function_name(c: Compiler, node: nodes.FunctionName) -> Run:
    """A function as a value."""
    value = c.calls.algebra.terminal(Routine(node.name))
    return lambda _: value


def owned(c: Compiler, node: nodes.Owned) -> Run:
    """A name of the world's as a value."""
    value = c.calls.world.value(node.name)
    if value is None and c.calls.world.answer(node.name) is not None:
        value = c.calls.algebra.terminal(Routine(node.name))
    return stopping(f"{node.name} is not modelled", node) if value is None else lambda _: value


def global_(c: Compiler, node: nodes.Global) -> Run:
    """A variable of the file."""
    value = c.calls.world.value(node.name)
    if value is None:
        return stopping(f"the variable {node.name} is not modelled", node)
    return lambda _: value


def unmodelled(_: Compiler, node: nodes.Unmodelled) -> Run:
    """A name that nobody knows."""
    return stopping(f"{node.name} is not modelled", node)


def stopped(_: Compiler, node: nodes.Stopped) -> Run:
    """Text that was not understood."""
    return stopping(node.what, node)


def type_argument(_: Compiler, node: nodes.TypeArgument) -> Run:
    """A type, which has no value."""
    return stopping("a type stands for a value", node)


def from_place(c: Compiler, node: nodes.Expression) -> Run:
    """The value of a place."""
    return c.place(node).get


def address_of(c: Compiler, node: nodes.AddressOf) -> Run:
    """A pointer to a place."""
    if isinstance(node.place, nodes.FunctionName):
        return c.expression(node.place)
    return c.place(node.place).address


def convert(c: Compiler, node: nodes.Convert) -> Run:
    """A value converted to another type."""
    run, to = c.expression(node.operand), node.type
    algebra = c.calls.algebra
    if isinstance(to, Void):

        def drop(state: State) -> Value:
            run(state)
            return algebra.zero

        return drop
    if not isinstance(to, Integer):
        return run
    name, function = conversion(to)
    return lambda state: algebra.map(name, function, run(state))


def unary_(c: Compiler, node: nodes.Unary) -> Run:
    """`!`, `-`, `~` and `+`."""
    run, at = c.expression(node.operand), node.at
    algebra = c.calls.algebra
    if node.operator == "!":
        return lambda state: algebra.number(algebra.negate(state.condition(run(state), at)))
    if node.operator == "+":
        return run
    name, function = unary(node.operator, node.type)
    return lambda state: algebra.map(name, function, run(state))


def binary_(c: Compiler, node: nodes.Binary) -> Run:
    """Operators that evaluate both sides."""
    left, right = c.expression(node.left), c.expression(node.right)
    name, function = binary(node.operator, node.type)
    map2 = c.calls.algebra.map2

    def run(state: State) -> Value:
        first = left(state)
        return map2(name, function, first, right(state))

    return run


def logical(c: Compiler, node: nodes.Logical) -> Run:
    """`&&` and `||`: the right side is run only where it is asked for."""
    left, right, at = c.expression(node.left), c.expression(node.right), node.at
    algebra = c.calls.algebra
    decided = algebra.zero if node.operator == "&&" else algebra.one

    def settled(_: State) -> Value:
        return decided

    def open_(state: State) -> Value:
        return algebra.number(state.condition(right(state), at))

    if node.operator == "&&":
        return lambda state: state.branch(state.condition(left(state), at), open_, settled)
    return lambda state: state.branch(state.condition(left(state), at), settled, open_)


def conditional(c: Compiler, node: nodes.Conditional) -> Run:
    """`?:`, with or without something between."""
    test, otherwise, at = c.expression(node.test), c.expression(node.otherwise), node.at
    if node.then is not None:
        then = c.expression(node.then)
        return lambda state: state.branch(state.condition(test(state), at), then, otherwise)
    convert_ = converting(c, node.type)

    def elvis(state: State) -> Value:
        value = test(state)
        kept = convert_(value)
        return state.branch(state.condition(value, at), lambda _: kept, otherwise)

    return elvis


def assign(c: Compiler, node: nodes.Assign) -> Run:
    """`=`; a record is copied as a value."""
    place, value = c.place(node.place), c.expression(node.value)
    if isinstance(node.place.type, Record):
        return lambda state: copy_record(c, state, value(state), place.address(state), node.at)

    def run(state: State) -> Value:
        found = value(state)
        place.put(state, found)
        return found

    return run


def comma(c: Compiler, node: nodes.Comma) -> Run:
    """One thing after the other."""
    first, second = c.expression(node.first), c.expression(node.second)

    def run(state: State) -> Value:
        first(state)
        return second(state)

    return run


def statement_expression(c: Compiler, node: nodes.StatementExpression) -> Run:
    """`({ ... })`."""
    items, last = node.body.items, None
    if items and isinstance(items[-1], nodes.ExpressionStatement):
        last = c.expression(items[-1].expression)
        items = items[:-1]
    body = c.statement(nodes.Block(node.body.at, items, node.body.end))
    zero = c.calls.algebra.zero

    def run(state: State) -> Value:
        exits = body(state)
        for arm in (exits or {}).values():
            path, state.path = state.path, arm.path
            state.stop_all("a jump leaves a statement expression", node.at)
            state.path = path
        return zero if last is None else last(state)

    return run


def container_of(c: Compiler, node: nodes.ContainerOf) -> Run:
    """From a part to what it lies in."""
    run, path = c.expression(node.pointer), node.path

    def whole(_: State, part: object) -> Value | None:
        if not isinstance(part, Object) or part.path[-len(path) :] != path:
            return None
        return c.calls.algebra.terminal(Object(part.name, part.path[: -len(path)], part.local))

    return lambda state: look(state, run(state), whole, node.at)


def initializer(c: Compiler, node: nodes.Initializer) -> Run:
    """Braces where they make no object: the only entry of a scalar."""
    if len(node.entries) == 1 and not isinstance(node.type, Record):
        return c.expression(node.entries[0][1])
    return stopping("braces stand for a value", node)


EXPRESSIONS: Mapping[type, Callable[[Compiler, Any], Run]] = {
    nodes.Constant: constant,
    nodes.String: string,
    nodes.Local: from_place,
    nodes.Global: global_,
    nodes.FunctionName: function_name,
    nodes.Owned: owned,
    nodes.Unmodelled: unmodelled,
    nodes.TypeArgument: type_argument,
    nodes.Call: call,
    nodes.Member: from_place,
    nodes.Index: from_place,
    nodes.Dereference: from_place,
    nodes.AddressOf: address_of,
    nodes.Unary: unary_,
    nodes.Binary: binary_,
    nodes.Logical: logical,
    nodes.Conditional: conditional,
    nodes.Convert: convert,
    nodes.Assign: assign,
    nodes.Update: update,
    nodes.Comma: comma,
    nodes.StatementExpression: statement_expression,
    nodes.ContainerOf: container_of,
    nodes.Initializer: initializer,
    nodes.CompoundLiteral: from_place,
    nodes.Stopped: stopped,
}
"""How an expression is evaluated, by its kind."""
