"""What a long answer is doing, on standard error, for somebody who watches."""

from __future__ import annotations

import sys
from time import monotonic
from typing import TYPE_CHECKING

from s2tui.view.kit.cells import cells, pad

if TYPE_CHECKING:
    from types import TracebackType

PATIENCE = 0.5
"""Seconds without an answer after which something is said."""


class Progress:
    """A line that is overwritten, and gone at the end. Silent in pipes and for quick answers."""

    def __init__(self) -> None:
        self._start = monotonic()
        self._width = 0

    def __enter__(self) -> Progress:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        if self._width:
            self._write("")

    def __call__(self, doing: str) -> None:
        """Say what is being done."""
        if sys.stderr.isatty() and monotonic() - self._start > PATIENCE:
            self._write(f"{doing} ...")

    def _write(self, text: str) -> None:
        end = "\r" if not text else ""
        sys.stderr.write(f"\r{pad(text, self._width)}{end}")
        sys.stderr.flush()
        self._width = cells(text)
