"""The table of the debate: positions down, scenarios across, in the notation of the discussion."""

from __future__ import annotations

from typing import TYPE_CHECKING

from s2tui.view.layout import flow, heading
from s2tui.view.text import MARKS, Span

if TYPE_CHECKING:
    from collections.abc import Mapping

    from s2tui.kvm.debate import Cell
    from s2tui.view.text import Line, Role

TYPES = {"normal": "WB", "normal-nc": "NC", "device": "DEV"}
REFUSALS = {"EINVAL": "E", "EFAULT": "F", "unstated": "x", "unknown": "?"}
LEGEND = (
    "WB, NC, DEV: mapped Normal cacheable, Normal Non-cacheable, Device;"
    " E, F: EINVAL, EFAULT; x: fails with an errno that nobody stated; ?: nobody ever said;"
    " alone: when the slot is created; after `ok.`: at the fault"
)
BASELINE = "v6.17"
"""What was merged, which every position is held against."""


def short(cell: Cell) -> str:
    """A cell in the notation of the discussion: `WB`, `E`, `ok.F`, `?`."""
    if cell.create != "ok":
        return REFUSALS.get(cell.create, cell.create)
    if cell.fault == "ok":
        return TYPES[str(cell.type)]
    return f"ok.{REFUSALS.get(cell.fault, cell.fault)}"


def role(cell: Cell) -> Role:
    """What a cell means for the guest."""
    if "unknown" in (cell.create, cell.fault):
        return "unknown"
    return "allowed" if cell.fault == "ok" else "denied"


def debate_lines(
    cells: Mapping[str, Mapping[str, Cell]],
    scenarios: Mapping[str, str],
    moves: Mapping[str, Mapping[str, tuple[str, Role]]],
    width: int = 100,
) -> list[Line]:
    """The table, what its scenarios are, and how to read it.

    Args:
        cells: position, then scenario, to what it answers.
        scenarios: scenarios and moves, with what they are.
        moves: position, then move, to a short word and its role; empty where none are known.
        width: columns.
    """
    first = max(map(len, cells)) + 1
    space = (width - first) // len(scenarios)
    lines: list[Line] = [
        (Span(" " * first), *(Span(f" {name}".ljust(space), "dim") for name in scenarios))
    ]
    base = cells.get(BASELINE, {})
    for position, row in cells.items():
        spans = [Span(position.ljust(first), "key")]
        for name in scenarios:
            word, its_role = _entry(row, moves.get(position, {}), name)
            merged, _ = _entry(base, moves.get(BASELINE, {}), name)
            mark = MARKS["changed"] if word != merged else " "
            spans.append(Span(mark, "changed"))
            spans.append(Span(word.ljust(space - 1), its_role))
        lines.append(tuple(spans))
    lines += [(), heading("scenarios", width)]
    for name, text in scenarios.items():
        lines += flow((Span(f"{name:<4}", "key"),), text, width)
    lines += [(), *flow((), LEGEND, width, "dim")]
    lines += flow((), f"{MARKS['changed']} is not as merged for {BASELINE}", width, "dim")
    return lines


def _entry(
    row: Mapping[str, Cell], moves: Mapping[str, tuple[str, Role]], name: str
) -> tuple[str, Role]:
    if name in row:
        return short(row[name]), role(row[name])
    return moves.get(name, ("", "dim"))
