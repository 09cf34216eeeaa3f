"""Where the names of files are declared, by name; nothing is parsed for it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import attrs

from s2tui.source.c.outline import Piece, called, declared
from s2tui.source.c.places import Place
from s2tui.source.c.tokens import Token, tokens
from s2tui.source.c.words import ATTRIBUTES

if TYPE_CHECKING:
    from collections.abc import Iterable

    from s2tui.source.c.reading import Read

_TAG = re.compile(r"\b(struct|union|enum)\b([^;{}()=]*)\{")
_PRINTED = re.compile(r"\S")
WORD = re.compile(r"[A-Za-z_]\w*")
_TYPEDEF = re.compile(r"\s*typedef\b")
_POINTER = re.compile(r"\(\s*\*[\s*]*(?:const\s+|__\w+\s+)*(\w+)\s*[\[)]")
_ONLY_TYPE = re.compile(r"\s*(struct|union|enum)\b")


@attrs.define(frozen=True, slots=True)
class Span:
    """Some text of a file."""

    file: Read
    start: int
    end: int

    @property
    def at(self) -> Place:
        """Where it begins, blanks left out."""
        found = _PRINTED.search(self.file.text, self.start, self.end)
        start = found.start() if found else self.start
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
class Index:
    """Where names are declared."""

    functions: dict[str, tuple[Span, Piece]] = attrs.field(factory=dict)
    prototypes: dict[str, Span] = attrs.field(factory=dict)
    variables: dict[str, Span] = attrs.field(factory=dict)
    typedefs: dict[str, Span] = attrs.field(factory=dict)
    records: dict[str, Span] = attrs.field(factory=dict)
    unions: set[str] = attrs.field(factory=set)
    enums: dict[str, Span] = attrs.field(factory=dict)
    all_enums: list[Span] = attrs.field(factory=list)


def indexed(files: Iterable[Read]) -> Index:
    """Where the names of files are declared; the first of a name counts."""
    index = Index()
    for file in files:
        for piece in file.pieces:
            span = Span(file, piece.start, piece.end)
            if piece.name:
                index.functions.setdefault(piece.name, (span, piece))
            else:
                _enter(index, span, piece)
    return index


def _enter(index: Index, span: Span, piece: Piece) -> None:
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
    if len(WORD.findall(outside)) > (2 if _ONLY_TYPE.match(text) else 1):
        for name in declared(outside):
            index.variables.setdefault(name, span)


def _enter_tags(index: Index, span: Span, text: str) -> None:
    for found in _TAG.finditer(text):
        words = [word for word in WORD.findall(found.group(2)) if word not in ATTRIBUTES]
        body = Span(span.file, span.start + found.end() - 1, _closing(text, found.end(), span))
        if found.group(1) == "enum":
            index.all_enums.append(body)
            if words:
                index.enums.setdefault(words[-1], body)
        elif words and words[-1] not in index.records:
            index.records[words[-1]] = body
            if found.group(1) == "union":
                index.unions.add(words[-1])


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
