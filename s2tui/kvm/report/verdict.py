"""What happens in the end, in one word and one line; where, and which rules decided it."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from s2tui.kvm.policy.decisions import (
    DCACHE_CLEAN,
    DESCRIPTOR,
    EXECUTABLE,
    ICACHE_INVALIDATE,
    MARKS_DIRTY,
    RESULT,
    RESULTANT,
    SIZE,
    TYPE,
    WRITABLE,
)

if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any

    from s2tui.kvm.policy.outcome import Outcome
    from s2tui.kvm.policy.rule import Decision, Stage


class Verdict(NamedTuple):
    """What happens."""

    id: str
    text: str
    """For people; not for comparing."""


_TYPES = {
    "normal": ("mapped-cacheable", "mapped cacheable"),
    "normal-nc": ("mapped-nc", "mapped Normal Non-cacheable"),
    "device": ("mapped-device", "mapped as Device"),
}
_OTHERS = {
    "signal": ("signal", "the VMM gets SIGBUS"),
    "mmio": ("mmio", "exits to user space"),
    "retry": ("retry", "back to the guest with nothing mapped, which faults again"),
    "aged": ("aged", "the access flag is set"),
    "skip": ("skip", "the instruction is stepped over"),
    "inject": ("guest-abort", "the guest takes an exception"),
}
"""By the fault's result, where no leaf is written and nothing fails."""
UNKNOWN = Verdict("unknown", "unknown: nobody ever said what happens")
LEAF: Mapping[str, Decision[Any]] = {
    "mapping": TYPE,
    "mapping.type": TYPE,
    "mapping.writable": WRITABLE,
    "mapping.executable": EXECUTABLE,
    "mapping.level": SIZE,
    "mapping.marks_dirty": MARKS_DIRTY,
    "descriptor": DESCRIPTOR,
    "maintenance": DCACHE_CLEAN,
    "maintenance.dcache_clean": DCACHE_CLEAN,
    "maintenance.icache_invalidate": ICACHE_INVALIDATE,
    "resultant": RESULTANT,
}
"""What decides the members that describe a leaf. Of a member in several parts its first."""


def verdict(outcome: Outcome) -> Verdict:
    """What happens, as the contract names it."""
    memslot, fault = outcome.memslot, outcome.fault
    if memslot.result == "error":
        errno = _errno(memslot.errno)
        return Verdict("refused-at-creation", f"refused when the memslot is created: {errno}")
    if "unknown" in (memslot.result, fault.result):
        return UNKNOWN
    if outcome.mapping is not None:
        id_, text = _TYPES[outcome.mapping.type]
        gets = "" if outcome.resultant is None else f": the guest gets {outcome.resultant.kind}"
        again = ", with the permissions relaxed" if fault.result == "relaxed" else ""
        return Verdict(id_, f"{text}{again}{gets}")
    if fault.result == "error":
        beside = f" with {fault.exit}" if fault.exit else ""
        return Verdict(
            "fails-at-fault", f"KVM_RUN fails at the fault: {_errno(fault.errno)}{beside}"
        )
    id_, text = _OTHERS[fault.result]
    more = fault.exit or fault.inject
    return Verdict(id_, f"{text}: {more}" if more else text)


def ended_in(outcome: Outcome) -> Stage:
    """The stage in which the journey ended: the last one where there is a leaf."""
    if outcome.mapping is not None:
        return "resultant"
    return next(step.rule.stage for step in reversed(outcome.trace) if not step.passed)


def rules(outcome: Outcome) -> dict[str, str | None]:
    """By member, the id of the rule that decided it; None where none did.

    No rule decides a memslot that is created, since every check of it was passed, and none decides
    about a leaf that is not there.
    """
    memslot = last = None
    decided: dict[Decision[Any], str] = {}
    for step in outcome.trace:
        rule = step.rule
        if step.passed:
            continue
        if rule.decides is not None:
            decided[rule.decides] = rule.id
        else:
            last = rule.id
            if rule.stage == "memslot" and memslot is None:
                memslot = rule.id
    leaf = outcome.mapping is not None
    found: dict[str, str | None] = {
        "memslot": memslot,
        "fault": decided.get(RESULT, last) if leaf else last or _last(outcome),
    }
    for member, decision in LEAF.items():
        found[member] = decided.get(decision) if leaf else None
    return found


def _last(outcome: Outcome) -> str:
    return next(step.rule.id for step in reversed(outcome.trace) if not step.passed)


def _errno(errno: str | None) -> str:
    return "an errno that nobody stated" if errno == "unstated" else str(errno)
