"""Policies against invariants as a table to walk about in, and one cell of it in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from s2tui.analysis.invariants.catalogue import load
from s2tui.view.check.lines import VACUOUS, claim_lines, different, mark_of
from s2tui.view.kit import words
from s2tui.view.kit.layout import fit, flow, flow_line
from s2tui.view.kit.table import POINTER, Row, Table
from s2tui.view.kit.text import MARKS, Span

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from s2tui.analysis.invariants.check import Finding
    from s2tui.analysis.invariants.examples import Counterexample
    from s2tui.view.kit.text import Line

LEGEND = (
    f"{MARKS['allowed']} holds  {VACUOUS} nothing to hold  {MARKS['denied']} fails "
    f" {MARKS['unknown']} nobody ever said"
)
WAITING = "…"


def finding_table(
    kernels: Sequence[str], found: Mapping[str, Sequence[Finding]], present: str
) -> Table:
    """A row for each policy, with what is known of it; invariants have numbers.

    Args:
        kernels: the rows.
        found: what is known, by kernel.
        present: the kernel that the other screens ask.
    """
    count = len(load())
    heads = tuple(str(number) for number in range(1, count + 1))
    rows = tuple(_row(kernel, found.get(kernel), count, present) for kernel in kernels)
    return Table("policy", heads, rows, cells=True)


def _row(kernel: str, found: Sequence[Finding] | None, count: int, present: str) -> Row:
    waiting: Line = (Span(WAITING, "dim"),)
    cells = [waiting] * count
    if found is not None:
        cells = [(mark_of(finding),) for finding in found]
    sign = Span(" present" if kernel == present else "", "dim")
    return Row(kernel, (Span(kernel, "key"), sign), tuple(cells))


def name_lines(column: int, width: int) -> list[Line]:
    """What the numbers over the columns stand for, in as many words as there is room for.

    Args:
        column: the one that is marked, from 0.
        width: columns.
    """
    longest = max(map(len, load())) + 2
    lines = []
    for number, one in enumerate(load().values()):
        here = number == column
        spans = [
            Span(f"{POINTER if here else ' '}{number + 1:>3} ", "key"),
            Span(f"{one.id:<{longest}}", "title" if here else "text"),
        ]
        if width > 2 * longest:
            spans.append(Span(one.text, "text" if here else "dim"))
        lines.append(fit(spans, width))
    return lines


def cell_lines(kernel: str, column: int, finding: Finding | None, width: int) -> list[Line]:
    """One invariant and what one policy makes of it.

    Args:
        kernel: the policy.
        column: which invariant, from 0.
        finding: what is known; None if it is still being found out.
        width: columns.
    """
    invariant = tuple(load().values())[column]
    name = (Span(f"{column + 1}", "key"), Span(f"{invariant.id}:", "title"))
    lines = flow_line((*name, Span(invariant.text)), width)
    lines += _answer(kernel, finding, width)
    return lines + claim_lines(invariant, width)


def _answer(kernel: str, finding: Finding | None, width: int) -> list[Line]:
    if finding is None:
        return [(Span(f"{kernel}: ", "key"), Span(f"{WAITING} being looked at", "dim"))]
    mark = mark_of(finding)
    text = {
        True: "holds: it claims nothing here" if finding.vacuous else "holds everywhere",
        False: f"fails in {finding.violations:,} scenarios",
        None: "holds where anybody said anything; elsewhere nobody did",
    }[finding.holds]
    said = (Span(f"{kernel}: ", "key"), Span(f"{mark.text} ", mark.role))
    lines = flow(said, text, width, mark.role)
    if finding.counterexample is not None:
        label = "open " if finding.holds is None else "e.g. "
        lines += _example(label, finding.counterexample, width)
    return lines


def _example(label: str, example: Counterexample, width: int) -> list[Line]:
    fields = words.scenario_words(example.scenario)
    if example.name is not None:
        fields = f"@{example.name}: {fields}"
    lines = flow((Span(label, "title"),), fields, width)
    if example.other is not None:
        changed = " ".join(different(example.scenario, example.other)) or "the same"
        lines += flow((Span("and  ", "title"),), f"with {changed}", width)
    return lines
