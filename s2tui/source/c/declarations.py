"""What files declare outside of functions, looked up by name and parsed when it is asked for."""

from __future__ import annotations

from contextlib import contextmanager, suppress
from functools import cache, cached_property
from typing import TYPE_CHECKING, Any

from s2tui.source.c import beside
from s2tui.source.c.expansion import expand
from s2tui.source.c.index import WORD, Index, Span, indexed
from s2tui.source.c.nodes import Constant
from s2tui.source.c.parsing.enumerations import enumeration_type
from s2tui.source.c.parsing.forms import NEVER_EXPANDED
from s2tui.source.c.parsing.statements import Statements
from s2tui.source.c.places import NotUnderstoodError, Place
from s2tui.source.c.reading import Reading
from s2tui.source.c.sources import Source
from s2tui.source.c.tokens import END, Token, tokens
from s2tui.source.c.types import Callable, Members, Record, Type, Unknown

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from s2tui.source.c.configuration import Configuration, Rule, Symbol
    from s2tui.source.c.macros import Macro

UNKNOWN_TYPE = "?"


class Declarations:
    """The names of files under a configuration; what a parser asks for (`names.Names`)."""

    def __init__(self, sources: Iterable[Source], configuration: Configuration) -> None:
        self.configuration = configuration
        self.reading = Reading([*sources, prelude()], configuration.symbols)
        self._typedefs: dict[str, Type | None] = {}
        self._members: dict[str, Members | None] = {}
        self._types: dict[str, Type | None] = {}
        self._enums: dict[str, Type | None] = {}
        self._owned: dict[str, Type | Rule | None] = {}
        self._enumerators: dict[str, Constant | str] = {}
        self._seen_enums: set[tuple[str, int]] = set()
        self.enumerators_of: dict[str, dict[str, int]] = {}
        """The values of the enumerators of each enumeration that was looked into, by tag."""

    # Where things are

    @cached_property
    def index(self) -> Index:
        """Where names are declared; the first of a name counts."""
        return indexed(self.reading.files.values())

    def parser(self, span: Span) -> Statements:
        """A parser of some text, its macros expanded as they are there."""
        point = span.file.point(span.end)
        return Statements(self.expanded(span.tokens(), span.at.file, point), self, span.at)

    def expanded(self, text: list[Token], file: str, point: int) -> list[Token]:
        """Tokens with the macros expanded that a file sees at a point."""
        owned, macros = self.configuration.owned, self.reading.macros

        def macro(name: str) -> Macro | None:
            if name in owned or name in NEVER_EXPANDED:
                return None
            return macros.get(name, file, point)

        return expand(text, macro)

    @staticmethod
    @contextmanager
    def _forgotten(known: dict[str, Any], name: str) -> Iterator[None]:
        """What is found here is not remembered where the search was nested too deeply."""
        try:
            yield
        except RecursionError:
            del known[name]
            raise

    # What a parser asks

    def owned(self, name: str) -> Type | Rule | None:
        """What the configuration says of a name; None if it does not own it."""
        if name not in self._owned:
            said = self.configuration.owned.get(name)
            self._owned[name] = self.written(said) if isinstance(said, str) else said
        return self._owned[name]

    def symbol(self, name: str) -> tuple[bool, Symbol]:
        """Whether a preprocessor symbol is listed, and its value."""
        symbols = self.configuration.symbols
        return name in symbols, symbols.get(name)

    def written(self, text: str) -> Type:
        """A type as C writes it; `?` is the unknown one."""
        if text.strip() == UNKNOWN_TYPE:
            return Unknown()
        at = Place(f"<{text}>", 1)
        parser = Statements(tokens(text, at.file), self, at)
        found = parser.type_name()
        if parser.token.kind != END:
            raise NotUnderstoodError(f"{parser.token.text!r} behind a type", at)
        return found

    def typedef(self, name: str) -> Type | None:
        """The type that a typedef names."""
        if name not in self._typedefs:
            # Until it is known: a typedef that names itself would never end.
            self._typedefs[name] = None
            with self._forgotten(self._typedefs, name):
                self._typedefs[name] = self._typedef(name)
        return self._typedefs[name]

    def _typedef(self, name: str) -> Type | None:
        said = self.configuration.typedefs.get(name)
        if said is not None:
            return self.written(said)
        span = self.index.typedefs.get(name)
        return self._declared(name, span) if span else None

    def _declared(self, name: str, span: Span) -> Type | None:
        """The type that a declaration gives a name."""
        try:
            parser = self.parser(span)
            said = parser.specifiers().type
            while True:
                found = parser.declarator(said)
                if found.name == name:
                    return found.type
                while not parser.takes(","):
                    if parser.token.kind == END:
                        return None
                    parser.advance()
        except NotUnderstoodError:
            return Unknown(name)

    def enumeration(self, tag: str) -> Type | None:
        """The integer that holds an enumeration."""
        said = self.configuration.typedefs.get(f"enum {tag}")
        if said is not None:
            return self.written(said)
        if tag not in self._enums and tag in self.index.enums:
            self._enumerate(self.index.enums[tag], tag)
        return self._enums.get(tag)

    @cached_property
    def _enum_words(self) -> dict[str, list[Span]]:
        """The enumerations in whose text a word is."""
        found: dict[str, list[Span]] = {}
        for span in self.index.all_enums:
            for word in set(WORD.findall(span.text)):
                found.setdefault(word, []).append(span)
        return found

    def enumerator(self, name: str) -> Constant | str | None:
        """An enumerator; a sentence where its value cannot be computed; None if there is none."""
        if name not in self._enumerators:
            for span in self._enum_words.get(name, ()):
                self._enumerate(span, "")
        return self._enumerators.get(name)

    def _enumerate(self, span: Span, tag: str) -> None:
        key = span.file.source.path, span.start
        if key in self._seen_enums:
            return
        self._seen_enums.add(key)
        try:
            found = self.parser(span).enumerators()
        except NotUnderstoodError:
            return
        except RecursionError:
            self._seen_enums.remove(key)
            raise
        type_ = enumeration_type(found)
        tag = tag or next((t for t, s in self.index.enums.items() if s == span), "")
        if tag:
            self._enums[tag] = type_
            self.enumerators_of[tag] = {
                each.name: each.value for each in found if isinstance(each, Constant) and each.name
            }
        for each in found:
            if isinstance(each, Constant):
                self._enumerators.setdefault(each.name or "", each)
            else:
                self._enumerators.setdefault(*each)

    def members(self, record: Record) -> Members | None:
        """What is in a structure."""
        tag = record.tag
        if tag not in self._members:
            self._members[tag] = None
            span = self.index.records.get(tag)
            if span:
                record = Record(tag, union=tag in self.index.unions)
                with self._forgotten(self._members, tag), suppress(NotUnderstoodError):
                    self.parser(span).record_body(record)
        return self._members[tag]

    def member(self, tag: str, name: str) -> Type | None:
        """What the configuration says of a member."""
        said = self.configuration.members.get((tag, name))
        return None if said is None else self.written(said)

    def keep(self, members: Members) -> None:
        """Remember what is in a structure that was met on the way."""
        self._members[members.type.tag] = members

    def function_type(self, name: str) -> Callable | None:
        """The type of a function that the files define or declare."""
        found = self._type_of(name)
        return found if isinstance(found, Callable) else None

    def global_type(self, name: str) -> Type | None:
        """The type of a variable that the files define or declare."""
        found = self._type_of(name)
        return None if isinstance(found, Callable) else found

    def _type_of(self, name: str) -> Type | None:
        if name not in self._types:
            index = self.index
            span = index.prototypes.get(name) or index.variables.get(name)
            if name in index.functions:
                whole, piece = index.functions[name]
                span = Span(whole.file, whole.start, piece.body)
            self._types[name] = self._declared(name, span) if span else None
        return self._types[name]


@cache
def prelude() -> Source:
    """What the common headers provide."""
    return Source("<prelude>.h", beside.text("prelude.h"))
