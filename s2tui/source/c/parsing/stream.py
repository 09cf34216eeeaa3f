"""The tokens that a parser goes through, and the scopes that it is in."""

from __future__ import annotations

from typing import TYPE_CHECKING

from s2tui.source.c.nodes import Constant, Variable
from s2tui.source.c.places import NotUnderstoodError, Place
from s2tui.source.c.tokens import END, NAME, PUNCTUATION, STOP, Token
from s2tui.source.c.types import Type

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from s2tui.source.c.names import Names

OPENING = frozenset("([{")
CLOSING = frozenset(")]}")

Meaning = Variable | Constant | Type
"""What a name declared in a function is: a variable, an enumerator or a type."""


class Stream:
    """Tokens, one after another.

    Attributes:
        token: the next one.
        names: what is known of names from outside.
        scopes: what is declared here, from the outside in.
        unlisted: marks of symbols that nobody listed, met and not yet dealt with, each with the
            number of the token behind it.
    """

    def __init__(self, tokens: Sequence[Token], names: Names, at: Place) -> None:
        self._tokens = list(tokens)
        self._next = -1
        self.names = names
        self.scopes: list[dict[str, Meaning]] = [{}]
        self.unlisted: list[tuple[int, Token]] = []
        last = self._tokens[-1].at if self._tokens else at
        self._end = Token(END, "the end", last)
        self.token = self._end
        self.advance()

    @property
    def at(self) -> Place:
        """Where the next token stands."""
        return self.token.at

    @property
    def mark(self) -> int:
        """The number of the next token, which `back` takes to return to here."""
        return self._next

    def back(self, mark: int) -> None:
        """Go on at a mark again."""
        self._next = mark
        self.token = self._tokens[mark] if mark < len(self._tokens) else self._end

    def advance(self) -> Token:
        """Take the next token."""
        taken = self.token
        self._next += 1
        tokens = self._tokens
        if self._next < len(tokens):
            self.token = tokens[self._next]
            if self.token.kind == STOP:
                self.unlisted.append((self._next, tokens.pop(self._next)))
                self._next -= 1
                self.advance()
        else:
            self.token = self._end
        return taken

    def ahead(self, by: int = 1) -> Token:
        """A token behind the next one."""
        place = self._next + by
        return self._tokens[place] if place < len(self._tokens) else self._end

    def stars(self) -> int:
        """How many `*` stand behind the next token."""
        found = 0
        while self.ahead(found + 1).text == "*":
            found += 1
        return found

    def sees(self, text: str) -> bool:
        """Whether the next token is this punctuation or word."""
        token = self.token
        return token.text == text and token.kind in (PUNCTUATION, NAME)

    def takes(self, text: str) -> bool:
        """Take the next token if it is this one."""
        if self.sees(text):
            self.advance()
            return True
        return False

    def expect(self, text: str) -> Token:
        """Take the next token, which has to be this one.

        Raises:
            NotUnderstoodError: it is another one.
        """
        if not self.sees(text):
            raise self.problem(f"{self.token.text!r} where {text!r} was expected")
        return self.advance()

    def listed(self, end: str) -> Iterator[None]:
        """Go through what commas separate, and past its end; each is taken by who asks for it.

        There may be none, and a comma behind the last one.

        Raises:
            NotUnderstoodError: something else than a comma or the end is behind one.
        """
        while not self.takes(end):
            yield
            if not self.takes(","):
                self.expect(end)
                return

    def name(self) -> Token:
        """Take the next token, which has to be a name.

        Raises:
            NotUnderstoodError: it is none.
        """
        if self.token.kind != NAME:
            raise self.problem(f"{self.token.text!r} where a name was expected")
        return self.advance()

    def problem(self, what: str, name: str | None = None) -> NotUnderstoodError:
        """The error about the next token."""
        return NotUnderstoodError(what, self.at, name)

    def skip_group(self) -> None:
        """Go past a bracket and all that is in it."""
        depth = 0
        while True:
            token = self.advance()
            if token.kind == END:
                raise self.problem("a bracket has no end")
            if token.kind == PUNCTUATION:
                depth += (token.text in OPENING) - (token.text in CLOSING)
            if depth == 0:
                return

    def meaning(self, name: str) -> Meaning | None:
        """What a name was declared as here."""
        for scope in reversed(self.scopes):
            if name in scope:
                return scope[name]
        return None
