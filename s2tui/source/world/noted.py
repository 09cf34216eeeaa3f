"""Which effects were asked for, how often and with what: what no outcome says of a run."""

from __future__ import annotations

from typing import TYPE_CHECKING

from s2tui.source.machine.memory import read
from s2tui.source.machine.values import Object

if TYPE_CHECKING:
    from s2tui.source.c.places import Place
    from s2tui.source.machine.algebra import Region, Value
    from s2tui.source.machine.compiler import Answer
    from s2tui.source.machine.state import State
    from s2tui.source.world.asking import Asking, Effect

TIMES = "times "
"""Begins the name of the event that counts the calls of an effect; it is 0 before the first."""
NOTED = "call "
"""Begins the name of the event that keeps what an effect was given last, by place."""


def noted(name: str, effect: Effect) -> Effect:
    """An effect that is kept, whatever else it does."""
    times = ("event", TIMES + name)

    def happen(w: Asking, state: State, values: tuple[Value, ...], at: Place | None) -> Value:
        a = w.algebra
        state.memory[times] = a.map("one more", lambda n: n + 1, read(state, times, at))
        for place, value in enumerate(values):
            state.memory["event", f"{NOTED}{name} {place}"] = a.map("said", _said, value)
        return effect(w, state, values, at)

    return happen


def noted_answer(name: str, answer: Answer) -> Effect:
    """The same of an answer that stores nothing."""
    return noted(name, lambda _, *call: answer(*call))


def _said(value: object) -> object:
    """A value as it is compared: which variable somebody points to is nobody's business."""
    if isinstance(value, int):
        return value
    return str(value) if isinstance(value, Object) and not value.local else "a pointer"


def effects(state: State) -> dict[str, Value]:
    """What was kept, for those who came to the end."""
    a = state.algebra
    found = {}
    for key in state.memory:
        if isinstance(key, tuple) and key[0] == "event" and key[1].startswith((TIMES, NOTED)):
            found[key[1]] = a.choose(state.path, read(state, key, None), a.terminal(None))
    return found


def told(state: State, returned: Region) -> dict[str, Value]:
    """What user space finds in kvm_run, where the run returns to it.

    Args:
        state: at the end.
        returned: who does.
    """
    a = state.algebra
    found = {}
    for key in state.memory:
        if isinstance(key, tuple) and isinstance(key[0], Object) and not key[0].local:
            name = f"{key[0]}.{key[1]}"
            if name.startswith("run."):
                found[name] = a.choose(returned, read(state, key, None), a.terminal(None))
    return found
