"""What pointers lead to: members read and written through one pointer or several at once."""

from __future__ import annotations

from typing import TYPE_CHECKING

from s2tui.analysis.diagrams.diagram import TERMINAL
from s2tui.source.machine.values import Address, Object, Routine, Undefined

if TYPE_CHECKING:
    from collections.abc import Callable

    from s2tui.source.c.places import Place
    from s2tui.source.machine.algebra import Value
    from s2tui.source.machine.compiler import World
    from s2tui.source.machine.state import State
    from s2tui.source.machine.values import Key


def read(state: State, key: Key, at: Place | None) -> Value:
    """What is kept under a key. Who reads what the world does not know stops."""
    found: Value | None = state.memory.get(key)
    if found is not None:
        return found
    algebra = state.algebra
    found = state.default(key, state.memory)
    if found is None:
        return algebra.unset
    if isinstance(key, tuple) and isinstance(key[0], Object) and not key[0].local:
        lost = algebra.lost(found)
        if lost is not algebra.no:
            state.stop_lost(found, lost, at)
    return found


def look(
    state: State, pointer: Value, visit: Callable[[State, object], Value | None], at: Place | None
) -> Value:
    """What a function finds wherever a pointer leads.

    Args:
        state: where the run is.
        pointer: what is followed.
        visit: from one value of the pointer to what is there; None where it leads nowhere, and
            who is there stops.
        at: who follows it.
    """
    algebra = state.algebra
    if pointer.level == TERMINAL:
        found = visit(state, pointer.value)
        if found is not None:
            return found
        state.stop_all(nowhere(pointer.value), at)
        return algebra.unset
    follow: dict[Value, Value] = {}
    for terminal in algebra.manager.terminals(pointer):
        where = algebra.equals(pointer, terminal)
        if algebra.both(state.path, where) is algebra.no:
            follow[terminal] = algebra.unset
            continue
        found = visit(state, terminal.value)
        if found is None:
            state.stop(where, nowhere(terminal.value), at)
            found = algebra.unset
        follow[terminal] = found
    return algebra.splice(pointer, follow)


def store(
    state: State,
    pointer: Value,
    target: Callable[[object], Key | None],
    value: Value,
    at: Place | None,
) -> None:
    """Store wherever a pointer leads.

    Args:
        state: where the run is.
        pointer: what is followed.
        target: from one value of the pointer to a key; None where it leads nowhere.
        value: what is stored.
        at: who stores it.
    """
    algebra = state.algebra
    for terminal in algebra.manager.terminals(pointer):
        where = algebra.equals(pointer, terminal)
        if algebra.both(state.path, where) is algebra.no:
            continue
        key = target(terminal.value)
        if key is None:
            state.stop(where, nowhere(terminal.value), at)
        elif algebra.minus(state.path, where) is algebra.no:
            state.memory[key] = value
        else:
            state.memory[key] = algebra.choose(where, value, read(state, key, at))


def scalar(pointer: object) -> Key | None:
    """Where a pointer to a scalar leads; that to the first of a local array is the array itself."""
    if isinstance(pointer, Address):
        return pointer.key
    return (pointer, 0) if isinstance(pointer, Object) and pointer.local else None


def nowhere(pointer: object) -> str:
    """Why nothing can be found behind a pointer, in words."""
    if isinstance(pointer, Undefined):
        return pointer.why
    if pointer == 0:
        return "a null pointer is followed"
    if isinstance(pointer, Routine):
        return f"{pointer.name}() is taken for data"
    return f"nothing is known behind the pointer {pointer}"


def copy_object(state: State, world: World, source: Object, target: Object) -> None:
    """Copy a structure as a value, with everything inside."""
    memory = state.memory
    if source == target:
        return
    forget(state, target)
    if target.local:
        default = state.default((source, ""), memory) if source.local else None
        memory[target] = state.algebra.unset if default is None else default
    for key, value in () if source.local else world.parts(source):
        memory[_moved(key, source, target)] = value
    for key in [key for key in memory if _inside(key, source)]:
        memory[_moved(key, source, target)] = memory[key]


def forget(state: State, what: Object) -> None:
    """A local structure holds nothing any more."""
    memory = state.memory
    for key in [key for key in memory if _inside(key, what)]:
        del memory[key]


def _inside(key: Key, what: Object) -> bool:
    if not isinstance(key, tuple):
        return False
    holder = key if isinstance(key, Object) else key[0]
    if not isinstance(holder, Object) or holder.name != what.name:
        return False
    return holder.path[: len(what.path)] == what.path


def _moved(key: Key, source: Object, target: Object) -> Key:
    if isinstance(key, Object):
        return target.part_at(key.path[len(source.path) :])
    assert isinstance(key, tuple)
    return (target.part_at(key[0].path[len(source.path) :]), key[1])
