"""Escape goes back to the row from which something was opened."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from s2tui.tui.screens.compare import CompareScreen
from s2tui.tui.screens.explore import ExploreScreen
from s2tui.tui.screens.tables import TableScreen
from s2tui.tui.widgets.explore_texts import Result
from s2tui.tui.widgets.whatif import WhatIf
from tests.tui.driving import driven, screen_lines
from tests.tui.settling import settled, settled_after
from tests.view.asking import DEVICE

if TYPE_CHECKING:
    from textual.pilot import Pilot

    from s2tui.tui.app import S2App

LISTS = {
    "compare": ("2", "down", "down"),
    "the debate": ("2", "o", "down", "right", "right"),
    "diff": ("3", "o", "end"),
    "check": ("4", "home", "right", "left"),
    "migrate": ("5", "down", "down", "right"),
}
"""Keys to a row from which something can be opened."""


@pytest.mark.parametrize("keys", LISTS.values(), ids=LISTS)
@driven(*DEVICE)
async def test_escape_goes_back_to_the_row(
    app: S2App, pilot: Pilot[None], keys: tuple[str, ...]
) -> None:
    await settled_after(pilot, *keys)
    screen, state = app.base, app.state
    assert isinstance(screen, TableScreen)
    spot, rows = screen.spot(), screen.table.names
    await settled_after(pilot, "enter")
    assert app.base.PLACE == "explore"
    assert f"escape back to {keys[0]} {screen.PLACE.title()}" in screen_lines(app)[-1]
    await settled_after(pilot, "g", "escape")
    assert app.base is screen
    assert app.state == state
    assert screen.table.names == rows
    assert screen.spot() == spot
    assert screen.table.has_focus
    assert "escape" not in screen_lines(app)[-1]
    await settled_after(pilot, "escape")
    assert app.base is screen


@driven(*DEVICE)
async def test_going_back_can_be_undone(app: S2App, pilot: Pilot[None]) -> None:
    await settled_after(pilot, "2", "home", "enter")
    there = app.state
    await settled_after(pilot, "escape", "u")
    assert app.state == there


@driven(*DEVICE)
async def test_a_filter_and_a_zoom_go_first(app: S2App, pilot: Pilot[None]) -> None:
    await settled_after(pilot, "2", "home", "enter", "slash", *"mte", "enter", "plus")
    for screen in (ExploreScreen, ExploreScreen, CompareScreen):
        await settled_after(pilot, "escape")
        assert isinstance(app.base, screen)


@driven(*DEVICE)
async def test_a_screens_key_forgets_the_way_back(app: S2App, pilot: Pilot[None]) -> None:
    await settled_after(pilot, "2", "home", "enter", "1", "escape")
    assert isinstance(app.base, ExploreScreen)
    assert "back to" not in screen_lines(app)[-1]


@driven("@E22", kernel="v7.3")
async def test_there_is_a_way_back_over_several_screens(app: S2App, pilot: Pilot[None]) -> None:
    await settled_after(pilot, "2", "home", "enter")
    assert "back to 2 Compare" in screen_lines(app)[-1]
    app.screen.set_focus(app.explorer.query_one(Result))
    await settled_after(pilot, "enter")
    assert app.base.PLACE == "caches"
    assert "back to 1 Explore" in screen_lines(app)[-1]
    await settled_after(pilot, "escape")
    assert app.base is app.explorer
    await settled_after(pilot, "escape")
    assert app.base.PLACE == "compare"


@driven(*DEVICE)
async def test_a_change_of_the_what_if_line_is_gone_back_from_until_another_is_made(
    app: S2App, pilot: Pilot[None]
) -> None:
    await settled(pilot)
    line, state = app.explorer.query_one(WhatIf), app.state
    await settled_after(pilot, "i", "down", "down", "enter")
    assert app.state != state
    assert "escape back to what if" in screen_lines(app)[-1]
    await settled_after(pilot, "home", "escape")
    assert app.state == state
    assert line.chosen == 2
    assert line.has_focus
    await settled_after(pilot, "enter", "x")
    assert "back to" not in screen_lines(app)[-1]
    turned = app.state
    await settled_after(pilot, "escape")
    assert app.state == turned
