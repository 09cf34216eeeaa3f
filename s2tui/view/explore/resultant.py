"""What the guest gets in the end, and what follows from it: hazards, capability, migration."""

from __future__ import annotations

from typing import TYPE_CHECKING

from s2tui.view.explore.hazards import hazard_count, hazard_lines
from s2tui.view.kit import words
from s2tui.view.kit.layout import flow, flow_line, length
from s2tui.view.kit.text import MARKS, Span

if TYPE_CHECKING:
    from collections.abc import Iterable

    from s2tui.arm.combine.combination import Combination
    from s2tui.kvm.policy.results import Fault
    from s2tui.kvm.report.report import Report
    from s2tui.view.kit.text import Line, Role

FEW = 6
"""So many permitted results are named; an UNPREDICTABLE stage 1 has dozens."""


def type_line(report: Report) -> Line:
    """Stage 1 with stage 2 in one line: what the guest asked for, and what it gets."""
    resultant = report.outcome.resultant
    if resultant is None:
        return _without(report.outcome.fault)
    role: Role = "reserved" if resultant.reserved else "set"
    return (
        Span(named(resultant), role),
        Span(f"  asked for {asked(report)}", "dim"),
    )


def _without(fault: Fault) -> Line:
    """Why there is nothing to combine: what happened instead, or that nobody said."""
    if fault.result == "unknown":
        return (Span(f"{MARKS['unknown']} unknown: nobody ever said what happens", "unknown"),)
    return (Span("- none", "title"), Span(f": {words.FAULT_TEXTS[fault.result]}"))


def summary_line(report: Report) -> Line:
    """Type, number of hazards and what its memory type binds the VM to, for one line."""
    if report.outcome.resultant is None:
        return type_line(report)
    hazards = hazard_count(report)
    needs = "+".join(report.migration.requires).upper()
    return (
        *type_line(report)[:-1],
        Span(f"  {hazards.text}", hazards.role),
        Span(f"  binds to {needs}") if needs else Span("  binds to no host", "dim"),
    )


def resultant_lines(report: Report, width: int) -> list[Line]:
    """The resultant attribute with its reason, and every other permitted one."""
    resultant = report.outcome.resultant
    line = type_line(report)
    lines = [line]
    if length(line) > width:
        lines = flow((), "".join(span.text for span in line), width)
    if resultant is None:
        return lines
    lines += permitted_lines(resultant, width)
    if resultant.reason:
        lines += flow((Span("  "),), resultant.reason, width, "dim")
    return lines


def consequence_lines(report: Report, width: int) -> list[Line]:
    """Hazards, capability, migration and notes, each with its mark."""
    rest = [
        ("migration", report.migration.text),
        *(("besides", caveat.text) for caveat in report.caveats),
        ("capability", words.capability_sentence(report.capability)),
        *(("note", note) for note in report.notes),
    ]
    return hazard_lines(report, width) + titled_lines(rest, width)


def titled_lines(rows: Iterable[tuple[str, str]], width: int) -> list[Line]:
    """Texts, each behind its title."""
    lines: list[Line] = []
    for title, text in rows:
        lines += flow_line((Span(title, "title"), Span(text)), width)
    return lines


def permitted_lines(resultant: Combination, width: int) -> list[Line]:
    """The attributes that are permitted, or the first few and how many there are."""
    pairs = resultant.permitted
    if not pairs:
        return []
    said = ", ".join(f"{words.par(attribute)} {sh}" for attribute, sh in pairs[:FEW])
    if len(pairs) > FEW:
        said += f" and {len(pairs) - FEW} more"
    return flow((Span("  "), Span("permitted: ", "reserved")), said, width)


def named(resultant: Combination) -> str:
    """The type with its byte and shareability, and the sign of a reserved one."""
    mark = f"{MARKS['reserved']} " if resultant.reserved else ""
    return f"{mark}{resultant.kind}  {details(resultant)}".rstrip()


def details(resultant: Combination) -> str:
    """The PAR byte and the shareability, as far as there is one of each."""
    parts = []
    if resultant.par_attr is not None:
        parts.append(words.par(resultant.par_attr))
    if resultant.shareability is not None:
        parts.append(resultant.shareability)
    return " ".join(parts)


def asked(report: Report) -> str:
    """What stage 1 says, or what it means that there is none."""
    scenario = report.scenario
    if scenario.access_kind == "stage1-walk":
        return "normal-wb ish by its table walk"
    if not scenario.guest_mmu:
        return "what a disabled stage 1 gives"
    return f"{scenario.guest_memtype} {scenario.guest_shareability}"
