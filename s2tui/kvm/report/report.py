"""The report of one scenario: an outcome, and what follows from it."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from s2tui.kvm.hazards.caches import Caches
    from s2tui.kvm.hazards.catalogue import Hazard
    from s2tui.kvm.policy.outcome import Outcome
    from s2tui.kvm.policy.policy import Policy
    from s2tui.kvm.scenario.fields import Scenario


class CapabilityAnswer(NamedTuple):
    """What KVM_CHECK_EXTENSION answers for one capability."""

    number: int | None
    """None for one that was demanded and never numbered."""
    name: str
    vm: int | None
    """On the VM's file descriptor: 1 or 0; None where nobody ever said."""
    system: str
    """On /dev/kvm: an errno name, or unstated."""
    cite: str


class Migration(NamedTuple):
    """What the memory attribute asks of a host that the VM may move to."""

    attribute: str | None
    """cacheable, non-cacheable or device; None when nothing was mapped."""
    requires: tuple[str, ...]
    """What the destination must have, as names of host fields: fwb, dic, mte_perm."""
    text: str


class Caveat(NamedTuple):
    """Something besides the memory type that binds a VM to a host, or spoils its copy."""

    id: str
    text: str


class Report(NamedTuple):
    """Everything there is to say about one scenario under one policy."""

    kernel: str
    """What was asked for, such as v6.12."""
    policy: Policy
    """The policy that answered."""
    scenario: Scenario
    outcome: Outcome
    capability: CapabilityAnswer | None
    hazards: tuple[Hazard, ...]
    caches: Caches
    """What the caches can do to the page, of which some of the hazards are made."""
    migration: Migration
    caveats: tuple[Caveat, ...]
    notes: tuple[str, ...]
