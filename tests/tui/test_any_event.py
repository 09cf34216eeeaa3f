"""Keys, mouse and sizes in any order: the app lives, and is right again when there is room.

Each run is made from its seed. More runs, and longer ones: `S2TUI_EVENTS=20000`.
"""

from __future__ import annotations

import asyncio
import os
import random
from typing import TYPE_CHECKING

import pytest
from textual import events

from s2tui.tui.app import S2App
from s2tui.tui.commands.table import COMMANDS
from s2tui.tui.screens.base import BaseScreen
from s2tui.tui.screens.calm import SMALL
from tests.tui.driving import NARROW, make_app, until

if TYPE_CHECKING:
    from pathlib import Path

    from textual.pilot import Pilot

pytestmark = pytest.mark.slow

RUN = 150
"""Events of one run."""
RUNS = max(int(os.environ.get("S2TUI_EVENTS", "450")) // RUN, 1)
OPENING = ("colon", "question_mark", "J", "Y", "slash", "i", "enter", "escape")
KEYS = sorted({key for command in COMMANDS for key in command.keys.split(",")})
MOUSE: tuple[tuple[type[events.MouseEvent], ...], ...] = (
    (events.MouseMove,),
    (events.MouseMove, events.MouseDown, events.MouseUp),
    (events.MouseScrollDown,),
    (events.MouseScrollUp,),
)


def any_size(chance: random.Random) -> tuple[int, int]:
    """A size: mostly a small one, or one about the least that is needed."""
    return chance.choice(
        (
            (chance.randint(1, 12), chance.randint(1, 60)),
            (chance.randint(1, 220), chance.randint(1, 12)),
            (chance.randint(50, 70), chance.randint(14, 22)),
            (chance.randint(1, 220), chance.randint(1, 65)),
            NARROW,
        )
    )


async def happen(app: S2App, pilot: Pilot[None], chance: random.Random) -> str:
    """Let one thing happen, and say what it was."""
    kind = chance.choice(("size", "key", "opening", "mouse"))
    if kind == "size":
        size = any_size(chance)
        await pilot.resize_terminal(*size)
        return "{}x{}".format(*size)
    if kind == "mouse":
        x, y = chance.randrange(app.size.width), chance.randrange(app.size.height)
        whats = chance.choice(MOUSE)
        button = chance.choice((1, 1, 3))
        for what in whats:
            app.post_message(what(None, x, y, 0, 0, button, False, False, False, x, y))
        return f"{whats[-1].__name__} {x},{y}"
    key = chance.choice(OPENING if kind == "opening" else KEYS)
    app.simulate_key(key)
    return key


async def run(seed: int) -> None:
    chance = random.Random(seed)
    app = make_app()
    done: list[str] = []
    async with app.run_test(size=NARROW) as pilot:
        for _ in range(RUN):
            done.append(await happen(app, pilot, chance))
            if chance.random() < 0.7:
                await pilot.pause(0)
            assert app.is_running, " ".join(done)
        await pilot.resize_terminal(*NARROW)
        while not isinstance(app.screen, BaseScreen):
            await app.pop_screen()
        screen = app.screen
        await until(pilot, lambda: screen.size == NARROW)
        await until(pilot, lambda: not SMALL & set(screen.classes))
        await until(pilot, lambda: screen.focused is not None)


@pytest.mark.parametrize("seed", range(RUNS))
def test_it_survives_whatever_happens(
    seed: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Only leaving does nothing here; a picture is saved where nobody sees it."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(S2App, "exit", lambda _: None)
    monkeypatch.setattr(S2App, "action_suspend", lambda _: None)
    asyncio.run(run(seed))
