"""Hazards over all scenarios at once: those that follow from the leaf and the scenario alone."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from s2tui.analysis.diagrams.explorer import raise_if_failed
from s2tui.kvm.hazards.derive import wrong_pages
from s2tui.kvm.policy.decisions import RESULT, SIZE

if TYPE_CHECKING:
    from s2tui.analysis.diagrams.diagram import Node
    from s2tui.analysis.diagrams.explorer import Explorer
    from s2tui.kvm.policy.rule import Decided
    from s2tui.kvm.scenario.fields import Scenario


class HazardChange(NamedTuple):
    """In how many scenarios two policies have a hazard, where that is not the same."""

    id: str
    was: int
    now: int


def _wrong_pages(s: Scenario, d: Decided) -> bool:
    # A leaf that was there before is the scenario's and not the policy's.
    return d[RESULT].result == "mapped" and wrong_pages(s, d[SIZE])


QUESTIONS = {"wrong-pages": _wrong_pages}
"""By the id of a hazard, a function like a rule that says whether a leaf has it."""


def hazard_changes(
    before: Explorer, after: Explorer, inside: Node[bool]
) -> tuple[HazardChange, ...]:
    """The hazards that two policies do not have in equally many scenarios.

    Raises:
        RequestError: a policy does not answer every scenario.
    """
    found = []
    for id_ in QUESTIONS:
        was, now = _count(before, id_, inside), _count(after, id_, inside)
        if was != now:
            found.append(HazardChange(id_, was, now))
    return tuple(found)


def _count(explorer: Explorer, id_: str, inside: Node[bool]) -> int:
    diagrams = explorer.diagrams
    region = diagrams.manager.and_(inside, explorer.leaf)
    has = diagrams.symbolic.diagram(QUESTIONS[id_], explorer.decision)
    answer = diagrams.manager.within(region, has, diagrams.no)
    for terminal in diagrams.manager.terminals(answer):
        raise_if_failed(explorer.policy, terminal.value)
    return diagrams.manager.count(answer)
