"""How each kind of statement is executed, jumps included.

A statement leaves the state as that of who falls out of its end, and answers who left it otherwise:
by `return`, by `break`, to a label. Each such arm has its condition relative to where the statement
began, so that a sequence only has to multiply by who came as far as the statement.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from s2tui.source.c import nodes
from s2tui.source.machine.locations import is_object, local_object
from s2tui.source.machine.loop import loop
from s2tui.source.machine.memory import forget
from s2tui.source.machine.records import copy_record, fill
from s2tui.source.machine.sequence import Sequence
from s2tui.source.machine.state import Arm, Choice
from s2tui.source.machine.values import UNSET

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Mapping

    from s2tui.source.machine.algebra import Region
    from s2tui.source.machine.compiler import Compiler, Execute, Exits
    from s2tui.source.machine.state import State


def block(c: Compiler, node: nodes.Block) -> Execute:
    """`{ ... }`."""
    steps: list[Execute] = []
    labels: dict[Hashable, int] = {}
    for item in node.items:
        if isinstance(item, nodes.Label):
            labels["goto", item.label] = len(steps)
        else:
            steps.append(c.statement(item))
    if len(steps) == 1 and not labels:
        return steps[0]
    return Sequence(steps, labels).run


def expression(c: Compiler, node: nodes.ExpressionStatement) -> Execute:
    """An expression for its effects."""
    run = c.expression(node.expression)

    def execute(state: State) -> Exits:
        run(state)
        return None

    return execute


def declaration(c: Compiler, node: nodes.Declaration) -> Execute:
    """A variable comes into being."""
    variable = node.variable
    slot = variable.slot
    if variable.static:
        return _nothing
    if variable.cleanup is not None:
        return _stop(f"{variable.cleanup}() at the end of a block is not modelled", node)
    if is_object(variable.type):
        return _object_declaration(c, node)
    value = None if node.value is None else c.expression(node.value)
    unset = c.calls.algebra.unset

    def execute(state: State) -> Exits:
        found = unset if value is None else value(state)
        state.memory[state.base + slot] = found
        return None

    return execute


def _object_declaration(c: Compiler, node: nodes.Declaration) -> Execute:
    slot, name = node.variable.slot, node.variable.name
    algebra = c.calls.algebra
    if isinstance(node.value, nodes.Initializer):
        make = fill(c, node.value)

        def filled(state: State) -> Exits:
            make(state, local_object(c, state.base, slot, name))
            return None

        return filled
    value = None if node.value is None else c.expression(node.value)

    def execute(state: State) -> Exits:
        target = local_object(c, state.base, slot, name)
        if value is not None:
            copy_record(c, state, value(state), algebra.terminal(target), node.at)
            return None
        forget(state, target)
        state.memory[target] = algebra.terminal(UNSET)
        return None

    return execute


def if_(c: Compiler, node: nodes.If) -> Execute:
    """`if`."""
    test, at, branched = c.expression(node.test), node.at, c.calls.branched
    then = c.statement(node.then)
    otherwise = _nothing if node.otherwise is None else c.statement(node.otherwise)

    def execute(state: State) -> Exits:
        where = state.condition(test(state), at)
        algebra, path = state.algebra, state.path
        inside, outside = algebra.both(path, where), algebra.minus(path, where)
        if state.choices is not None and path is not algebra.no:
            state.choices.append(Choice(at, inside, outside))
        if branched is not None:
            before = branched.get(at, (algebra.no, algebra.no))
            branched[at] = algebra.either(before[0], inside), algebra.either(before[1], outside)
        if inside is algebra.no:
            return None if outside is algebra.no else otherwise(state)
        if outside is algebra.no:
            return then(state)
        return _both_ways(state, where, (inside, then), (outside, otherwise))

    return execute


def _both_ways(
    state: State, where: Region, first: tuple[Region, Execute], second: tuple[Region, Execute]
) -> Exits:
    """Run two statements, each for those it is for, and merge where both fall through."""
    algebra, path = state.algebra, state.path
    before = state.memory
    state.memory, state.path = before.copy(), first[0]
    left = first[1](state)
    memory, after = state.memory, state.path
    state.memory, state.path = before, second[0]
    right = second[1](state)
    if after is algebra.no:
        pass
    elif state.path is algebra.no:
        state.memory, state.path = memory, after
    else:
        whole = after is first[0] and state.path is second[0]
        state.path = path if whole else algebra.either(after, state.path)
        state.memory = state.merged(where, memory, state.memory)
    return merged_exits(state, where, left, right)


def merged_exits(state: State, where: Region, left: Exits, right: Exits) -> Exits:
    """Who leaves two sides of a branch, seen from in front of it."""
    if not left and not right:
        return None
    algebra = state.algebra
    found: dict[Hashable, Arm] = {}
    rest = dict(right or {})
    for signal, arm in (left or {}).items():
        other = rest.pop(signal, None)
        if other is None:
            found[signal] = arm._replace(condition=algebra.both(where, arm.condition))
        else:
            found[signal] = Arm(
                algebra.choose(where, arm.condition, other.condition),
                state.merged(where, arm.memory, other.memory),
                algebra.either(arm.path, other.path),
            )
    for signal, arm in rest.items():
        found[signal] = arm._replace(condition=algebra.minus(arm.condition, where))
    return found


def return_(c: Compiler, node: nodes.Return) -> Execute:
    """`return`: the value waits under the frame's own key."""
    value = None if node.value is None else c.expression(node.value)
    zero = c.calls.algebra.zero

    def execute(state: State) -> Exits:
        found = zero if value is None else value(state)
        if state.path is state.algebra.no:
            return None
        state.memory["return", state.base] = found
        return {"return": state.leave()}

    return execute


def jump(_: Compiler, node: nodes.Break | nodes.Continue | nodes.Goto) -> Execute:
    """`break`, `continue` and `goto`."""
    signal = ("goto", node.label) if isinstance(node, nodes.Goto) else (type(node).__name__,)

    def execute(state: State) -> Exits:
        return {signal: state.leave()}

    return execute


def guard(c: Compiler, node: nodes.Guard) -> Execute:
    """A guard: what it holds is given back at the end of the block, whoever leaves it."""
    if node.body is None:
        return _nothing
    return c.statement(node.body)


def stop(_: Compiler, node: nodes.Stop) -> Execute:
    """Text that was not understood."""
    return _stop(node.what, node)


def _stop(what: str, node: nodes.Statement) -> Execute:
    def execute(state: State) -> Exits:
        state.stop_all(what, node.at)
        return None

    return execute


def _nothing(_: State) -> Exits:
    return None


def switch(c: Compiler, node: nodes.Switch) -> Execute:
    """`switch`: each case is a place to enter the body at."""
    from s2tui.source.machine.switch import Switch

    return Switch(c, node).run


STATEMENTS: Mapping[type, Callable[[Compiler, Any], Execute]] = {
    nodes.Block: block,
    nodes.Declaration: declaration,
    nodes.ExpressionStatement: expression,
    nodes.If: if_,
    nodes.Switch: switch,
    nodes.Loop: loop,
    nodes.Break: jump,
    nodes.Continue: jump,
    nodes.Goto: jump,
    nodes.Return: return_,
    nodes.Guard: guard,
    nodes.Stop: stop,
}
"""How a statement is executed, by its kind."""
