"""The app's numbers: start, memory, and what a key costs."""

from __future__ import annotations

import asyncio
import os
import sys
import time
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any, ClassVar, TypeVar

from s2tui.kvm.policies.registry import DEFAULT, POLICIES
from s2tui.kvm.scenario.fields import Scenario
from s2tui.tui.app import S2App
from s2tui.tui.background import ask
from s2tui.tui.commands.screens import SCREENS
from s2tui.tui.questions import differences
from s2tui.tui.session.state import State
from s2tui.tui.terminal.loop import new_loop
from tests.bench.label import TEXT
from tests.bench.results import Result, percentile95, ratio
from tests.bench.terminal import Terminal

if TYPE_CHECKING:
    from collections.abc import Coroutine, Iterator

    from textual.screen import Screen
    from textual.types import CSSPathType

T = TypeVar("T")
ROOT = Path(__file__).resolve().parents[2]
EXPLORER = (str(Path(sys.executable).with_name("s2tui")),)
"""The command as it was installed."""
SHEETS = ROOT / "s2tui" / "tui"
SHEETS_OF_APP = ("app.tcss", "screens/explore.tcss")
YARDSTICK = (sys.executable, str(ROOT / "tests" / "bench" / "label.py"))
MEDIUM = (120, 40)
WIDE = (200, 60)
STARTS = 21
TOGGLES = 500
ROUNDS = 5
"""How often each screen is opened."""
KEYS = "fdvaxebmnwt"
"""Letters each of which changes something whatever the state."""
CACHES_KEYS = "fd"
"""The same on Caches, where less of a scenario is to be seen."""
QUIET = 0.04
"""Seconds without a frame after which the screen has settled."""


def start() -> Iterator[Result]:
    """Spawn to first usable paint, and resident memory, against the yardstick, in turns."""
    times: dict[str, list[float]] = {"ours": [], "theirs": []}
    memory: dict[str, list[float]] = {"ours": [], "theirs": []}
    for _ in range(STARTS):
        for who, argv, wanted in (("ours", EXPLORER, "MemAttr"), ("theirs", YARDSTICK, TEXT)):
            terminal = Terminal(argv, *MEDIUM)
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
    terminal = Terminal(EXPLORER, *MEDIUM)
    sizes: list[int] = []
    settled = []
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
    CSS_PATH: ClassVar[CSSPathType] = [SHEETS / path for path in SHEETS_OF_APP]

    def __init__(self) -> None:
        super().__init__(State(Scenario(), DEFAULT))
        self.frames: list[float] = []
        self.painted = ""

    def _display(self, screen: Screen[Any], renderable: Any) -> None:
        super()._display(screen, renderable)
        if renderable is not None:
            self.frames.append(time.perf_counter())
            self.painted = getattr(screen, "PLACE", type(screen).__name__)

    async def answered(self, key: str) -> tuple[float, int]:
        """Press a key: seconds until the screen has settled, and the frames that it took."""
        self.frames.clear()
        begin = time.perf_counter()
        self.simulate_key(key)
        while not self.frames or time.perf_counter() - self.frames[-1] < QUIET:
            await asyncio.sleep(0.002)
            if time.perf_counter() - begin > 1:
                break
        return (self.frames[-1] if self.frames else begin + 1) - begin, len(self.frames)

    async def opened(self, key: str, kind: str) -> float:
        """Press a key: seconds until a kind of screen was painted."""
        self.painted = ""
        begin = time.perf_counter()
        self.simulate_key(key)
        while self.painted != kind and time.perf_counter() - begin < 1:
            await asyncio.sleep(0.001)
        seconds = time.perf_counter() - begin
        await asyncio.sleep(0.1)
        return seconds


def _in_loop(work: Coroutine[Any, Any, T]) -> T:
    """Run in the loop that the app runs in."""
    with asyncio.Runner(loop_factory=new_loop) as runner:
        return runner.run(work)


