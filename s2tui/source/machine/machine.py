"""The functions of a unit, run when they are called, compiled when they are first."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

from s2tui.source.c import nodes
from s2tui.source.c.types import Record, Void
from s2tui.source.machine.compiler import Compiler, Tables
from s2tui.source.machine.expressions import EXPRESSIONS
from s2tui.source.machine.locations import PLACES, local_object
from s2tui.source.machine.records import copy_record
from s2tui.source.machine.state import Arm, State
from s2tui.source.machine.statements import STATEMENTS
from s2tui.source.machine.values import Object

if TYPE_CHECKING:
    from collections.abc import Callable

    from s2tui.source.c.places import Place
    from s2tui.source.c.unit import Unit
    from s2tui.source.machine.algebra import Algebra, Region, Value
    from s2tui.source.machine.compiler import Branched, Reached, World

    Body: TypeAlias = Callable[[State, tuple[Value, ...], Place | None], Value]

TABLES = Tables(EXPRESSIONS, PLACES, STATEMENTS)
DEPTH = 4096
"""How many variables may be alive at once before calls are taken for a recursion without end."""


class Machine:
    """Runs the functions of a unit in a world.

    Attributes:
        unit: where the functions are.
        algebra: what computes.
        world: what is not in the unit.
        reached: who gets to each statement; not kept where None.
        branched: which way who goes at each `if`; not kept where None.
        executed: the functions that were run, in order.
    """

    def __init__(
        self,
        unit: Unit,
        algebra: Algebra,
        world: World,
        reached: Reached | None = None,
        branched: Branched | None = None,
    ) -> None:
        self.unit = unit
        self.algebra = algebra
        self.world = world
        self.reached = reached
        self.branched = branched
        self.executed: dict[str, nodes.Function] = {}
        self._bodies: dict[str, Body] = {}

    def state(self, path: Region) -> State:
        """A state in which nothing has run, for some scenarios."""
        return State(self.algebra, path, self.world.initial)

    def call(
        self, name: str, state: State, arguments: tuple[Value, ...], at: Place | None = None
    ) -> Value:
        """Call a function: the world's answer counts more than the unit's text."""
        if state.path is self.algebra.no:
            return self.algebra.unset
        body = self._bodies.get(name)
        if body is None:
            body = self._bodies[name] = self.world.answer(name) or self._compiled(name)
        return body(state, arguments, at)

    def _compiled(self, name: str) -> Body:
        function = self.unit.function(name)
        if function is None:

            def absent(state: State, _: tuple[Value, ...], at: Place | None) -> Value:
                state.stop_all(f"{name}() is not modelled", at)
                return self.algebra.unset

            return absent
        self.executed[name] = function
        return _Body(self, function).call


class _Body:
    """One function, ready to run."""

    def __init__(self, machine: Machine, function: nodes.Function) -> None:
        self._machine = machine
        self._function = function
        self._compiler = Compiler(machine, function.name, TABLES)
        self._run = self._compiler.statement(function.body)
        self._size = len(function.variables)
        self._parameters = tuple((p.slot, p.name, p.type) for p in function.parameters)

    def call(self, state: State, arguments: tuple[Value, ...], at: Place | None) -> Value:
        """Run it for who is here, and return."""
        algebra, function = state.algebra, self._function
        if len(arguments) < len(self._parameters) or state.top > DEPTH:
            what = "is called with too few arguments" if state.top <= DEPTH else "calls too deep"
            state.stop_all(f"{function.name}() {what}", at)
            return algebra.unset
        outer, path, stopped = (state.base, state.top), state.path, len(state.stopped)
        state.base, state.top = outer[1], outer[1] + self._size
        for (slot, name, type_), value in zip(self._parameters, arguments, strict=False):
            if isinstance(type_, Record):
                target = algebra.terminal(local_object(self._compiler, state.base, slot, name))
                copy_record(self._compiler, state, value, target, None)
            else:
                state.memory[state.base + slot] = value
        if not isinstance(function.result, Void):
            state.memory["return", state.base] = algebra.unset
        exits = dict(self._run(state) or {})
        found = self._returned(state, exits.pop("return", None))
        for signal, arm in exits.items():
            left, state.path = state.path, arm.path
            label = signal[1] if isinstance(signal, tuple) else signal
            state.stop_all(f"{function.name}() jumps into a block, to {label}", at)
            state.path = left
        self._forget_frame(state)
        state.base, state.top = outer
        if len(state.stopped) == stopped:
            state.path = path
        return found

    def _returned(self, state: State, arm: Arm | None) -> Value:
        """What is returned; who falls off the end returns what nobody set."""
        algebra = state.algebra
        if arm is not None:
            state.take_in(arm)
        found: Value = state.memory.pop(("return", state.base), algebra.zero)
        if isinstance(self._function.result, Record):
            name = f"{self._function.name}()"
            target = algebra.terminal(Object(name, (state.base, -1), local=True))
            return copy_record(self._compiler, state, found, target, None)
        return found

    def _forget_frame(self, state: State) -> None:
        """Nothing of the frame is there any more, but for a structure that is returned."""
        memory, base = state.memory, state.base
        for slot in range(base, base + self._size):
            memory.pop(slot, None)
        prefix = f"{self._function.name}."
        for key in [key for key in memory if isinstance(key, tuple)]:
            holder = key if isinstance(key, Object) else key[0]
            if (
                isinstance(holder, Object)
                and holder.local
                and holder.path[0] == base
                and holder.name.startswith(prefix)
            ):
                del memory[key]
