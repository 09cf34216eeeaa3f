"""What a refusal prevents: the answer of the same policy without the checks that refuse.

Nobody says this but the model: the checks are left out, and the rules behind them answer.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Any, NamedTuple

from s2tui.kvm.hazards.caches import HOST_ALIASES, user_alias
from s2tui.kvm.policy.journey import UndecidedError
from s2tui.kvm.policy.policy import PatchError
from s2tui.kvm.report.explain import explain, report_unjudged
from s2tui.kvm.scenario import predicates

if TYPE_CHECKING:
    from s2tui.kvm.policy.outcome import Outcome
    from s2tui.kvm.policy.policy import Policy
    from s2tui.kvm.policy.rule import Rule
    from s2tui.kvm.report.report import Report
    from s2tui.kvm.scenario.fields import Scenario

MOST = 4
"""Checks that are left out, at most: the same refusal at creation and at the fault, and more."""


class Without(NamedTuple):
    """The answer without some checks."""

    checks: tuple[Rule[Any], ...]
    """Those that were left out, in the order in which they refuse."""
    report: Report


def without(report: Report) -> Without | None:
    """What would be mapped, were it not refused.

    None where it is not refused by an errno, where no leaf would be written all the same, and for
    memory of which nobody asks whether it may be cached: only what VM_PFNMAP and VM_MIXEDMAP VMAs
    hold and user space caches is argued about.
    """
    if not _is_refused(report.outcome) or not _is_argued_about(report.scenario):
        return None
    return _without(report.kernel, report.policy, report.scenario)


@lru_cache(maxsize=256)
def _without(kernel: str, policy: Policy, scenario: Scenario) -> Without | None:
    checks: list[Rule[Any]] = []
    try:
        for _ in range(MOST):
            outcome = explain(policy, scenario)
            if outcome.mapping is not None:
                return Without(tuple(checks), report_unjudged(kernel, policy, scenario))
            if not _is_refused(outcome):
                return None
            checks.append(outcome.trace[-1].rule)
            policy = policy.drop(checks[-1])
    except (PatchError, UndecidedError):
        # What was read from a tree answers as a whole: there is no check to leave out.
        pass
    return None


def _is_refused(outcome: Outcome) -> bool:
    return "error" in (outcome.memslot.result, outcome.fault.result)


def _is_argued_about(s: Scenario) -> bool:
    alias = user_alias(s)
    cached = alias is not None and HOST_ALIASES[alias] == "wb"
    return cached and predicates.remapped(s) and not s.slot_guest_memfd
