"""What happens, first of all: in one line, and with its reason in three."""

from __future__ import annotations

from typing import TYPE_CHECKING

from s2tui.kvm.report.members import why
from s2tui.kvm.report.verdict import verdict
from s2tui.view.kit import words
from s2tui.view.kit.layout import fit, flow
from s2tui.view.kit.text import Span, marked

if TYPE_CHECKING:
    from s2tui.kvm.report.report import Report
    from s2tui.view.kit.text import Line, Role


def verdict_role(report: Report) -> Role:
    """What the answer means for the guest: it got on, it did not, or nobody ever said."""
    outcome = report.outcome
    if outcome.memslot.result == "unknown":
        return "unknown"
    return words.FAULT_ROLES[outcome.fault.result]


def verdict_lines(report: Report, width: int) -> list[Line]:
    """What happens, then the rule that decided it, with its source."""
    said = marked(verdict_role(report), verdict(report.outcome).text)
    return [
        *flow((), said.text, width, said.role),
        *flow((Span("  "),), f"because {why(report.outcome)}", width),
    ]


def brief_line(report: Report, width: int) -> Line:
    """The whole answer in one line: the kernel, what happens, and the descriptor or the reason.

    Hazards and notes are counted: a note may say that an input was left at its default.
    """
    outcome = report.outcome
    said = marked(verdict_role(report), verdict(outcome).text)
    leaf = outcome.descriptor
    rest = why(outcome) if leaf is None else words.hexadecimal(leaf)
    wrong = sum(hazard.rank != "letter" for hazard in report.hazards)
    counts = (wrong, "hazard"), (len(report.notes), "note")
    besides = ", ".join(f"{n} {what}{'s' * (n > 1)}" for n, what in counts if n)
    more = f"  ({besides})" if besides else ""
    first = (Span(f"{report.kernel}  ", "key"), said, Span(more, "reserved"))
    return fit((*first, Span(f"  {rest}", "dim")), width)
