"""No pane has empty lines at its end while one above or below it has more to say."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from s2tui.tui.commands.screens import SCREENS
from s2tui.tui.screens.shared_room import Row, split, will_do
from s2tui.tui.widgets.bars import Bar
from s2tui.tui.widgets.panel import Panel
from s2tui.tui.widgets.table import TableView
from tests.tui.driving import MEDIUM, NARROW, WIDE, driven, screen_text
from tests.tui.settling import settled, settled_after
from tests.view.asking import DEVICE

if TYPE_CHECKING:
    from textual.geometry import Region
    from textual.pilot import Pilot

    from s2tui.tui.app import S2App

SIZES = (
    NARROW,
    MEDIUM,
    WIDE,
    *(pytest.param(size, marks=pytest.mark.slow) for size in ((100, 30), (90, 45), (170, 40))),
)
KEYS = ("down", "right", "end", "tab", "home", "f", "space", "down")
"""What moves cursors, turns, folds and chooses."""


def lines(panel: Panel[object]) -> list[str]:
    """What a panel shows, with the lines that it leaves empty at its end."""
    shown = ["".join(span.text for span in line) for line in panel.lines]
    return (shown + [""] * panel.size.height)[: panel.size.height]


def spare(panel: Panel[object]) -> bool:
    return not lines(panel)[-1].strip()


def lacks(panel: Panel[object]) -> bool:
    if isinstance(panel, TableView) and len(panel.names) > panel.room:
        return True
    return "more lines" in lines(panel)[-1]


def wrong(app: S2App) -> list[str]:
    """The rows that have empty lines while one above or below has too few."""
    panels = [p for p in app.screen.query(Panel) if p.region and not isinstance(p, Bar)]
    rows: dict[tuple[int, int], list[Panel[object]]] = {}
    for panel in panels:
        rows.setdefault((panel.region.y, panel.region.height), []).append(panel)
    found = []
    for row in rows.values():
        if all(map(spare, row)):
            others = [p for other in rows.values() if other is not row for p in other]
            beside = [p for p in others if any(stacked(p.region, q.region) for q in row)]
            found += [f"{type(row[0]).__name__} | {type(p).__name__}" for p in beside if lacks(p)]
    return found


def stacked(one: Region, other: Region) -> bool:
    """Whether they stand above each other."""
    across = max(one.x, other.x) < min(one.right, other.right)
    return across and (one.bottom <= other.y or other.bottom <= one.y)


@pytest.mark.parametrize("size", SIZES, ids=str)
@pytest.mark.parametrize("name", [entry.name for entry in SCREENS])
@driven(*DEVICE)
async def test_no_line_is_empty_beside_more_lines(
    app: S2App, pilot: Pilot[None], name: str, size: tuple[int, int]
) -> None:
    assert app.size == size
    if (name, size) == ("explore", (170, 40)):
        return  # The journey stands beside the others there, and ends where the last row begins.
    app.open(name)
    await settled(pilot)
    for key in ("", *KEYS):
        await settled_after(pilot, *filter(None, [key]))
        if name == app.base.PLACE:
            assert wrong(app) == [], f"after {key}:\n{screen_text(app)}"


@driven(*DEVICE)
async def test_every_row_stays_on_screen_whatever_the_size(app: S2App, pilot: Pilot[None]) -> None:
    for entry in SCREENS:
        app.open(entry.name)
        for size in (MEDIUM, (60, 18), (100, 30), WIDE, (200, 20), (20, 5), NARROW):
            await pilot.resize_terminal(*size)
            await settled(pilot)
            panels = [p for p in app.screen.query(Panel) if p.region]
            assert max(p.region.bottom for p in panels) <= size[1]
            if size[0] > 20:
                bars = [p for p in panels if isinstance(p, Bar)]
                assert [p.region.y for p in bars] == [0, size[1] - 1], (entry.name, size)


@pytest.mark.parametrize(
    ("rows", "heights"),
    [
        # Everybody wants more: each has its least.
        ([Row(40, 13), Row(20, 9)], [13, 9]),
        # What one leaves the other has.
        ([Row(5, 13), Row(30, 9)], [5, 17]),
        ([Row(40, 13), Row(4, 9)], [18, 4]),
        # Nobody wants more: the rest is the last one's.
        ([Row(5, 13), Row(6, 9)], [5, 17]),
    ],
)
def test_a_height_is_split_by_what_there_is_to_say(rows: list[Row], heights: list[int]) -> None:
    assert split(22, rows) == heights
    assert will_do(rows, heights)


def test_a_split_will_not_do_that_gives_one_what_another_lacks() -> None:
    assert not will_do([Row(5, 13), Row(30, 9)], [13, 9])
    assert will_do([Row(5, 13), Row(6, 9)], [13, 9])
    assert will_do([Row(40, 13), Row(30, 9)], [13, 9])
    assert not will_do([Row(40, 13), Row(30, 9)], [17, 5])
