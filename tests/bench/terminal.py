"""A program in a real pseudo-terminal: what it writes and when."""

from __future__ import annotations

import fcntl
import os
import pty
import select
import signal
import struct
import termios
import time
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

PATIENCE = 60.0
"""Seconds after which what does not come is missing."""
FIRST_BYTE = 0.5
"""Seconds to wait for the first byte, so that a slow answer is not taken for the next one's."""


class Burst(NamedTuple):
    """What was written until nothing more came for a while."""

    data: bytes
    first: float
    """Seconds until the first byte."""
    last: float
    """Seconds until the last byte."""


class Terminal:
    """A child process with a terminal of its own."""

    def __init__(
        self,
        argv: Sequence[str],
        columns: int,
        lines: int,
        environ: Mapping[str, str] = MappingProxyType({}),
    ) -> None:
        self.started = time.perf_counter()
        self.pid, self.fd = pty.fork()
        if self.pid == 0:
            environment = {**os.environ, "TERM": "xterm-256color", "COLORTERM": "truecolor"}
            environment |= environ
            for name in ("NO_COLOR", "COLUMNS", "LINES", "PYTHONDONTWRITEBYTECODE"):
                environment.pop(name, None)
            # The size has to be there before the program asks for it.
            size = struct.pack("HHHH", lines, columns, 0, 0)
            fcntl.ioctl(0, termios.TIOCSWINSZ, size)
            # As a shell starts it, also where these tests were started to outlive a terminal, or
            # in the background of a script.
            for number in (signal.SIGHUP, signal.SIGINT, signal.SIGQUIT):
                signal.signal(number, signal.SIG_DFL)
            os.execvpe(argv[0], list(argv), environment)
        self.written = b""
        """Everything so far."""

    def until(self, wanted: bytes) -> float:
        """Seconds from the start until the wanted bytes have been written."""
        while wanted not in self.written:
            last = self.written[-200:]
            if not select.select([self.fd], [], [], PATIENCE)[0]:
                raise TimeoutError(f"{wanted!r} never came; the last output was {last!r}")
            if not self._read():
                raise EOFError(f"ended before {wanted!r} came; the last output was {last!r}")
        return time.perf_counter() - self.started

    def settle(self, silence: float) -> Burst:
        """Everything written until nothing came for some seconds."""
        begin = time.perf_counter()
        data, first, last = b"", 0.0, 0.0
        while select.select([self.fd], [], [], silence if data else max(silence, FIRST_BYTE))[0]:
            piece = self._read()
            if not piece:
                break
            last = time.perf_counter() - begin
            first = first or last
            data += piece
        return Burst(data, first, last)

    def _read(self) -> bytes:
        """What has been written; nothing once the program has ended."""
        try:
            piece = os.read(self.fd, 65536)
        except OSError:
            return b""
        self.written += piece
        return piece

    def press(self, key: str, silence: float = 0.06) -> Burst:
        """Press a key and wait until the screen has settled."""
        os.write(self.fd, key.encode())
        return self.settle(silence)

    def type(self, keys: str) -> None:
        """Press keys and wait for nothing."""
        os.write(self.fd, keys.encode())

    def ended(self) -> int:
        """Wait until the program has ended, and clear up; its exit status."""
        while self._read():
            pass
        _, status = os.waitpid(self.pid, 0)
        os.close(self.fd)
        return os.waitstatus_to_exitcode(status)

    def resident(self) -> int:
        """Resident memory in KiB."""
        status = Path(f"/proc/{self.pid}/status").read_text()
        line = next(text for text in status.splitlines() if text.startswith("VmRSS:"))
        return int(line.split()[1])

    def close(self) -> None:
        """End the program."""
        os.kill(self.pid, signal.SIGKILL)
        os.waitpid(self.pid, 0)
        os.close(self.fd)
