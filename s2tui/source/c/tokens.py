"""From text to tokens. Each knows its place, and keeps it through the expansion of macros."""

from __future__ import annotations

import re

import attrs

from s2tui.source.c.places import Place

NAME, NUMBER, STRING, CHARACTER, PUNCTUATION, STOP, END = (
    "name",
    "number",
    "string",
    "character",
    "punctuation",
    "stop",
    "end",
)
"""The kinds of tokens; a STOP stands for a preprocessor symbol that nobody listed."""

STOP_MARK = "\x01"
"""In text it stands before and after the name of such a symbol."""

NOTHING_HIDDEN: frozenset[str] = frozenset()

_TOKEN = re.compile(
    r"""(?P<blank>(?:\s|\\\r?\n)+)
    |(?P<string>(?:u8|[LuU])?"(?:\\.|[^"\\\n])*")
    |(?P<character>[LuU]?'(?:\\.|[^'\\\n])*')
    |(?P<name>[A-Za-z_$][\w$]*)
    |(?P<number>\.?\d(?:[eEpP][+-]|[\w.])*)
    |\x01(?P<stop>[^\x01]*)\x01
    |(?P<punctuation>\.\.\.|<<=|>>=|->|\+\+|--|<<|>>|[<>=!]=|&&|\|\||[-+*/%&|^]=|\#\#|.)""",
    re.VERBOSE | re.DOTALL,
)


@attrs.define(slots=True, eq=False)
class Token:
    """A token."""

    kind: str
    text: str
    """Of a STOP, the symbol's name."""
    at: Place
    spaced: bool = False
    """Blanks stand before it; that is what `#` of a macro has to know."""
    hidden: frozenset[str] = NOTHING_HIDDEN
    """The macros that it is not expanded as any more, since it came out of them."""


def tokens(text: str, file: str, line: int = 1) -> list[Token]:
    """The tokens of a text without comments.

    Args:
        text: some part of a file.
        file: the file, as places name it.
        line: the line on which the text begins.
    """
    found: list[Token] = []
    at, spaced = Place(file, line), False
    for match in _TOKEN.finditer(text):
        kind = match.lastgroup
        if kind == "blank":
            lines = match.group().count("\n")
            if lines:
                line += lines
                at = Place(file, line)
            spaced = True
            continue
        # lastgroup is None for no alternative of the pattern.
        found.append(Token(kind or PUNCTUATION, match.group(kind or 0), at, spaced))
        spaced = False
    return found
