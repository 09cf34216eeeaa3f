"""Loops: rounds, until nobody is left in one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from s2tui.source.machine.state import BREAK, CONTINUE, Arm

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable

    from s2tui.source.c import nodes
    from s2tui.source.machine.algebra import Region, Value
    from s2tui.source.machine.compiler import Compiler, Execute, Exits
    from s2tui.source.machine.state import State

ROUNDS = 64
"""How often a loop may go round before it is taken for one that does not end."""


class _Loop(NamedTuple):
    """The parts of a loop."""

    first: tuple[Execute, ...]
    test: Callable[[State], Value] | None
    step: Callable[[State], Value] | None
    body: Execute
    body_first: bool
    at: Any


def loop(c: Compiler, node: nodes.Loop) -> Execute:
    """`while`, `do` and `for`."""
    parts = _Loop(
        tuple([c.statement(statement) for statement in node.first]),
        None if node.test is None else c.expression(node.test),
        None if node.step is None else c.expression(node.step),
        c.statement(node.body),
        node.body_first,
        node.at,
    )
    return lambda state: _run_loop(state, parts)


def _run_loop(state: State, parts: _Loop) -> Exits:
    algebra = state.algebra
    for statement in parts.first:
        statement(state)
    here, ends = algebra.yes, []
    exits: dict[Hashable, list[Arm]] = {}
    rounds, tested = 0, not parts.body_first
    while state.path is not algebra.no:
        if tested and parts.test is not None:
            where = state.condition(parts.test(state), parts.at)
            out = algebra.minus(state.path, where)
            if out is not algebra.no:
                ends.append(Arm(algebra.minus(here, where), state.memory.copy(), out))
            state.path, here = algebra.both(state.path, where), algebra.both(here, where)
            if state.path is algebra.no:
                break
        tested, rounds = True, rounds + 1
        if rounds > ROUNDS:
            state.stop_all(f"a loop goes round more than {ROUNDS} times", parts.at)
            break
        here = _round(state, parts, here, ends, exits)
    state.go_on(ends)
    return {signal: state.joined(arms) for signal, arms in exits.items()} or None


def _round(
    state: State,
    parts: _Loop,
    here: Region,
    ends: list[Arm],
    exits: dict[Hashable, list[Arm]],
) -> Region:
    """The body and the step, once; who is still in the loop afterwards."""
    algebra = state.algebra
    gone, again = algebra.no, None
    for signal, arm in (parts.body(state) or {}).items():
        if signal == CONTINUE:
            again = arm
            continue
        gone = algebra.either(gone, arm.condition)
        to = ends if signal == BREAK else exits.setdefault(signal, [])
        to.append(arm._replace(condition=algebra.both(here, arm.condition)))
    if again is not None:
        state.take_in(again)
    if parts.step is not None and state.path is not algebra.no:
        parts.step(state)
    return algebra.minus(here, gone)