async def _toggles(
    keys: str, size: tuple[int, int], screen: str = ""
) -> tuple[list[float], list[int]]:
    """Press keys, on a screen that was opened by one before."""
    app = Watched()
    settled, frames = [], []
    async with app.run_test(size=size) as pilot:
        await pilot.pause(0.3)
        if screen:
            await app.answered(screen)
            await pilot.pause(0.3)
        for index in range(TOGGLES):
            seconds, count = await app.answered(keys[index % len(keys)])
            settled.append(seconds)
            frames.append(count)
    return settled, frames


def headless() -> Iterator[Result]:
    """Key to settled screen and frames per toggle, inside the process."""
    for size in (MEDIUM, WIDE):
        for name, keys in (("f", "f"), ("each letter", KEYS)):
            settled, frames = _in_loop(_toggles(keys, size))
            what = f"key to settled screen ({name}, {size[0]}x{size[1]})"
            middle, late = (10, 25) if size == MEDIUM else (16, 30)
            yield Result(f"{what}, median", median(settled) * 1000, middle, "ms")
            yield Result(f"{what}, 95 of 100", percentile95(settled) * 1000, late, "ms")
            wrong = sum(1 for count in frames if count != 1)
            yield Result(f"{what}: not one frame", wrong, 0, f"of {TOGGLES}")
        yield from _caches(size)


def _caches(size: tuple[int, int]) -> Iterator[Result]:
    """The same on Caches: the machine is run again for what an input says now."""
    settled, frames = _in_loop(_toggles(CACHES_KEYS, size, "8"))
    what = f"key to settled screen (Caches, {size[0]}x{size[1]})"
    yield Result(f"{what}, median", median(settled) * 1000, 16, "ms")
    yield Result(f"{what}, 95 of 100", percentile95(settled) * 1000, 30, "ms")
    wrong = sum(1 for count in frames if count != 1)
    yield Result(f"{what}: not one frame", wrong, 0, f"of {TOGGLES}")


async def _switches() -> dict[str, list[float]]:
    app = Watched()
    times: dict[str, list[float]] = {}
    async with app.run_test(size=MEDIUM) as pilot:
        await pilot.pause(0.3)
        for number in range(ROUNDS):
            for entry in (*SCREENS[1:], SCREENS[0]):
                name = f"{entry.title}, {'first' if number == 0 else 'again'}"
                times.setdefault(name, []).append(await app.opened(entry.key, entry.name))
            name = f"help, {'first' if number == 0 else 'again'}"
            times.setdefault(name, []).append(await app.opened("question_mark", "HelpScreen"))
            await app.opened("escape", SCREENS[0].name)
    return times


def switching() -> Iterator[Result]:
    """Key to the first frame of another screen, and of the help."""
    for name, seconds in _in_loop(_switches()).items():
        yield Result(f"opening {name}, most", max(seconds) * 1000, 150, "ms")


async def _beside() -> list[float]:
    app = Watched()
    settled: list[float] = []
    kernels = [kernel for kernel in POLICIES if kernel != DEFAULT]
    waiting = [differences(DEFAULT, kernel) for kernel in kernels]

    def next_question(_: object = None) -> None:
        if waiting:
            ask(app.base, waiting.pop(), next_question)

    async with app.run_test(size=MEDIUM) as pilot:
        await pilot.pause(0.3)
        next_question()
        while waiting:
            seconds, _ = await app.answered(KEYS[len(settled) % len(KEYS)])
            settled.append(seconds)
    return settled


def busy() -> Iterator[Result]:
    """Key to settled screen while policies are compared over all scenarios."""
    settled = _in_loop(_beside())
    what, details = "key to settled screen beside Diff", f"{len(settled)} keys"
    yield Result(f"{what}, median", median(settled) * 1000, 16, "ms", details)
    yield Result(f"{what}, 95 of 100", percentile95(settled) * 1000, 30, "ms", details)


def results() -> Iterator[Result]:
    """All of them."""
    with TemporaryDirectory() as home:
        # What whoever runs this has saved or configured is neither read nor replaced.
        os.environ.update(XDG_STATE_HOME=home, XDG_CONFIG_HOME=home)
        yield from start()
        yield from written()
        yield from headless()
        yield from switching()
        yield from busy()
