"""The journey of one fault through the rules of a policy.

Two ways to ask. `travel` follows the whole journey and keeps the trace. `Decisions` can also be
asked for a single decision, which then evaluates only what that one needs; the exhaustive
analyses ask that way. Rules are pure, so both give the same answers.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar

from s2tui.kvm.policy.decisions import HANDLER, RESULT
from s2tui.kvm.policy.results import OK, Fault, Memslot
from s2tui.kvm.policy.rule import Step

if TYPE_CHECKING:
    from s2tui.kvm.policy.policy import Policy
    from s2tui.kvm.policy.rule import Decision
    from s2tui.kvm.scenario.fields import Scenario

T = TypeVar("T")


class UndecidedError(LookupError):
    """A policy has no rule that decides something another rule asked for."""


class Decisions(dict["Decision[Any]", Any]):
    """What is decided so far about one scenario; deciding more when asked for more.

    Rules see no more of it than `Decided`. A dict, so that what is decided already costs a rule
    no more than a look-up.
    """

    __slots__ = ("_policy", "_scenario", "trace")

    def __init__(self, policy: Policy, scenario: Scenario) -> None:
        self._policy = policy
        self._scenario = scenario
        self.trace: list[Step] = []
        """The rules that decided and the checks that were passed, in order."""

    if TYPE_CHECKING:

        def __getitem__(self, decision: Decision[T]) -> T:
            """The value of a decision.

            Raises:
                UndecidedError: no rule of the policy decides it for this scenario.
            """

    def __missing__(self, decision: Decision[T]) -> T:
        for rule, step in self._policy.deciders(decision):
            if rule.handler is not None and rule.handler != self[HANDLER]:
                continue
            value: T | None = rule.apply(self._scenario, self)
            if value is not None:
                self[decision] = value
                self.trace.append(step)
                return value
        raise UndecidedError(f"{self._policy.id} has no rule that decides {decision.name}")


class Journey(NamedTuple):
    """How far a fault came: the two results, and what was decided on the way."""

    memslot: Memslot
    fault: Fault
    decided: Decisions


def travel(policy: Policy, scenario: Scenario) -> Journey:
    """Follow a scenario through every stage of a policy until something ends it."""
    decided = Decisions(policy, scenario)
    memslot, fault = _walk(policy.before_handler, scenario, decided, OK)
    if fault is None:
        memslot, fault = _walk(policy.handlers[decided[HANDLER]], scenario, decided, memslot)
    return Journey(memslot, fault or decided[RESULT], decided)


def _walk(
    stages: tuple[tuple[Any, ...], ...], scenario: Scenario, decided: Decisions, memslot: Memslot
) -> tuple[Memslot, Fault | None]:
    """Follow some stages; the fault is None where nothing has ended the journey."""
    trace = decided.trace
    for steps in stages:
        for rule, decision, fired, passed in steps:
            if rule is None:
                decided[decision]
                continue
            end = rule.apply(scenario, decided)
            if end is None:
                trace.append(passed)
                continue
            trace.append(fired)
            if end.memslot is not None:
                memslot = end.memslot
            if end.fault is not None:
                return memslot, end.fault
            break
    return memslot, None
