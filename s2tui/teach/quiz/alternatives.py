"""What a question might be taken for: the other scenarios and kernels that wrong answers answer.

In the order in which they teach: the kernel or version before and what people believe, either of
them first, then near misses.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from s2tui.kvm.policies.registry import POLICIES, find
from s2tui.kvm.scenario.fields import word
from s2tui.teach.misconceptions import Asked, misconceptions
from s2tui.teach.quiz.pool import NEAR, is_plausible, single_turns

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from s2tui.kvm.policy.policy import Policy
    from s2tui.teach.misconceptions import Misconception
    from s2tui.teach.quiz.seeds import Draw


class Alternative(NamedTuple):
    """Something else that might have been asked."""

    asked: Asked
    reason: str
    """As if what one answers who takes the question for this."""
    field: str = ""
    """The field in which alone it differs, by contract name."""
    misconception: str = ""


def alternatives(asked: Asked, member: str, draw: Draw) -> Iterator[Alternative]:
    """What a question might be taken for, the most telling first; all of it plausible."""
    first, then = [predecessor(asked)], believed(asked, member, draw)
    for found in (*first, *then) if draw.below(2) else (*then, *first):
        if found is not None and is_plausible(found.asked):
            yield found
    yield from near(asked, draw)


def predecessor(asked: Asked) -> Alternative | None:
    """The same scenario under what the policy was made of."""
    policy: Policy | None = find(asked.kernel).base
    while policy is not None and (policy.id not in POLICIES or policy.id == asked.kernel):
        policy = policy.base
    if policy is None:
        return None
    return Alternative(Asked(asked.scenario, policy.id), f"so answers {policy.id}")


def believed(asked: Asked, member: str, draw: Draw) -> list[Alternative]:
    """What people believe who take the question for another one."""
    among = draw.shuffled(tuple(misconceptions().values()))
    return [
        Alternative(other, m.quoted, misconception=m.id)
        for m, other in _taken(asked, member, among)
    ]


def mistaken(asked: Asked, member: str) -> bool:
    """Whether people believe something about a member that is not so of what is asked."""
    return any(_taken(asked, member, misconceptions().values()))


def _taken(
    asked: Asked, member: str, among: Iterable[Misconception]
) -> Iterator[tuple[Misconception, Asked]]:
    """Those who believe something about a member, and what they take the question for."""
    for m in among:
        other = m.applied(asked) if m.bears_on(member) and not m.instead else None
        if other is not None:
            yield m, other


def near(asked: Asked, draw: Draw) -> Iterator[Alternative]:
    """The scenarios that differ in one field, the ones that say little last."""
    for name, value, scenario in single_turns(asked.scenario, draw.shuffled(NEAR)):
        found = Asked(scenario, asked.kernel)
        if is_plausible(found):
            yield Alternative(found, f"right with {name}={word(value)}", name)
