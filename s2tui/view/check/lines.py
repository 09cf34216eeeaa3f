"""Policies x invariants as lines: what is checked, a row a policy, and what fails where."""

from __future__ import annotations

from typing import TYPE_CHECKING

from s2tui.kvm.scenario.fields import differences_from, word
from s2tui.view.kit import words
from s2tui.view.kit.cells import pad
from s2tui.view.kit.layout import flow, heading
from s2tui.view.kit.text import MARKS, NOTHING, Row, Span

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from s2tui.analysis.invariants.catalogue import Invariant
    from s2tui.analysis.invariants.check import Finding
    from s2tui.analysis.invariants.examples import Counterexample
    from s2tui.kvm.scenario.fields import Scenario
    from s2tui.view.kit.text import Line, Role

WIDTH = 100
ROLES: dict[bool | None, Role] = {True: "allowed", False: "denied", None: "unknown"}
"""What an answer means; its mark says the same."""
VACUOUS = NOTHING
"""The mark of what holds because it claims nothing about the policy."""
NAME = 16
"""Columns of a policy's name; a longer one, somebody's own, pushes its row aside."""
CELL = 4
NARROW = 2
"""Columns of a cell, and where not all of them fit."""
BESIDE = " | "
"""Stands before what is different in the second scenario."""
LEGEND = (
    f"{MARKS['allowed']} holds, {VACUOUS} holds and has nothing to hold, {MARKS['denied']} fails,"
    f" {MARKS['unknown']} depends on what nobody ever said. Below, for each failure, a scenario"
    " (`s2tui explain` takes it): one that has a name, else the smallest that a machine produces;"
    f" after{BESIDE.rstrip()}, what is different in the second one that it is held against"
)


def head_lines(
    invariants: Sequence[Invariant],
    policies: int,
    scenarios: int,
    against: str | None = None,
    width: int = WIDTH,
) -> list[Line]:
    """What is checked, and the head of the table."""
    plural = "policy" if policies == 1 else "policies"
    title = f"{policies} {plural}, {scenarios:,} scenarios each"
    if against is not None:
        title += f"; only what {against} does not violate"
    lines: list[Line] = [(Span(title, "title"),)]
    longest = max(len(invariant.id) for invariant in invariants)
    for number, invariant in enumerate(invariants, 1):
        first = (Span(f"{number:>2} "), Span(f"{invariant.id:<{longest}}  ", "key"))
        lines += flow(first, invariant.text, width)
    cell = _cell(len(invariants), width)
    numbers = "".join(f"{number:>{cell}}" for number in range(1, len(invariants) + 1))
    heads = ("", *map(str, range(1, len(invariants) + 1)))
    head = Row((Span(" " * NAME + numbers, "dim"),), heads, heads=True)
    return [*lines, *flow((), LEGEND, width, "dim"), (), head]


def _cell(count: int, width: int) -> int:
    return next((c for c in range(CELL, NARROW, -1) if NAME + c * count <= width), NARROW)


def row_line(findings: Sequence[Finding], width: int = WIDTH) -> Line:
    """One policy's answers, in the order of the invariants."""
    name = findings[0].policy.id
    cell = _cell(len(findings), width)
    marks = [mark_of(finding) for finding in findings]
    spans = (Span(mark.text.rjust(cell), mark.role) for mark in marks)
    return Row((Span(pad(name, NAME), "key"), *spans), (name, *(mark.text for mark in marks)))


def mark_of(finding: Finding) -> Span:
    """One answer as one sign."""
    if finding.vacuous:
        return Span(VACUOUS, "dim")
    role = ROLES[finding.holds]
    return Span(MARKS[role], role)


def failure_lines(findings: Sequence[Finding], width: int = WIDTH) -> list[Line]:
    """What fails and what is open: each scenario once, with the policies that it shows it for.

    Then the sentence that is claimed, and what exactly counts.
    """
    lines: list[Line] = []
    one = len({f.policy.id for f in findings}) == 1
    invariants = {f.invariant.id: f.invariant for f in findings}
    for number, invariant in enumerate(invariants.values(), 1):
        open_ = [f for f in findings if f.invariant is invariant and f.holds is not True]
        if not open_:
            continue
        lines += [(), heading(f"{number} {invariant.id}", width)]
        for shown, group in _grouped(open_):
            role = ROLES[group[0].holds]
            lines += flow((Span(f"{MARKS[role]} ", role),), shown, width)
            said = " ".join(f.policy.id for f in group)
            if one and group[0].violations:
                said = f"{group[0].violations:,} scenarios"
            lines += flow((Span("    "),), _name(group[0]) + said, width, "dim")
        lines += claim_lines(invariant, width)
    return lines


def claim_lines(invariant: Invariant, width: int) -> list[Line]:
    """Whose sentences an invariant claims, and what exactly counts."""
    lines: list[Line] = []
    unsaid = f"{invariant.asked_by} ({invariant.source})"
    for text in [said.cited for said in invariant.said] or [unsaid]:
        lines += flow((Span("said    ", "title"),), text, width, "dim")
    return lines + flow((Span("exactly ", "title"),), invariant.details, width, "dim")


def _name(finding: Finding) -> str:
    example = finding.counterexample
    return f"@{example.name}: " if example is not None and example.name else ""


def _grouped(findings: Iterable[Finding]) -> list[tuple[str, list[Finding]]]:
    """The findings by the scenario that shows them; failures first, then what is open."""
    found: dict[tuple[bool, str], list[Finding]] = {}
    for finding in findings:
        example = finding.counterexample
        assert example is not None
        found.setdefault((finding.holds is None, example_text(example)), []).append(finding)
    return [(shown, group) for (_, shown), group in sorted(found.items(), key=lambda i: i[0][0])]


def example_text(example: Counterexample) -> str:
    """A scenario as it is typed, and what is different in the second one."""
    shown = " ".join(words.changed_fields(example.scenario)) or f"({words.ALL_DEFAULT})"
    if example.other is None:
        return shown
    return shown + BESIDE + " ".join(different(example.scenario, example.other))


def different(first: Scenario, second: Scenario) -> list[str]:
    """`FIELD=VALUE` for each field in which the second scenario is not like the first."""
    return [f"{name}={word(value)}" for name, value in differences_from(first, second).items()]
