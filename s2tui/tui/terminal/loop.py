"""An event loop whose thread is served first, however much another one computes.

A thread that waits for the interpreter asks for it after the switch interval. While the loop
handles an event the interval is long, so that nothing takes the interpreter away from it; while it
waits for events the interval is short, so that it gets the interpreter back as soon as one comes.
"""

from __future__ import annotations

import selectors
import sys
from asyncio import SelectorEventLoop
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator
    from selectors import SelectorKey

HANDLING = 0.02
"""Seconds that an event may take before a computation goes on."""
WAITING = 0.0002
"""Seconds that a computation may keep an event waiting."""


class _Selector(selectors.DefaultSelector):
    """Changes the interval whenever the loop begins or ends to wait."""

    def select(self, timeout: float | None = None) -> list[tuple[SelectorKey, int]]:
        sys.setswitchinterval(WAITING)
        try:
            return super().select(timeout)
        finally:
            sys.setswitchinterval(HANDLING)


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
