"""Stage 1 x stage 2 = what the guest gets, and what its instructions do on that, in few lines."""

from __future__ import annotations

from typing import TYPE_CHECKING

from s2tui.view.explore.hazards import hazard_lines, hazard_name_lines
from s2tui.view.explore.operations import operation_group_lines, operation_summary
from s2tui.view.explore.resultant import asked, named, permitted_lines, titled_lines, type_line
from s2tui.view.kit import words
from s2tui.view.kit.layout import fit, flow_line, length
from s2tui.view.kit.text import Span

if TYPE_CHECKING:
    from collections.abc import Sequence

    from s2tui.arm.consequences import Consequence
    from s2tui.kvm.report.report import Report
    from s2tui.view.kit.text import Line, Role

TIMES, EQUALS = " \N{MULTIPLICATION SIGN} ", " = "


def product_lines(report: Report, width: int) -> list[Line]:
    """What the guest asked for, what stage 2 says, and what comes of both."""
    resultant = report.outcome.resultant
    descriptor = report.outcome.descriptor
    memattr = descriptor.field("MemAttr") if descriptor is not None else None
    if resultant is None or memattr is None:
        return [fit(type_line(report), width)]
    role: Role = "reserved" if resultant.reserved else "set"
    factors = (Span(f"stage 1 {asked(report)}{TIMES}stage 2 {memattr.meaning}"),)
    product = (Span(named(resultant), role),)
    lines: list[Line] = []
    if length(factors) + length(product) + len(EQUALS) <= width:
        lines = [(*factors, Span(EQUALS), *product)]
    else:
        lines = [*flow_line(factors, width), (Span("  = "), *product)]
    return lines + permitted_lines(resultant, width)


def fitting(report: Report, found: Sequence[Consequence], width: int, height: int) -> list[Line]:
    """As much as fits: all of it, or hazards by their names, or operations in three lines too."""
    if report.outcome.mapping is None:
        # Without a leaf there are neither names nor operations to say it shortly with.
        return result_lines(report, found, width)
    product, rest = product_lines(report, width), _rest(report, width)
    names = hazard_name_lines(report, width)
    grouped = operation_group_lines(found, width)
    for middle in (hazard_lines(report, width) + grouped, names + grouped):
        if len(product) + len(middle) + len(rest) <= height:
            return product + middle + rest
    return product + names + operation_summary(found, width) + rest


def result_lines(report: Report, found: Sequence[Consequence], width: int) -> list[Line]:
    """The product, the hazards, what instructions do, why, capability and notes."""
    middle = hazard_lines(report, width) + operation_group_lines(found, width)
    return product_lines(report, width) + middle + _rest(report, width)


def _rest(report: Report, width: int) -> list[Line]:
    """Why the product is what it is, the capability and the notes."""
    resultant = report.outcome.resultant
    rest = [("capability", words.capability(report.capability))]
    rest += [("note", note) for note in report.notes]
    if resultant is not None and resultant.reason:
        rest.insert(0, ("why", resultant.reason))
    return titled_lines(rest, width)
