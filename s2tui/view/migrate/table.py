"""Where a VM may move, as a table to walk about in: kinds of host, or the hosts of a fleet."""

from __future__ import annotations

from typing import TYPE_CHECKING

from s2tui.view.kit.layout import flow, flow_line
from s2tui.view.kit.table import Row, Table
from s2tui.view.kit.text import Span
from s2tui.view.migrate.lines import LEGEND, clean_name, move_cell, move_lines, reason_lines

if TYPE_CHECKING:
    from collections.abc import Sequence

    from s2tui.kvm.migration.hosts import Host
    from s2tui.kvm.migration.migrate import Pair
    from s2tui.view.kit.text import Line

LONGEST = 24
"""Columns of a host's name."""


def moves_table(names: Sequence[str], pairs: Sequence[Pair], here: str | None = None) -> Table:
    """Sources down, destinations across; a move onto the same host says whether the VM runs.

    Args:
        names: the hosts, in order.
        pairs: the moves between any two.
        here: the host that is like the scenario's own, if one is.
    """
    answers = {(p.source, p.destination): p.move for p in pairs}
    rows = []
    for source in names:
        sign = Span(" here" if source == here else "", "dim")
        label = (Span(clean_name(source, LONGEST), "key"), sign)
        cells: list[Line] = []
        for destination in names:
            role, word = move_cell(answers[source, destination])
            cells.append((Span(word, role),))
        rows.append(Row(source, label, tuple(cells)))
    heads = tuple(clean_name(name, LONGEST) for name in names)
    return Table("from / to", heads, tuple(rows), cells=True)


def pair_lines(pair: Pair, ends: tuple[Host, Host], width: int) -> list[Line]:
    """One move in full."""
    if pair.source == pair.destination:
        first = f"on {clean_name(pair.source, LONGEST)} itself: whether the VM runs there"
    else:
        names = (clean_name(pair.source, LONGEST), clean_name(pair.destination, LONGEST))
        first = " → ".join(names)
    return [*flow((), first, width, "key"), *move_lines(pair.move, *ends, width)]


def count_line(pairs: Sequence[Pair]) -> Line:
    """How many of the moves between different hosts are possible, and how many both ways."""
    between = [p.move for p in pairs if p.source != p.destination]
    there = sum(move.works for move in between)
    back = sum(bool(move.works and move.returns) for move in between)
    return (Span(f"{there} of {len(between)} moves work, {back} of them both ways", "dim"),)


def every_lines(pairs: Sequence[Pair], width: int) -> list[Line]:
    """Every answer in the table with its moves, and how to read a cell."""
    return [
        *reason_lines(pairs, width),
        (),
        *flow_line((Span(LEGEND, "dim"),), width),
    ]
