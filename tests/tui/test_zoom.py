"""A pane fills the screen and goes back, on every screen that has panes."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from s2tui.tui.commands.screens import SCREENS
from s2tui.tui.screens.explore import ExploreScreen
from s2tui.tui.widgets.bars import Bar
from s2tui.tui.widgets.explore_texts import Fields
from s2tui.tui.widgets.form import Form
from s2tui.tui.widgets.journey import Journey
from s2tui.tui.widgets.whatif import WhatIf
from tests.tui.driving import NARROW, WIDE, driven, press, screen_lines, screen_text
from tests.tui.settling import settled
from tests.view.asking import DEVICE

if TYPE_CHECKING:
    from textual.geometry import Size
    from textual.pilot import Pilot
    from textual.widget import Widget

    from s2tui.tui.app import S2App
    from s2tui.tui.screens.base import BaseScreen


def alone(screen: BaseScreen) -> list[Widget]:
    """What is shown between title and footer."""
    return [child for child in screen.children if child.display and not isinstance(child, Bar)]


NAMES = [entry.name for entry in SCREENS]


def body(size: Size) -> tuple[int, int, int, int]:
    """All between title and footer: x, y, width, height."""
    return 0, 1, size.width, size.height - 2


@pytest.mark.parametrize("size", [NARROW, (120, 40), WIDE])
@pytest.mark.parametrize("name", NAMES)
@driven(*DEVICE)
async def test_a_pane_fills_the_screen_and_goes_back(
    app: S2App, pilot: Pilot[None], name: str, size: tuple[int, int]
) -> None:
    screen = app.open(name)
    await settled(pilot)
    if screen.focused is None:
        await press(pilot, "tab")
    await settled(pilot)
    state, before = app.state, screen_text(app)
    for leave in ("plus", "escape"):
        await press(pilot, "plus")
        await settled(pilot)
        assert alone(screen) == [screen.zoomed]
        assert screen.focused is not None
        assert screen.focused.region == body(app.size)
        assert "escape all panes" in screen_lines(app)[-1]
        await press(pilot, leave)
        await settled(pilot)
        assert len(alone(screen)) > 1
        assert screen_text(app) == before
    assert app.size == size
    assert app.state == state


@driven(*DEVICE)
async def test_what_is_zoomed_lives_on_and_undo_knows_nothing_of_it(
    app: S2App, pilot: Pilot[None]
) -> None:
    app.explorer.query_one(Journey).focus()
    await press(pilot, "plus")
    await settled(pilot)
    assert "mapped, no cache maintenance" in screen_text(app)
    await press(pilot, "f")
    assert "error EINVAL" in screen_text(app)
    await press(pilot, "u")
    assert app.explorer.zoomed is not None
    assert "mapped, no cache maintenance" in screen_text(app)


@driven(*DEVICE)
async def test_the_zoom_goes_where_the_keys_go(app: S2App, pilot: Pilot[None]) -> None:
    await settled(pilot)
    screen = app.explorer
    screen.query_one(Form).focus()
    await press(pilot, "plus", "i")
    await settled(pilot)
    assert alone(screen) == [screen.query_one(WhatIf)]
    assert screen.query_one(WhatIf).region == body(app.size)
    seen = []
    for _ in range(7):
        await press(pilot, "tab")
        await settled(pilot)
        assert alone(screen) == [screen.focused]
        assert screen.focused is not None
        assert screen.focused.region == body(app.size)
        seen.append(type(screen.focused).__name__)
    assert len(set(seen)) > 5
    await press(pilot, "shift+tab")
    assert type(screen.focused).__name__ == seen[-2]
    await press(pilot, "escape")
    await settled(pilot)
    assert all(child.display for child in screen.children if type(child).__name__ in seen)


@driven(*DEVICE, size=WIDE)
async def test_a_size_that_has_no_room_for_the_pane_shows_all(
    app: S2App, pilot: Pilot[None]
) -> None:
    await settled(pilot)
    screen = app.explorer
    assert isinstance(screen, ExploreScreen)
    screen.query_one(Fields).focus()
    await press(pilot, "plus")
    await settled(pilot)
    assert alone(screen) == [screen.query_one(Fields)]
    await pilot.resize_terminal(20, 5)
    await settled(pilot)
    assert "mapped" in screen_text(app)
    await pilot.resize_terminal(*NARROW)
    await settled(pilot)
    assert len(alone(screen)) > 1
    assert "journey" in screen_text(app)
    await press(pilot, "tab", "plus")
    await pilot.resize_terminal(*WIDE)
    await settled(pilot)
    assert alone(screen) == [screen.focused]


@driven()
async def test_a_click_on_the_footer_zooms_and_a_filter_stays(
    app: S2App, pilot: Pilot[None]
) -> None:
    await press(pilot, "slash", *"mte", "enter", "plus")
    await settled(pilot)
    assert alone(app.explorer) == [app.explorer.query_one(Form)]
    last = screen_lines(app)[-1]
    assert 'only "mte"' in last
    await pilot.click(offset=(last.index("all panes"), NARROW[1] - 1))
    await settled(pilot)
    assert len(alone(app.explorer)) > 1
    assert app.explorer.filtered == "mte"
    await press(pilot, "escape")
    assert app.explorer.filtered == ""
