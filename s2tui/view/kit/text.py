"""Lines of spans: text with a role, never a colour.

What every function of this package returns. The commands print it plain, the widgets map roles to
styles of the theme. Each role also has a mark, so nothing is told by colour alone.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, NamedTuple, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Iterable

Role = Literal[
    "text",
    "dim",
    "title",
    "key",
    "set",
    "clear",
    "changed",
    "reserved",
    "allowed",
    "denied",
    "unknown",
]

MARKS: dict[Role, str] = {
    "text": "",
    "dim": "",
    "title": "",
    "key": "",
    "set": "■",
    "clear": "·",
    "changed": "◆",
    "reserved": "!",
    "allowed": "✓",
    "denied": "✗",
    "unknown": "?",
}
"""The sign that says the same as the colour of a role."""
UNREAD = "-"
"""Stands before an input that cannot matter here."""
ABOVE, BELOW = "▴", "▾"
"""There is more above what is in sight, or below."""
MEANINGS: dict[Role, str] = {
    "set": "a bit or a flag that is set",
    "clear": "one that is clear",
    "changed": "differs from before the last change",
    "reserved": "needs attention: a hazard, a reserved value, an input that is bound",
    "allowed": "the stage was passed",
    "denied": "the journey ended: refused, failed or an exception",
    "unknown": "absent, or nobody ever said",
}
"""What a sign says, in the order in which the help lists them."""


class Span(NamedTuple):
    """A piece of text and what it means."""

    text: str
    role: Role = "text"


Line: TypeAlias = "tuple[Span, ...]"


class Row(tuple[Span, ...]):
    """A line of a table, which also knows its cells."""

    cells: tuple[str, ...]
    heads: bool
    """Whether it stands over the others."""

    def __new__(cls, spans: Iterable[Span], cells: Iterable[str], *, heads: bool = False) -> Row:
        """A line of these spans that says these cells."""
        row = super().__new__(cls, spans)
        row.cells, row.heads = tuple(cells), heads
        return row


class Verbatim(tuple[Span, ...]):
    """A line of a drawing, in which every blank counts."""


def line(*parts: str | Span) -> Line:
    """A line of spans; plain strings are ordinary text."""
    return tuple(p if isinstance(p, Span) else Span(p) for p in parts)


def marked(role: Role, text: str) -> Span:
    """Text with the mark of its role before it."""
    mark = MARKS[role]
    return Span(f"{mark} {text}" if mark else text, role)


def plain(lines: Iterable[Line]) -> str:
    """The text of some lines, without trailing blanks."""
    return "\n".join("".join(span.text for span in spans).rstrip() for spans in lines)
