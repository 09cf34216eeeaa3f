"""What can go wrong with an answer: each hazard in a sentence, or as much as there is room for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from s2tui.kvm.hazards.catalogue import RANKS
from s2tui.kvm.report.verdict import verdict
from s2tui.kvm.report.without import without
from s2tui.kvm.scenario import predicates
from s2tui.view.kit.layout import flow, flow_line
from s2tui.view.kit.text import MARKS, Span, marked

if TYPE_CHECKING:
    from collections.abc import Mapping

    from s2tui.kvm.hazards.catalogue import Rank
    from s2tui.kvm.report.report import Report
    from s2tui.view.kit.text import Line, Role

ROLES: Mapping[Rank, Role] = {
    "kills": "denied",
    "leaks": "denied",
    "corrupts": "denied",
    "loses": "reserved",
    "letter": "dim",
}

INDENT = 2
NONE: Line = (Span("no hazard follows", "dim"),)


def hazard_lines(report: Report, width: int) -> list[Line]:
    """Each hazard in a sentence, the worst first, or that there is none.

    What is one by the letter only is named and no more; `list hazards` has its words. Where the
    memory is refused it is said what the refusal prevents.
    """
    return _sentences(report, width) or [NONE, *_prevented(report, width)]


def _prevented(report: Report, width: int) -> list[Line]:
    """What would follow without the checks that refuse."""
    found = without(report)
    if found is None:
        return []
    checks = "this check" if len(found.checks) == 1 else f"these {len(found.checks)} checks"
    said = f"without {checks} it would be {verdict(found.report.outcome).text}"
    sentences = _sentences(found.report, width - INDENT)
    if not sentences:
        mapped = predicates.kernel_mapped(report.scenario)
        why = "; the kernel has a mapping of this page to clean it through" if mapped else ""
        return flow((), f"{said}, and no hazard would follow{why}", width, "dim")
    lines = flow((), f"{said}, and then", width, "dim")
    return lines + [(Span(" " * INDENT), *line) for line in sentences]


def _sentences(report: Report, width: int) -> list[Line]:
    lines: list[Line] = []
    for hazard in report.hazards:
        if hazard.rank != "letter":
            name = marked(ROLES[hazard.rank], f"{hazard.id} ({RANKS[hazard.rank]}):")
            lines += flow_line((name, Span(hazard.text)), width)
    weak = [hazard.id for hazard in report.hazards if hazard.rank == "letter"]
    if weak:
        lines += flow((), f"{RANKS['letter']}: {', '.join(weak)}", width, "dim")
    return lines


def hazard_name_lines(report: Report, width: int) -> list[Line]:
    """How many hazards there are, and what they are called."""
    if not report.hazards:
        return [NONE]
    first = (Span(f"{MARKS['reserved']} {_count(report)}: ", "reserved"),)
    return flow(first, hazard_names(report), width)


def hazard_count(report: Report) -> Span:
    """How many hazards there are, in two words."""
    return marked("reserved", _count(report)) if report.hazards else Span("no hazard", "dim")


def hazard_names(report: Report) -> str:
    """What the hazards are called, or `none`."""
    return ", ".join(hazard.id for hazard in report.hazards) or "none"


def _count(report: Report) -> str:
    count = len(report.hazards)
    return f"{count} hazard{'s' * (count != 1)}"
