"""Where the functions, types and declarations of a file begin and end, without parsing them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import attrs

from s2tui.source.c.words import ATTRIBUTES

if TYPE_CHECKING:
    from collections.abc import Iterator

_OUTSIDE = re.compile(r'"(?:\\.|[^"\\\n])*"|\'(?:\\.|[^\'\\\n])*\'|[{};()=]')
_INSIDE = re.compile(r'"(?:\\.|[^"\\\n])*"|\'(?:\\.|[^\'\\\n])*\'|[{}]')
_NAME_BEFORE = re.compile(r"([A-Za-z_]\w*)\s*$")
_NAME_LAST = re.compile(r"(\w+)\s*(?:\[[^\]]*\]\s*|:\s*\w+\s*)*$")


@attrs.define(frozen=True, slots=True)
class Piece:
    """A definition or declaration outside of functions."""

    name: str
    """Of a function what it is called; empty for everything else."""
    start: int
    """Where its text begins, perhaps with blanks."""
    body: int
    """Where the `{` of a function stands; 0 for everything else."""
    end: int
    """Behind its `}` or `;`."""
    calls: tuple[int, ...] = ()
    """Where `(` stands in a declaration, outside of everything."""


class Outline:
    """Finds the pieces of a file in text that is fed to it bit by bit.

    Attributes:
        pieces: what was found so far.
    """

    def __init__(self) -> None:
        self.pieces: list[Piece] = []
        self._text = ""
        self._start = self._fed = 0
        self._braces = self._parentheses = 0
        self._body = 0
        self._calls: list[int] = []
        self._equals = False

    @property
    def in_function(self) -> bool:
        """Whether the text so far ends inside of a function's body."""
        return self._braces > 0 and self._body > 0

    def feed(self, text: str) -> None:
        """Go on to the end of a text that begins with all that was given before.

        Args:
            text: the file so far, in which what does not count is blank.
        """
        self._text, at, end = text, self._fed, len(text)
        self._fed = end
        while True:
            pattern = _INSIDE if self._braces else _OUTSIDE
            found = pattern.search(text, at, end)
            if found is None:
                return
            at = found.end()
            self._mark(found.group(), found.start(), at)

    def _mark(self, mark: str, at: int, end: int) -> None:
        if mark == "{":
            if not self._braces:
                self._body = at if self._is_function(at) else 0
            self._braces += 1
        elif mark == "}":
            self._braces = max(0, self._braces - 1)
            if not self._braces and self._body:
                self._finish(end, self._function_name())
        elif mark == "(":
            if not self._parentheses:
                self._calls.append(at)
            self._parentheses += 1
        elif mark == ")":
            self._parentheses = max(0, self._parentheses - 1)
        elif not self._parentheses:
            if mark == ";":
                self._finish(end, "")
            elif mark == "=":
                self._equals = True

    def _finish(self, end: int, name: str) -> None:
        calls = tuple(self._calls)
        self.pieces.append(Piece(name, self._start, self._body, end, calls))
        self._start, self._body, self._equals = end, 0, False
        self._calls.clear()
        self._parentheses = 0

    def _is_function(self, brace: int) -> bool:
        if not self._calls or self._equals or self._parentheses:
            return False
        before = self._text[self._start : brace].rstrip()
        word = _NAME_BEFORE.search(before)
        return before.endswith(")") or bool(word and word.group(1) in ATTRIBUTES)

    def _function_name(self) -> str:
        return called(self._text, self._start, self._calls)


def called(text: str, start: int, calls: list[int] | tuple[int, ...]) -> str:
    """The name before the first parenthesis that is no attribute's; empty without one."""
    for at in calls:
        found = _NAME_BEFORE.search(text, start, at)
        if found and found.group(1) not in ATTRIBUTES:
            return found.group(1)
    return ""


def declared(text: str) -> Iterator[str]:
    """The names that a declaration of variables, or a typedef, declares; the text without `;`."""
    depth, last = 0, 0
    parts = []
    for n, letter in enumerate(text):
        if letter in "([{":
            depth += 1
        elif letter in ")]}":
            depth -= 1
        elif letter == "," and not depth:
            parts.append(text[last:n])
            last = n + 1
    for part in [*parts, text[last:]]:
        found = _NAME_LAST.search(part.partition("=")[0])
        if found:
            yield found.group(1)
