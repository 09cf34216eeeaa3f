"""The panes of Explore share the room: none is empty at its end while another has more to say."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from s2tui.tui.screens.explore_room import plan_of
from s2tui.tui.widgets.journey import Journey
from tests.tui.driving import MEDIUM, NARROW, WIDE, driven, press
from tests.tui.settling import settled
from tests.view.asking import DEVICE

if TYPE_CHECKING:
    from textual.pilot import Pilot

    from s2tui.tui.app import S2App
    from s2tui.tui.session.state import Answer
    from s2tui.tui.widgets.panel import Panel

KEYS = ("f", "d", "f", "b", "b", "b", "b", "p", "f", "w", "g", "r", "e", "x")


def lines(panel: Panel[Answer]) -> list[str]:
    """What a panel shows, with the lines that it leaves empty at its end."""
    shown = ["".join(span.text for span in line) for line in panel.lines]
    return (shown + [""] * panel.size.height)[: panel.size.height]


@pytest.mark.parametrize("size", [MEDIUM, (100, 36), (90, 40), WIDE, (160, 45)])
@driven(*DEVICE)
async def test_no_pane_is_empty_while_another_has_more_lines(
    app: S2App, pilot: Pilot[None], size: tuple[int, int]
) -> None:
    assert app.size == size
    plan = plan_of(frozenset(app.explorer.room(app.size)))
    assert plan is not None
    for key in KEYS:
        await press(pilot, key)
        app.clear_notifications()  # What is said for a moment is not waited for.
        await settled(pilot)
        rows = [[lines(app.query_one(kind)) for kind in kinds] for kinds in plan.rows]
        spare = [all(not shown[-1].strip() for shown in row) for row in rows]
        more = [any("more lines" in shown[-1] for shown in row) for row in rows]
        assert not (any(spare) and any(more)), (key, rows)
        if any((Journey,) == kinds for kinds in plan.rows):
            assert "above" not in lines(app.query_one(Journey))[0] or "◀" in str(rows), key


@driven(size=NARROW)
async def test_the_panes_follow_the_size_of_the_terminal(app: S2App, pilot: Pilot[None]) -> None:
    for size in (MEDIUM, (60, 18), (100, 30), WIDE, (200, 20), (20, 5), NARROW, MEDIUM):
        await pilot.resize_terminal(*size)
        await settled(pilot)
        heights = sum(
            panel.size.height
            for panel in app.explorer.panels
            if panel.region and panel.region.x == 0 and type(panel).__name__ != "Form"
        )
        assert heights <= size[1]
        assert max((p.region.bottom for p in app.explorer.panels if p.region), default=0) <= size[1]
    assert "descriptor 0x" in " ".join(lines(app.explorer.panels[2]))


@driven(size=MEDIUM)
async def test_the_stages_of_a_journey_are_in_sight_whatever_else_is_said(
    app: S2App, pilot: Pilot[None]
) -> None:
    for keys in (
        (":", "v", "7", "full_stop", "3", "enter"),
        ("b", "b", "b", "b", "p"),
        ("f",),
        ("r",),
    ):
        for key in keys:
            await pilot.press("colon" if key == ":" else key)
        app.explorer.settle()
        await settled(pilot)
        assert "more lines" not in lines(app.query_one(Journey))[-1], keys
