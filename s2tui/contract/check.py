"""`check --json`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable

    from s2tui.analysis.invariants.check import Finding


def check_object(space: int, findings: Iterable[Finding]) -> dict[str, Any]:
    """What `check --json` answers."""
    return {"space": space, "results": [_finding(finding) for finding in findings]}


def _finding(finding: Finding) -> dict[str, Any]:
    from s2tui.kvm.scenario.fields import differences

    example = finding.counterexample
    shown = None
    if example is not None and finding.holds is False:
        other = None if example.other is None else differences(example.other)
        shown = {"scenario": differences(example.scenario), "other": other}
    return {
        "policy": finding.policy.id,
        "invariant": finding.invariant.id,
        "holds": finding.holds,
        "vacuous": finding.vacuous,
        "violations": finding.violations,
        "counterexample": shown,
    }
