"""Files as a configuration sees them: which of their text counts, and which macros it sees."""

from __future__ import annotations

import re
from bisect import bisect_right
from typing import TYPE_CHECKING

import attrs

from s2tui.source.c.conditions import Condition
from s2tui.source.c.configuration import defined
from s2tui.source.c.macros import Macros
from s2tui.source.c.outline import Outline, Piece
from s2tui.source.c.places import NotUnderstoodError, Place
from s2tui.source.c.tokens import STOP_MARK, tokens

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from s2tui.source.c.configuration import Symbol
    from s2tui.source.c.macros import Macro
    from s2tui.source.c.sources import Directive, Source

_PRINTED = re.compile(r"[^\n]")
_INCLUDED = re.compile(r'[<"]([^>"]+)[>"]')
CONDITIONS = frozenset({"if", "ifdef", "ifndef"})


@attrs.define(frozen=True)
class Assumed:
    """A preprocessor symbol that nobody listed, asked for outside of functions: not defined."""

    symbol: str
    at: Place


@attrs.define(slots=True, eq=False)
class _Branch:
    """An #if that is open."""

    counts: bool
    """Its text is read where the text around it is."""
    around: bool
    taken: bool
    """One of its branches was."""


@attrs.define(eq=False)
class Read:
    """A file that was read."""

    source: Source
    text: str
    """All that counts, each character in its place; the rest is blank. Inside of functions a
    symbol that nobody listed stands between two STOP_MARKs."""
    pieces: tuple[Piece, ...]
    offsets: list[int]
    points: list[int]
    """Where each directive begins, and how many had been read by then."""

    def point(self, offset: int) -> int:
        """How many lines of the preprocessor had been read before a character."""
        found = bisect_right(self.offsets, offset)
        return self.points[found - 1] if found else 0


class Reading:
    """All files under one configuration.

    Attributes:
        files: what was read, by path.
        macros: what was defined.
        assumed: what was asked outside of functions and nobody listed.
    """

    def __init__(self, sources: Iterable[Source], symbols: Mapping[str, Symbol]) -> None:
        self._sources = {source.path: source for source in sources}
        self._symbols = symbols
        self.files: dict[str, Read] = {}
        self.macros = Macros()
        self.assumed: dict[str, Assumed] = {}
        # Headers before those who use them, whatever they are included through.
        for path in sorted(self._sources, key=_turn):
            self._read(self._sources[path])

    def _read(self, source: Source) -> None:
        if source.path not in self.files:
            self.files[source.path] = file = Read(source, "", (), [], [])
            _File(self, source, file).read()

    def include(self, rest: str, includer: str) -> None:
        """Read a file that another one includes, if it is among those given."""
        found = _INCLUDED.match(rest)
        if found is None:
            return
        name = found.group(1)
        beside = f"{includer.rpartition('/')[0]}/{name}"
        for path in (beside, *self._sources):
            if path in self._sources and (path in (beside, name) or path.endswith("/" + name)):
                self._read(self._sources[path])
                return

    def symbol(self, name: str, file: str) -> tuple[bool, Symbol]:
        """Whether a symbol is known, and its value; that of a macro is not looked at."""
        if name in self._symbols:
            return True, self._symbols[name]
        known = self.macros.get(name, file, self.macros.point) is not None
        return known, known or None

    def macro(self, name: str, file: str) -> Macro | None:
        """The macro of a name in a condition: what is listed is none."""
        if name in self._symbols:
            return None
        return self.macros.get(name, file, self.macros.point)


def _turn(path: str) -> int:
    """When a file is read: headers first, what stands for those that are not given last."""
    return 2 if path.startswith("<") else int(path.endswith(".c"))


class _File:
    """The reading of one file."""

    def __init__(self, reading: Reading, source: Source, file: Read) -> None:
        self._reading, self._source, self._file = reading, source, file
        self._text: list[str] = []
        self._open: list[_Branch] = []
        self._outline = Outline()
        self._unlisted: list[str] = []

    def read(self) -> None:
        bare, last = self._source.bare, 0
        for directive in self._source.directives:
            self._add(bare[last : directive.start])
            self._reading.macros.point += 1
            self._file.offsets.append(directive.start)
            self._file.points.append(self._reading.macros.point)
            self._unlisted.clear()
            self._directive(directive)
            blank = _PRINTED.sub(" ", bare[directive.start : directive.end])
            self._text.append(self._marked(directive, blank) if self._unlisted else blank)
            last = directive.end
        self._add(bare[last:])
        text = self._file.text = "".join(self._text)
        self._outline.feed(text)
        self._file.pieces = tuple(self._outline.pieces)

    def _add(self, text: str) -> None:
        counts = not self._open or self._open[-1].counts
        # Only a line of the preprocessor goes on behind `\\`; elsewhere it is a blank.
        text = text.replace("\\\n", " \n")
        self._text.append(text if counts else _PRINTED.sub(" ", text))

    def _marked(self, directive: Directive, blank: str) -> str:
        """What stands for a line that asked for what nobody listed."""
        self._outline.feed("".join(self._text))
        if not self._outline.in_function:
            for name in self._unlisted:
                self._reading.assumed.setdefault(name, Assumed(name, directive.at))
            return blank
        # "#if X" is as long as the mark, so what follows stays in its place.
        mark = STOP_MARK + self._unlisted[0] + STOP_MARK
        return mark + blank[len(mark) :]

    def _directive(self, line: Directive) -> None:
        word = line.keyword
        if word in CONDITIONS:
            around = not self._open or self._open[-1].counts
            holds = around and self._holds(line)
            self._open.append(_Branch(holds, around, holds))
        elif word == "endif":
            if self._open:
                self._open.pop()
        elif word in ("elif", "elifdef", "elifndef", "else"):
            if self._open:
                branch = self._open[-1]
                may = branch.around and not branch.taken
                branch.counts = may and (word == "else" or self._holds(line))
                branch.taken = branch.taken or branch.counts
        elif not self._open or self._open[-1].counts:
            self._other(line)

    def _other(self, line: Directive) -> None:
        macros = self._reading.macros
        if line.keyword == "define" and line.macro:
            macros.define(line.macro)
        elif line.keyword == "undef":
            macros.undefine(line.rest.strip(), self._source.path)
        elif line.keyword == "include":
            self._reading.include(line.rest, self._source.path)

    def _holds(self, line: Directive) -> bool:
        path = self._source.path
        if line.keyword.endswith(("ifdef", "ifndef")):
            name = line.rest.split()[0] if line.rest.strip() else ""
            found = defined(self._symbol(name, line.at, quiet=line.guard))
            return found != line.keyword.endswith("ndef")
        try:
            text = tokens(line.rest, path, line.at.line)
            macro = self._reading.macro
            return Condition(text, lambda name: macro(name, path), self._symbol, line.at).holds
        except (NotUnderstoodError, RecursionError):
            self._unlisted.append(" ".join(line.rest.split())[: len(line.rest)])
            return False

    def _symbol(self, name: str, at: Place, *, quiet: bool = False) -> Symbol:
        known, value = self._reading.symbol(name, self._source.path)
        if not known and not quiet:
            self._unlisted.append(name)
        return value
