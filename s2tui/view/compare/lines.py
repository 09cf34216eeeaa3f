"""One scenario under many policies, as a table in which what differs from the first is marked."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from s2tui.kvm.report.members import differing, members, why
from s2tui.view.kit import words
from s2tui.view.kit.cells import cells, pad
from s2tui.view.kit.layout import ELLIPSIS, blocks, flow, heading
from s2tui.view.kit.text import MARKS, Row, Span

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from s2tui.kvm.policy.outcome import Outcome
    from s2tui.kvm.report.report import Report
    from s2tui.view.kit.text import Line, Role

HEADS = ("kernel", "memslot", "fault", "mapping", "descriptor", "caches", "resultant")
MAINTENANCE = {
    (False, False): "-",
    (True, False): "clean",
    (False, True): "inval",
    (True, True): "both",
}
"""Cache maintenance: of data, of instructions."""
CACHES = (
    "caches: clean, KVM cleans and invalidates the data cache to PoC; inval, it invalidates the"
    " instruction cache; both"
)
LONGEST = 20
"""Columns of a kernel's name in the table."""
GAPS = (3, 2)
"""Columns between two, which hold the mark and a blank on either side; or only before it."""


def compare_lines(reports: Sequence[Report], width: int = 100) -> list[Line]:
    """The table, the members that differ, and the rule behind each answer."""
    outcomes = [report.outcome for report in reports]
    differs = differing(outcomes)
    blank: Line = ()
    summary = "the same answer everywhere"
    if differs:
        mark = MARKS["changed"]
        summary = f"{', '.join(differs)}; {mark} is not as under {reports[0].kernel}"
    if len(reports) < 2:
        summary = "nothing: there is one answer"
    asked = words.scenario_words(reports[0].scenario)
    return [
        *flow((Span("scenario  ", "title"),), asked, width),
        blank,
        *table_lines(HEADS, [entry(one, members(reports[0].outcome)) for one in reports], width),
        blank,
        *caches_lines(outcomes, width),
        *flow((Span("differs   ", "title"),), summary, width),
        *_notes(reports, width),
        blank,
        heading("why", width),
        *reason_lines([(one.kernel, one.outcome) for one in reports], width),
    ]


def caches_lines(outcomes: Iterable[Outcome], width: int) -> list[Line]:
    """What the words in the column of the caches mean, where there are any."""
    issued = [one.maintenance for one in outcomes if one.maintenance is not None]
    return flow((), CACHES, width, "dim") if any(map(any, issued)) else []


class Entry(NamedTuple):
    """One row's cells."""

    texts: tuple[str, ...]
    marked: tuple[bool, ...]
    roles: tuple[Role, ...]


def table_lines(heads: tuple[str, ...], rows: Sequence[Entry], width: int) -> list[Line]:
    """The rows below their heads, as many columns beside each other as fit."""
    widths = [max(cells(r.texts[i]) for r in rows) for i in range(len(heads))]
    widths = [max(w, len(head)) for w, head in zip(widths, heads, strict=True)]
    dim: list[Role] = ["dim"] * len(heads)
    head = Entry(heads, (False,) * len(heads), tuple(dim))
    gap = next((g for g in GAPS if sum(w + g for w in widths) - g <= width), GAPS[-1])
    lines: list[Line] = []
    for block in blocks([w + gap for w in widths[1:]], width - widths[0]):
        lines += [()] if lines else []
        columns = (0, *(place + 1 for place in block))
        lines += [_line(row, widths, columns, gap, heads=row is head) for row in (head, *rows)]
    return lines


def entry(report: Report, base: tuple[object, ...], label: str = "") -> Entry:
    """One answer's cells, with those marked that are not like the members to compare with.

    Args:
        report: the answer.
        base: the members.
        label: stands before them; the kernel where none is given.
    """
    outcome = report.outcome
    now = members(outcome)
    texts = (
        label or _label(report.kernel),
        outcome.memslot.errno or outcome.memslot.result,
        _fault(outcome),
        _mapping(outcome),
        "-" if outcome.descriptor is None else words.hexadecimal(outcome.descriptor),
        "-" if outcome.maintenance is None else MAINTENANCE[outcome.maintenance],
        "-" if outcome.resultant is None else outcome.resultant.kind,
    )
    marked = (False, *(a != b for a, b in zip(now, base, strict=True)))
    roles: tuple[Role, ...] = (
        "key",
        words.MEMSLOT_ROLES[outcome.memslot.result],
        words.FAULT_ROLES[outcome.fault.result],
        "text",
        "text",
        "text",
        "text",
    )
    return Entry(texts, marked, roles)


def _label(kernel: str) -> str:
    """A kernel in few columns: of a path that is too long its end, which is the file."""
    if cells(kernel) <= LONGEST:
        return kernel
    while cells(kernel) >= LONGEST:
        kernel = kernel[1:]
    return ELLIPSIS + kernel


def _fault(outcome: Outcome) -> str:
    fault = outcome.fault
    if fault.result == "none":
        return "-"
    return fault.errno or ("guest abort" if fault.inject else fault.result)


def _mapping(outcome: Outcome) -> str:
    leaf = outcome.mapping
    if leaf is None:
        return "-"
    return f"{leaf.type} {words.permissions(leaf)} L{leaf.level}"


def _line(
    row: Entry, widths: Sequence[int], columns: Sequence[int], gap: int, *, heads: bool
) -> Line:
    spans: list[Span] = []
    for i in columns:
        if i:
            mark = MARKS["changed"] if row.marked[i] else " "
            spans.append(Span(f" {mark} "[:gap], "changed"))
        role: Role = "changed" if row.marked[i] else row.roles[i]
        spans.append(Span(pad(row.texts[i], widths[i]), role))
    mark = MARKS["changed"]
    cells = (f"{mark} {row.texts[i]}" if row.marked[i] else row.texts[i] for i in columns)
    return Row(spans, cells, heads=heads)


def _notes(reports: Sequence[Report], width: int) -> list[Line]:
    """What was said about the scenario, or about a kernel and then by its name, each once."""
    said = [
        f"{report.kernel}: {note}" if note in report.policy.sayings else note
        for report in reports
        for note in report.notes
    ]
    lines: list[Line] = []
    for note in dict.fromkeys(said):
        lines += flow((Span("note      ", "dim"),), note, width)
    return lines


def reason_lines(answers: Iterable[tuple[str, Outcome]], width: int) -> list[Line]:
    """Each deciding rule once, below what it decided for.

    Args:
        answers: each with the name of what it answers: a kernel, or a scenario.
        width: columns.
    """
    by_reason: dict[str, list[str]] = {}
    for name, outcome in answers:
        by_reason.setdefault(why(outcome), []).append(name)
    lines: list[Line] = []
    for reason, names in by_reason.items():
        lines += flow((), ", ".join(names), width, "key")
        lines += flow((Span("  "),), reason, width)
    return lines
