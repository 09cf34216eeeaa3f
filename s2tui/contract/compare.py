"""`compare --json`."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from s2tui.kvm.report.report import Report
    from s2tui.kvm.scenario.fields import Scenario


def compare_json(scenario: Scenario, reports: list[Report]) -> str:
    """The contract's object: the scenario, a report for each kernel, and what differs."""
    from json import dumps

    from s2tui.contract.report import report_json
    from s2tui.kvm.report.members import differing
    from s2tui.kvm.scenario.fields import differences

    outcomes = ", ".join(map(report_json, reports))
    differs = list(differing([report.outcome for report in reports]))
    return (
        f'{{"scenario": {dumps(differences(scenario))}, "outcomes": [{outcomes}], '
        f'"differs": {dumps(differs)}}}'
    )
