"""Policies under one scenario, and the positions of the debate, as tables to walk about in."""

from __future__ import annotations

from typing import TYPE_CHECKING

from s2tui.kvm.debate.debate import Cell
from s2tui.kvm.report.members import differing, members, why
from s2tui.view.compare import debate
from s2tui.view.compare.lines import HEADS, entry
from s2tui.view.explore import changes, report
from s2tui.view.explore.journey import journey_lines
from s2tui.view.kit import words
from s2tui.view.kit.layout import cut, flow, flow_line, heading
from s2tui.view.kit.table import Row, Table
from s2tui.view.kit.text import MARKS, Span

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from s2tui.kvm.debate.debate import Grid
    from s2tui.kvm.migration.migrate import Move
    from s2tui.kvm.report.report import Report
    from s2tui.view.kit.text import Line

REASON = 84
"""Columns of the last column, which says why."""
CHOSEN = "●"
WAITING = Table("position", (), ())
"""The table of the debate before it is there."""
BESIDE_DEBATE = f"{MARKS['changed']} not as merged for {debate.BASELINE}"


def policy_table(
    reports: Sequence[Report], reference: Report, present: str, chosen: Collection[str] = ()
) -> Table:
    """A row for each policy; what differs from the reference is marked.

    Args:
        reports: what each policy answers to the scenario.
        reference: the answer that they are held against.
        present: the kernel that the other screens ask.
        chosen: the kernels that somebody picked out.
    """
    base = members(reference.outcome)
    signs = {present: Span(" present", "dim"), reference.kernel: Span(" reference", "dim")}
    rows = [_policy_row(one, base, signs, chosen) for one in reports]
    heads = tuple(f"  {head}" for head in (*HEADS[1:], "why"))
    return Table(HEADS[0], heads, tuple(rows))


def _policy_row(
    one: Report,
    base: tuple[object, ...],
    signs: Mapping[str, Span],
    chosen: Collection[str],
) -> Row:
    found = entry(one, base)
    label: list[Span] = [Span(one.kernel, "key")]
    if one.kernel in chosen:
        label.append(Span(f" {CHOSEN}", "set"))
    if one.kernel in signs:
        label.append(signs[one.kernel])
    cells: list[Line] = []
    for text, marked, role in list(zip(*found, strict=True))[1:]:
        mark = MARKS["changed"] if marked else " "
        # What became of the fault is told by its own role; the mark says that it differs.
        own = "changed" if marked and role == "text" else role
        cells.append((Span(f"{mark} ", "changed"), Span(text, own)))
    cells.append((Span(f"  {cut(why(one.outcome), REASON)}", "dim"),))
    return Row(one.kernel, tuple(label), tuple(cells), one.policy.title)


def differs_line(reports: Sequence[Report], reference: Report) -> Line:
    """Which members differ among some answers, for beside a heading."""
    if not reports:
        return ()
    found = differing([one.outcome for one in reports])
    if not found:
        return (Span("the same outcome everywhere", "dim"),)
    said = f"{MARKS['changed']} not as under {reference.kernel}"
    return (Span(said, "changed"), Span(f": {', '.join(found)}", "dim"))


def policy_lines(one: Report, reference: Report, width: int) -> list[Line]:
    """What is to be said about one policy's answer: who it is, why, and what differs."""
    lines = flow((), report.title(one), width, "key")
    lines += flow((Span("why  ", "title"),), why(one.outcome), width)
    if one.kernel != reference.kernel:
        lines += _difference(one, reference, width)
    for note in one.notes:
        lines += flow((Span("note ", "dim"),), note, width, "dim")
    return lines


def fault_lines(one: Report, width: int) -> list[Line]:
    """What was asked, and the guest's fault as one policy takes it."""
    lines = [heading(one.kernel, width)]
    lines += flow((), words.scenario_words(one.scenario), width, "dim")
    return lines + journey_lines(one.outcome, width, "telling")


def _difference(one: Report, reference: Report, width: int) -> list[Line]:
    lines: list[Line] = []
    same = not differing((reference.outcome, one.outcome))
    if same:
        text = f"the same outcome as under {reference.kernel}"
        lines.append((Span(f"{MARKS['allowed']} {text}", "allowed"),))
    for change in changes.answers(reference, one):
        first = (Span(f"{MARKS['changed']} {change.member} ", "changed"),)
        lines += flow(first, f"{change.was} → {change.now}", width)
    if not same:
        there = f"under {reference.kernel}: {why(reference.outcome)}"
        lines += flow((Span("     ", "dim"),), there, width, "dim")
    return lines


def debate_table(grid: Grid, dates: Mapping[str, str] | None = None) -> Table:
    """The table of the debate: a row for each position, a column for each scenario.

    Args:
        grid: what positions answer.
        dates: when a position was taken, where there is room to say so.
    """
    since = dates or {}
    longest = max(map(len, grid.cells))
    found = debate.entries(grid)
    merged = found[debate.BASELINE]
    heads = tuple(f" {name}" for name in merged)
    rows = []
    for position, entries in found.items():
        marks = [_marked(entries[name], merged[name]) for name in merged]
        label: Line = (Span(position, "key"),)
        if position in since:
            label = (Span(f"{position:<{longest}}", "key"), Span(f" {since[position]:>11}", "dim"))
        rows.append(Row(position, label, tuple(marks)))
    return Table("position", heads, tuple(rows), cells=True)


def _marked(span: Span, merged: Span) -> Line:
    mark = MARKS["changed"] if span.text != merged.text else " "
    return (Span(mark, "changed"), span)


def cell_lines(position: str, name: str, text: str, answer: Cell | Move, width: int) -> list[Line]:
    """A cell of the debate in words: what was asked, what the position answers, and why.

    Args:
        position: who answers.
        name: the id of the scenario, or of the migration.
        text: what that is.
        answer: the answer.
        width: columns.
    """
    if isinstance(answer, Cell):
        role, said = debate.role(answer), _said(answer)
    else:
        role, said = debate.move_role(answer), debate.move_word(answer)
    lines = flow((Span(f"{name} ", "key"),), text, width)
    mark = Span(f"{MARKS[role]} {said}", role)
    lines += flow_line((Span(f"{position}: ", "title"), mark), width)
    return lines + flow((Span("why ", "title"),), answer.text, width)


def _said(cell: Cell) -> str:
    """`created, mapped Normal cacheable`; `refused at creation with EINVAL`."""
    if cell.create == "unknown":
        return "nobody ever said what creation answers"
    if cell.create == "none":
        return "there is no memslot"
    if cell.create != "ok":
        return f"creation refused: {_errno(cell.create)}"
    if cell.fault == "ok":
        return f"created, and mapped {TYPES.get(cell.type, 'unknown')}"
    if cell.fault == "unknown":
        return "created; nobody ever said what the fault does"
    return f"created, and the fault fails: {_errno(cell.fault)}"


TYPES: Mapping[str | None, str] = {
    "normal": "Normal cacheable",
    "normal-nc": "Normal Non-cacheable",
    "device": "Device",
}


def _errno(word: str) -> str:
    return "with an errno that nobody stated" if word == "unstated" else word


def legend_lines(width: int) -> list[Line]:
    """How to read the table of the debate."""
    return [heading("signs", width), *flow((), debate.LEGEND, width, "dim")]
