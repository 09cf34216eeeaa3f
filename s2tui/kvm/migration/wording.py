"""What is to be said about a move, in a sentence or two: the text of the contract's object."""

from __future__ import annotations

from typing import TYPE_CHECKING

from s2tui.kvm.migration.verdict import STOPPED

if TYPE_CHECKING:
    from collections.abc import Mapping

    from s2tui.kvm.migration.placement import Placement
    from s2tui.kvm.migration.verdict import MoveFailure, Verdict
    from s2tui.kvm.policy.outcome import MemoryType
    from s2tui.kvm.policy.rule import Rule

MAPPED: Mapping[MemoryType, str] = {
    "normal": "cacheable",
    "normal-nc": "Normal Non-cacheable",
    "device": "Device",
}
"""How memory is mapped, in words."""


def say(source: Placement, destination: Placement, found: Verdict, returns: bool | None) -> str:
    """One move in words: what happens, and why."""
    failure = found.failure
    if failure is not None:
        return _failure(source, destination, failure)
    if found.allowed is None:
        return _open(source, destination, found)
    return _alike(source, returns)


def _alike(source: Placement, returns: bool | None) -> str:
    way = {True: "both ways", False: "there, but not back", None: "there; unknown whether back"}
    mapping = source.outcome.mapping
    if mapping is None:
        return f"nothing is mapped at either end: {way[returns]}"
    return f"mapped {MAPPED[mapping.type]} at both ends: {way[returns]}"


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
    if failure.side == "source":
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
        mapped = MAPPED[outcome.mapping.type]
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
        was, now = MAPPED[before.mapping.type], MAPPED[after.mapping.type]
        return f"the VM runs on, mapped {now} instead of {was}"
    return f"the VM runs on, but the access that was {before.fault.result} is {after.fault.result}"


def _because(rule: Rule[object] | None) -> str:
    return "no rule says why" if rule is None else f"{rule.text} ({rule.cite})"
