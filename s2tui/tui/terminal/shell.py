"""Going back to the shell that started the app, and coming back from it."""

from __future__ import annotations

import os
import signal
from contextlib import contextmanager
from typing import TYPE_CHECKING

from textual.app import SuspendNotSupported

if TYPE_CHECKING:
    from collections.abc import Iterator

    from textual.app import App

ALONE = "no shell started this in this terminal: nothing would wake it again"
JOB_CONTROL = (signal.SIGTSTP, signal.SIGCONT)


def stop(app: App[None]) -> str:
    """Give the terminal back, stop, and draw everything again when the shell says so.

    All stop that the terminal would have stopped: `make`, too, if the app was started by it.

    Returns:
        What is to be said where it cannot stop.
    """
    # A shell with job control leads the session, and what it starts has a group of its own. Where
    # the leader is in this group, a terminal was opened on the app, or on a script that runs it.
    if os.getpgrp() == os.getsid(0):
        return ALONE
    try:
        with app.suspend(), _left_to_the_kernel():
            os.kill(0, signal.SIGTSTP)
    except SuspendNotSupported:
        return "there is no terminal here to give back"
    return ""


@contextmanager
def _left_to_the_kernel() -> Iterator[None]:
    """Have the kernel stop and wake the process, and Textual hear nothing of it.

    The signal that wakes may reach another thread a moment after this one goes on. Textual would
    then open the terminal for the second time, and of two threads that read the same keys one
    waits for ever.
    """
    before = [signal.signal(number, signal.SIG_DFL) for number in JOB_CONTROL]
    try:
        yield
    finally:
        for number, handler in zip(JOB_CONTROL, before, strict=True):
            signal.signal(number, handler)
