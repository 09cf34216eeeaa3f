"""Where commands write their answers: text, lines of a view, or JSON, each ended by a newline.

Lines are written as wide as the terminal, in its colors, and in ASCII where it lacks the signs;
into a pipe always in the same width and without color, so that scripts see no difference.
"""

from __future__ import annotations

import os
import sys
from io import TextIOWrapper
from types import SimpleNamespace
from typing import TYPE_CHECKING

from s2tui.errors import RequestError
from s2tui.terminal import lacks_signs

if TYPE_CHECKING:
    from collections.abc import Iterable

    from s2tui.view.kit.text import Line

PIPED = 100
"""Columns where no terminal says how many it has."""
UNBROKEN = 10_000
"""Columns of a pipe for what is one thing a line."""
LEAST = 40
"""Columns below which nothing is laid out; what is narrower folds the lines itself."""
WHEN = ("auto", "always", "never")
_form = SimpleNamespace(color=False, ascii=False, markdown=False, pending=[])
"""How lines are written; `choose` says it for each command."""


def choose(color: str, *, ascii_only: bool, markdown: bool = False) -> None:
    """Decide how lines are written.

    Args:
        color: one of WHEN.
        ascii_only: whether ASCII was asked for; else it is where the signs would be lost.
        markdown: whether lines are collected, to be written as Markdown by `finish`.
    """
    _form.markdown = markdown
    _form.pending = []
    _form.color = colored(color)
    _form.ascii = ascii_only or needs_ascii()


def width(piped: int = PIPED) -> int:
    """Columns that lines may take: those of the terminal, or so many where there is none."""
    if _form.markdown:
        from s2tui.view.kit.markdown import WIDE

        return WIDE
    if not sys.stdout.isatty():
        return piped
    asked = os.environ.get("COLUMNS", "")
    if asked.isascii() and asked.isdigit() and int(asked):
        return max(int(asked), LEAST)
    try:
        return max(os.get_terminal_size(sys.stdout.fileno()).columns, LEAST)
    except (OSError, ValueError):
        return piped


def text(answer: str) -> None:
    """Finished text."""
    sys.stdout.write(answer + "\n")


def lines(answer: Iterable[Line]) -> None:
    """Lines of a view."""
    if _form.markdown:
        _form.pending += answer
    else:
        text(written(answer))


def written(answer: Iterable[Line]) -> str:
    """Lines of a view as they are written."""
    from s2tui.view.kit.text import plain

    if _form.ascii:
        from s2tui.view.kit.ascii import lines_in_ascii

        answer = lines_in_ascii(answer)
    if _form.color:
        from s2tui.cli.color import painted

        return painted(answer)
    return plain(answer)


def finish() -> None:
    """Write the Markdown of all lines."""
    if _form.pending:
        from s2tui.view.kit.ascii import in_ascii
        from s2tui.view.kit.markdown import markdown

        said = markdown(_form.pending)
        text(in_ascii(said) if _form.ascii else said)


def json(answer: object) -> None:
    """One value of the contract."""
    from json import dumps

    json_text(dumps(answer))


def json_text(answer: str) -> None:
    """Finished JSON: as it is for a script, and laid out for somebody who looks at it."""
    if sys.stdout.isatty():
        from json import dumps, loads

        answer = dumps(loads(answer), indent=2)
    text(answer)


def check() -> None:
    """Make sure that there is somewhere to write, and that every sign can be written there.

    Raises:
        RequestError: standard output is closed.
    """
    if sys.stdout is None:
        raise RequestError("standard output is closed")
    if isinstance(sys.stdout, TextIOWrapper):
        # A name out of a file may hold anything. Not "replace": a question mark has a meaning.
        sys.stdout.reconfigure(errors="backslashreplace")


def discard() -> None:
    """Write nothing more, not even at interpreter exit."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def flush() -> None:
    """Show what was written so far: more takes a while."""
    sys.stdout.flush()


def colored(when: str) -> bool:
    """Whether roles are shown as colors."""
    if when != "auto":
        return when == "always"
    environment = os.environ
    plain = environment.get("NO_COLOR") or environment.get("TERM") == "dumb"
    return not plain and sys.stdout.isatty()


def needs_ascii() -> bool:
    """Whether the environment asks for ASCII, or the terminal or the encoding lacks the signs."""
    encoding = getattr(sys.stdout, "encoding", None)
    return lacks_signs(encoding, terminal=sys.stdout.isatty())
