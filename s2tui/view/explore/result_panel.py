"""Stage 1 x stage 2 = what the guest gets, and what its instructions do on that, in few lines."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from s2tui.view.explore.resultant import asked, details, permitted_text, type_line
from s2tui.view.hazards import does
from s2tui.view.hazards import role as role_of
from s2tui.view.kit import words
from s2tui.view.kit.layout import fit, flow, flow_line, length
from s2tui.view.kit.text import MARKS, Span

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from s2tui.arm.consequences import Consequence
    from s2tui.kvm.report.report import Report
    from s2tui.view.kit.text import Line, Role

TIMES, EQUALS = " \N{MULTIPLICATION SIGN} ", " = "
ROLES: Mapping[Role, str] = {
    "denied": "does not work",
    "reserved": "may not work",
    "allowed": "works",
}
"""What can become of an operation, in the order in which it is said."""


class Group(NamedTuple):
    """Operations that do the same."""

    role: Role
    does: str
    names: tuple[str, ...]


def product_lines(report: Report, width: int) -> list[Line]:
    """What the guest asked for, what stage 2 says, and what comes of both."""
    resultant = report.outcome.resultant
    descriptor = report.outcome.descriptor
    memattr = descriptor.field("MemAttr") if descriptor is not None else None
    if resultant is None or memattr is None:
        return [fit(type_line(report), width)]
    role: Role = "reserved" if resultant.reserved else "set"
    factors = (Span(f"stage 1 {asked(report)}{TIMES}stage 2 {memattr.meaning}"),)
    said = f"{MARKS[role]} {resultant.kind}  {details(resultant)}".rstrip()
    product = (Span(said, role),)
    lines: list[Line] = []
    if length(factors) + length(product) + len(EQUALS) <= width:
        lines = [(*factors, Span(EQUALS), *product)]
    else:
        lines = [*flow_line(factors, width), (Span("  = "), *product)]
    if resultant.permitted:
        first = (Span("  "), Span("permitted: ", "reserved"))
        lines += flow(first, permitted_text(resultant.permitted), width)
    return lines


def operation_groups(found: Sequence[Consequence]) -> tuple[Group, ...]:
    """The operations by what they do: what fails first, then what may fail, then what works."""
    groups: dict[tuple[Role, str], list[str]] = {}
    for consequence in found:
        key = (role_of(consequence), does(consequence))
        groups.setdefault(key, []).append(consequence.operation.id)
    order = list(ROLES)
    return tuple(
        Group(role, text, tuple(names))
        for (role, text), names in sorted(groups.items(), key=lambda g: order.index(g[0][0]))
    )


def operation_group_lines(found: Sequence[Consequence], width: int) -> list[Line]:
    """What the guest's operations do, a line for those that do the same."""
    lines: list[Line] = []
    for group in operation_groups(found):
        first = (Span(f"{MARKS[group.role]} ", group.role),)
        lines += flow(first, f"{', '.join(group.names)}: {group.does}", width)
    return lines


def operation_summary(found: Sequence[Consequence], width: int) -> list[Line]:
    """The operations that fail, that may fail and that work, a line for each."""
    lines: list[Line] = []
    for role, word in ROLES.items():
        names = [c.operation.id for c in found if role_of(c) == role]
        if names:
            first = (Span(f"{MARKS[role]} {word}: ", role),)
            lines += flow(first, ", ".join(names), width)
    return lines


def fitting(report: Report, found: Sequence[Consequence], width: int, height: int) -> list[Line]:
    """As much as fits: all of it, or hazards by their names, or operations in three lines too."""
    product, rest = product_lines(report, width), _rest(report, width)
    names = _hazard_names(report, width)
    grouped = operation_group_lines(found, width)
    for middle in (hazard_texts(report, width) + grouped, names + grouped):
        if len(product) + len(middle) + len(rest) <= height:
            return product + middle + rest
    return product + names + operation_summary(found, width) + rest


def result_lines(report: Report, found: Sequence[Consequence], width: int) -> list[Line]:
    """The product, the hazards, what instructions do, why, capability and notes."""
    middle = hazard_texts(report, width) + operation_group_lines(found, width)
    return product_lines(report, width) + middle + _rest(report, width)


def hazard_texts(report: Report, width: int) -> list[Line]:
    """Each hazard in a sentence."""
    lines: list[Line] = []
    for hazard in report.hazards:
        name = Span(f"{MARKS['reserved']} {hazard.id}:", "reserved")
        lines += flow_line((name, Span(hazard.text)), width)
    return lines or _hazard_names(report, width)


def _hazard_names(report: Report, width: int) -> list[Line]:
    names = [hazard.id for hazard in report.hazards]
    if not names:
        return [(Span("no hazard follows", "dim"),)]
    count = f"{len(names)} hazard{'s' * (len(names) != 1)}"
    first = (Span(f"{MARKS['reserved']} {count}: ", "reserved"),)
    return flow(first, ", ".join(names), width)


def _rest(report: Report, width: int) -> list[Line]:
    """Why the product is what it is, the capability and the notes."""
    resultant = report.outcome.resultant
    rest = [("capability", words.capability(report.capability))]
    rest += [("note", note) for note in report.notes]
    if resultant is not None and resultant.reason:
        rest.insert(0, ("why", resultant.reason))
    lines: list[Line] = []
    for title, text in rest:
        lines += flow_line((Span(title, "title"), Span(text)), width)
    return lines
