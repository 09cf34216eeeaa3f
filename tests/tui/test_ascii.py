"""Without signs: nothing is drawn that is not ASCII, and no two signs become one."""

from __future__ import annotations

import asyncio
import sys

import pytest

from s2tui.tui.commands.screens import SCREENS
from s2tui.tui.terminal.fewer_bytes import in_few_bytes_of_ascii
from s2tui.view.kit.ascii import in_ascii
from s2tui.view.kit.text import SIGNS
from tests.bench.terminal import Terminal
from tests.tui.driving import MEDIUM, NARROW, make_app, press, screen_text
from tests.tui.settling import settled_after
from tests.view.asking import DEVICE

OVERLAYS = ("question_mark", "colon", "Y", "K", "J")


@pytest.mark.parametrize("size", [NARROW, MEDIUM])
@pytest.mark.parametrize("screen", [entry.name for entry in SCREENS if entry.name != "check"])
def test_every_character_of_every_screen_has_an_ascii_form(
    screen: str, size: tuple[int, int]
) -> None:
    seen = ""

    async def look() -> None:
        nonlocal seen
        app = make_app(DEVICE)
        async with app.run_test(size=size) as pilot:
            await settled_after(pilot, "f")
            app.open(screen)
            for key in ("f", "tab", "space", "y", *OVERLAYS):
                await settled_after(pilot, key)
                seen += screen_text(app)
                if key in OVERLAYS:
                    await press(pilot, "escape")

    asyncio.run(look())
    # What has a form of its own needs no line in its place.
    assert in_ascii(seen).isascii(), {c for c in in_ascii(seen) if not c.isascii()}
    assert in_ascii(seen).count("?") == seen.count("?")
    assert in_few_bytes_of_ascii(seen).isascii()


def test_every_sign_of_the_legend_stays_one_of_its_own() -> None:
    forms = [in_ascii(sign.sign) for sign in SIGNS if sign.sign != "█"]
    assert len(set(forms)) == len(forms)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("environment", "keys"),
    [
        ({"S2TUI_ASCII": "1"}, ("f", *"2345678", "?", "\x1b", ":", "\x1b", "Y", "\x1b")),
        ({"TERM": "linux"}, ("y",)),
        ({"LC_ALL": "C"}, ("y",)),
    ],
    ids=("asked", "console", "locale"),
)
def test_a_terminal_without_signs_gets_ascii_alone(
    environment: dict[str, str], keys: tuple[str, ...]
) -> None:
    argv = (sys.executable, "-m", "s2tui", "--fresh", "--scenario", ",".join(DEVICE))
    terminal = Terminal(argv, *MEDIUM, environment)
    try:
        terminal.until(b"what the guest gets")
        for key in keys:
            terminal.press(key)
        terminal.type("q")
        assert terminal.ended() == 0
    except BaseException:
        terminal.close()
        raise
    assert terminal.written.isascii()
