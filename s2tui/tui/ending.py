"""How the app ends when nobody presses a key for it: its terminal is gone, or a signal comes.

When a terminal closes, the system tells the leader of its session and nobody else: below `make`,
which is told and waits, the app would hear of nothing, and read the end of the file for ever. So
the terminal itself is watched, on a thread that has nothing else to do. What ends the app then is
what it would have been told: it leaves in order, keeps its state, and dies of the signal, so that
whoever started it sees why.
"""

from __future__ import annotations

import os
import select
import signal
import sys
import termios
import threading
from contextlib import suppress
from typing import TYPE_CHECKING, Any

from s2tui.tui import background
from s2tui.tui.terminal.loop import new_loop

if TYPE_CHECKING:
    from collections.abc import Callable

    from s2tui.tui.app import S2App

ENDINGS = (signal.SIGHUP, signal.SIGINT, signal.SIGTERM)
"""The signals that end the app in order."""
PATIENCE = 1.0
"""Seconds that leaving in order may take; a state that hangs is kept without it then."""
INPUT, OUTPUT = 0, 2
"""Where Textual reads keys, and where it draws."""
RESTORED = (
    "\x1b[?2004l\x1b[?7h\x1b[?1000l\x1b[?1003l\x1b[?1006l\x1b[<u\x1b[?1049l\x1b[?25h\x1b[?1004l"
)
"""What takes back what a terminal was told: paste, mouse, keyboard, the other screen, cursor."""


def run(app: S2App) -> int:
    """Run the app until it ends, and keep what the next session gets.

    Returns:
        The exit status, if it was left by a key.
    """
    loop = new_loop()
    guard = Guard(lambda: loop.call_soon_threadsafe(app.exit), lambda: app.session.write(app.state))
    guard.start()
    try:
        app.run(loop=loop)
    finally:
        app.keep()
        loop.close()
        guard.stop()
    status = app.return_code or 0
    if background.busy():
        # Python would wait until the answer is found that nobody waits for.
        sys.stdout.flush()
        os._exit(status)
    return status


class Guard:
    """Waits for a signal or for the end of the terminal, and sees to it that the app ends."""

    def __init__(self, leave: Callable[[], object], keep: Callable[[], object]) -> None:
        """Watch nothing yet.

        Args:
            leave: asks the app to leave in order; called from another thread.
            keep: keeps what the next session gets; called where the app did not leave.
        """
        self._leave, self._keep = leave, keep
        self._heard, self._bell = os.pipe()
        self._left = threading.Event()
        self._told = 0
        """The signal that ends the app; 0 while nothing does."""
        self._before: Any = None
        """What the terminal does with its input when the app does not run."""
        self._handlers: dict[int, Any] = {}

    def start(self) -> None:
        """Listen. Must be called on the main thread."""
        with suppress(termios.error):
            self._before = termios.tcgetattr(INPUT)
        os.set_blocking(self._bell, False)
        # The number is written at once, also while the main thread computes or waits for a lock.
        signal.set_wakeup_fd(self._bell, warn_on_full_buffer=False)
        for number in ENDINGS:
            if signal.getsignal(number) is not signal.SIG_IGN:
                self._handlers[number] = signal.signal(number, lambda *_: None)
        threading.Thread(target=self._watch, name="ending", daemon=True).start()

    def stop(self) -> None:
        """The app has left. If something ended it, the process ends of that here."""
        self._left.set()
        signal.set_wakeup_fd(-1)
        if self._told:
            _die(self._told)
        for number, handler in self._handlers.items():
            signal.signal(number, handler)

    def _watch(self) -> None:
        """Wait for whatever ends the app, then for its end, and no longer than that."""
        self._told = self._ended_by()
        with suppress(RuntimeError):  # The loop may be closed already.
            self._leave()
        if not self._left.wait(PATIENCE):
            self._keep()
            self._restore()
            os._exit(128 + self._told)

    def _restore(self) -> None:
        """Leave the terminal as it was, as far as it takes it at once."""
        with suppress(termios.error, OSError):
            if self._before is not None:
                termios.tcsetattr(INPUT, termios.TCSANOW, self._before)
            if select.select((), (OUTPUT,), (), 0)[1]:
                os.write(OUTPUT, RESTORED.encode())

    def _ended_by(self) -> int:
        poll = select.poll()
        poll.register(self._heard, select.POLLIN)
        for file in (INPUT, OUTPUT):
            # Nothing to wait for but what is reported unasked: that it is gone. It is not asked
            # whether it is a terminal: one that is gone already says no.
            poll.register(file, 0)
        while True:
            for file, what in poll.poll():
                if what & select.POLLNVAL:
                    # Some systems cannot watch every terminal.
                    poll.unregister(file)
                elif file != self._heard:
                    return signal.SIGHUP
                else:
                    told = [n for n in os.read(self._heard, 64) if n in ENDINGS]
                    if told:
                        return told[0]


def _die(number: int) -> None:
    """End of a signal, as if it had never been handled."""
    signal.signal(number, signal.SIG_DFL)
    os.kill(os.getpid(), number)
