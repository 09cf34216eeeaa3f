"""How a VM stands on one host: the same scenario with that host's fields, and its outcome."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from s2tui.kvm.migration.hosts import host_fields
from s2tui.kvm.report.explain import explain
from s2tui.kvm.report.mobility import migration
from s2tui.kvm.scenario.fields import filled

if TYPE_CHECKING:
    from collections.abc import Mapping

    from s2tui.kvm.policy.outcome import Outcome
    from s2tui.kvm.policy.policy import Policy
    from s2tui.kvm.report.report import Migration
    from s2tui.kvm.scenario.fields import Scenario, Value


class Placement(NamedTuple):
    """How a VM stands on one host."""

    policy: Policy
    scenario: Scenario
    """The scenario there, with empty stage-2 tables."""
    outcome: Outcome
    migration: Migration
    """What its memory attribute asks of other hosts."""

    @property
    def host(self) -> tuple[Value, ...]:
        """Everything that the scenario says of the host."""
        state = self.scenario.__dict__
        return tuple(value for name, value in state.items() if name.startswith("host_"))


def place(policy: Policy, scenario: Scenario, host: Mapping[str, Value]) -> Placement:
    """How the VM of a scenario stands on a host, as it comes up there.

    Args:
        policy: what answers for the kernel of the host.
        scenario: the VM.
        host: host fields by attribute, in place of the scenario's own.
    """
    here = scenario.changed(**host)
    if here.access_fault in ("permission", "access-flag"):
        here = here.changed(access_fault="translation")
    outcome = explain(policy, here)
    return Placement(policy, here, outcome, migration(policy, here, outcome))


def departing_vm(source: Placement, scenario: Scenario) -> Scenario:
    """The VM that leaves a source: what that host did not let it have (MTE), it has nowhere."""
    return filled({**source.scenario.state, **host_fields(scenario)})
