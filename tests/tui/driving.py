"""Opening the app in a test, and reading what is on its screen."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from s2tui.kvm.scenario.notation import parse_words
from s2tui.tui.app import S2App
from s2tui.tui.session.state import State

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Iterable

    from textual.pilot import Pilot

NARROW = (80, 24)
MEDIUM = (120, 40)
WIDE = (200, 60)
TINY = (20, 5)
KERNEL = "v6.17"


def make_app(words: Iterable[str] = (), kernel: str = KERNEL, theme: str = "dark") -> S2App:
    """The app on a scenario."""
    return S2App(State(parse_words(words).scenario, kernel), theme)


def driven(
    *words: str, size: tuple[int, int] = NARROW, kernel: str = KERNEL
) -> Callable[[Callable[[S2App, Pilot[None]], Awaitable[None]]], Callable[[], None]]:
    """Make a test of a coroutine that gets the running app and its pilot."""

    def make(test: Callable[[S2App, Pilot[None]], Awaitable[None]]) -> Callable[[], None]:
        async def drive() -> None:
            app = make_app(words, kernel)
            async with app.run_test(size=size) as pilot:
                await pilot.pause()
                await test(app, pilot)

        def run() -> None:
            asyncio.run(drive())

        run.__name__, run.__doc__ = test.__name__, test.__doc__
        return run

    return make


def screen_lines(app: S2App) -> list[str]:
    """What the screen shows, line by line, as it was composed."""
    return [strip.text for strip in app.screen._compositor.render_strips()]


def screen_text(app: S2App) -> str:
    """What the screen shows."""
    return "\n".join(screen_lines(app))


async def press(pilot: Pilot[None], *keys: str) -> None:
    """Press keys and wait until each has been answered."""
    for key in keys:
        pilot.app.simulate_key(key)
        await pilot.pause()
