"""Opening the app in a test, and reading what is on its screen."""

from __future__ import annotations

import asyncio
from functools import wraps
from inspect import signature
from typing import TYPE_CHECKING, Any, Concatenate, ParamSpec

from s2tui.kvm.scenario.notation import parse_words
from s2tui.tui.app import S2App
from s2tui.tui.session.state import State
from s2tui.tui.terminal.textual_private import drawn

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Iterable

    from textual.app import App
    from textual.pilot import Pilot

NARROW = (80, 24)
MEDIUM = (120, 40)
WIDE = (200, 60)
TINY = (20, 5)
KERNEL = "v6.17"
HOPS = 5
"""How often the answer to a key is handed on: app, widget, screen, panels, frame."""
PATIENCE = 60.0
"""Seconds after which what does not come is missing, however busy the machine is."""
P = ParamSpec("P")


def make_app(words: Iterable[str] = (), kernel: str = KERNEL, theme: str = "dark") -> S2App:
    """The app on a scenario."""
    return S2App(State(parse_words(words).scenario, kernel), theme)


def driven(
    *words: str, size: tuple[int, int] = NARROW, kernel: str = KERNEL
) -> Callable[[Callable[Concatenate[S2App, Pilot[None], P], Awaitable[None]]], Callable[P, None]]:
    """Make a test of a coroutine that gets the running app and its pilot.

    What else it takes are fixtures and parameters, as of any test; the app gets the size of one
    that is called `size`.
    """

    def make(
        test: Callable[Concatenate[S2App, Pilot[None], P], Awaitable[None]],
    ) -> Callable[P, None]:
        async def drive(given: tuple[int, int], *args: P.args, **kwargs: P.kwargs) -> None:
            app = make_app(words, kernel)
            async with app.run_test(size=given) as pilot:
                await pilot.pause()
                await test(app, pilot, *args, **kwargs)

        @wraps(test)
        def run(*args: P.args, **kwargs: P.kwargs) -> None:
            given: Any = kwargs.get("size", size)
            asyncio.run(drive(given, *args, **kwargs))

        whole = signature(test)
        others = list(whole.parameters.values())[2:]
        run.__signature__ = whole.replace(parameters=others)  # type: ignore[attr-defined]
        return run

    return make


async def until(pilot: Pilot[None], there: Callable[[], object]) -> None:
    """Wait for something, and until what it changes is drawn."""
    loop = asyncio.get_running_loop()
    end = loop.time() + PATIENCE
    while not there():
        assert loop.time() < end, f"it never came:\n{screen_text(pilot.app)}"
        await pilot.pause(0)
    await pilot.pause(0)


def screen_lines(app: App[None]) -> list[str]:
    """What the screen shows, line by line, as it was composed."""
    return [strip.text for strip in drawn(app.screen)]


def screen_text(app: App[None]) -> str:
    """What the screen shows."""
    return "\n".join(screen_lines(app))


async def press(pilot: Pilot[None], *keys: str) -> None:
    """Press keys and wait until each has been answered, whatever is asked beside the app."""
    for key in keys:
        pilot.app.simulate_key(key)
        for _ in range(HOPS):
            await pilot.pause(0)
