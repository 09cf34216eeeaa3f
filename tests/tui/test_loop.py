"""Whoever types is served first, however much is being computed."""

from __future__ import annotations

import asyncio
import sys
import threading
import time

from s2tui.tui.terminal.loop import HANDLING, new_loop


def test_the_loop_handles_events_beside_a_thread_that_computes() -> None:
    """At the interpreter's own interval of 5 ms a hundred turns take half a second."""
    running = True

    def compute() -> None:
        while running:
            sum(range(100))

    async def turn() -> float:
        assert sys.getswitchinterval() == HANDLING
        begin = time.perf_counter()
        for _ in range(100):
            await asyncio.sleep(0)
            await asyncio.sleep(0.0001)
        return time.perf_counter() - begin

    thread = threading.Thread(target=compute)
    usual = sys.getswitchinterval()
    try:
        with asyncio.Runner(loop_factory=new_loop) as runner:
            thread.start()
            seconds = runner.run(turn())
    finally:
        running = False
        thread.join()
        sys.setswitchinterval(usual)
    assert seconds < 0.25
