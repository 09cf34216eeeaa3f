"""One scenario, one policy: the outcome, and the report of what follows from it."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from s2tui.kvm.hazards.caches import caches
from s2tui.kvm.hazards.derive import hazards
from s2tui.kvm.policies.registry import find
from s2tui.kvm.policy.decisions import (
    DCACHE_CLEAN,
    DESCRIPTOR,
    EXECUTABLE,
    ICACHE_INVALIDATE,
    MARKS_DIRTY,
    RESULTANT,
    TYPE,
    WRITABLE,
)
from s2tui.kvm.policy.journey import travel
from s2tui.kvm.policy.outcome import LeafMapping, Maintenance, Outcome
from s2tui.kvm.policy.results import LEAF_RESULTS
from s2tui.kvm.report.mobility import caveats, migration
from s2tui.kvm.report.notes import notes as notes_on
from s2tui.kvm.report.plausible import NOTE, plausible
from s2tui.kvm.report.report import CapabilityAnswer, Report

if TYPE_CHECKING:
    from s2tui.kvm.policy.policy import Policy
    from s2tui.kvm.scenario.fields import Scenario


def explain(policy: Policy, scenario: Scenario) -> Outcome:
    """What a policy answers for a scenario.

    Raises:
        UndecidedError: the policy lacks a rule that another of its rules needs.
    """
    memslot, fault, d = travel(policy, scenario)
    if fault.result not in LEAF_RESULTS:
        return Outcome(memslot, fault, None, None, None, None, tuple(d.trace))
    leaf = d[DESCRIPTOR]
    mapping = LeafMapping(d[TYPE], True, d[WRITABLE], d[EXECUTABLE], leaf.level, d[MARKS_DIRTY])
    maintenance = Maintenance(d[DCACHE_CLEAN], d[ICACHE_INVALIDATE])
    return Outcome(memslot, fault, mapping, leaf, maintenance, d[RESULTANT], tuple(d.trace))


def report(kernel: str, scenario: Scenario, notes: tuple[str, ...] = ()) -> Report:
    """Everything about one scenario under the policy that answers for a kernel.

    Args:
        kernel: a policy, a kernel version, or the path of a policy file.
        scenario: a scenario that respects the bindings.
        notes: what was to be said about the scenario already, such as values replaced.

    Raises:
        RequestError: the kernel is unknown.
    """
    return report_by(kernel, find(kernel), scenario, notes)


def report_by(
    kernel: str, policy: Policy, scenario: Scenario, notes: tuple[str, ...] = ()
) -> Report:
    """The report for a policy that was found already."""
    found = report_unjudged(kernel, policy, scenario, notes)
    judged = implausible(policy, scenario)
    return found._replace(notes=found.notes + judged) if judged else found


def report_unjudged(
    kernel: str, policy: Policy, scenario: Scenario, notes: tuple[str, ...] = ()
) -> Report:
    """The report without the notes on what no machine produces."""
    outcome = explain(policy, scenario)
    return Report(
        kernel=kernel,
        policy=policy,
        scenario=scenario,
        outcome=outcome,
        capability=_capability(policy, scenario),
        hazards=hazards(scenario, outcome),
        caches=caches(scenario, outcome),
        migration=migration(policy, scenario, outcome),
        caveats=caveats(policy, scenario, outcome),
        notes=notes
        + notes_on(kernel, policy, scenario)
        + _gap(policy, scenario)
        + _prefaulted(policy, scenario, outcome),
    )


def implausible(policy: Policy, scenario: Scenario) -> tuple[str, ...]:
    """The notes on what no machine produces, which stand behind a report's own."""
    return _noted(plausible(scenario, policy))


@lru_cache
def _noted(reasons: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(NOTE + reason for reason in reasons)


def _capability(policy: Policy, scenario: Scenario) -> CapabilityAnswer | None:
    offered = policy.capability
    if offered is None:
        return None
    return CapabilityAnswer(
        offered.number, offered.name, offered.vm(scenario), offered.system, offered.cite
    )


def _gap(policy: Policy, scenario: Scenario) -> tuple[str, ...]:
    """What the documentation of the capability leaves out, where that changes the answer."""
    offered = policy.capability
    if offered is None or offered.number is None or not scenario.host_fwb or scenario.host_dic:
        return ()
    if offered.vm(scenario) != 0:
        return ()
    return (
        f"{offered.name} is documented as relying on FWB (Documentation/virt/kvm/api.rst), which"
        " this host has; the kernel asks for DIC too, so it answers 0",
    )


def _prefaulted(policy: Policy, scenario: Scenario, outcome: Outcome) -> tuple[str, ...]:
    """What the VMM is told that has the memory mapped before the guest runs."""
    offered = policy.prefault
    answer = None if offered is None else offered.answer(policy, scenario)
    if offered is None or answer is None:
        return ()
    if answer != "0":
        return (f"{offered.name} answers {answer}, before the guest runs",)
    if outcome.fault.result in LEAF_RESULTS:
        return (f"{offered.name} answers 0, and what a read maps is there before the guest runs",)
    return (f"{offered.name} answers 0: it tries a read, and so does not foresee this fault",)
