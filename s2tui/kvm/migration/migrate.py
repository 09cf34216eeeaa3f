"""May a VM move between two hosts, may it come back, and where does a bad move fail.

A VMM replays the exact same setup on the destination (Marc Zyngier, on MTE_PERM), so both ends
are the same scenario with other host fields under the kernel there, and every answer is what two
policies say about it; there is no table. The guest arrives with empty tables: its first access is
a translation fault.

Where a bad move fails, soonest first: the *capability* (the VMM asks it for cacheable PFNMAP
memory, and for a flag that it announces, and it answers 0), the *memslot* (its creation on the
destination), the *fault* (the guest's first one, and the VM is gone), or nowhere: *silent*, the VM
runs and its memory is mapped otherwise than before. A capability counts only against moves that
are bad: nobody asks about memory that the destination maps alike.

Each failure is a **rule** of the policy or an **accident** (s2tui.kvm.migration.verdict), and
beside the answer stands what Marc Zyngier demanded on 26 Mar 2025: a device mapped as Device moves
between FWB and non-FWB hosts both ways; mapped cacheable, only between FWB-capable ones, and user
space can tell before the guest runs.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from s2tui.kvm.migration.hosts import HOST_CLASSES
from s2tui.kvm.migration.placement import departing_vm, place
from s2tui.kvm.migration.verdict import STOPPED, Verdict, verdict
from s2tui.kvm.migration.wording import say

if TYPE_CHECKING:
    from collections.abc import Mapping

    from s2tui.kvm.migration.hosts import HostClass
    from s2tui.kvm.migration.placement import Placement
    from s2tui.kvm.migration.verdict import Cause, FailurePoint
    from s2tui.kvm.policy.policy import Policy
    from s2tui.kvm.policy.rule import Rule
    from s2tui.kvm.scenario.fields import Scenario, Value


class Move(NamedTuple):
    """The answer about one move of one VM."""

    allowed: bool | None
    """None where nobody ever said."""
    returns: bool | None
    """Whether the way back is allowed too, and silent about nothing; False where there is no way
    there."""
    fails_at: FailurePoint | None
    errno: str | None
    """What the kernel answers; a VMM that asked the capability first never sees it."""
    text: str
    by: Cause | None
    """Whether the failure is a rule of the policy or an accident; None where nothing fails."""
    rule: Rule[Any] | None
    """The rule that is responsible for the failure, or that leaves the answer open."""
    demanded: bool | None
    """Whether the move must work by Marc Zyngier's terms; None for memory that they leave out."""
    kept: bool | None
    """Whether his terms are kept: both ways unchanged, or refused before the guest runs."""
    source: Placement
    destination: Placement

    @property
    def works(self) -> bool:
        """The VM moves and nothing changes."""
        return self.allowed is True and self.fails_at is None

    @property
    def starts(self) -> bool:
        """The VM runs at the source in the first place, as far as anybody said."""
        outcome = self.source.outcome
        return outcome.memslot.result != "error" and outcome.fault.result not in STOPPED


class Cell(NamedTuple):
    """One move of a matrix."""

    source: HostClass
    destination: HostClass
    move: Move


def migrate(
    policy_from: Policy,
    policy_to: Policy,
    scenario: Scenario,
    source: Mapping[str, Value],
    destination: Mapping[str, Value],
) -> Move:
    """Whether the VM of a scenario may move from one host to another, and back.

    Args:
        policy_from: what answers for the kernel of the source.
        policy_to: what answers for the kernel of the destination.
        scenario: the VM, its memslot and its memory.
        source: the host fields of the source by attribute (`host_fwb`); the scenario has the rest.
        destination: those of the destination.
    """
    from_ = place(policy_from, scenario, source)
    return judge(from_, place(policy_to, departing_vm(from_, scenario), destination))


def matrix(policy: Policy, scenario: Scenario) -> tuple[Cell, ...]:
    """Every move of a scenario's VM between the three classes of host, under one policy."""
    return tuple(
        Cell(a, b, migrate(policy, policy, scenario, a.fields, b.fields))
        for a in HOST_CLASSES
        for b in HOST_CLASSES
    )


def judge(source: Placement, destination: Placement) -> Move:
    """The answer about a move between two hosts, from how the VM stands on each."""
    found = verdict(source, destination)
    returns: bool | None = found.allowed
    if found.allowed:
        returns = _returns(verdict(destination, source, aligned=True))
    demanded = _demanded(source, destination)
    failure = found.failure
    return Move(
        allowed=found.allowed,
        returns=returns,
        fails_at=failure.place if failure else None,
        errno=failure.errno if failure else None,
        text=say(source, destination, found, returns),
        by=failure.by if failure else None,
        rule=failure.rule if failure else found.open,
        demanded=demanded,
        kept=_kept(demanded, found, returns),
        source=source,
        destination=destination,
    )


def _returns(back: Verdict) -> bool | None:
    return back.allowed and back.failure is None


def _demanded(source: Placement, destination: Placement) -> bool | None:
    """Marc Zyngier, 26 Mar 2025: Device everywhere and back, cacheable between FWB hosts."""
    mapping = source.outcome.mapping
    if mapping is None:
        return None
    if mapping.type != "normal":
        return True
    if "fwb" not in source.migration.requires:
        return None
    return source.scenario.host_fwb and destination.scenario.host_fwb


def _kept(demanded: bool | None, found: Verdict, returns: bool | None) -> bool | None:
    if demanded is None or found.allowed is None:
        return None
    if demanded:
        return found.allowed and found.failure is None and returns
    failure = found.failure
    return failure is not None and failure.place in ("capability", "memslot")
