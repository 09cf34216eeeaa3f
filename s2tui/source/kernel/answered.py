"""What a tree answers besides a fault, counted, and held to a policy where that says something."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from s2tui.analysis.diagrams.explorer import Explorer
from s2tui.analysis.diagrams.space import space
from s2tui.kvm.policy.results import Memslot
from s2tui.source.kernel.entries import NOT_THERE
from s2tui.source.world.constants import ERRNO_NAMES

if TYPE_CHECKING:
    from s2tui.analysis.diagrams.diagram import Node
    from s2tui.analysis.diagrams.explorer import Diagrams
    from s2tui.kvm.policy.policy import Policy
    from s2tui.kvm.scenario.fields import Scenario
    from s2tui.source.kernel.entries import Entries

OF_SLOTS = ("create", "flags_only", "move", "delete")
"""What is asked where there is a slot."""
NO_ANSWER, NOBODY = "no answer", "nobody"


class Answered(NamedTuple):
    """What one question is answered."""

    counts: dict[str, int]
    """By the answer in a word, in how many scenarios; the most frequent first."""
    different: int | None
    """In how many the policy says otherwise; None where it says nothing."""


def answered(found: Entries, policy: Policy, diagrams: Diagrams) -> dict[str, Answered]:
    """Count the answers of a tree that has the code for them.

    Args:
        found: what it answers.
        policy: what it is held to: the capability, and what becomes of a memslot that is made.
        diagrams: where all diagrams are.
    """
    manager, inside = diagrams.manager, space(diagrams).region
    there = diagrams.symbolic.diagram(lambda s, _: s.backing != "no-slot")
    said: dict[str, Node[Any] | None] = {
        "capability": _capability(policy, diagrams),
        "system": _system(policy, diagrams),
        "create": manager.map(Explorer(policy, diagrams).memslot, _word),
    }
    answers = {}
    for name, node in found._asdict().items():
        who = (
            inside if name in ("capability", "system", "prefault") else manager.and_(inside, there)
        )
        words = manager.map(node, _word)
        counts = manager.counts(manager.within(who, words, manager.terminal(NOBODY)))
        by_word = {end.value: count for end, count in counts.items() if end.value != NOBODY}
        if set(by_word) == {NOT_THERE}:
            continue
        expected = said.get(name)
        different = None
        if expected is not None:
            same = manager.map(manager.compare(who, expected, words), lambda v: v is True)
            different = manager.count(who) - manager.count(manager.and_(who, same))
        most_first = sorted(by_word.items(), key=lambda one: (-one[1], one[0]))
        answers[name.replace("_", "-")] = Answered(dict(most_first), different)
    return answers


def _word(answer: object) -> str:
    if isinstance(answer, Memslot):
        return answer.errno or answer.result
    if answer is None:
        return NO_ANSWER
    if isinstance(answer, int) and answer < 0:
        return ERRNO_NAMES.get(-answer, str(answer))
    return str(answer)


def _capability(policy: Policy, diagrams: Diagrams) -> Node[str] | None:
    """What a policy says of the VM's descriptor: a kernel that lacks the capability answers 0."""
    offered = policy.capability
    if offered is None:
        return diagrams.manager.terminal("0")
    vm = offered.vm

    def says(s: Scenario, _: object) -> str:
        found = vm(s)
        return "unstated" if found is None else str(found)

    found: Node[str] = diagrams.symbolic.diagram(says)
    return found


def _system(policy: Policy, diagrams: Diagrams) -> Node[str] | None:
    offered = policy.capability
    if offered is not None and offered.system == "unstated":
        return None
    return diagrams.manager.terminal("0" if offered is None else offered.system)
