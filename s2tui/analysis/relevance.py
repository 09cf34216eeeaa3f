"""Which inputs an answer did not look at."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Any, NamedTuple

from s2tui.analysis.responsible import ended_by
from s2tui.kvm.report.explain import explain
from s2tui.kvm.scenario.fields import BINDING, FIELDS, differences_from
from s2tui.kvm.scenario.lazy import lazy

if TYPE_CHECKING:
    from collections.abc import Iterator

    from s2tui.kvm.policy.policy import Policy
    from s2tui.kvm.policy.rule import Rule
    from s2tui.kvm.scenario.fields import Scenario, Value


class Relevance(NamedTuple):
    """What did not matter for one answer."""

    unread: frozenset[str]
    """The fields, by contract name, that no rule on the way read."""
    ended_by: Rule[Any]
    """The rule that ended the journey, and so spared the rest."""


@lru_cache(maxsize=16)
def relevance(policy: Policy, scenario: Scenario) -> Relevance:
    """The fields that the answer for a scenario did not read, and the rule that ended it.

    Asked several times about whatever is on screen, so the last answers are kept.

    Raises:
        UndecidedError: the policy lacks a rule that another of its rules needs.
    """
    recording = lazy(scenario.state)
    outcome = explain(policy, recording)
    read = set(recording.reads)
    unread = frozenset(name for name, field in FIELDS.items() if field.attribute not in read)
    return Relevance(unread, ended_by(outcome))


def single_changes(
    scenario: Scenario, unread: frozenset[str]
) -> Iterator[tuple[str, Value, Scenario]]:
    """Every change of one field after which something that was read is not as it was.

    A change that a binding undoes is none; what it replaces elsewhere comes along.

    Args:
        scenario: what is changed.
        unread: the fields that its answer did not read.
    """
    state = scenario.state
    for name, field in FIELDS.items():
        if name in unread and field.attribute not in BINDING:
            continue  # nothing comes along, so the scenario need not even be made
        for value in field.values:
            if value == state[field.attribute]:
                continue
            changed = scenario.changed(**{field.attribute: value})
            if changed.state[field.attribute] != value:
                continue
            if name in unread and unread.issuperset(differences_from(scenario, changed)):
                continue
            yield name, value, changed


def read_with(policy: Policy, scenario: Scenario, name: str) -> tuple[str, Value] | None:
    """A change of another field alone after which a field is read; None where there is none.

    Args:
        policy: what answers.
        scenario: one for which the field is not read.
        name: the field.
    """
    for other, value, changed in single_changes(scenario, relevance(policy, scenario).unread):
        if other != name and _reads(policy, changed, FIELDS[name].attribute):
            return other, value
    return None


def _reads(policy: Policy, scenario: Scenario, attribute: str) -> bool:
    """Whether the answer for a scenario reads a field."""
    recording = lazy(scenario.state)
    explain(policy, recording)
    return attribute in recording.__dict__
