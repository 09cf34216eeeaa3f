"""What a declaration begins with: types, structures and enumerations."""

from __future__ import annotations

from abc import ABC, abstractmethod
from typing import TYPE_CHECKING

import attrs

from s2tui.source.c import folding, nodes
from s2tui.source.c.parsing.basic import basic_type
from s2tui.source.c.parsing.enumerations import Enumerator, enumeration_type, fits
from s2tui.source.c.parsing.records import Layout
from s2tui.source.c.parsing.stream import Stream
from s2tui.source.c.tokens import END, NAME
from s2tui.source.c.types import S32, UNKNOWN, Integer, Member, Record, Type, Unknown
from s2tui.source.c.words import (
    ATTRIBUTES,
    BASIC,
    DEDUCED,
    QUALIFIERS,
    RECORDS,
    STATEMENTS,
    TYPEOF,
)

if TYPE_CHECKING:
    from s2tui.source.c.places import Place

BEGINS = BASIC | QUALIFIERS | RECORDS | TYPEOF | ATTRIBUTES | {"enum", DEDUCED}
TO_BE_DEDUCED = Unknown(DEDUCED)
"""The type of what has that of its value."""


@attrs.define(slots=True)
class Specifiers:
    """What a declaration begins with."""

    type: Type
    static: bool = False
    extern: bool = False
    typedef: bool = False


@attrs.define(slots=True)
class Declarator:
    """What a declaration says of one name."""

    name: str
    type: Type
    at: Place
    parameters: tuple[Declarator, ...] = ()
    """Where it declares a function; each stands where its type begins, and may have no name."""
    cleanup: str | None = None


