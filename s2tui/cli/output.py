"""Where commands write their answers: text, lines of a view, or JSON, each ended by a newline."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

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


def flush() -> None:
    """Show what was written so far: more takes a while."""
    sys.stdout.flush()
