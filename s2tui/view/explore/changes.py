"""What differs between two reports, as was and is, in the contract's order of members."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from s2tui.kvm.report.without import without
from s2tui.kvm.scenario.fields import differences_from, word
from s2tui.view.explore.hazards import hazard_names
from s2tui.view.kit import words
from s2tui.view.kit.layout import cut, flow
from s2tui.view.kit.text import MARKS, Span

if TYPE_CHECKING:
    from s2tui.kvm.report.report import Report
    from s2tui.kvm.scenario.fields import Scenario
    from s2tui.view.kit.text import Line


FIRST = "turn an input to see what it changes"
FEW_COLUMNS = 80
"""Of a scenario where it is only named."""


class Change(NamedTuple):
    """One member that differs."""

    member: str
    was: str
    now: str


def title(was: Report | None, *, pinned: bool) -> str:
    """What the changes are since: a pinned baseline, by its kernel, or the last move."""
    if was is None or not pinned:
        return "last change"
    return f"against the pinned {was.kernel}"


def pinned_words(scenario: Scenario, kernel: str) -> str:
    """What is pinned, and what that does."""
    given = cut(words.scenario_words(scenario), FEW_COLUMNS)
    return (
        f"pinned {kernel}, {given}: Explore and Compare hold every answer against it, Diff against"
        " its kernel; pin again to end that"
    )


def inputs(was: Report, now: Report) -> tuple[Change, ...]:
    """The inputs that differ: the kernel first, then the fields."""
    found = [Change("kernel", was.kernel, now.kernel)] if was.kernel != now.kernel else []
    for name, value in differences_from(was.scenario, now.scenario).items():
        found.append(Change(name, word(words.value_of(was.scenario, name)), word(value)))
    return tuple(found)


def answers(was: Report, now: Report) -> tuple[Change, ...]:
    """The members of the outcome that differ, then capability, hazards and migration.

    Of two refusals it is also said what they prevent, which is all that may differ.
    """
    before, after = _said(was), _said(now)
    found = [Change(m, before[m], said) for m, said in after.items() if said != before[m]]
    prevented = _prevented(was), _prevented(now)
    if None not in prevented and prevented[0] != prevented[1]:
        found.append(Change("prevented by the refusal", *map(str, prevented)))
    return tuple(found)


def _prevented(report: Report) -> str | None:
    """The hazards that a refusal prevents, or `none`; None where nothing is refused."""
    found = without(report)
    return None if found is None else hazard_names(found.report)


def _said(report: Report) -> dict[str, str]:
    """Each member of a report in words."""
    outcome = report.outcome
    return {
        "memslot": words.memslot(outcome.memslot),
        "fault": words.fault(outcome.fault),
        "mapping": words.mapping(outcome.mapping),
        "descriptor": words.hexadecimal(outcome.descriptor),
        "maintenance": words.maintenance(outcome.maintenance),
        "resultant": words.resultant(outcome.resultant),
        "capability": words.availability(report.capability),
        "hazards": hazard_names(report),
        "migration": report.migration.text,
    }


def changes_line(was: Report | None, now: Report) -> Line:
    """What was turned last and what it did, in one line."""
    if was is None:
        return (Span(FIRST, "dim"),)
    turned, effect = _listed(inputs(was, now)), _listed(answers(was, now))
    return (
        Span(f"{MARKS['changed']} {turned or 'nothing was turned'}:", "changed"),
        Span(f" {effect}" if effect else " the same answer"),
    )


def changes_lines(was: Report | None, now: Report, width: int) -> list[Line]:
    """What was turned last and each member that it changed, from what to what."""
    if was is None:
        return flow((), FIRST, width, "dim")
    mark = Span(f"{MARKS['changed']} ", "changed")
    lines = flow((mark,), _listed(inputs(was, now)) or "nothing was turned", width, "changed")
    changed = answers(was, now)
    for change in changed:
        first = (Span(f"  {change.member} "),)
        lines += flow(first, f"{change.was} → {change.now}", width)
    if not changed:
        lines += flow((Span("  "),), "nothing else changed: the same answer", width, "dim")
    return lines


def _listed(changes: tuple[Change, ...]) -> str:
    return ", ".join(f"{c.member} {c.was} → {c.now}" for c in changes)
