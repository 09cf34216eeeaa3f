"""What is shown for a text that is typed: what it asks for as a line, and what is called so."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from s2tui.errors import RequestError
from s2tui.tui.line.completion import completions, split
from s2tui.tui.line.order import orders
from s2tui.tui.line.ranking import EXACT, rank
from s2tui.tui.overlays.items import Item

if TYPE_CHECKING:
    from collections.abc import Sequence

    from s2tui.tui.session.state import State

BEGINS_A_SCENARIO = re.compile(r"@|v?\d+\.\d|s2tui$|.*(/|\.py$|\.toml$)").match
"""A case, a kernel, a file."""
LINE = "line"
"""The kind of what is read as a line."""


def found(text: str, known: Sequence[Item], state: State) -> tuple[list[Item], str]:
    """What answers to a text, the best first, and what is wrong with it if nothing does.

    Args:
        text: as far as it is typed.
        known: everything that has a name.
        state: what is on screen.
    """
    typed = text.strip()
    if not typed:
        return [item for item in known if item.first], ""
    read, wrong = _as_line(typed, state)
    named = [] if _is_line(text) else _called(typed, known)
    if named and named[0][0] == EXACT:
        exact = [item for place, item in named if place == EXACT]
        rest = [item for place, item in named if place != EXACT]
        rows = [*exact, *read[1:], *rest]
    else:
        rows = [*read, *(item for _, item in named)]
    rows += _completed(text, state, {item.names[0] for item in rows} | {typed})
    # Words of a sentence may begin as a line does.
    rows = rows or [item for _, item in _called(typed, known)]
    return rows, "" if rows else wrong


def _is_line(text: str) -> bool:
    """Whether a text has parts, so that it is no name."""
    before, last = split(text.lstrip())
    return (bool(before.strip()) and _verb(before)) or "=" in last


def _verb(before: str) -> bool:
    """Whether a line begins as one: with a verb, a case, a kernel or a field's value."""
    from s2tui.tui.line.order import VERBS

    first = before.split(maxsplit=1)[0]
    return first in VERBS or "=" in first or bool(BEGINS_A_SCENARIO(first))


def _as_line(text: str, state: State) -> tuple[list[Item], str]:
    """What a text asks for as a line, and why it asks for nothing."""
    try:
        read = orders(text, state)
    except RequestError as error:
        return [], str(error)
    return [
        Item((text,), order.says, LINE, line=text, reading=number)
        for number, order in enumerate(read)
    ], ""


def _called(typed: str, known: Sequence[Item]) -> list[tuple[int, Item]]:
    """What is called like a text, the best first."""
    places = [(rank(typed, item.names, item.text), item) for item in known]
    ranked = [(place, item) for place, item in places if place is not None]
    return sorted(ranked, key=lambda one: (one[1].last, one[0]))


def _completed(text: str, state: State, there: set[str]) -> list[Item]:
    """The line with its last word completed, where that says more than what is there."""
    line = text.lstrip()
    if not _is_line(text) and not line.startswith((".", "~", "/")) and "/" not in line:
        return []
    before, _ = split(line)
    return [
        Item((said,), one.says, LINE, line=said, more=one.more)
        for one in completions(line, state)
        if (said := before + one.word) not in there
    ]
