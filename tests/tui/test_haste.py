"""Keys that are typed before the app has answered the ones before them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from s2tui.tui.screens.explore import ExploreScreen
from tests.tui.driving import MEDIUM, driven, press

if TYPE_CHECKING:
    from textual.pilot import Pilot

    from s2tui.tui.app import S2App


@driven(size=MEDIUM)
async def test_a_second_key_after_a_jump_leaves_the_screen_below_alone(
    app: S2App, pilot: Pilot[None]
) -> None:
    await press(pilot, "J")
    app.simulate_key("a")
    app.simulate_key("b")
    await pilot.pause()
    assert isinstance(app.screen, ExploreScreen)


@driven(size=MEDIUM)
async def test_paging_through_a_palette_that_is_just_opening_is_harmless(
    app: S2App, pilot: Pilot[None]
) -> None:
    app.simulate_key("colon")
    for _ in range(20):
        app.simulate_key("pageup")
        app.simulate_key("pagedown")
        await pilot.pause(0)
    await press(pilot, "escape")
    assert isinstance(app.screen, ExploreScreen)
