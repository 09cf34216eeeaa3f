"""Whoever types is served first, however much is being computed."""

from __future__ import annotations

import asyncio
import selectors
import sys
from threading import Event
from typing import TYPE_CHECKING

import pytest

from s2tui.tui.terminal import loop
from s2tui.tui.terminal.loop import HANDLING, WAITING, new_loop, reading

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from selectors import SelectorKey


@pytest.fixture(autouse=True)
def usual() -> Iterator[float]:
    """The interval of the interpreter, put back afterwards."""
    seconds = sys.getswitchinterval()
    yield seconds
    sys.setswitchinterval(seconds)


def test_a_computation_yields_at_once_while_the_loop_waits_and_hardly_while_it_handles(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """What is waited for is the system's: the interval is noted where that would begin."""
    waiting: list[float] = []
    select = selectors.DefaultSelector.select

    def watched(
        self: selectors.DefaultSelector, timeout: float | None = None
    ) -> list[tuple[SelectorKey, int]]:
        waiting.append(sys.getswitchinterval())
        return select(self, timeout)

    monkeypatch.setattr(selectors.DefaultSelector, "select", watched)
    handling: list[float] = []

    async def turn() -> None:
        for _ in range(3):
            handling.append(sys.getswitchinterval())
            await asyncio.sleep(0)

    with asyncio.Runner(loop_factory=new_loop) as runner:
        runner.run(turn())
    assert len(waiting) >= len(handling)
    assert waiting == pytest.approx([WAITING] * len(waiting))
    assert handling == pytest.approx([HANDLING] * len(handling))


class Resting(Event):
    """Notes that somebody rests, and lets nobody."""

    times = 0

    def wait(self, timeout: float | None = None) -> bool:
        self.times += 1
        return True


def test_a_computation_rests_while_the_loop_handles_and_goes_on_when_it_waits_or_ends(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    resting = Resting()
    resting.set()
    monkeypatch.setattr(loop, "_idle", resting)
    rested: list[tuple[str, bool]] = []
    wake: list[Callable[[], object]] = []

    def computed(when: str) -> None:
        before = resting.times
        loop.give_way()
        rested.append((when, resting.times > before))

    select = selectors.DefaultSelector.select

    def watched(
        self: selectors.DefaultSelector, timeout: float | None = None
    ) -> list[tuple[SelectorKey, int]]:
        computed("looking" if timeout == 0 else "waiting")
        while wake:
            wake.pop()()
        return select(self, timeout)

    async def handle() -> None:
        computed("handling")
        await asyncio.sleep(0)  # there is more to handle
        computed("handling")
        here = asyncio.get_running_loop()
        nothing = here.create_future()
        wake.append(lambda: here.call_soon_threadsafe(nothing.set_result, None))
        await nothing
        computed("handling")

    with asyncio.Runner(loop_factory=new_loop) as runner:
        runner.run(asyncio.sleep(0))
        monkeypatch.setattr(selectors.DefaultSelector, "select", watched)
        runner.run(handle())
    computed("after")
    assert set(rested) == {
        ("handling", True),
        ("looking", True),
        ("waiting", False),
        ("after", False),
    }


def test_who_reads_files_waits_no_longer_than_an_event_does(usual: float) -> None:
    with reading():
        assert sys.getswitchinterval() == pytest.approx(WAITING)
    assert sys.getswitchinterval() == pytest.approx(usual)
