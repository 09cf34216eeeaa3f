"""Which rules brought a member of an outcome about, from the outcome's own trace."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from s2tui.kvm.policy.decisions import RESULT, SIZE
from s2tui.kvm.policy.results import LEAF_RESULTS
from s2tui.kvm.report.members import PARTS

if TYPE_CHECKING:
    from collections.abc import Collection

    from s2tui.kvm.policy.outcome import Outcome
    from s2tui.kvm.policy.rule import Decision, Rule

_DECISIONS: dict[tuple[str, str], Decision[Any] | None] = {
    (part.member, name): part.decision for part in PARTS for name in part.names
} | {("mapping", "level"): SIZE}
"""What decides each inner member; the level is written by the descriptor but decided earlier."""


def responsible(
    outcome: Outcome, member: str, name: str, others: Collection[Rule[Any]] = ()
) -> tuple[Rule[Any], ...]:
    """The rules behind a member, in order; the last one decided it.

    Before it stand those that decided something on the way and that the other policy lacks.

    Args:
        outcome: with its trace.
        member: such as mapping.
        name: its inner member, such as type.
        others: the rules of the policy that it is compared with.
    """
    last = deciding_rule(outcome, member, name)
    if last is None:
        return ()
    rules = [step.rule for step in outcome.trace if not step.passed]
    earlier = rules[: rules.index(last)]
    return (*(rule for rule in earlier if others and rule not in others), last)


def deciding_rule(outcome: Outcome, member: str, name: str) -> Rule[Any] | None:
    """The rule that decided a member; None for an accepted memslot, which no rule decides."""
    if member == "memslot":
        fired = (step.rule for step in outcome.trace if not step.passed)
        return next((r for r in fired if r.stage == "memslot" and r.decides is None), None)
    if member == "fault":
        return ended_by(outcome)
    decided = _DECISIONS[member, name]
    rules = (step.rule for step in outcome.trace if not step.passed)
    return next((rule for rule in rules if rule.decides is decided), None)


def ended_by(outcome: Outcome) -> Rule[Any]:
    """The rule that ended the journey: the check that fired last, or what chose the leaf."""
    rules = [step.rule for step in outcome.trace if not step.passed]
    if outcome.fault.result in LEAF_RESULTS:
        chosen = next((rule for rule in rules if rule.decides is RESULT), None)
        if chosen is not None:
            return chosen
    checks = [rule for rule in rules if rule.decides is None]
    return checks[-1] if checks else rules[-1]
