"""`compare --json`, and `compare --scenarios --json`."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

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


def scenarios_json(kernel: str, reports: Mapping[str, Report]) -> str:
    """The contract's object: the kernel as it was asked for, and a report for each scenario.

    Args:
        kernel: a policy, a kernel version, or the path of a policy file.
        reports: by the scenario's name.
    """
    from json import dumps

    from s2tui.contract.report import report_json
    from s2tui.kvm.scenario.named import load

    texts = {name: load()[name].text for name in reports}
    outcomes = ", ".join(f"{dumps(name)}: {report_json(one)}" for name, one in reports.items())
    return f'{{"kernel": {dumps(kernel)}, "scenarios": {dumps(texts)}, "outcomes": {{{outcomes}}}}}'
