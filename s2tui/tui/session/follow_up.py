"""What the explorer says beside the report: relevance, what-if, moves, operations.

Needs the analyses, so it is asked for only once the first frame is there; the imports are in the
functions for that reason.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from s2tui.kvm.policies.own import edition
from s2tui.kvm.scenario.fields import FIELDS
from s2tui.tui.session.state import More, report_for
from s2tui.view.explore.inputs import KERNEL
from s2tui.view.kit.words import value_of

if TYPE_CHECKING:
    from s2tui.kvm.report.report import Report
    from s2tui.kvm.scenario.fields import Scenario
    from s2tui.tui.session.state import Answer
    from s2tui.view.explore.input_help import Said


def followed(answer: Answer, before: Answer) -> Answer:
    """An answer with what follows from it; asked once for each.

    Args:
        answer: the answer that is to be shown.
        before: the answer that was shown before it.
    """
    if "outcome" in answer.hides:
        return answer
    state = answer.state
    more = _more(state.kernel, edition(state.kernel), state.scenario)
    if "effects" in answer.hides:
        more = more._replace(effects=(), unread=frozenset())
    return answer._replace(more=more, since=_since(answer, before))


def said_of(answer: Answer, name: str) -> Said:
    """What else is known about an input: of its value no more than there is before the analyses."""
    from s2tui.view.explore.input_help import Said, who_answers

    if name == KERNEL:
        # What a policy is known for tells what it answers.
        return Said() if answer.hides else Said(value=who_answers(answer.report))
    if answer.more is None or name not in FIELDS:
        return Said()
    from s2tui.kvm.scenario.values import meaning

    value = value_of(answer.state.scenario, name)
    return Said(why_unread(answer, name), meaning(name, value))


def words_about(scenario: Scenario, name: str) -> tuple[str, ...]:
    """The texts about an input in which the words of the field are looked for."""
    from s2tui.view.explore.picks import words_of_input

    return words_of_input(scenario, name)


def why_unread(answer: Answer, name: str) -> str:
    """Why an input cannot matter here; nothing where it can."""
    if answer.more is None or name not in answer.more.unread:
        return ""
    kernel = answer.state.kernel
    return _why(kernel, edition(kernel), answer.state.scenario, name)


def _since(answer: Answer, before: Answer) -> tuple[Report, ...]:
    """The reports since the baseline, with the present one at the end."""
    if answer.was is None:
        return (answer.report,)
    kept = answer.state.pinned and before.state.baseline == answer.state.baseline
    return (*before.since, answer.report) if kept and before.since else (answer.was, answer.report)


@lru_cache(maxsize=512)
def _more(kernel: str, _edition: int, scenario: Scenario) -> More:
    from s2tui.analysis.relevance import relevance
    from s2tui.analysis.whatif import whatif
    from s2tui.kvm.hazards.derive import operations
    from s2tui.kvm.migration.own_host import own_moves
    from s2tui.view.explore.whatif_line import ranked

    report = report_for(kernel, scenario)
    found = relevance(report.policy, scenario)
    return More(
        found.unread,
        ranked(whatif(report.policy, scenario)),
        own_moves(report.policy, scenario),
        operations(scenario, report.outcome),
    )


@lru_cache(maxsize=512)
def _why(kernel: str, _edition: int, scenario: Scenario, name: str) -> str:
    from s2tui.analysis.relevance import read_with, relevance
    from s2tui.view.explore.input_help import unread_because

    report = report_for(kernel, scenario)
    ended_by = relevance(report.policy, scenario).ended_by
    change = read_with(report.policy, scenario, name)
    return unread_because(report.outcome, ended_by, change)
