"""The moves of one VM between the three classes of host, small enough to stand beside the rest."""

from __future__ import annotations

from typing import TYPE_CHECKING

from s2tui.kvm.migration.own_host import HERE_ID, present
from s2tui.view.kit.layout import fit, flow_line
from s2tui.view.kit.text import MARKS, Span
from s2tui.view.migrate.lines import move_cell

if TYPE_CHECKING:
    from collections.abc import Sequence

    from s2tui.kvm.migration.hosts import HostClass
    from s2tui.kvm.migration.migrate import Cell
    from s2tui.kvm.scenario.fields import Scenario
    from s2tui.view.kit.text import Line

LEFT = 13
"""Columns of the source's name, with the word for the present one."""
COLUMN = 11
CLASSES = 3
CORNER = "from / to"
HERE = " here"


def matrix_lines(cells: Sequence[Cell], scenario: Scenario, width: int) -> list[Line]:
    """The table, a row for each source, and why the present VM may not go where it may not.

    Args:
        cells: every move.
        scenario: whose host is marked.
        width: columns.
    """
    if not cells:
        return []
    here = present(cells, scenario)
    destinations = dict.fromkeys(cell.destination.text for cell in cells)
    heads = [Span(f"{name:<{COLUMN}}", "title") for name in destinations]
    heads[-1] = Span(heads[-1].text.rstrip(), "title")
    lines: list[Line] = [fit((Span(f"{CORNER:<{LEFT}}", "dim"), *heads), width)]
    for source, name in {cell.source.id: cell.source.text for cell in cells}.items():
        row = [_label(source, name, here=source == here)]
        for cell in cells:
            if cell.source.id == source:
                role, word = move_cell(cell.move)
                row.append(Span(f"{word:<{COLUMN}}", role))
        row[-1] = Span(row[-1].text.rstrip(), row[-1].role)
        lines.append(fit(row, width))
    return lines + reason_lines(cells, here, width)


def reason_lines(cells: Sequence[Cell], here: str | None, width: int) -> list[Line]:
    """Each different answer for the present host with where it holds, bad ones first.

    All sources count where the present host is of no class.
    """
    groups: dict[str, list[Cell]] = {}
    for cell in cells:
        if here is None or cell.source.id == here:
            groups.setdefault(cell.move.text, []).append(cell)
    lines: list[Line] = []
    for text, members in sorted(groups.items(), key=lambda group: group[1][0].move.works):
        role, _ = move_cell(members[0].move)
        where = ", ".join(dict.fromkeys(_to(cell.destination, members) for cell in members))
        label = f"{MARKS[role]} to {where}:".lstrip()
        lines += flow_line((Span(label, "title" if role == "dim" else role), Span(text)), width)
    return lines


def move_line(cells: Sequence[Cell], scenario: Scenario, width: int) -> Line:
    """Where the VM may go from its own host, in one line."""
    here = present(cells, scenario)
    if here is None:
        said = "this host is of none of the three classes" if cells else ""
        return fit((Span("moves ", "title"), Span(said, "dim")), width)
    spans = [Span("moves to ", "title")]
    for cell in cells:
        if cell.source.id == here:
            role, word = move_cell(cell.move)
            spans += [Span(f"{cell.destination.text} "), Span(word, role), Span("  ")]
    return fit(spans, width)


def _label(id_: str, name: str, *, here: bool) -> Span:
    said = name + (HERE if here and id_ != HERE_ID else "")
    return Span(f"{said:<{LEFT}}", "key" if here else "text")


def _to(destination: HostClass, members: Sequence[Cell]) -> str:
    """The name of a destination; that it is all of them where their answers are the same."""
    everywhere = len({cell.destination.id for cell in members}) == CLASSES
    return "all three" if everywhere else destination.text
