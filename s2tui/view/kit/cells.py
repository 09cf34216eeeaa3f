"""Text measured in cells of a terminal, where some characters take two and some none.

The program's own words take a cell for each character (a test holds that), so a format's padding
serves them. Names out of files and arguments may be anything: those are measured, cut and padded
here. wcwidth knows the widths; it is loaded for the first text that needs it.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

is_narrow = re.compile(
    "[ -~\N{NO-BREAK SPACE}-\u00ac\u00ae-\u02ff\u0370-\u0377\u0391-\u03a1\u0410-\u044f"
    "\u2010-\u2027\u2190-\u2199\u2200-\u22ff\u2500-\u25fc\u2713\u2717]*"
).fullmatch
"""Whether a cell for each character is certain, which is so of nearly every text."""


def cells(text: str) -> int:
    """The cells that a text takes."""
    if text.isascii() or is_narrow(text):
        return len(text)
    from wcwidth import width

    return width(text)


def clip(text: str, width: int) -> str:
    """As much of the beginning of a text as has room in *width* cells."""
    if text.isascii() or is_narrow(text):
        return text[:width]
    from wcwidth import clip

    return clip(text, 0, width)


def pad(text: str, width: int) -> str:
    """Text with blanks behind it, so that it takes at least *width* cells."""
    return text + " " * (width - cells(text))


def columns(text: str) -> Sequence[str]:
    """What stands in each cell; of a wide character the second half is unlike the first."""
    if text.isascii() or is_narrow(text):
        return text
    from wcwidth import iter_graphemes

    return [half + one for one in iter_graphemes(text) for half in ("", "\0")[: cells(one)]]
