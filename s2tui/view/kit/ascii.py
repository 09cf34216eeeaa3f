"""What stands for each sign where a font or an encoding lacks it.

Every sign has a form of its own, of one cell, so that tables stay aligned and nothing is lost: a
question mark is what nobody ever said, and nothing else.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from s2tui.view.kit.cells import cells
from s2tui.view.kit.text import Span

if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import Final

    from s2tui.view.kit.text import Line

SIGNS: Final = {
    "✓": "+",
    "✗": "X",
    "◆": "*",
    "■": "#",
    "·": ".",
    "≈": "&",
    "≠": "/",
    "…": "~",
    "→": ">",
    "←": "<",
    "↑": "^",
    "↓": "v",
    "▶": "}",
    "◀": "{",
    "▸": "]",
    "◂": "[",
    "▾": ":",
    "▴": ";",
    "▼": "V",
    "▲": "A",
    "●": "@",
    "\N{MULTIPLICATION SIGN}": "x",
}
"""Signs that mean something. `!` and `?` are ASCII already, and so nothing becomes either."""
DRAWING: Final = {
    "─": "-",
    "━": "=",
    "\N{EN DASH}": "-",
    **dict.fromkeys("█▉▊▋▌", "="),
    **dict.fromkeys("▍▎▏", "-"),
    **dict.fromkeys("│┃▐▕", "|"),
    **dict.fromkeys("┌┐└┘├┤┏┓┗┛╭╮╰╯▛▜▙▟", "+"),
    "▀": '"',
    **dict.fromkeys("▄▁", "_"),
    "▔": "-",
    "“": '"',
    "”": '"',
    "\N{RIGHT SINGLE QUOTATION MARK}": "'",
}
"""Rules, bars, boxes, large letters and quotation marks."""
_TABLE = str.maketrans(SIGNS | DRAWING)


def in_ascii(text: str) -> str:
    """Text with each sign in its ASCII form; any other character stays."""
    return text if text.isascii() else text.translate(_TABLE)


def only_ascii(text: str) -> str:
    """Text with each sign in its ASCII form, and of any other character what is left of it.

    A letter loses its accents, and what has no letter in it becomes a line for each column.
    """
    if text.isascii():
        return text
    return "".join(c if c.isascii() else _letter(c) for c in text.translate(_TABLE))


@cache
def _letter(character: str) -> str:
    import unicodedata

    plain = unicodedata.normalize("NFKD", character).encode("ascii", "ignore").decode()
    columns = cells(character)
    return plain if len(plain) == columns and plain.isprintable() else "_" * columns


def lines_in_ascii(lines: Iterable[Line]) -> list[Line]:
    """Lines with each sign in its ASCII form."""
    return [tuple(Span(in_ascii(span.text), span.role) for span in spans) for spans in lines]


def lacking(encoding: str) -> bool:
    """Whether an encoding lacks any of the signs."""
    try:
        "".join((*SIGNS, *DRAWING)).encode(encoding)
    except (UnicodeEncodeError, LookupError):
        return True
    return False
