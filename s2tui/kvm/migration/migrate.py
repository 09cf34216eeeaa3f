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

from typing import TYPE_CHECKING, Any, Literal, NamedTuple

from s2tui.kvm.migration.caveats import move_caveats
from s2tui.kvm.migration.hosts import HOST_CLASSES
from s2tui.kvm.migration.placement import Placements
from s2tui.kvm.migration.verdict import STOPPED, Verdict, verdict
from s2tui.kvm.migration.wording import say
from s2tui.kvm.scenario import predicates

if TYPE_CHECKING:
    from collections.abc import Mapping

    from s2tui.kvm.migration.hosts import HostClass
    from s2tui.kvm.migration.placement import Placement
    from s2tui.kvm.migration.verdict import Cause, FailurePoint
    from s2tui.kvm.policy.policy import Policy
    from s2tui.kvm.policy.rule import Rule
    from s2tui.kvm.report.report import Caveat
    from s2tui.kvm.scenario.fields import Scenario, Value


Demand = Literal["must", "may-only"]
"""The move must work, both ways; or it may land on hosts with FWB only."""


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
    demanded: Demand | None
    """What Marc Zyngier's terms ask of it; None for memory of which he does not speak."""
    kept: bool | None
    """Whether his terms are kept: both ways unchanged, or refused before the guest runs."""
    caveats: tuple[Caveat, ...]
    """What else is to be known of a move that is allowed."""
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


class Pair(NamedTuple):
    """A move between two hosts by their names; onto the same host, whether the VM runs there."""

    source: str
    destination: str
    move: Move


class Cell(NamedTuple):
    """One move of a matrix."""

    source: HostClass
    destination: HostClass
    move: Move

    @property
    def named(self) -> Pair:
        """The move by the words of its hosts."""
        return Pair(self.source.text, self.destination.text, self.move)


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
    placements = Placements(scenario)
    from_ = placements.source(policy_from, source)
    return judge(from_, placements.destination(from_, policy_to, destination))


def matrix(policy: Policy, scenario: Scenario) -> tuple[Cell, ...]:
    """Every move of a scenario's VM between the three classes of host, under one policy."""
    placements = Placements(scenario)
    found = []
    for a in HOST_CLASSES:
        source = placements.source(policy, a.fields)
        for b in HOST_CLASSES:
            there = placements.destination(source, policy, b.fields)
            found.append(Cell(a, b, judge(source, there)))
    return tuple(found)


def judge(source: Placement, destination: Placement) -> Move:
    """The answer about a move between two hosts, from how the VM stands on each."""
    found = verdict(source, destination)
    returns: bool | None = found.allowed
    if found.allowed:
        back = verdict(destination, source, aligned=True)
        returns = back.allowed and back.failure is None
    demanded = _demanded(source)
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
        kept=_kept(demanded, found, returns, destination),
        caveats=move_caveats(source, destination) if found.allowed else (),
        source=source,
        destination=destination,
    )


def _demanded(source: Placement) -> Demand | None:
    """What Marc Zyngier's terms of 26 Mar 2025 ask of a move of a device's memory.

    "I must be able to migrate it to non-FWB host, and back" of a device mapped as Device; mapped
    cacheable it "can only be migrated between FWB-capable hosts". He speaks of no other memory.
    """
    mapping, s = source.outcome.mapping, source.scenario
    if mapping is None or s.slot_guest_memfd or not predicates.remapped(s):
        return None
    if mapping.type != "normal":
        return "must"
    return None if s.page_map_memory else "may-only"


def _kept(
    demand: Demand | None, found: Verdict, returns: bool | None, destination: Placement
) -> bool | None:
    """Whether the terms are kept; between hosts with FWB he demands nothing of cacheable memory."""
    if demand is None or found.allowed is None:
        return None
    failure = found.failure
    if demand == "must":
        return found.allowed and failure is None and returns
    if destination.scenario.host_fwb:
        return True
    return failure is not None and failure.place in ("capability", "memslot")
