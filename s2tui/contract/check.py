"""`check --json`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from s2tui.analysis.invariants.check import Finding


def finding_object(finding: Finding) -> dict[str, Any]:
    """One result as the contract has it."""
    from s2tui.kvm.scenario.fields import differences

    example = finding.counterexample
    shown = None
    if example is not None:
        other = None if example.other is None else differences(example.other)
        shown = {"scenario": differences(example.scenario), "other": other}
    return {
        "policy": finding.policy.id,
        "invariant": finding.invariant.id,
        "holds": finding.holds,
        "violations": finding.violations,
        "counterexample": shown,
    }
