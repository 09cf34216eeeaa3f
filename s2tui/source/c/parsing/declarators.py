"""What a declaration says of its names: pointers, arrays, functions and parameters."""

from __future__ import annotations

from typing import TYPE_CHECKING

import attrs

from s2tui.source.c import folding
from s2tui.source.c.parsing.specifiers import BEGINS, Declarator, TypeSpecifiers
from s2tui.source.c.tokens import NAME, STRING
from s2tui.source.c.types import VOID, Array, Callable, Pointer, Type, decayed

if TYPE_CHECKING:
    from s2tui.source.c.tokens import Token


class Declarators(TypeSpecifiers):
    """A parser of types and of what is declared with them."""

    def type_name(self) -> Type:
        """Take a type as in a cast."""
        type_ = self.specifiers().type
        return self.declarator(type_, nameless=True).type

    def declarator(self, type_: Type, *, nameless: bool = False) -> Declarator:
        """Take what a declaration says of one name.

        Args:
            type_: the type that the declaration begins with.
            nameless: there may be no name, as in a cast.

        Raises:
            NotUnderstoodError: there is no name where one has to be.
        """
        cleanup = self.qualifiers()
        while self.takes("*"):
            type_ = Pointer(type_)
            self.qualifiers()
        if self.sees("(") and self._nested(nameless):
            inside = self.mark
            self.skip_group()
            type_, _ = self._suffixes(type_)
            behind = self.mark
            self.back(inside)
            self.advance()
            found = self.declarator(type_, nameless=nameless)
            self.back(behind)
        else:
            at, name = self.at, ""
            if self.token.kind == NAME:
                name = self.advance().text
            elif not nameless:
                raise self.problem(f"{self.token.text!r} where a name was expected")
            cleanup = self.qualifiers_of_name() or cleanup
            type_, parameters = self._suffixes(type_)
            found = Declarator(name, type_, at, parameters)
        found.cleanup = self.qualifiers_of_name() or cleanup or found.cleanup
        return found

    def qualifiers_of_name(self) -> str | None:
        """Go past attributes behind a name, also those that nobody knows."""
        cleanup = self.qualifiers()
        while self.token.kind == NAME and self.token.text.startswith("__"):
            self.attribute()
            cleanup = self.qualifiers() or cleanup
        return cleanup

    def _nested(self, nameless: bool) -> bool:
        """Whether a parenthesis holds a declarator and not parameters."""
        following = self.ahead()
        if following.text in ("*", "(", "^"):
            return True
        if following.kind != NAME or following.text in BEGINS:
            return False
        return not nameless and self.names.typedef(following.text) is None

    def _suffixes(self, type_: Type) -> tuple[Type, tuple[Declarator, ...]]:
        """Take `[...]` and `(...)` behind a name: the type with them, and the parameters."""
        if self.sees("["):
            self.advance()
            length = None
            self.qualifiers()
            if not self.sees("]"):
                length = folding.value(self.conditional_expression())
            self.expect("]")
            return Array(self._suffixes(type_)[0], length), ()
        if self.sees("("):
            self.advance()
            parameters, variadic = self.parameters()
            types = tuple(each.type for each in parameters)
            return Callable(type_, types, variadic), parameters
        return type_, ()

    def parameters(self) -> tuple[tuple[Declarator, ...], bool]:
        """Take parameters and the parenthesis behind them; whether any more may follow them."""
        found: list[Declarator] = []
        if self.takes(")"):
            return (), True
        while not self.takes("..."):
            at = self.at
            type_ = self.specifiers().type
            each = self.declarator(type_, nameless=True)
            if each.type != VOID or each.name:
                found.append(Declarator(each.name, decayed(each.type), at))
            if not self.takes(","):
                self.expect(")")
                return tuple(found), False
        self.expect(")")
        return tuple(found), True

    def string(self) -> Token:
        """Take strings that stand one after the other, as one."""
        first = self.advance()
        while self.token.kind == STRING:
            further = self.advance()
            first = attrs.evolve(first, text=first.text[:-1] + further.text[1:])
        return first
