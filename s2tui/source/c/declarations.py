"""What files declare outside of functions, looked up by name and parsed when it is asked for."""

from __future__ import annotations

import re
from functools import cached_property
from typing import TYPE_CHECKING

import attrs

from s2tui.source.c import beside
from s2tui.source.c.expansion import expand
from s2tui.source.c.nodes import Constant
from s2tui.source.c.outline import Piece, called, declared
from s2tui.source.c.parsing.declarators import enumeration_type
from s2tui.source.c.parsing.forms import NEVER_EXPANDED
from s2tui.source.c.parsing.statements import Statements
from s2tui.source.c.places import NotUnderstoodError, Place
from s2tui.source.c.reading import Read, Reading
from s2tui.source.c.sources import Source
from s2tui.source.c.tokens import Token, tokens
from s2tui.source.c.types import Callable, Members, Record, Type, Unknown
from s2tui.source.c.words import ATTRIBUTES

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from s2tui.source.c.configuration import Configuration, Rule, Symbol
    from s2tui.source.c.macros import Macro

_TAG = re.compile(r"\b(struct|union|enum)\b([^;{}()=]*)\{")
_WORD = re.compile(r"[A-Za-z_]\w*")
_TYPEDEF = re.compile(r"\s*typedef\b")
_POINTER = re.compile(r"\(\s*\*[\s*]*(?:const\s+|__\w+\s+)*(\w+)\s*[\[)]")
_ONLY_TYPE = re.compile(r"\s*(struct|union|enum)\b")
UNKNOWN_TYPE = "?"


@attrs.define(frozen=True, slots=True)
class Span:
    """Some text of a file."""

    file: Read
    start: int
    end: int

    @property
    def at(self) -> Place:
        """Where it begins, blanks left out."""
        text = self.file.text
        start = self.start
        while start < self.end and text[start].isspace():
            start += 1
        return Place(self.file.source.path, self.file.source.line(start))

    @property
    def text(self) -> str:
        """The text."""
        return self.file.text[self.start : self.end]

    def tokens(self) -> list[Token]:
        """Its tokens, macros not expanded."""
        source = self.file.source
        return tokens(self.text, source.path, source.line(self.start))


@attrs.define(slots=True, eq=False)
class _Index:
    """Where names are declared."""

    functions: dict[str, tuple[Span, Piece]] = attrs.field(factory=dict)
    prototypes: dict[str, Span] = attrs.field(factory=dict)
    variables: dict[str, Span] = attrs.field(factory=dict)
    typedefs: dict[str, Span] = attrs.field(factory=dict)
    records: dict[str, Span] = attrs.field(factory=dict)
    enums: dict[str, Span] = attrs.field(factory=dict)
    all_enums: list[Span] = attrs.field(factory=list)


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

    # Where things are

    @cached_property
    def index(self) -> _Index:
        """Where names are declared; the first of a name counts."""
        index = _Index()
        for file in self.reading.files.values():
            for piece in file.pieces:
                span = Span(file, piece.start, piece.end)
                if piece.name:
                    index.functions.setdefault(piece.name, (span, piece))
                else:
                    _enter(index, span, piece)
        return index

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
        if parser.token.kind != "end":
            raise NotUnderstoodError(f"{parser.token.text!r} behind a type", at)
        return found

    def typedef(self, name: str) -> Type | None:
        """The type that a typedef names."""
        if name not in self._typedefs:
            # Until it is known: a typedef that names itself would never end.
            self._typedefs[name] = None
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
                    if parser.token.kind == "end":
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
    def _enumerators(self) -> dict[str, Constant | str]:
        return {}

    @cached_property
    def enumerators_of(self) -> dict[str, dict[str, int]]:
        """The values of the enumerators of each enumeration that was looked into, by tag."""
        return {}

    @cached_property
    def _enum_words(self) -> dict[str, list[Span]]:
        """The enumerations in whose text a word is."""
        found: dict[str, list[Span]] = {}
        for span in self.index.all_enums:
            for word in set(_WORD.findall(span.text)):
                found.setdefault(word, []).append(span)
        return found

    @cached_property
    def _seen_enums(self) -> set[tuple[str, int]]:
        return set()

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
            parser = self.parser(span)
            found = parser.enumerators()
        except NotUnderstoodError:
            return
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
                try:
                    self.parser(span).record_body(record)
                except NotUnderstoodError:
                    self._members[tag] = None
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

    @property
    def known_functions(self) -> Mapping[str, tuple[Span, Piece]]:
        """Every function that the files define."""
        return self.index.functions


def _enter(index: _Index, span: Span, piece: Piece) -> None:
    text = span.text
    braces = "{" in text
    if braces:
        _enter_tags(index, span, text)
    if _TYPEDEF.match(text):
        outside = _without_braces(text[:-1]) if braces else text[:-1]
        pointer = _POINTER.search(outside)
        for name in [pointer.group(1)] if pointer else declared(outside):
            index.typedefs.setdefault(name, span)
        return
    if piece.calls and not (braces and _ONLY_TYPE.match(text)):
        before = span.file.text.find("=", span.start, span.end)
        pointer = _POINTER.match(span.file.text, piece.calls[0])
        if pointer:
            index.variables.setdefault(pointer.group(1), span)
            return
        if before < 0 or before > piece.calls[0]:
            name = called(span.file.text, span.start, piece.calls)
            index.prototypes.setdefault(name, span)
            return
    outside = _without_braces(text[:-1]) if braces else text[:-1]
    # A type alone declares nothing: at least two words do, or a word behind `}`.
    if len(_WORD.findall(outside)) > (2 if _ONLY_TYPE.match(text) else 1):
        for name in declared(outside):
            index.variables.setdefault(name, span)


def _enter_tags(index: _Index, span: Span, text: str) -> None:
    for found in _TAG.finditer(text):
        words = [word for word in _WORD.findall(found.group(2)) if word not in ATTRIBUTES]
        body = Span(span.file, span.start + found.end() - 1, _closing(text, found.end(), span))
        if found.group(1) == "enum":
            index.all_enums.append(body)
            if words:
                index.enums.setdefault(words[-1], body)
        elif words:
            index.records.setdefault(words[-1], body)


def _closing(text: str, start: int, span: Span) -> int:
    """Behind the `}` that closes what is open at a place."""
    depth = 1
    for found in re.finditer(r"[{}]", text[start:]):
        depth += 1 if found.group() == "{" else -1
        if not depth:
            return span.start + start + found.end()
    return span.end


def _without_braces(text: str) -> str:
    """A declaration without what stands in braces."""
    depth, kept, last = 0, [], 0
    for found in re.finditer(r"[{}]", text):
        if found.group() == "{":
            if not depth:
                kept.append(text[last : found.start()])
            depth += 1
        else:
            depth -= 1
            if not depth:
                last = found.end()
    return " ".join([*kept, text[last:]])


_PRELUDE: list[Source] = []


def prelude() -> Source:
    """What the common headers provide."""
    if not _PRELUDE:
        _PRELUDE.append(Source("<prelude>.h", beside.text("prelude.h")))
    return _PRELUDE[0]
