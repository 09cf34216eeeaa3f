"""All orders of events: what can go wrong, the shortest way there, or that nothing can."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from s2tui.arm.coherence.damage import DAMAGES
from s2tui.arm.coherence.machine import Machine, start

if TYPE_CHECKING:
    from s2tui.arm.coherence.configuration import Configuration
    from s2tui.arm.coherence.damage import Damage
    from s2tui.arm.coherence.machine import State, Step

Trace = tuple["Step", ...]


class Answer(NamedTuple):
    """What can happen to one location in one configuration."""

    configuration: Configuration
    states: int
    """How many states can be reached; all were visited."""
    findings: dict[Damage, Trace]
    """The shortest order of events to each damage that is possible, in the order of DAMAGES."""

    @property
    def impossible(self) -> tuple[Damage, ...]:
        """The damages that no order of events leads to."""
        return tuple(id_ for id_ in DAMAGES if id_ not in self.findings)


@lru_cache(maxsize=4096)
def search(c: Configuration) -> Answer:
    """Run the machine through all orders of events, breadth first.

    Of two traces of one length the one whose events `Machine.steps` names first is taken.
    """
    first, machine = start(c), Machine(c)
    came: dict[State, tuple[State, Step] | None] = {first: None}
    found: dict[Damage, tuple[State, Step]] = {}
    queue = [first]
    for state in queue:
        for step in machine.steps(state):
            if step.damage is not None and step.damage not in found:
                found[step.damage] = state, step
            if step.state not in came:
                came[step.state] = state, step
                queue.append(step.state)
    findings = {id_: _trace(came, *found[id_]) for id_ in DAMAGES if id_ in found}
    return Answer(c, len(came), findings)


def _trace(came: dict[State, tuple[State, Step] | None], state: State, last: Step) -> Trace:
    """The way from the start to a state, and one step more."""
    back = [last]
    while (before := came[state]) is not None:
        state, step = before
        back.append(step)
    return tuple(reversed(back))
