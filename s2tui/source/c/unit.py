"""Files in; functions, constants and types out, each read when it is first asked for."""

from __future__ import annotations

from contextlib import contextmanager
from functools import cached_property
from typing import TYPE_CHECKING

import attrs

from s2tui.source.c import folding, nodes
from s2tui.source.c.declarations import Declarations
from s2tui.source.c.index import Span
from s2tui.source.c.parsing.statements import Statements
from s2tui.source.c.places import NotUnderstoodError, Place
from s2tui.source.c.reading import Assumed
from s2tui.source.c.sources import Source
from s2tui.source.c.tokens import END, tokens
from s2tui.source.c.types import VOID, Record

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from s2tui.source.c.configuration import Configuration
    from s2tui.source.c.macros import Macro
    from s2tui.source.c.types import Members, Type

__all__ = ["Assumed", "Definition", "Source", "Unit"]

END_OF_ALL = 1 << 60
"""The point behind all lines of the preprocessor."""
DIGEST_BYTES = 8


@attrs.define(frozen=True)
class Definition:
    """A function or macro of the files, not yet parsed."""

    name: str
    at: Place
    end: int
    """The last line."""
    text: str
    """Its text, comments replaced by blanks."""
    macro: bool = False


class Unit:
    """Files read under one configuration.

    Files include each other where they do so and are among those given; the others are left out.
    A file is read once. Of two functions, types or (without #undef between) macros of one name the
    first counts.

    Attributes:
        configuration: as given.
        assumed: what was asked outside of functions and nobody listed, in order.
        functions: every function of the files by name, in order.
    """

    def __init__(self, sources: Iterable[Source], configuration: Configuration) -> None:
        self.configuration = configuration
        self._declarations = Declarations(sources, configuration)
        self._reading = self._declarations.reading
        self._parsed: dict[str, nodes.Function] = {}

    @property
    def assumed(self) -> tuple[Assumed, ...]:
        """What was asked outside of functions and nobody listed, in order."""
        return tuple(self._reading.assumed.values())

    @cached_property
    def functions(self) -> Mapping[str, Definition]:
        """Every function of the files by name, in order."""
        return {
            name: Definition(name, span.at, span.file.source.line(span.end - 1), span.text.strip())
            for name, (span, _) in self._declarations.index.functions.items()
        }

    def all_functions(self) -> Iterator[Definition]:
        """Every function of the files, also those of which another one of that name counts."""
        for file in self._reading.files.values():
            for piece in file.pieces:
                if piece.name:
                    span = Span(file, piece.start, piece.end)
                    end = file.source.line(piece.end - 1)
                    yield Definition(piece.name, span.at, end, span.text.strip())

    def function(self, name: str) -> nodes.Function | None:
        """The function, parsed now or earlier; None where no file defines it.

        Never raises: one that is not understood has a `problem`, and a Stop for its body.
        """
        if name not in self._parsed and name in self._declarations.index.functions:
            self._parsed[name] = self._parse(name)
        return self._parsed.get(name)

    def _parse(self, name: str) -> nodes.Function:
        span, _ = self._declarations.index.functions[name]
        try:
            with _shallow(span.at):
                return self._declarations.parser(span).function(name, span.at)
        except NotUnderstoodError as error:
            stop = nodes.Stop(error.at, error.what, error.name)
        body = nodes.Block(stop.at, (stop,), stop.at)
        return nodes.Function(
            name, VOID, (), variadic=True, body=body, variables=(), at=span.at, problem=stop
        )

    def expression(self, text: str, file: str = "") -> nodes.Expression:
        """An expression as if it stood in a function at the end of all files; macros are expanded.

        Args:
            text: the expression.
            file: the .c file whose own macros it sees.

        Raises:
            NotUnderstoodError: it is none.
        """
        at = Place(f"<{text}>", 1)
        with _shallow(at):
            expanded = self._declarations.expanded(tokens(text, at.file), file, END_OF_ALL)
            parser = Statements(expanded, self._declarations, at)
            found = parser.expression()
        if parser.token.kind != END:
            raise NotUnderstoodError(f"{parser.token.text!r} behind an expression", at)
        return found

    def constant(self, name: str) -> tuple[int, Type] | None:
        """The value and type of an enumerator, or of a macro that is an integer constant.

        None where it is neither, or where it needs something that the files do not say.
        """
        macro = self._reading.macros.last(name)
        try:
            found = self.expression(name, macro.at.file if macro else "")
        except NotUnderstoodError:
            return None
        value = folding.value(found)
        return None if value is None else (value, found.type)

    def type(self, text: str) -> Type:
        """A type as C writes it: `struct kvm_pgtable *`.

        Raises:
            NotUnderstoodError: it is none.
        """
        with _shallow(Place(f"<{text}>", 1)):
            return self._declarations.written(text)

    def struct(self, tag: str) -> Members | None:
        """What is in a structure or union; None where no file defines it.

        Raises:
            NotUnderstoodError: it is nested without end.
        """
        with _shallow(Place(f"<struct {tag}>", 1)):
            return self._declarations.members(Record(tag))

    def enum(self, tag: str) -> Mapping[str, int] | None:
        """The enumerators of an enumeration that have a value that can be computed, in order.

        Raises:
            NotUnderstoodError: it is nested without end.
        """
        with _shallow(Place(f"<enum {tag}>", 1)):
            self._declarations.enumeration(tag)
        return self._declarations.enumerators_of.get(tag)

    def macro(self, name: str) -> Definition | None:
        """The macro of this name as it is at the end of all files."""
        found = self._reading.macros.last(name)
        return _defined(found) if found else None

    def hash(self, name: str) -> str | None:
        """What tells one definition of a function or macro from another: 16 hexadecimal digits.

        Comments and blanks do not count, nor does where it stands. None where nothing defines it.
        """
        if name in self._declarations.index.functions:
            text = self._declarations.index.functions[name][0].tokens()
            words = [token.text for token in text]
        else:
            macro = self._reading.macros.last(name)
            if macro is None:
                return None
            words = [*(macro.parameters or ()), ")", *(token.text for token in macro.body)]
        from hashlib import blake2b

        digest = blake2b("\0".join(words).encode(), digest_size=DIGEST_BYTES)
        return digest.hexdigest()

    def shadowed(self) -> Mapping[str, Definition]:
        """The names that the configuration owns and that the files define nevertheless."""
        found = {}
        for name in self.configuration.owned:
            definition = self.functions.get(name) or self.macro(name)
            if definition and not definition.at.file.startswith("<"):
                found[name] = definition
        return found

    def leaves_out(self, file: str, line: int) -> bool:
        """Whether the configuration leaves out all that stands on a line, comments aside."""
        read = self._reading.files.get(file)
        if read is None:
            return False
        bare, kept = (text.split("\n")[line - 1] for text in (read.source.bare, read.text))
        return bool(bare.strip(" \t\\")) and not kept.strip()

    def line(self, at: Place) -> str:
        """The text of a line, as the file has it; empty where there is none."""
        file = self._reading.files.get(at.file)
        lines = file.source.lines if file else []
        return lines[at.line - 1] if 0 < at.line <= len(lines) else ""


@contextmanager
def _shallow(at: Place) -> Iterator[None]:
    """A text may be nested as deeply as somebody likes: that is one more way not to understand."""
    try:
        yield
    except RecursionError:
        raise NotUnderstoodError("nested too deeply", at) from None


def _defined(macro: Macro) -> Definition:
    end = macro.at.line + macro.text.rstrip().count("\n")
    return Definition(macro.name, macro.at, end, macro.text.strip(), macro=True)
