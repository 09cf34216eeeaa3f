"""What can go wrong with an answer, and what the guest's instructions do on its memory."""

from __future__ import annotations

from typing import TYPE_CHECKING

from s2tui.arm.operations import DOES_WORDS
from s2tui.kvm.hazards.derive import operations
from s2tui.view.kit.layout import flow
from s2tui.view.kit.text import MARKS, Span

if TYPE_CHECKING:
    from s2tui.arm.consequences import Consequence
    from s2tui.kvm.report.report import Report
    from s2tui.view.kit.text import Line, Role

RAISES = {1: " by stage 1: the guest takes it", 2: " by stage 2: KVM takes it"}
"""Who takes the fault among the outcomes."""


def hazard_lines(report: Report, width: int) -> list[Line]:
    """Each hazard with its id, or that there is none."""
    if not report.hazards:
        return [(Span("no hazard follows", "dim"),)]
    lines: list[Line] = []
    for hazard in report.hazards:
        lines += flow((Span(f"{MARKS['reserved']} {hazard.id}: ", "reserved"),), hazard.text, width)
    return lines


def operation_lines(report: Report, width: int) -> list[Line]:
    """What each of the guest's operations does on the resultant type; nothing without a leaf.

    More than one outcome is a set from which implementation and system choose.
    """
    found = operations(report.scenario, report.outcome)
    lines: list[Line] = []
    for consequence in found:
        meaning = role(consequence)
        text = f"{consequence.operation.text}: {does(consequence)}"
        lines += flow((Span(f"{MARKS[meaning]} ", meaning),), text, width)
    return lines


def does(consequence: Consequence) -> str:
    """Everything that an operation may do, in words."""
    words = " or ".join(DOES_WORDS[outcome] for outcome in consequence.outcomes)
    return words + (RAISES[consequence.stage] if consequence.stage else "")


def role(consequence: Consequence) -> Role:
    """Whether an operation works, may fail or fails."""
    if consequence.outcomes == ("works",):
        return "allowed"
    return "reserved" if "works" in consequence.outcomes else "denied"
