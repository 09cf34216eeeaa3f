"""The same events in another configuration: what comes of an order that does damage elsewhere."""

from __future__ import annotations

from typing import TYPE_CHECKING

from s2tui.arm.coherence.machine import Machine, start

if TYPE_CHECKING:
    from collections.abc import Iterable

    from s2tui.arm.coherence.configuration import Configuration
    from s2tui.arm.coherence.machine import Step


def follow(c: Configuration, trace: Iterable[Step]) -> tuple[Step | None, ...]:
    """Each event of a trace as it happens here, and None for one that cannot happen here.

    An access is made through the same alias, or through another one of the same agent's where
    that is not there. Of an event's outcomes the likest is taken, so that a trace of this very
    configuration is followed exactly.
    """
    machine, state = Machine(c), start(c)
    followed: list[Step | None] = []
    for wanted in trace:
        same = [s for s in machine.steps(state) if _named(s) == _named(wanted)]
        step = max(same, key=lambda s: _likeness(s, wanted), default=None)
        followed.append(step)
        if step is not None:
            state = step.state
    return tuple(followed)


def _named(step: Step) -> tuple[str, str]:
    return step.event.id, step.event.who


def _likeness(step: Step, wanted: Step) -> tuple[bool, ...]:
    """How much alike two steps are; what counts most comes first."""
    state, other = step.state, wanted.state
    return (
        step.event.alias == wanted.event.alias,
        state == other,
        (state.line is None) == (other.line is None),
        (state.instructions is None) == (other.instructions is None),
        step.value == wanted.value,
    )
