"""What is to be said about a move, in a sentence or two: the text of the contract's object."""

from __future__ import annotations

from typing import TYPE_CHECKING

from s2tui.kvm.migration.verdict import STOPPED
from s2tui.kvm.report.explain import explain
from s2tui.kvm.scenario.fields import filled

if TYPE_CHECKING:
    from s2tui.kvm.migration.placement import Placement
    from s2tui.kvm.migration.verdict import MoveFailure, Verdict
    from s2tui.kvm.policy.rule import Rule

MAPPED = {
    "cacheable": "cacheable",
    "non-cacheable": "Normal Non-cacheable",
    "device": "Device",
    None: "not mapped",
}
"""The attribute of a mapping in words."""
CACHED = ("normal-wb", "normal-tagged")
"""The resultant types that a copy through the VMM's own cacheable mapping is right for."""


def say(source: Placement, destination: Placement, found: Verdict, returns: bool | None) -> str:
    """One move in words: what happens, why, and what else is to be known."""
    failure = found.failure
    if failure is not None:
        parts = [_failure(source, destination, failure)]
    elif found.allowed is None:
        parts = [_open(source, destination, found)]
    else:
        parts = [_alike(source, returns)]
    if found.allowed:
        parts += _caveats(source, destination)
    return "; ".join(parts)


def _alike(source: Placement, returns: bool | None) -> str:
    way = {True: "both ways", False: "there, but not back", None: "there; unknown whether back"}
    if source.outcome.mapping is None:
        return f"nothing is mapped at either end: {way[returns]}"
    return f"mapped {MAPPED[source.migration.attribute]} at both ends: {way[returns]}"


def _open(source: Placement, destination: Placement, found: Verdict) -> str:
    at = source if found.open_at == "source" else destination
    if found.open is not None:
        return f"unknown at the {found.open_at} ({at.policy.id}): {_because(found.open)}"
    here, there = source.scenario.host_page_size, destination.scenario.host_page_size
    return (
        f"unknown: the slot is known to be aligned to pages of {here} only, and the destination's"
        f" have {there}; if it is not aligned to those, creating it fails with EINVAL"
    )


def _failure(source: Placement, destination: Placement, failure: MoveFailure) -> str:
    if failure.end == "source":
        return f"the VM does not run at the source: {_end(source, failure, failure.place)}"
    if failure.place == "capability":
        return _capability(destination, failure)
    if failure.place == "silent":
        return f"{_silent(source, destination)}: {_because(failure.rule)}"
    return _end(destination, failure, failure.place) + _prefaulted(destination)


def _prefaulted(at: Placement) -> str:
    """That a VMM which has the memory mapped first learns of a fault that fails, in time."""
    offered = at.policy.prefault
    answer = None if offered is None else offered.answer(at.policy, at.scenario)
    if offered is None or answer in (None, "0"):
        return ""
    return f"; {offered.name} on the destination answers {answer} before the guest runs there"


def _capability(destination: Placement, failure: MoveFailure) -> str:
    if failure.rule is None and failure.errno == "EINVAL":
        return (
            "the VM has MTE and the destination has not: KVM_CAP_ARM_MTE answers 0 there, and"
            " enabling it all the same is EINVAL"
        )
    offered = destination.policy.capability
    answers = "the destination's kernel does not know the capability and answers 0"
    if offered is not None:
        answers = f"the capability ({offered.name}) answers 0 on the destination"
    text = f"{answers}, so that a VMM which asks refuses while the source still runs"
    outcome = destination.outcome
    if outcome.memslot.result == "error":
        return f"{text}; for one that does not ask, {_end(destination, failure, 'memslot')}"
    if outcome.fault.result in STOPPED:
        return f"{text}; for one that does not ask, {_end(destination, failure, 'fault')}"
    if outcome.mapping is not None:
        mapped = MAPPED[destination.migration.attribute]
        return f"{text}; for one that does not ask, the VM runs on with memory mapped {mapped}"
    return text


def _end(at: Placement, failure: MoveFailure, place: str) -> str:
    """How a memslot or a fault fails on a host, and by which rule."""
    errno = {None: "", "unstated": " (errno unstated)"}.get(failure.errno, f" with {failure.errno}")
    if place == "memslot":
        return f"creating the memslot fails{errno}: {_because(failure.rule)}"
    ends = "repeats forever" if at.outcome.fault.result == "retry" else "ends it"
    return f"the memslot is accepted and the first fault {ends}{errno}: {_because(failure.rule)}"


def _silent(source: Placement, destination: Placement) -> str:
    before, after = source.outcome, destination.outcome
    if before.mapping is not None and after.mapping is not None:
        was = MAPPED[source.migration.attribute]
        return f"the VM runs on, mapped {MAPPED[destination.migration.attribute]} instead of {was}"
    return f"the VM runs on, but the access that was {before.fault.result} is {after.fault.result}"


def _because(rule: Rule[object] | None) -> str:
    return "no rule says why" if rule is None else f"{rule.text} ({rule.cite})"


def _caveats(source: Placement, destination: Placement) -> list[str]:
    """What is true of a move that is allowed."""
    found = []
    ends = (source, destination)
    mapping = source.outcome.mapping
    if mapping is not None and mapping.type == "normal" and not source.migration.requires:
        without = [at for at in ends if not at.scenario.host_fwb]
        if without:
            found.append(_stale(without))
    found += _unlogged(source)
    lpa2 = [at.scenario.host_lpa2 and at.scenario.host_page_size != "64k" for at in ends]
    if lpa2 == [True, False]:
        found.append(
            "the destination has no LPA2, so a VM made with more than 48 bits of address is refused"
            " there (no input says how many it has)"
        )
    return found


def _unlogged(source: Placement) -> list[str]:
    """That KVM cannot log the guest's writes, where asking it to is refused.

    Turning the flag on runs the checks of memslot creation again, over the VMA that is there now
    (mmu.c:kvm_arch_prepare_memory_region).
    """
    s = source.scenario
    if source.outcome.mapping is None or s.slot_readonly or s.slot_log_dirty_pages:
        return []
    now = {"slot_log_dirty_pages": True, "vma_swapped_after_create": False}
    asked = explain(source.policy, filled({**s.__dict__, **now}))
    if asked.memslot.result != "error":
        return []
    return [
        "what the guest writes while it still runs at the source must be tracked otherwise than by"
        f" KVM_MEM_LOG_DIRTY_PAGES: {_because(asked.trace[-1].rule)}"
    ]


def _stale(without: list[Placement]) -> str:
    """Oliver Upton's caveat, and whether this very guest runs into it."""
    kinds = {at.outcome.resultant.kind for at in without if at.outcome.resultant is not None}
    odd = sorted(kinds.difference(CACHED))
    this = f", as this one does ({', '.join(odd)})" if odd else ""
    return (
        "without FWB even ordinary memory is copied stale where the guest used a mapping that is"
        f" not Write-Back{this} (Oliver Upton, 22 Apr 2025)"
    )
