"""For a screen reader: one text a screen, what changed first, the cursor where the text is new."""

from __future__ import annotations

import asyncio
import re
from typing import TYPE_CHECKING

import pytest

from s2tui.kvm.scenario.notation import parse_words
from s2tui.tui.commands.screens import SCREENS
from s2tui.tui.linear import LinearApp
from s2tui.tui.screens.linear import LinearScreen
from s2tui.tui.session.state import State
from s2tui.view.kit.ascii import DRAWING, SIGNS
from tests.tui.driving import KERNEL, MEDIUM, NARROW, press, screen_lines, until
from tests.tui.settling import settled, settled_after
from tests.view.asking import DEVICE

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from textual.pilot import Pilot

QUOTES = set("“”\N{RIGHT SINGLE QUOTATION MARK}\N{EN DASH}")


def read(
    test: Callable[[LinearApp, Pilot[None]], Awaitable[None]],
    *words: str,
    size: tuple[int, int] = MEDIUM,
) -> None:
    """Open the app for a screen reader."""

    async def run() -> None:
        app = LinearApp(State(parse_words(words).scenario, KERNEL))
        async with app.run_test(size=size) as pilot:
            await settled(pilot)
            await test(app, pilot)

    asyncio.run(run())


def said(app: LinearApp) -> str:
    """The line that the terminal's cursor is on."""
    assert app.cursor_position.x == 0
    return screen_lines(app)[app.cursor_position.y].rstrip()


def whole(app: LinearApp) -> str:
    """All of the open screen's text."""
    assert isinstance(app.base, LinearScreen)
    return app.base.text.text


@pytest.mark.parametrize("size", [NARROW, MEDIUM])
def test_every_screen_is_lines_from_the_left_edge(size: tuple[int, int]) -> None:
    async def test(app: LinearApp, pilot: Pilot[None]) -> None:
        await settled_after(pilot, "f")
        for entry in SCREENS:
            await settled_after(pilot, entry.key)
            lines = screen_lines(app)
            assert lines[0].startswith(f"{entry.title}, screen {entry.key} of {len(SCREENS)}.")
            assert any(line.startswith("Last change: host.fwb, true to") for line in lines[1:3])
            text = whole(app)
            assert "still being found out" not in text
            assert not (set(text) & (SIGNS.keys() | DRAWING.keys())) - QUOTES, entry.name
            assert not re.search(r"\S {2,}\S", text)
            assert "q quits" in text

    read(test, *DEVICE, size=size)


def test_the_cursor_goes_to_what_changed() -> None:
    async def test(app: LinearApp, pilot: Pilot[None]) -> None:
        assert said(app).startswith("Explore, screen 1 of 9. Kernel v6.17.")
        await settled_after(pilot, "f")
        assert said(app) == "Last change: host.fwb, true to false."
        await settled_after(pilot, "down")
        assert said(app) == "memslot: was ok, is error EINVAL."
        await settled_after(pilot, "tab")
        assert said(app) == "In full:"
        await settled_after(pilot, "down")
        assert said(app) == "Answer: refused when the memslot is created: EINVAL."
        await settled_after(pilot, "end")
        assert said(app).startswith("Arrows go on by a fact")
        await settled_after(pilot, "shift+tab", "shift+tab")
        assert said(app).startswith("Inputs, ")
        await settled_after(pilot, "u")
        assert said(app) == "turn an input to see what it changes."

    read(test, *DEVICE)


def test_what_the_app_has_to_say_is_said_first() -> None:
    async def test(app: LinearApp, pilot: Pilot[None]) -> None:
        await settled_after(pilot, "p")
        assert said(app).startswith("page.map_memory: ")
        await settled_after(pilot, "y")
        assert said(app).startswith("sent to the clipboard: the scenario as text.")
        await settled_after(pilot, "f")
        assert "sent to the clipboard" not in whole(app)

    read(test)


def test_enter_opens_what_a_fact_is_about() -> None:
    async def test(app: LinearApp, pilot: Pilot[None]) -> None:
        await settled_after(pilot, "3", "tab", "tab", "tab")
        assert said(app).startswith("Group 1 of ")
        await settled_after(pilot, "down", "enter")
        assert app.base.PLACE == "explore"
        assert app.state is not None
        assert app.state.baseline is not None
        assert app.state.baseline.kernel == "v6.9"
        # What the app has to say stands before what changed.
        assert said(app).startswith("pinned v6.9, ")
        await settled_after(pilot, "down")
        assert said(app) == "Last change: kernel, v6.9 to v6.17."
        inputs = whole(app).splitlines().index("Inputs, host and VM:")
        await settled_after(pilot, "home", *["down"] * (inputs + 1))
        assert said(app).startswith("FWB, host.fwb: ")
        await press(pilot, "enter")
        await until(pilot, lambda: app.screen is not app.base)

    read(test)


def test_lines_are_taken_as_elsewhere() -> None:
    async def test(app: LinearApp, pilot: Pilot[None]) -> None:
        app.open("descriptor").take(("0x00400000800007c7",))
        await settled(pilot)
        assert "MemAttr, bits 5 to 2: 0001, " in whole(app)
        app.open("compare").take(("v6.9", "sean"))
        await settled(pilot)
        assert "2 policies on this scenario:" in whole(app)
        app.open("check").take(("v6.9",))
        await settled(pilot)
        assert re.search(r"v6\.9: fails in [\d,]+ scenarios", whole(app))

    read(test, *DEVICE)


def test_it_is_a_text_in_any_size_and_the_help_has_its_keys() -> None:
    async def test(app: LinearApp, pilot: Pilot[None]) -> None:
        await settled_after(pilot, "question_mark")
        assert any("go on by a fact" in line for line in screen_lines(app))
        assert not any("on the explorer" in line for line in screen_lines(app))
        await settled_after(pilot, "escape")
        await pilot.resize_terminal(30, 8)
        await settled(pilot)
        assert screen_lines(app)[0].rstrip() == "Explore, screen 1 of 9. Kernel"
        await settled_after(pilot, "f")
        assert said(app) == "Last change: host.fwb, true to"

    read(test)
