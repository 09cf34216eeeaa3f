"""What is wrong with a move, and whether a rule says so.

A failure is a **rule** where the policy states it: a capability that answers 0, a check that reads
the host's features itself, or a check that the other end's kernel does not have. It is an
**accident** where a decision merely came out otherwise: a check that fires because of it, or a
memory type that changes without a word. A changed type is a rule only where the rule that chose it
reads the host's features itself or is one that the other kernel lacks, or where an administrator's
parameter let it pass.

What a rule reads itself is found by running it; nothing here names a rule.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal, NamedTuple

from s2tui.kvm.policy.decisions import TYPE
from s2tui.kvm.policy.journey import Decisions
from s2tui.kvm.scenario.lazy import lazy

if TYPE_CHECKING:
    from s2tui.kvm.migration.placement import Placement
    from s2tui.kvm.policy.outcome import Outcome
    from s2tui.kvm.policy.rule import Rule

FailurePoint = Literal["capability", "memslot", "fault", "silent"]
Cause = Literal["rule", "accident"]
Side = Literal["source", "destination"]
STOPPED = ("error", "signal", "retry")
"""The fault results after which the VM does not get on."""
FEATURES = frozenset({"host_fwb", "host_dic", "host_mte", "host_mte_perm"})
"""The host fields that a policy may state a condition on."""
PARAMETERS = frozenset({"param_unsafe_cacheable"})
PAGES = ("4k", "16k", "64k")
"""Page sizes in order."""


class MoveFailure(NamedTuple):
    """What is wrong with a move."""

    place: FailurePoint
    errno: str | None
    side: Side
    """Where; at the source: the VM does not even run there."""
    by: Cause
    rule: Rule[Any] | None
    """The rule that is responsible; None where a feature of the host is missing."""


class Verdict(NamedTuple):
    """Whether a move is allowed, and what is wrong with it."""

    allowed: bool | None
    """None: nobody ever said, or no input says."""
    failure: MoveFailure | None = None
    open: Rule[Any] | None = None
    """The rule that leaves the answer open; None also where a field is missing to tell."""
    open_at: Side = "destination"


def verdict(source: Placement, destination: Placement, *, aligned: bool = False) -> Verdict:
    """What becomes of a VM that moves, from how it stands at both ends.

    Args:
        source: where it runs.
        destination: where it would run.
        aligned: the slot is known to suit the destination's pages.
    """
    if _unknown(source.outcome):
        return Verdict(None, open=_last(source.outcome), open_at="source")
    stopped = _stop(source, destination, "source")
    if stopped is not None:
        return Verdict(False, stopped)
    if source.scenario.vm_mte and not destination.scenario.host_mte:
        # KVM_CAP_ARM_MTE is absent there, and enabling it fails (arm.c:kvm_vm_ioctl_enable_cap).
        return Verdict(False, MoveFailure("capability", "EINVAL", "destination", "rule", None))
    found = _arrival(source, destination)
    if not found.allowed or found.failure is not None:
        if _refused_by_capability(source, destination):
            errno = found.failure.errno if found.failure else None
            rule = found.failure.rule if found.failure else found.open
            return Verdict(False, MoveFailure("capability", errno, "destination", "rule", rule))
    elif not aligned and _perhaps_misaligned(source, destination):
        return Verdict(None)
    return found


def _arrival(source: Placement, destination: Placement) -> Verdict:
    """What becomes of a VM that nobody stopped before."""
    if _unknown(destination.outcome):
        return Verdict(None, open=_last(destination.outcome))
    stopped = _stop(destination, source, "destination")
    if stopped is not None:
        return Verdict(False, stopped)
    return Verdict(True, _change(source, destination))


def _unknown(outcome: Outcome) -> bool:
    """Whether nobody said what happens; a fault that fails for sure is no doubt."""
    if outcome.fault.result == "unknown":
        return True
    return outcome.memslot.result == "unknown" and outcome.fault.result not in STOPPED


def _last(outcome: Outcome) -> Rule[Any] | None:
    """The rule that ended the journey; None where it ended with a leaf."""
    last = outcome.trace[-1] if outcome.trace else None
    return last.rule if last is not None and not last.passed else None


def _stop(at: Placement, other: Placement, side: Side) -> MoveFailure | None:
    """Where the VM is refused or dies on a host."""
    outcome = at.outcome
    place: FailurePoint
    if outcome.memslot.result == "error":
        place, errno = "memslot", outcome.memslot.errno
    elif outcome.fault.result in STOPPED:
        place, errno = "fault", outcome.fault.errno
    else:
        return None
    rule = _last(outcome)
    by: Cause = "rule" if rule is not None and _states(rule, at, other) else "accident"
    return MoveFailure(place, errno, side, by, rule)


def _change(source: Placement, destination: Placement) -> MoveFailure | None:
    """The rule by which memory is mapped otherwise than at the source; None where it is not."""
    before, after = source.outcome, destination.outcome
    if before.mapping is not None and after.mapping is not None:
        if before.mapping.type == after.mapping.type:
            return None
        rule = next(step.rule for step in after.trace if step.rule.decides is TYPE)
        stated = _states(rule, destination, source) or _parameter_passed(destination)
        return MoveFailure("silent", None, "destination", "rule" if stated else "accident", rule)
    if before.mapping is None and after.mapping is None and before.fault == after.fault:
        return None
    last = _last(after)
    by: Cause = "rule" if last is not None and _states(last, destination, source) else "accident"
    return MoveFailure("silent", None, "destination", by, last)


def _refused_by_capability(source: Placement, destination: Placement) -> bool:
    """Whether a VMM that asks is told no: for a flag it sets, for PFNMAP memory it has cacheable.

    KVM_CHECK_EXTENSION answers 0 for what a kernel does not know. Where neither end offers a
    capability there is none to ask.
    """
    mapping = source.outcome.mapping
    flagged = source.scenario.slot_cacheable
    pfnmap = source.scenario.backing == "pfnmap" and not source.scenario.slot_guest_memfd
    if not flagged and not (pfnmap and mapping is not None and mapping.type == "normal"):
        return False
    offered = destination.policy.capability
    if offered is None:
        return source.policy.capability is not None
    return offered.vm(destination.scenario) == 0


def _perhaps_misaligned(source: Placement, destination: Placement) -> bool:
    """Whether the slot is only known to suit pages smaller than the destination's.

    Sizes and addresses of a slot must be multiples of the host's page, or creating it is EINVAL.
    """
    here, there = source.scenario.host_page_size, destination.scenario.host_page_size
    if source.scenario.backing == "no-slot" or source.scenario.slot_alignment != "page":
        return False
    return PAGES.index(there) > PAGES.index(here)


def _states(rule: Rule[Any], at: Placement, other: Placement) -> bool:
    """Whether a rule states the condition itself, or is one that the other kernel lacks."""
    return rule not in other.policy.rules or bool(_reads(rule, at) & FEATURES)


def _parameter_passed(at: Placement) -> bool:
    """Whether a check let the memory pass because of a parameter."""
    passed = (step.rule for step in at.outcome.trace if step.passed)
    return any(_reads(rule, at) & PARAMETERS for rule in passed)


def _reads(rule: Rule[Any], at: Placement) -> set[str]:
    """The fields that a rule reads itself; what it asks to be decided reads others."""
    watched = lazy(at.scenario.state)
    rule.apply(watched, Decisions(at.policy, at.scenario))
    return set(watched.reads)