class TypeSpecifiers(Stream, ABC):
    """A parser of what a declaration begins with."""

    @abstractmethod
    def conditional_expression(self) -> nodes.Expression:
        """An expression without `=` and `,`."""

    @abstractmethod
    def expression(self) -> nodes.Expression:
        """A whole expression."""

    @abstractmethod
    def type_name(self) -> Type:
        """A type as in a cast."""

    @abstractmethod
    def declarator(self, type_: Type, *, nameless: bool = False) -> Declarator:
        """What a declaration says of one name."""

    # What begins a declaration

    def begins_type(self) -> bool:
        """Whether a type, or a declaration with a known type, begins here."""
        token = self.token
        if token.kind != NAME:
            return False
        if token.text in BEGINS:
            return True
        meaning = self.meaning(token.text)
        if meaning is not None:
            return isinstance(meaning, Type)
        return self.names.typedef(token.text) is not None

    def specifiers(self) -> Specifiers:
        """Take what a declaration begins with.

        Raises:
            NotUnderstoodError: no type is said.
        """
        found = Specifiers(UNKNOWN)
        words: list[str] = []
        type_: Type | None = None
        while self.token.kind == NAME:
            word = self.token.text
            if word in QUALIFIERS:
                found.static |= word == "static"
                found.extern |= word == "extern"
                found.typedef |= word == "typedef"
                self.advance()
            elif word in BASIC:
                words.append(word)
                self.advance()
            elif word in ATTRIBUTES:
                self.attribute()
            elif type_ is not None or words:
                break
            else:
                type_ = self._named_type(word)
                if type_ is None:
                    break
        if words:
            type_ = basic_type(words)
            if type_ is None:
                raise self.problem("a floating point type")
        if type_ is None:
            if self.token.kind != NAME or self.token.text in STATEMENTS:
                raise self.problem(f"{self.token.text!r} where a type was expected")
            type_ = Unknown(self.advance().text)
            self.qualifiers()
        found.type = type_
        return found

    def _named_type(self, word: str) -> Type | None:
        if word in RECORDS:
            return self._record()
        if word == "enum":
            return self._enumeration()
        if word in TYPEOF:
            return self._typeof()
        if word == DEDUCED:
            self.advance()
            return TO_BE_DEDUCED
        meaning = self.meaning(word)
        known = meaning if isinstance(meaning, Type) else None
        if meaning is None:
            known = self.names.typedef(word)
        if known is not None:
            self.advance()
        return known

    def attribute(self) -> None:
        """Go past a word that does not matter here, and what it has in parentheses."""
        self.advance()
        if self.sees("("):
            self.skip_group()

    def qualifiers(self) -> str | None:
        """Go past qualifiers and attributes; what `__free` among them names."""
        cleanup = None
        while self.token.kind == NAME:
            word = self.token.text
            if word == "__free" and self.ahead().text == "(":
                cleanup = self.ahead(2).text
            if word in ATTRIBUTES or word in ("asm", "__asm__"):
                self.attribute()
            elif word in QUALIFIERS:
                self.advance()
            else:
                break
        return cleanup

    def _typeof(self) -> Type:
        self.advance()
        self.expect("(")
        type_ = self.type_name() if self.begins_type() else self.expression().type
        self.expect(")")
        return type_

    # Structures and enumerations

    def _record(self) -> Type:
        union = self.advance().text == "union"
        self.qualifiers()
        at, tag = self.at, ""
        if self.token.kind == NAME:
            tag = self.advance().text
            self.qualifiers()
        meaning = self.meaning(f"struct {tag}") if tag else None
        if not self.sees("{"):
            return meaning if isinstance(meaning, Record) else Record(tag, union)
        if not tag or len(self.scopes) > 1:
            record = Record(f"<{tag or 'nameless'} at {at}:{self.mark}>", union)
        else:
            record = Record(tag, union)
        if tag:
            self.scopes[-1][f"struct {tag}"] = record
        self.record_body(record)
        return record

    def record_body(self, record: Record) -> None:
        """Take `{ ... }` of a structure and remember what is in it."""
        self.expect("{")
        layout = Layout(record, self.names.members)
        while not self.takes("}"):
            if self.token.kind == END:
                raise self.problem("a structure has no end")
            self._members(layout)
        self.qualifiers()
        self.names.keep(layout.members())

    def _members(self, layout: Layout) -> None:
        if self.takes(";"):
            return
        type_ = self.specifiers().type
        if self.takes(";"):
            layout.nameless(type_)
            return
        while True:
            nameless = Declarator("", type_, self.at)
            found = nameless if self.sees(":") else self.declarator(type_)
            if self.takes(":"):
                bits = folding.value(self.conditional_expression())
                layout.bit_field(found.name, found.type, bits)
                self.qualifiers()
            else:
                layout.add(Member(found.name, found.type))
            if not self.takes(","):
                break
        self.expect(";")

    def _enumeration(self) -> Type:
        self.advance()
        self.qualifiers()
        tag = self.advance().text if self.token.kind == NAME else ""
        if not self.sees("{"):
            known = self.meaning(f"enum {tag}")
            if isinstance(known, Type):
                return known
            return self.names.enumeration(tag) or Unknown(f"enum {tag}")
        found = self.enumerators()
        type_ = enumeration_type(found)
        for constant in found:
            if isinstance(constant, nodes.Constant) and constant.name:
                self.scopes[-1][constant.name] = constant
        if tag:
            self.scopes[-1][f"enum {tag}"] = type_
        return type_

    def enumerators(self) -> list[Enumerator]:
        """Take `{ ... }` of an enumeration: its constants, or the name and what is wrong with it.

        All have the type of the enumeration if one of them does not fit into an int, which is what
        C says since 2023, and GCC since 13.
        """
        self.expect("{")
        found: list[Enumerator] = []
        following: int | None = 0
        for _ in self.listed("}"):
            token = self.name()
            self.qualifiers()
            wrong = "an enumerator before it has no value that can be computed"
            if self.takes("="):
                given = self.conditional_expression()
                following = folding.value(given)
                wrong = "its value cannot be computed from the files"
            if following is None:
                found.append((token.text, wrong))
            else:
                constant = nodes.Constant(S32, token.at, following, token.text)
                found.append(constant)
                # Those that come after it may name it.
                self.scopes[-1][token.text] = constant
                following += 1
        type_ = enumeration_type(found)
        wide = not isinstance(type_, Integer) or not fits(found, S32)
        for each in found:
            if isinstance(each, nodes.Constant) and wide:
                each.type = type_
        self.qualifiers()
        return found
