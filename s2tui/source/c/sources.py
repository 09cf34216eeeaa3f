"""A file's text, and what can be known of it before anybody says how the kernel is configured."""

from __future__ import annotations

import re
from bisect import bisect_right
from functools import cached_property
from itertools import pairwise

import attrs

from s2tui.source.c.macros import Macro, parameters
from s2tui.source.c.places import Place

_COMMENT = re.compile(
    r"""/\*.*?\*/|//(?:\\\r?\n|[^\n])*|"(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])*'""", re.DOTALL
)
_DIRECTIVE = re.compile(r"^[ \t]*\#((?:[^\\\n]|\\.|\\\n)*)", re.MULTILINE)
_KEYWORD = re.compile(r"[ \t]*(\w*)\s*")
_SPLICE = re.compile(r"\\\r?\n")
_DEFINED = re.compile(r"([A-Za-z_]\w*)(\(([^)]*)\))?[ \t]*")


@attrs.define(frozen=True)
class Directive:
    """A line of the preprocessor."""

    keyword: str
    """`if`, `define`; empty for a lone `#`."""
    rest: str
    """What stands behind it, on one line."""
    start: int
    end: int
    """Where it begins and ends in the text, without the last line's end."""
    at: Place
    macro: Macro | None = None
    """What a `#define` defines."""
    guard: bool = False
    """It is an `#ifndef` directly before the `#define` of the same name."""


def _blank(match: re.Match[str]) -> str:
    """A comment as blanks, as long as it was; a line that ends in one goes on behind it."""
    text = match.group()
    if text[0] != "/":
        return text
    if "\n" not in text:
        return " " * len(text)
    # `\` and the line's end: a comment of several lines does not end a directive.
    lines = text.split("\n")
    return "\\\n".join(" " * (len(line) - (n < len(lines) - 1)) for n, line in enumerate(lines))


@attrs.define(frozen=True, eq=False)
class Source:
    """A file, which several units may share: what does not depend on a configuration is kept."""

    path: str
    """As in the tree, with `/`: `arch/arm64/include/asm/esr.h`."""
    text: str

    @cached_property
    def bare(self) -> str:
        """The text without comments, each character in its place."""
        return _COMMENT.sub(_blank, self.text)

    @cached_property
    def _ends(self) -> list[int]:
        return [match.start() for match in re.finditer("\n", self.bare)]

    @cached_property
    def lines(self) -> list[str]:
        """The lines as the file has them."""
        return self.text.split("\n")

    def line(self, offset: int) -> int:
        """The number of the line in which a character stands."""
        return bisect_right(self._ends, offset - 1) + 1

    @cached_property
    def directives(self) -> tuple[Directive, ...]:
        """The lines of the preprocessor, in order."""
        found = [self._directive(match) for match in _DIRECTIVE.finditer(self.bare)]
        for n, (this, following) in enumerate(pairwise(found)):
            defined = following.macro.name if following.macro else ""
            if this.keyword == "ifndef" and this.rest.strip() == defined:
                found[n] = attrs.evolve(this, guard=True)
        return tuple(found)

    def _directive(self, match: re.Match[str]) -> Directive:
        at = Place(self.path, self.line(match.start()))
        keyword = _KEYWORD.match(match.group(1))
        assert keyword is not None
        rest = match.group(1)[keyword.end() :]
        macro = self._macro(rest, at) if keyword.group(1) == "define" else None
        rest = _SPLICE.sub(" ", rest)
        return Directive(keyword.group(1), rest, match.start(), match.end(), at, macro)

    @staticmethod
    def _macro(rest: str, at: Place) -> Macro | None:
        found = _DEFINED.match(rest)
        if found is None:
            return None
        line = at.line + rest.count("\n", 0, found.end())
        names, variadic = parameters(found.group(3) if found.group(2) else None)
        return Macro(found.group(1), names, variadic, rest[found.end() :], Place(at.file, line))
