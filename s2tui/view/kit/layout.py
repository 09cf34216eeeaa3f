"""Fitting lines into a width: wrapping, cutting, padding and headings. No domain knowledge."""

from __future__ import annotations

import textwrap
from functools import lru_cache
from typing import TYPE_CHECKING

from s2tui.view.kit.cells import cells, clip, is_narrow
from s2tui.view.kit.text import ABOVE, Span

if TYPE_CHECKING:
    from collections.abc import Sequence

    from s2tui.view.kit.text import Line, Role

ELLIPSIS = "…"
BESIDE_LEAST = 9
"""Columns below which text does not stand beside something longer but below it."""
BELOW = 4
"""By how much it is indented then."""
BRIEF = 300
"""Columns of what is said for a moment: six lines of a message."""
HIDDEN = "hidden until it is revealed"


@lru_cache(maxsize=4096)
def wrap(text: str, width: int) -> Sequence[str]:
    """Text broken at blanks into pieces of at most *width* columns; longer words are cut."""
    text, width = " ".join(text.split()), max(width, 1)
    if is_narrow(text):
        return textwrap.wrap(text, width, break_on_hyphens=False)
    from wcwidth import wrap

    return wrap(text, width, break_on_hyphens=False)


def cut(text: str, width: int) -> str:
    """Text of at most *width* columns, with an ellipsis where something is left out."""
    if cells(text) <= width:
        return text
    return clip(text, width - 1) + ELLIPSIS if width > 0 else ""


def brief(text: str) -> str:
    """Text to be said for a moment: as much as leaves most of an answer that it lies over."""
    return cut(text, BRIEF)


def length(spans: Sequence[Span]) -> int:
    """Columns that a line takes."""
    return cells("".join([span.text for span in spans]))


def fit(spans: Sequence[Span], width: int) -> Line:
    """A line cut to *width* columns."""
    if length(spans) <= width:
        return tuple(spans)
    kept: list[Span] = []
    left = width
    for span in spans:
        taken = cells(span.text)
        if taken >= left:
            kept.append(Span(cut(span.text + ELLIPSIS, left), span.role))
            break
        kept.append(span)
        left -= taken
    return tuple(kept)


def flow(first: Sequence[Span], text: str, width: int, role: Role = "text") -> list[Line]:
    """Text beside a first span, wrapped, with every further line indented to the same column.

    Where hardly anything fits beside it, all of the text stands below it.
    """
    return list(_flow(tuple(first), text, width, role))


@lru_cache(maxsize=2048)
def _flow(first: Line, text: str, width: int, role: Role) -> Sequence[Line]:
    indent = length(first)
    if text and width - indent < min(BESIDE_LEAST, indent):
        pieces = wrap(text, width - BELOW)
        return [fit(first, width), *((Span(" " * BELOW), Span(piece, role)) for piece in pieces)]
    pieces = wrap(text, width - indent) or [""]
    lines: list[Line] = [(*first, Span(pieces[0], role))]
    lines += [(Span(" " * indent), Span(piece, role)) for piece in pieces[1:]]
    return lines


def flow_line(spans: Sequence[Span], width: int) -> list[Line]:
    """A line of several roles, wrapped at blanks; further lines are indented by two."""
    return list(_flow_line(tuple(spans), width))


@lru_cache(maxsize=1024)
def _flow_line(spans: Line, width: int) -> Sequence[Line]:
    longest = max(width - 2, 1)
    lines: list[Line] = []
    current: list[Span] = []
    room = width
    for span in spans:
        for word in _words(span.text, longest):
            taken = cells(word)
            if current and taken + 1 > room:
                lines.append(tuple(current))
                current, room = [Span(" ")], width - 1
            glue = " " if current else ""
            room -= taken + len(glue)
            if current and current[-1].role == span.role:
                current[-1] = Span(current[-1].text + glue + word, span.role)
            else:
                current.append(Span(glue + word, span.role))
    return [*lines, tuple(current)]


def hang(line: Line, at: int, width: int) -> list[Line]:
    """A line as it is where it fits; else wrapped beside its first spans, so many as *at* says."""
    if length(line) <= width:
        return [line]
    first, rest = line[:at], line[at:]
    indent = length(first)
    if width - indent < BESIDE_LEAST:
        return flow_line(line, width)
    head, *more = flow_line(rest, width - indent)
    return [(*first, *head), *((Span(" " * indent), *piece) for piece in more)]


def _words(text: str, longest: int) -> list[str]:
    """The words of a text, those that are too long in pieces."""
    words = text.split()
    if cells(text) <= longest:
        return words
    return [piece for word in words for piece in wrap(word, longest)]


def cut_lines(lines: Sequence[Line], width: int, height: int) -> list[Line]:
    """At most *height* lines, with an ellipsis where something is left out."""
    if len(lines) <= height:
        return list(lines)
    return [*lines[: height - 1], fit((*lines[height - 1], Span(" " * width)), width)]


def blocks(widths: Sequence[int], room: int) -> list[range]:
    """Columns in runs that fit below each other where they do not all fit side by side."""
    found: list[range] = []
    start = taken = 0
    for place, width in enumerate(widths):
        if place > start and taken + width > room:
            found.append(range(start, place))
            start, taken = place, 0
        taken += width
    return [*found, range(start, len(widths))]


def spread(left: Sequence[Span], right: Sequence[Span], width: int) -> Line:
    """Two pieces at both ends of a line; the left one is cut if they do not fit."""
    room = width - length(right) - 1
    if room < 1:
        return fit(left, width)
    left = fit(left, room)
    return (*left, Span(" " * (width - length(left) - length(right))), *right)


def heading(
    title: str, width: int, beside: Sequence[Span] = (), *, focused: bool = False, above: int = 0
) -> Line:
    """A title, something small beside it, and a rule that fills the line.

    Args:
        title: what follows below.
        width: columns.
        beside: stands between the title and the rule.
        focused: whether the keys act on what follows; a heavier rule says so.
        above: lines of what follows that are out of sight above it; said at the end.
    """
    end = (Span(f" {ABOVE} {above} above", "key"),) if above > 0 else ()
    said = (Span(title, "title"), *((Span(" "), *beside) if beside else ()))
    room = width - length(said) - length(end) - 1
    if room < 0:
        return spread(said, end, width) if end else fit(said, width)
    rule = ("━" if focused else "─") * room
    return (*said, Span(f" {rule}", "key" if focused else "dim"), *end)


def hidden_lines(title: str, width: int, height: int) -> list[Line]:
    """What stands where something may not be seen yet: nothing that depends on it."""
    said = fit((Span(HIDDEN, "dim"),), width)
    return [heading(title, width), said] if title and height > 1 else [said]
