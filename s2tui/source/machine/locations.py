"""How each kind of place (lvalue) is read, written and pointed to.

A structure or an array is the same value as a pointer to it: the object. So the value of such a
place is its address, and what it holds is copied only where C copies it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeAlias

from s2tui.source.c import nodes
from s2tui.source.c.types import Array, Record, Type
from s2tui.source.machine.compiler import PlaceRun
from s2tui.source.machine.memory import look, read, scalar, store
from s2tui.source.machine.records import each, fill
from s2tui.source.machine.stopping import stopping
from s2tui.source.machine.values import Address, Object, Undefined

if TYPE_CHECKING:
    from collections.abc import Callable

    from s2tui.source.c.places import Place
    from s2tui.source.machine.algebra import Value
    from s2tui.source.machine.compiler import Compiler, Run
    from s2tui.source.machine.state import State
    from s2tui.source.machine.values import Key

    Use: TypeAlias = Callable[[State, Any], Value]
    """What is done with a member's name or an element's number."""


def is_object(type_: Type) -> bool:
    """Whether a place of this type is an object of its own."""
    return isinstance(type_, (Record, Array))


def local_object(c: Compiler, base: int, slot: int, name: str) -> Object:
    """The object of a local variable: the same at every call at that depth."""
    return Object(f"{c.function}.{name}", (base, slot), local=True)


def local(c: Compiler, node: nodes.Local) -> PlaceRun:
    """A local variable."""
    variable, algebra = node.variable, c.calls.algebra
    slot = variable.slot
    if variable.static:
        return stopping_place(f"{variable.name} keeps its value from call to call", node)
    if is_object(variable.type):

        def whole(state: State) -> Value:
            return algebra.terminal(local_object(c, state.base, slot, variable.name))

        return PlaceRun(whole, _no_put(node), whole)

    def get(state: State) -> Value:
        found: Value = state.memory.get(state.base + slot, algebra.unset)
        return found

    def put(state: State, value: Value) -> None:
        state.memory[state.base + slot] = value

    return PlaceRun(get, put, lambda state: algebra.terminal(Address(state.base + slot)))


def dereference(c: Compiler, node: nodes.Dereference) -> PlaceRun:
    """`*pointer`."""
    pointer, at = c.expression(node.pointer), node.at
    if is_object(node.type):
        return PlaceRun(pointer, _no_put(node), pointer)

    def one(state: State, to: object) -> Value | None:
        found = scalar(to)
        if found is not None:
            return read(state, found, at)
        # A pointer to what the files do not describe is the thing itself.
        return state.algebra.terminal(to) if isinstance(to, Object) else None

    def get(state: State) -> Value:
        return look(state, pointer(state), one, at)

    def put(state: State, value: Value) -> None:
        store(state, pointer(state), scalar, value, at)

    return PlaceRun(get, put, pointer)


def member(c: Compiler, node: nodes.Member) -> PlaceRun:
    """`record.name`."""
    return _inside(c, c.expression(node.record), node, lambda state, use: use(state, node.name))


def index(c: Compiler, node: nodes.Index) -> PlaceRun:
    """`base[index]`: each element that the index may be, where it is that."""
    base, number, at = c.expression(node.base), c.expression(node.index), node.at
    length = node.base.type.length if isinstance(node.base.type, Array) else None
    algebra = c.calls.algebra

    def outside(value: object) -> bool:
        inside = type(value) is int and (length is None or 0 <= value < length)
        return not inside and not isinstance(value, Undefined)

    def which(state: State, use: Use) -> Value:
        value = number(state)
        state.condition(value, at)
        state.stop(
            algebra.test(("outside", length), outside, value), "an index is outside the array", at
        )
        return each(state, value, use) if state.path is not algebra.no else algebra.unset

    return _inside(c, base, node, which)


def _inside(
    c: Compiler,
    holder: Run,
    node: nodes.Member | nodes.Index,
    which: Callable[[State, Use], Value],
) -> PlaceRun:
    """A part of what a pointer leads to."""
    at, algebra, world = node.at, c.calls.algebra, c.calls.world
    is_part = is_object(node.type)
    overlaps = isinstance(node, nodes.Member) and node.overlaps

    def key(to: object, name: str | int) -> Key | None:
        if isinstance(to, Object):
            return (to, name)
        # An array of one element, or a pointer to a pointer.
        return to.key if isinstance(to, Address) and name == 0 else None

    def inner(to: object, name: str | int) -> Object | None:
        if not isinstance(to, Object):
            return None
        part = to.part(name)
        return part if is_part or (not to.local and world.has_parts(part)) else None

    def over(state: State, visit: Callable[[State, object, str | int], Value | None]) -> Value:
        pointer = holder(state)

        def use(state: State, name: Any) -> Value:
            to = followed(state, pointer, name)
            return look(state, to, lambda state, end: visit(state, end, name), at)

        return which(state, use)

    def followed(state: State, pointer: Value, name: str | int) -> Value:
        found = _followed(state, pointer, name, at)
        if overlaps:
            _stop_local(state, found, at)
        return found

    def value(state: State, to: object, name: str | int) -> Value | None:
        part = inner(to, name)
        if part is not None:
            return algebra.terminal(part)
        found = key(to, name)
        return None if found is None else read(state, found, at)

    def pointer_to(_: State, to: object, name: str | int) -> Value | None:
        part = inner(to, name)
        if part is not None:
            return algebra.terminal(part)
        if name == 0 and isinstance(to, Object) and to.local:
            return algebra.terminal(to)
        found = key(to, name)
        return None if found is None else algebra.terminal(Address(found))

    def put(state: State, stored: Value) -> None:
        pointer = holder(state)

        def use(state: State, name: Any) -> Value:
            store(state, followed(state, pointer, name), lambda to: key(to, name), stored, at)
            return algebra.zero

        which(state, use)

    return PlaceRun(lambda s: over(s, value), put, lambda s: over(s, pointer_to))


def _stop_local(state: State, pointer: Value, at: Place | None) -> None:
    """Who gets at a member of a local union stops: what other members then hold is not known."""
    where = state.algebra.test("local", lambda to: isinstance(to, Object) and to.local, pointer)
    state.stop(where, "members that overlap are not modelled", at)


def _followed(state: State, pointer: Value, name: str | int, at: Any) -> Value:
    """A pointer to a pointer followed once, where a member is asked for."""
    if isinstance(name, int) or not any(
        isinstance(end.value, Address) for end in state.algebra.manager.terminals(pointer)
    ):
        return pointer

    def one(state: State, to: object) -> Value:
        if isinstance(to, Address):
            return read(state, to.key, at)
        return state.algebra.terminal(to)

    return look(state, pointer, one, at)


def compound_literal(c: Compiler, node: nodes.CompoundLiteral) -> PlaceRun:
    """A nameless object; the same one each time that the line is run at that depth."""
    make, algebra = fill(c, node.initializer), c.calls.algebra
    name = c.nameless("literal")

    def get(state: State) -> Value:
        target = local_object(c, state.base, -1, name)
        make(state, target)
        return algebra.terminal(target)

    return PlaceRun(get, _no_put(node), get)


def value_as_place(c: Compiler, node: nodes.Expression) -> PlaceRun:
    """A value whose member is asked for, such as a call that gives a structure."""
    run = c.expression(node)
    return PlaceRun(run, _no_put(node), run)


def stopping_place(what: str, node: nodes.Expression) -> PlaceRun:
    """A place that nobody can read or write."""
    run = stopping(what, node)

    def put(state: State, _: Value) -> None:
        run(state)

    return PlaceRun(run, put, run)


def _no_put(node: nodes.Expression) -> Callable[[State, Value], None]:
    def put(state: State, value: Value) -> None:
        if state.algebra.manager.terminals(value):
            state.stop_all("this cannot be stored to", node.at)

    return put


_VALUES = (
    nodes.Owned,
    nodes.Global,
    nodes.Call,
    nodes.Convert,
    nodes.Conditional,
    nodes.StatementExpression,
    nodes.Comma,
    nodes.Assign,
    nodes.Unmodelled,
    nodes.Stopped,
    nodes.String,
)
"""What can stand for a structure, and is only read."""
PLACES: dict[type, Callable[[Compiler, Any], PlaceRun]] = {
    nodes.Local: local,
    nodes.Member: member,
    nodes.Index: index,
    nodes.Dereference: dereference,
    nodes.CompoundLiteral: compound_literal,
    **dict.fromkeys(_VALUES, value_as_place),
}
"""How a place is used, by its kind."""
