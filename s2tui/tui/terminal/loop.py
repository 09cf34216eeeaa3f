"""An event loop whose thread is served first, however much another one computes.

A thread that waits for the interpreter asks for it after the switch interval. While the loop
handles an event the interval is long, so that nothing takes the interpreter away from it; while it
waits for events the interval is short, so that it gets the interpreter back as soon as one comes.

Opening a screen takes longer than the interval, and gives the interpreter away at every file that
it reads; the next thread would then have it for as long again. So a computation asks often whether
it may go on (`give_way`), and rests until the loop has nothing left to handle.
"""

from __future__ import annotations

import selectors
import sys
from asyncio import SelectorEventLoop
from contextlib import contextmanager
from threading import Event
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator
    from selectors import SelectorKey

HANDLING = 0.02
"""Seconds that an event may take before a computation goes on."""
WAITING = 0.0002
"""Seconds that a computation may keep an event waiting."""


STUCK = 1.0
"""Seconds after which a computation goes on all the same: what handles for so long is no event."""

_idle = Event()
"""Whether no loop is handling anything."""
_idle.set()


def give_way() -> None:
    """Rest while the loop handles an event; for a computation to ask in another thread, often."""
    if not _idle.is_set():
        _idle.wait(STUCK)


class _Selector(selectors.DefaultSelector):
    """Changes the interval, and lets computations go on, while the loop waits."""

    def select(self, timeout: float | None = None) -> list[tuple[SelectorKey, int]]:
        sys.setswitchinterval(WAITING)
        # Without time to wait there is more to handle, and this only looks for what else came.
        if timeout is None or timeout > 0:
            _idle.set()
        try:
            return super().select(timeout)
        finally:
            _idle.clear()
            sys.setswitchinterval(HANDLING)

    def close(self) -> None:
        """The loop ends: nothing is handled any more."""
        _idle.set()
        super().close()


@contextmanager
def reading() -> Iterator[None]:
    """While the app's thread reads files: it waits for each, and should not wait longer."""
    usual = sys.getswitchinterval()
    sys.setswitchinterval(WAITING)
    try:
        yield
    finally:
        sys.setswitchinterval(usual)


def new_loop() -> SelectorEventLoop:
    """A loop for the app to run in."""
    return SelectorEventLoop(_Selector())
