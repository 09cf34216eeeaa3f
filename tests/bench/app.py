"""The app's numbers: start, memory, and what a key costs."""

from __future__ import annotations

import asyncio
import sys
import time
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING, Any, ClassVar

from s2tui.kvm.policies import DEFAULT
from s2tui.kvm.scenario import Scenario
from s2tui.tui.app import S2App
from s2tui.tui.state import State
from tests.bench.label import TEXT
from tests.bench.results import Result, percentile95, ratio
from tests.bench.terminal import Terminal

if TYPE_CHECKING:
    from collections.abc import Iterator

    from textual.screen import Screen
    from textual.types import CSSPathType

ROOT = Path(__file__).resolve().parents[2]
EXPLORER = (str(Path(sys.executable).with_name("s2tui")),)
"""The command as it was installed."""
SHEETS = ROOT / "s2tui" / "tui"
YARDSTICK = (sys.executable, str(ROOT / "tests" / "bench" / "label.py"))
WIDE = (120, 40)
STARTS = 21
TOGGLES = 200
KEYS = "fdvaxebmnwt"
"""Letters each of which changes something whatever the state."""
QUIET = 0.04
"""Seconds without a frame after which the screen has settled."""


def start() -> Iterator[Result]:
    """Spawn to first usable paint, and resident memory, against the yardstick, in turns."""
    times: dict[str, list[float]] = {"ours": [], "theirs": []}
    memory: dict[str, list[float]] = {"ours": [], "theirs": []}
    for _ in range(STARTS):
        for who, argv, wanted in (("ours", EXPLORER, "MemAttr"), ("theirs", YARDSTICK, TEXT)):
            terminal = Terminal(argv, *WIDE)
            try:
                times[who].append(terminal.until(wanted.encode()))
                terminal.settle(0.3)
                memory[who].append(terminal.resident())
            finally:
                terminal.close()
    yield ratio(
        "spawn to first usable paint, to one-label app", times["ours"], times["theirs"], 1.3
    )
    ours, theirs = median(memory["ours"]), median(memory["theirs"])
    details = f"{ours / 1024:.1f} MiB to {theirs / 1024:.1f} MiB"
    yield Result("resident memory, to one-label app", ours / theirs, 1.3, "times", details)


def written() -> Iterator[Result]:
    """Bytes that a toggle writes to a terminal, and when the last of them is there."""
    terminal = Terminal(EXPLORER, *WIDE)
    sizes, settled = [], []
    try:
        terminal.until(b"MemAttr")
        terminal.settle(0.5)
        for index in range(TOGGLES):
            burst = terminal.press(KEYS[index % len(KEYS)])
            sizes.append(len(burst.data))
            settled.append(burst.last)
    finally:
        terminal.close()
    yield Result(
        "bytes written per toggle, most", max(sizes), 4096, "bytes", f"median {median(sizes):.0f}"
    )
    yield Result("key to last byte in a terminal, median", median(settled) * 1000, 10, "ms")
    yield Result(
        "key to last byte in a terminal, 95 of 100", percentile95(settled) * 1000, 25, "ms"
    )


class Watched(S2App):
    """The explorer, noting when it paints."""

    # Textual looks for style sheets beside the class that it finds.
    CSS_PATH: ClassVar[CSSPathType] = [SHEETS / "app.tcss", SHEETS / "screens" / "explore.tcss"]

    def __init__(self) -> None:
        super().__init__(State(Scenario(), DEFAULT))
        self.frames: list[float] = []

    def _display(self, screen: Screen[Any], renderable: Any) -> None:
        super()._display(screen, renderable)
        if renderable is not None:
            self.frames.append(time.perf_counter())


async def _toggles(keys: str) -> tuple[list[float], list[int]]:
    app = Watched()
    settled, frames = [], []
    async with app.run_test(size=WIDE) as pilot:
        await pilot.pause(0.3)
        for index in range(TOGGLES):
            app.frames.clear()
            begin = time.perf_counter()
            app.simulate_key(keys[index % len(keys)])
            while not app.frames or time.perf_counter() - app.frames[-1] < QUIET:
                await asyncio.sleep(0.002)
                if time.perf_counter() - begin > 1:
                    break
            frames.append(len(app.frames))
            settled.append((app.frames[-1] if app.frames else begin + 1) - begin)
    return settled, frames


def headless() -> Iterator[Result]:
    """Key to settled screen and frames per toggle, inside the process."""
    for name, keys in (("f", "f"), ("each letter", KEYS)):
        settled, frames = asyncio.run(_toggles(keys))
        yield Result(f"key to settled screen ({name}), median", median(settled) * 1000, 10, "ms")
        yield Result(
            f"key to settled screen ({name}), 95 of 100", percentile95(settled) * 1000, 25, "ms"
        )
        wrong = sum(1 for count in frames if count != 1)
        yield Result(f"toggles ({name}) that took not exactly one frame", wrong, 0, "of 200")


def results() -> Iterator[Result]:
    """All of them."""
    yield from start()
    yield from written()
    yield from headless()
