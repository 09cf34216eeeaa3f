"""What surrounds the ioctl that makes, changes and removes memslots."""

from __future__ import annotations

from typing import TYPE_CHECKING

from s2tui.source.machine.memory import read
from s2tui.source.machine.values import Object

if TYPE_CHECKING:
    from s2tui.source.c.places import Place
    from s2tui.source.machine.algebra import Value
    from s2tui.source.machine.state import State
    from s2tui.source.world.asking import Asking, Effect

OLD = Object("old_slot")
"""The memslot that is changed."""
CHANGING = ("event", "changing")
"""Whether there is one."""


def id_to_memslot(w: Asking, state: State, _: tuple[Value, ...], at: Place | None) -> Value:
    """The slot that is there already."""
    a = w.algebra
    return a.choose(a.true(read(state, CHANGING, at)), a.terminal(OLD), a.zero)


def set_memslot(w: Asking, state: State, values: tuple[Value, ...], at: Place | None) -> Value:
    """kvm_set_memslot: whether the change may be made; how it then is made is not run.

    From 6.1 on it takes the VM, the old and the new slot and the kind of change.
    """
    return w.machine.call("kvm_prepare_memory_region", state, values, at)


CHANGE_EFFECTS: dict[str, tuple[str, Effect]] = {
    "id_to_memslot": ("struct kvm_memory_slot *", id_to_memslot),
    "kvm_set_memslot": ("int", set_memslot),
}
"""By name, with the C type of the answer."""
