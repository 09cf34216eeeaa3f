"""The table of the debate: positions down, scenarios across, in the notation of the discussion."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

from s2tui.view.kit.layout import blocks, flow, heading
from s2tui.view.kit.text import MARKS, Row, Span

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from s2tui.kvm.debate.debate import Cell, Grid
    from s2tui.kvm.migration.migrate import Move
    from s2tui.view.kit.text import Line, Role

Table: TypeAlias = "Mapping[str, Mapping[str, Span]]"
"""Position, then scenario, to its answer."""
TYPES = {"normal": "WB", "normal-nc": "NC", "device": "DEV"}
REFUSALS = {"EINVAL": "E", "EFAULT": "F", "unstated": "x", "unknown": "?"}
PLACES = {"capability": "cap", "memslot": "slot", "fault": "fault", "silent": "alter"}
LEGEND = (
    "WB, NC, DEV: mapped Normal cacheable, Normal Non-cacheable, Device;"
    " E, F: EINVAL, EFAULT; x: fails with an errno that nobody stated; ?: nobody ever said;"
    " alone: when the slot is created; after `ok.`: at the fault."
    " A move is refused by the VMM that asks the capability (cap), when the destination creates the"
    " slot, or at its first fault; alter: the VM runs on, with another memory type"
)
BASELINE = "v6.17"
"""What was merged, which every position is held against."""


def notation(cell: Cell) -> str:
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


def move_word(move: Move) -> str:
    """A move in one word: `ok`, where it fails, `alter`, or `?`."""
    if move.allowed is None:
        return "?"
    return PLACES[move.fails_at] if move.fails_at else "ok"


def move_role(move: Move) -> Role:
    """What a move means for the VM."""
    if move.allowed is None:
        return "unknown"
    return "allowed" if move.fails_at is None else "denied"


def debate_lines(grid: Grid, dates: Mapping[str, str], width: int = 100) -> list[Line]:
    """The table, what its scenarios are, and how to read it.

    Args:
        grid: what positions answer.
        dates: when a position was taken; a kernel has none.
        width: columns.
    """
    table = entries(grid)
    names = max(map(len, table)) + 1
    since = max((len(dates.get(position, "")) for position in table), default=0) + 1
    room = width - names - since
    spaces = _spaces(table, grid.rows, room)
    lines: list[Line] = []
    for block in blocks(list(spaces.values()), room):
        shown = [list(grid.rows)[place] for place in block]
        lines += [()] if lines else []
        heads = (Span(f" {name}".ljust(spaces[name]), "dim") for name in shown)
        lines.append(Row((Span(" " * (names + since)), *heads), ("", "", *shown), heads=True))
        for position, row in table.items():
            date = dates.get(position, "")
            spans = [Span(position.ljust(names), "key")]
            spans.append(Span(f"{date:>{since - 1}} ", "dim"))
            said = [position, date]
            for name in shown:
                mark = MARKS["changed"] if _differs(table, position, name) else " "
                spans.append(Span(mark, "changed"))
                spans.append(Span(row[name].text.ljust(spaces[name] - 1), row[name].role))
                said.append(f"{mark}{row[name].text}")
            lines.append(Row(spans, said))
    lines += [(), heading("scenarios", width)]
    for name, scenario in grid.rows.items():
        lines += flow((Span(f"{name:<4}", "key"),), scenario.text, width)
    lines += [(), *flow((), LEGEND, width, "dim")]
    lines += flow((), f"{MARKS['changed']} is not as merged for {BASELINE}", width, "dim")
    return lines


def _differs(table: Table, position: str, scenario: str) -> bool:
    """Whether a position does not answer as what was merged."""
    here = table[position][scenario]
    return here.text != table.get(BASELINE, {}).get(scenario, here).text


def _spaces(table: Table, scenarios: Iterable[str], width: int) -> dict[str, int]:
    """Columns for each scenario: its longest word, the mark before it, and what is left over.

    One more where the next word's mark would touch it.
    """
    names = list(scenarios)
    needed: dict[str, int] = {}
    for name, beside in zip(names, [*names[1:], None], strict=True):
        longest = max(len(name), *(len(row[name].text) for row in table.values()))
        touched = beside is not None and any(
            len(row[name].text) == longest and _differs(table, position, beside)
            for position, row in table.items()
        )
        needed[name] = 1 + longest + touched
    more = max(width - sum(needed.values()), 0) // len(needed)
    return {name: space + more for name, space in needed.items()}


def entries(grid: Grid) -> dict[str, dict[str, Span]]:
    """Each position's row: every scenario, then every migration."""
    return {
        position: {name: Span(notation(cell), role(cell)) for name, cell in row.items()}
        | {name: Span(move_word(m), move_role(m)) for name, m in grid.moves[position].items()}
        for position, row in grid.cells.items()
    }
