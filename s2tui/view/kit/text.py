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
UNREAD = "≈"
"""Stands before what cannot matter here."""
NOTHING = "-"
"""Stands where there is nothing."""
HERE = "▶"
"""Stands before what keys act on."""
ABOVE, BELOW = "▴", "▾"
"""There is more above what is in sight, or below."""


class Sign(NamedTuple):
    """What stands on a screen for more than itself."""

    sign: str
    role: Role
    text: str
    """What it says, wherever it stands."""


SIGNS: tuple[Sign, ...] = (
    Sign("■", "set", "set: a bit that is 1, a field that is true"),
    Sign("·", "clear", "clear: a bit that is 0, a field that is false, a stage not reached"),
    Sign("◆", "changed", "differs from before the last change, or from what is compared with"),
    Sign("!", "reserved", "needs attention: a hazard, a reserved value, an input that is bound"),
    Sign("✓", "allowed", "yes: passed, works, holds, may move and come back"),
    Sign("✗", "denied", "no: refused, failed, does not hold, may not move"),
    Sign("?", "unknown", "nobody ever said"),
    Sign(NOTHING, "dim", "nothing: no leaf, no bits, nothing to hold, no permission"),
    Sign(UNREAD, "dim", "cannot matter here: no value of it changes the answer"),
    Sign("( )", "dim", "bound: the other inputs leave only this value"),
    Sign(HERE, "key", "what the keys act on"),
    Sign("▼", "key", "the bit that the keys act on, under it"),
    Sign("◀", "denied", "where the journey ended"),
    Sign("▸", "key", "there is more: folded, further right, or a rule that can be opened"),
    Sign("◂", "key", "there is more on the left"),
    Sign(BELOW, "key", "there is more below, or it is unfolded"),
    Sign(ABOVE, "key", "there is more above"),
    Sign("●", "set", "chosen to be compared"),
    Sign("→", "text", "from what it was to what it is"),
    Sign("≠", "key", "differs between the two readings; = does not"),
    Sign("\N{MULTIPLICATION SIGN}", "text", "stage 1 combined with stage 2"),
    Sign("█", "key", "a share of all scenarios, as a bar"),
    Sign("[ ]", "key", "the kernel that is shown, in the row of all of them"),
    Sign(
        "W N D",
        "allowed",
        "there: mapped Write-Back, Non-cacheable, Device; behind `mails` what was posted",
    ),
    Sign("…", "dim", "cut for want of room, or still being found out"),
)
"""Every sign of the screens, in the order in which the help lists them; each says one thing."""


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
