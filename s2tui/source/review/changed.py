"""Each changed line that can do something: who gets to it, or why nothing is said of it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Literal, NamedTuple

from s2tui.source.c.macros import Macro
from s2tui.source.c.sources import Source
from s2tui.source.world.pure import NOTHING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from s2tui.source.c.unit import Definition
    from s2tui.source.machine.algebra import Region
    from s2tui.source.review.hunks import Hunk
    from s2tui.source.review.sides import Side

    How = Literal["run", "declared", "not judged"]
UNSEEN = frozenset((*NOTHING, "memcpy"))
"""What is called and does nothing that is looked at."""
WORD = re.compile(r"[A-Za-z_]\w*")
_NOTHING = re.compile(r"[{}\s;]*|\}?\s*else\s*\{?")
_LABEL = re.compile(r"(?:case\b.*|default\s*|[A-Za-z_]\w*\s*):")


class Line(NamedTuple):
    """A line that was changed, on one side."""

    hunk: Hunk
    line: int
    text: str
    """Without comments."""
    how: How
    """Run: it is part of a function that is run. Declared: what is run reads it where it is used.
    Not judged: neither."""
    function: str = ""
    """Which it is part of, or the name that it is about."""
    statement: int = 0
    """Where the statement begins that it is part of, if it is run."""
    region: Region | None = None
    """Who gets there, if it is run."""
    why: str = ""
    """Why it is not judged."""


class Judge:
    """Sorts the changed lines of one of two trees."""

    def __init__(self, side: Side, other: Side, answered: Iterable[str]) -> None:
        """Prepare.

        Args:
            side: the tree whose lines are asked for.
            other: the one that it is compared with.
            answered: names that are answered for on both sides, so that their text is not run.
        """
        self._side, self._other = side, other
        self._answered = frozenset(answered)
        self._used = _used(side)
        self._macros: dict[str, list[tuple[range, Macro]]] = {}

    def lines(self, hunk: Hunk, which: range) -> Iterator[Line]:
        """The lines of a hunk that can do something."""
        for number in which:
            text = self._side.text(hunk.file, number)
            if not _NOTHING.fullmatch(text):
                found = self._judged(hunk, number, text)
                if found is not None:
                    yield found

    def _judged(self, hunk: Hunk, number: int, text: str) -> Line | None:
        function = self._side.function_at(hunk.file, number)
        if function is not None:
            return self._of_function(hunk, number, text, function)
        macro = self._macro_at(hunk.file, number)
        if macro is not None:
            return self._of_definition(hunk, number, text, macro.name)
        return self._of_declaration(hunk, number, text)

    def _of_function(self, hunk: Hunk, number: int, text: str, function: Definition) -> Line | None:
        """A line of a function, its head included."""
        name = function.name
        counts = self._side.unit.functions[name].at == function.at
        if text.startswith("#") or self._side.leaves_out(hunk.file, number):
            why = f"the preprocessor leaves out some of {name}()"
        elif counts and (self._same(name) or name in self._answered):
            # What is answered for is said of the whole definition (s2tui.source.review.shadows).
            return None
        else:
            why = "" if counts else f"another definition of {name}() counts"
        return self._of_statement(hunk, number, text, name, why)

    def _of_statement(self, hunk: Hunk, number: int, text: str, name: str, why: str) -> Line:
        """A line of a function, which may not be judged for a reason that is known already."""
        label = bool(_LABEL.match(text))
        statement = self._side.statement(hunk.file, number, label=label)
        unseen = sorted(UNSEEN.intersection(WORD.findall(text)))
        if not why and statement is None:
            why = f"{name}() is not run"
        elif not why and unseen:
            why = f"{unseen[0]}() is called, and is not looked at"
        if why or statement is None:
            return Line(hunk, number, text, "not judged", name, why=why)
        region = self._side.reached_at_all(hunk.file, statement)
        return Line(hunk, number, text, "run", name, statement, region)

    def _same(self, name: str) -> bool:
        """Whether the other side has the same definition, comments and blanks aside."""
        return self._side.digests(name) == self._other.digests(name)

    def _of_definition(self, hunk: Hunk, number: int, text: str, name: str) -> Line | None:
        """A line of a macro."""
        if self._same(name) or name in self._answered:
            return None
        if name in self._used or self._other.unit.hash(name) is None:
            return Line(hunk, number, text, "declared", name)
        return Line(hunk, number, text, "not judged", name, why=f"{name} is used by nothing run")

    def _of_declaration(self, hunk: Hunk, number: int, text: str) -> Line | None:
        """A line outside of functions and macros: a type, an enumeration, a prototype."""
        if text.startswith("#"):
            if text.removeprefix("#").strip().startswith("include"):
                return None
            why = "what a condition of the preprocessor leaves out is not compared"
            return Line(hunk, number, text, "not judged", why=why)
        words = set(WORD.findall(text))
        # What was not there before has no user but the lines that are new with it.
        if not hunk.was or not hunk.now or words & self._used:
            return Line(hunk, number, text, "declared", " ".join(sorted(words & self._used)))
        return Line(hunk, number, text, "not judged", why="nothing that is run uses it")

    def _macro_at(self, file: str, line: int) -> Macro | None:
        found = self._macros.get(file)
        if found is None:
            content = (self._side.files.get(file) or b"").decode("utf-8", "replace")
            source = Source(file, content)
            found = self._macros[file] = [
                (range(one.at.line, source.line(one.end) + 1), one.macro)
                for one in source.directives
                if one.macro is not None
            ]
        return next((macro for lines, macro in found if line in lines), None)


def _used(side: Side) -> frozenset[str]:
    """Every word of what is run, macros included."""
    functions = side.unit.functions
    todo = [name for name in side.executed if name in functions]
    words = {word for name in todo for word in WORD.findall(functions[name].text)}
    new = set(words)
    while new:
        macros = [macro for word in new if (macro := side.unit.macro(word)) is not None]
        new = {word for macro in macros for word in WORD.findall(macro.text)} - words
        words |= new
    return frozenset(words)
