"""Any screen survives any size, and is right again in the size that it ends with."""

from __future__ import annotations

import asyncio

import pytest

from s2tui.kvm.policies.registry import DEFAULT
from s2tui.kvm.scenario.fields import DEFAULT as ORDINARY
from s2tui.tui.app import S2App
from s2tui.tui.commands.screens import SCREENS
from s2tui.tui.screens.base import BaseScreen
from s2tui.tui.session.state import State

# From wide to narrow at once: a screen is laid out in the new size before its classes follow.
SIZES = ((300, 60), (61, 12), (120, 10), (59, 50), (1, 1), (200, 60), (3, 40), (40, 3), (62, 19))


@pytest.mark.parametrize("name", [entry.name for entry in SCREENS])
def test_a_screen_survives_any_size(name: str) -> None:
    async def drive() -> None:
        app = S2App(State(ORDINARY, DEFAULT))
        async with app.run_test(size=(120, 40)) as pilot:
            app.open(name)
            await pilot.pause(0.3)
            for size in (*SIZES, (80, 24)):
                await pilot.resize_terminal(*size)
                await pilot.pause(0.02)
            await pilot.pause(0.1)
            screen = app.screen
            assert isinstance(screen, BaseScreen)
            assert screen.size == (80, 24)
            assert set(screen.room(screen.size)) <= set(screen.classes)

    asyncio.run(drive())
