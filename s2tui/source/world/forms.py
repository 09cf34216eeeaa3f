"""Calls that are no calls: macros of headers elsewhere that do not evaluate all they are given."""

from __future__ import annotations

from typing import TYPE_CHECKING

from s2tui.source.c import nodes
from s2tui.source.c.configuration import argument
from s2tui.source.c.types import Pointer
from s2tui.source.machine.values import Address, Object
from s2tui.source.world.objects import SLOT
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


def new_slot(c: Compiler, _: nodes.Call) -> Run:
    """Memory for a memslot, which is all that is allocated; its size is not known here."""
    slot = c.calls.algebra.terminal(SLOT)
    return lambda _: slot


def copy(c: Compiler, node: nodes.Call) -> Run:
    """memcpy(): what the guest's or the host's own objects hold is not looked at afterwards.

    What is copied to is not evaluated where it is one of those; a variable of the code's stops.
    """
    to, zero = _root(node.arguments[0]), c.calls.algebra.zero
    if not isinstance(to, nodes.Local):
        return lambda _: zero
    pointer = c.place(to).get if isinstance(to.type, Pointer) else c.place(to).address

    def execute(state: State) -> Value:
        where = state.algebra.test("a variable", _is_variable, pointer(state))
        state.stop(where, "memcpy() into a variable is not modelled", node.at)
        return zero

    return execute


def _root(node: nodes.Expression) -> nodes.Expression:
    """The variable that a place lies in, or the pointer that leads to it."""
    while True:
        if isinstance(node, nodes.Convert):
            node = node.operand
        elif isinstance(node, nodes.AddressOf):
            node = node.place
        elif isinstance(node, nodes.Member):
            node = node.record
        elif isinstance(node, nodes.Index):
            node = node.base
        else:
            return node


def _is_variable(to: object) -> bool:
    if isinstance(to, Address):
        if isinstance(to.key, int):
            return True
        to = to.key[0] if isinstance(to.key, tuple) else None
    return isinstance(to, Object) and to.local


def itself(place: int) -> Form:
    """One of its arguments."""
    return lambda c, node: c.expression(node.arguments[place])


FORMS: dict[str, tuple[str | Rule, Form]] = {
    **dict.fromkeys(("WARN_ON", "WARN_ON_ONCE", "WARN_ONCE", "WARN"), ("bool", test)),
    "memcpy": ("void *", copy),
    "kzalloc": ("void *", new_slot),
    "KVM_BUG_ON": ("bool", test),
    "BUG_ON": ("int", bug),
    "VM_BUG_ON": ("int", bug),
    "READ_ONCE": (argument(0), itself(0)),
    "untagged_addr": (argument(0), itself(0)),
    **dict.fromkeys(NOTHING, ("int", nothing)),
}
"""By name, with the C type of the answer."""
