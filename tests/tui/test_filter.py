"""A filter that is on is seen on every screen that has one, and escape takes it away."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from s2tui.tui.screens.compare import CompareScreen
from tests.tui.driving import NARROW, driven, press, screen_lines, screen_text, until

if TYPE_CHECKING:
    from textual.pilot import Pilot

    from s2tui.tui.app import S2App


@pytest.mark.parametrize("name", ["explore", "compare", "diff", "check", "migrate", "learn"])
@driven(size=NARROW)
async def test_what_is_filtered_by_is_said_and_escape_shows_everything(
    app: S2App, pilot: Pilot[None], name: str
) -> None:
    screen = app.open(name)
    await press(pilot, "slash", *"mte", "enter")
    assert screen.filtered == "mte"
    assert '/ only "mte"' in screen_lines(app)[-1]
    assert "escape everything" in screen_lines(app)[-1]
    await press(pilot, "escape")
    assert screen.filtered == ""
    assert "only" not in screen_lines(app)[-1]


@driven(size=NARROW)
async def test_a_click_on_everything_takes_a_filter_away(app: S2App, pilot: Pilot[None]) -> None:
    app.explorer.refine("a text that is longer than there is room for")
    await until(pilot, lambda: 'only "a text that' in screen_lines(app)[-1])
    x = screen_lines(app)[-1].index("everything")
    await pilot.click(offset=(x, NARROW[1] - 1))
    await until(pilot, lambda: app.explorer.filtered == "")


@driven(size=NARROW)
async def test_a_filter_that_leaves_nothing_says_nothing_of_it(
    app: S2App, pilot: Pilot[None]
) -> None:
    screen = app.open("compare")
    assert isinstance(screen, CompareScreen)
    screen.refine("no such policy")
    await until(pilot, lambda: "0 of 0" in screen_text(app))
    assert "everywhere" not in screen_text(app)


@driven(size=(120, 40))
async def test_a_group_says_of_no_more_inputs_than_a_filter_leaves(
    app: S2App, pilot: Pilot[None]
) -> None:
    app.explorer.refine("mte")
    await until(pilot, lambda: 'only "mte"' in screen_text(app))
    form = [line[:38] for line in screen_lines(app)]
    assert any("MTE" in line and "▶" in line for line in form)
    assert not [line for line in form if "more" in line or "▸" in line]


@driven("backing=pfnmap", size=(120, 40))
async def test_what_differs_is_said_of_what_a_filter_leaves(app: S2App, pilot: Pilot[None]) -> None:
    screen = app.open("compare")
    await until(pilot, lambda: "not as under v6.17" in screen_text(app))
    screen.refine("v6.17")
    await until(pilot, lambda: "the same outcome everywhere" in screen_text(app))
