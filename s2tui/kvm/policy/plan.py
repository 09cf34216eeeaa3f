"""The way points of a journey: what a policy's rules are, stage by stage, derived once."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from s2tui.kvm.policy.rule import Step

if TYPE_CHECKING:
    from s2tui.kvm.policy.rule import Decision, Handler, Rule


Deciders = tuple["tuple[Rule[Any], Step]", ...]
"""The rules that may decide one thing, each with the trace entry that it leaves."""
Waypoint = tuple["Rule[Any] | None", "Decision[Any] | None", Step, Step]
"""A check (with the entries it leaves when it fires and when it is passed) or a decision."""
Stages = tuple["tuple[Waypoint, ...]", ...]
"""The way points of some stages, in order."""


def by_decision(rules: tuple[Rule[Any], ...]) -> dict[Decision[Any], Deciders]:
    """The rules of each decision, in order."""
    found: dict[Decision[Any], list[tuple[Rule[Any], Step]]] = {}
    for rule in rules:
        if rule.decides is not None:
            found.setdefault(rule.decides, []).append((rule, Step(rule, passed=False)))
    return {decision: tuple(group) for decision, group in found.items()}


def waypoints(
    rules: tuple[Rule[Any], ...], stage: str, handler: Handler | None
) -> tuple[Waypoint, ...]:
    """What is met in one stage: each check, and each decision where its first rule stands."""
    met: list[Waypoint] = []
    seen: set[Decision[Any]] = set()
    for rule in rules:
        if rule.stage != stage or rule.handler not in (None, handler):
            continue
        fired, passed = Step(rule, passed=False), Step(rule, passed=True)
        if rule.decides is None:
            met.append((rule, None, fired, passed))
        elif rule.decides not in seen:
            seen.add(rule.decides)
            met.append((None, rule.decides, fired, passed))
    return tuple(met)
