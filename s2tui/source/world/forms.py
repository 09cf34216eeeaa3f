"""Calls that are no calls: macros of headers elsewhere that do not evaluate all they are given."""

from __future__ import annotations

from typing import TYPE_CHECKING

from s2tui.source.c import nodes
from s2tui.source.c.configuration import argument
from s2tui.source.world.pure import NOTHING

if TYPE_CHECKING:
    from s2tui.source.c.configuration import Rule
    from s2tui.source.machine.algebra import Value
    from s2tui.source.machine.compiler import Compiler, Form, Run
    from s2tui.source.machine.state import State


def nothing(c: Compiler, _: nodes.Call) -> Run:
    """It does nothing that is looked at."""
    zero = c.calls.algebra.zero
    return lambda _: zero


def test(c: Compiler, node: nodes.Call) -> Run:
    """Whether its first argument is true, as WARN_ON() answers."""
    run, algebra = c.expression(node.arguments[0]), c.calls.algebra
    return lambda state: algebra.number(state.condition(run(state), node.at))


def bug(c: Compiler, node: nodes.Call) -> Run:
    """BUG_ON(): who meets it has no kernel any more."""
    run, zero = c.expression(node.arguments[0]), c.calls.algebra.zero

    def execute(state: State) -> Value:
        state.stop(state.condition(run(state), node.at), "BUG_ON() is met", node.at)
        return zero

    return execute


def itself(place: int) -> Form:
    """One of its arguments."""
    return lambda c, node: c.expression(node.arguments[place])


FORMS: dict[str, tuple[str | Rule, Form]] = {
    **dict.fromkeys(("WARN_ON", "WARN_ON_ONCE", "WARN_ONCE", "WARN"), ("bool", test)),
    "KVM_BUG_ON": ("bool", test),
    "BUG_ON": ("int", bug),
    "VM_BUG_ON": ("int", bug),
    "READ_ONCE": (argument(0), itself(0)),
    "untagged_addr": (argument(0), itself(0)),
    **dict.fromkeys(NOTHING, ("int", nothing)),
}
"""By name, with the C type of the answer."""
