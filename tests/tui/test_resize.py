"""Any screen survives any size, and is right again in the size that it ends with."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from s2tui.tui.commands.screens import SCREENS
from s2tui.tui.screens.base import BaseScreen
from tests.tui.driving import MEDIUM, NARROW, driven, until

if TYPE_CHECKING:
    from textual.pilot import Pilot

    from s2tui.tui.app import S2App

# From wide to narrow at once: a screen is laid out in the new size before its classes follow.
SIZES = ((300, 60), (61, 12), (120, 10), (59, 50), (1, 1), (200, 60), (3, 40), (40, 3), (62, 19))


@pytest.mark.parametrize("name", [entry.name for entry in SCREENS])
@driven(size=MEDIUM)
async def test_a_screen_survives_any_size(app: S2App, pilot: Pilot[None], name: str) -> None:
    app.open(name)
    await pilot.pause()
    for size in (*SIZES, NARROW):
        await pilot.resize_terminal(*size)
        await pilot.pause(0)
    screen = app.screen
    assert isinstance(screen, BaseScreen)
    await until(pilot, lambda: screen.size == NARROW)
    await until(pilot, lambda: set(screen.room(screen.size)) <= set(screen.classes))
