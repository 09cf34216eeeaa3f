"""What stands behind #if: integers, as the preprocessor computes with them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from s2tui.source.c.arithmetic import COMPARISONS, LEVELS, SHIFTS, computed
from s2tui.source.c.configuration import defined
from s2tui.source.c.expansion import expand
from s2tui.source.c.literals import character, integer
from s2tui.source.c.places import NotUnderstoodError, Place
from s2tui.source.c.tokens import CHARACTER, END, NAME, NUMBER, Token
from s2tui.source.c.types import S64, U64, Integer, common

if TYPE_CHECKING:
    from collections.abc import Callable

    from s2tui.source.c.configuration import Symbol
    from s2tui.source.c.macros import Macro

ASKS = frozenset({"defined", "IS_ENABLED", "IS_BUILTIN", "IS_REACHABLE", "IS_MODULE"})
"""What asks whether a symbol is there; modules are not told apart from what is built in."""

Value = tuple[int, Integer]
ZERO: Value = (0, S64)


class Condition:
    """One expression behind #if or #elif.

    Raises:
        NotUnderstoodError: it is no expression.
    """

    def __init__(
        self,
        text: list[Token],
        macro: Callable[[str], Macro | None],
        symbol: Callable[[str, Place], Symbol],
        at: Place,
    ) -> None:
        """Read it.

        Args:
            text: its tokens.
            macro: the macro of a name.
            symbol: what a name is that is no macro, asked only where the answer depends on it.
            at: where the line is.
        """
        self._symbol, self._at = symbol, at
        self._tokens = expand(_kept(text), macro)
        self._next = 0
        self._counts = True
        value = self._conditional()
        if self._token.kind != END:
            raise NotUnderstoodError(f"{self._token.text!r} in a condition", at)
        self.holds = value[0] != 0

    @property
    def _token(self) -> Token:
        if self._next < len(self._tokens):
            return self._tokens[self._next]
        return Token(END, "the end", self._at)

    def _take(self) -> Token:
        token = self._token
        self._next += 1
        return token

    def _expect(self, text: str) -> None:
        if self._take().text != text:
            raise NotUnderstoodError(f"no {text!r} in a condition", self._at)

    def _conditional(self) -> Value:
        test = self._binary(1)
        if self._token.text != "?":
            return test
        self._take()
        then = self._where(test[0] != 0, self._conditional)
        self._expect(":")
        otherwise = self._where(test[0] == 0, self._conditional)
        type_ = common(then[1], otherwise[1])
        return type_.convert((then if test[0] else otherwise)[0]), type_

    def _where(self, counts: bool, part: Callable[[], Value]) -> Value:
        """A part that is read in any case, and asks nothing where it does not count."""
        before = self._counts
        self._counts = before and counts
        value = part()
        self._counts = before
        return value

    def _binary(self, least: int) -> Value:
        left = self._unary()
        while (level := LEVELS.get(self._token.text, 0)) >= least:
            sign = self._take().text

            def right(level: int = level) -> Value:
                return self._binary(level + 1)

            if sign == "&&":
                left = int(bool(self._where(left[0] != 0, right)[0] and left[0])), S64
            elif sign == "||":
                left = int(bool(self._where(left[0] == 0, right)[0] or left[0])), S64
            else:
                left = self._computed(sign, left, right())
        return left

    def _computed(self, sign: str, left: Value, right: Value) -> Value:
        type_ = left[1] if sign in SHIFTS else common(left[1], right[1])
        a, b = type_.convert(left[0]), type_.convert(right[0])
        value = computed(sign, a, b, type_)
        if value is None:
            if self._counts:
                raise NotUnderstoodError(f"{sign!r} by {b} in a condition", self._at)
            return ZERO
        return value, S64 if sign in COMPARISONS else type_

    def _unary(self) -> Value:
        token = self._take()
        if token.text in ("!", "-", "+", "~") and token.kind not in (NAME, CHARACTER):
            value, type_ = self._unary()
            if token.text == "!":
                return int(value == 0), S64
            computed = {"-": -value, "+": value, "~": ~value}[token.text]
            return type_.convert(computed), type_
        if token.text == "(":
            inner = self._conditional()
            self._expect(")")
            return inner
        if token.kind == NUMBER:
            number, type_ = integer(token.text, token.at)
            return number, S64 if type_.signed else U64
        if token.kind == CHARACTER:
            return character(token.text, token.at), S64
        if token.kind == NAME:
            return self._name(token)
        raise NotUnderstoodError(f"{token.text!r} in a condition", self._at)

    def _name(self, token: Token) -> Value:
        if token.text in ASKS:
            bracket = self._token.text == "("
            self._next += bracket
            name = self._take().text
            if bracket:
                self._expect(")")
            return int(self._defined(name)), S64
        if self._token.text == "(":
            # __has_attribute(x) and its like: nobody listed what the compiler can do.
            while self._take().text != ")":
                if self._token.kind == END:
                    break
        found = self._symbol(token.text, self._at) if self._counts else None
        if isinstance(found, str):
            return integer(found, token.at)[0], S64
        return int(found or 0), S64

    def _defined(self, name: str) -> bool:
        if name in ("0", "1"):
            return name == "1"
        return self._counts and defined(self._symbol(name, self._at))


def _kept(text: list[Token]) -> list[Token]:
    """The tokens, with the names behind `defined` and its like kept from being expanded."""
    asked = 0
    kept: list[Token] = []
    for token in text:
        asks = token.kind == NAME and token.text in ASKS
        named = token.kind == NAME and asked > 0
        kept.append(_hidden(token) if asks or named else token)
        # The name is the next token, or the one behind a parenthesis.
        asked = 2 if asks else 0 if named else max(0, asked - 1)
    return kept


def _hidden(token: Token) -> Token:
    return Token(token.kind, token.text, token.at, token.spaced, frozenset({token.text}))
