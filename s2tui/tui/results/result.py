"""What a screen shows as something to take out of the app: text, Markdown, JSON, a command.

The command, run with `--json`, prints the JSON; nothing is made before somebody asks for it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from s2tui.tui.background import Question
    from s2tui.view.kit.text import Line

    Form: TypeAlias = "Callable[[], str] | Question[str]"
    """What makes a text, at once or beside the app."""

WIDTH = 100
"""Columns of text that is copied, as in a pipe."""


class Result(NamedTuple):
    """What a screen shows, or a part of it."""

    what: str
    """What it is, after "copy": `the move`."""
    forms: Mapping[str, Form]
    """By the name of a form (text, markdown, json), what makes it."""
    command: str = ""
    """What prints the same without the app; nothing where no command does."""
    name: str = ""
    """Tells it from the screen's first result, which has no name."""


def text(lines: Iterable[Line]) -> str:
    """Lines as text."""
    from s2tui.view.kit.text import plain

    return plain(lines) + "\n"


def in_markdown(lines: Iterable[Line]) -> str:
    """Lines of WIDE columns as Markdown."""
    from s2tui.view.kit.markdown import markdown

    return markdown(lines) + "\n"


def dumped(value: object) -> str:
    """An object of the contract as JSON, for somebody who looks at it."""
    from json import dumps

    return dumps(value, indent=2)


def laid_out(make: Callable[[int], Iterable[Line]]) -> dict[str, Form]:
    """Lines of a width as text and as Markdown."""
    from s2tui.view.kit.markdown import WIDE

    return {"text": lambda: text(make(WIDTH)), "markdown": lambda: in_markdown(make(WIDE))}
