"""How a VM stands on one host: the same scenario with that host's fields, and its outcome."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from s2tui.kvm.migration.hosts import host_fields
from s2tui.kvm.report.explain import explain
from s2tui.kvm.scenario.fields import BINDINGS, filled

if TYPE_CHECKING:
    from collections.abc import Mapping

    from s2tui.kvm.policy.outcome import Outcome
    from s2tui.kvm.policy.policy import Policy
    from s2tui.kvm.scenario.fields import Scenario, Value

    PlacementKey = tuple[Policy, tuple[tuple[str, Value], ...], tuple[Value, ...]]
    """A policy, host fields, and the fields of a VM that a host may have bound."""


class Placement(NamedTuple):
    """How a VM stands on one host."""

    policy: Policy
    scenario: Scenario
    """The scenario there, with empty stage-2 tables."""
    outcome: Outcome

    @property
    def host(self) -> tuple[Value, ...]:
        """Everything that the scenario says of the host."""
        state = self.scenario.__dict__
        return tuple(value for name, value in state.items() if name.startswith("host_"))


class Placements:
    """How one VM stands on hosts; each that it comes to in the same way is asked once."""

    def __init__(self, vm: Scenario) -> None:
        self._vm = vm
        self._known: dict[PlacementKey, Placement] = {}

    def source(self, policy: Policy, host: Mapping[str, Value]) -> Placement:
        """The VM on the host where it begins.

        Args:
            policy: what answers for the kernel of the host.
            host: host fields by attribute, in place of the VM's own.
        """
        return self._at(policy, self._vm, host)

    def destination(
        self, source: Placement, policy: Policy, host: Mapping[str, Value]
    ) -> Placement:
        """The VM on a host that it moves to from another."""
        # What the source did not let it have (MTE), it has nowhere.
        departing = filled({**source.scenario.state, **host_fields(self._vm)})
        return self._at(policy, departing, host)

    def _at(self, policy: Policy, vm: Scenario, host: Mapping[str, Value]) -> Placement:
        # A host that the VM was on before can only have changed what it bound.
        bound = tuple(getattr(vm, binding.attribute) for binding in BINDINGS)
        key = policy, tuple(sorted(host.items())), bound
        if key not in self._known:
            here = vm.changed(**host)
            if here.access_fault in ("permission", "access-flag"):
                # It comes up with empty tables, so that its first access is a translation fault.
                here = here.changed(access_fault="translation")
            self._known[key] = Placement(policy, here, explain(policy, here))
        return self._known[key]
