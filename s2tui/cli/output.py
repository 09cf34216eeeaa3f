"""Where commands write their answers: text, lines of a view, or JSON, each ended by a newline."""

from __future__ import annotations

import os
import sys
from io import TextIOWrapper
from typing import TYPE_CHECKING

from s2tui.errors import RequestError

if TYPE_CHECKING:
    from collections.abc import Iterable

    from s2tui.view.kit.text import Line


def text(answer: str) -> None:
    """Finished text."""
    sys.stdout.write(answer + "\n")


def lines(answer: Iterable[Line]) -> None:
    """Lines of a view, without their roles."""
    from s2tui.view.kit.text import plain

    text(plain(answer))


def json(answer: object) -> None:
    """One value of the contract."""
    from json import dumps

    text(dumps(answer))


def check() -> None:
    """Make sure that there is somewhere to write, and that every sign can be written there.

    Raises:
        RequestError: standard output is closed.
    """
    if sys.stdout is None:
        raise RequestError("standard output is closed")
    if isinstance(sys.stdout, TextIOWrapper):
        # Few terminals cannot show the signs, and a question mark says more than an error.
        sys.stdout.reconfigure(errors="replace")


def discard() -> None:
    """Write nothing more, not even at interpreter exit."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def flush() -> None:
    """Show what was written so far: more takes a while."""
    sys.stdout.flush()
