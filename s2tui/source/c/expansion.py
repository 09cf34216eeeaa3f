"""The expansion of macros, after Prosser: a token remembers the macros that it came out of."""

from __future__ import annotations

from typing import TYPE_CHECKING

from s2tui.source.c.places import NotUnderstoodError, Place
from s2tui.source.c.tokens import (
    CHARACTER,
    NAME,
    NOTHING_HIDDEN,
    PUNCTUATION,
    STRING,
    Token,
    tokens,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from s2tui.source.c.macros import Macro

MOST = 50_000
"""Tokens that a function or condition becomes at most; the largest one of a kernel has a tenth."""
EMPTY = "empty"
"""The kind of what stands for an argument without tokens beside `##`."""


def expand(text: Sequence[Token], macro: Callable[[str], Macro | None]) -> list[Token]:
    """Tokens with their macros expanded.

    Args:
        text: the tokens.
        macro: the macro of a name, if it is one here.

    Raises:
        NotUnderstoodError: a macro's arguments have no end, or are too many or too few.
    """
    done: list[Token] = []
    left = list(reversed(text))
    while left:
        token = left.pop()
        if len(left) + len(done) > MOST:
            raise NotUnderstoodError("macros without end", token.at)
        found = macro(token.text) if token.kind == NAME else None
        if found is None or token.text in token.hidden:
            done.append(token)
        elif found.parameters is None:
            hidden = token.hidden | {found.name}
            left.extend(reversed(_replaced(found, token, {}, hidden, macro)))
        elif left and left[-1].text == "(" and left[-1].kind == PUNCTUATION:
            arguments, end = _arguments(found, token, left)
            hidden = (token.hidden & end.hidden) | {found.name}
            left.extend(reversed(_replaced(found, token, arguments, hidden, macro)))
        else:
            done.append(token)
    return done


def _arguments(
    macro: Macro, name: Token, left: list[Token]
) -> tuple[dict[str, list[Token]], Token]:
    """The arguments by parameter, and the parenthesis that ends them; taken from what is left."""
    assert macro.parameters is not None
    given: list[list[Token]] = [[]]
    depth = 0
    while left:
        token = left.pop()
        if token.kind == PUNCTUATION:
            if token.text == "(":
                depth += 1
                if depth == 1:
                    continue
            elif token.text == ")":
                depth -= 1
                if depth == 0:
                    return _named(macro, name, given), token
            elif (
                token.text == ","
                and depth == 1
                and not (macro.variadic and len(given) == len(macro.parameters))
            ):
                given.append([])
                continue
        given[-1].append(token)
    raise NotUnderstoodError(f"the arguments of {macro.name} have no end", name.at, macro.name)


def _named(macro: Macro, name: Token, given: list[list[Token]]) -> dict[str, list[Token]]:
    names = macro.parameters or ()
    if not names and given == [[]]:
        return {}
    if macro.variadic and len(given) == len(names) - 1:
        # Nothing at all for the last parameter; ", ##" in front of it goes too.
        given = [*given, []]
    if len(given) != len(names):
        raise NotUnderstoodError(
            f"{macro.name} takes {len(names)} arguments, not {len(given)}", name.at, macro.name
        )
    return dict(zip(names, given, strict=True))


def _replaced(
    macro: Macro,
    name: Token,
    arguments: dict[str, list[Token]],
    hidden: frozenset[str],
    look_up: Callable[[str], Macro | None],
) -> list[Token]:
    """The macro's text with its arguments in it."""
    if "##" not in macro.text and "#" not in macro.text and not arguments:
        return _placed(macro.body, name, hidden)
    return _Replacement(macro, name, arguments, hidden, look_up).tokens()


def _placed(body: Sequence[Token], name: Token, hidden: frozenset[str]) -> list[Token]:
    """Tokens of a macro's text, as they stand where it is used."""
    used, placed = name.at, []
    outermost = used.macro or name.text
    known: Place | None = None
    for n, token in enumerate(body):
        if known is None or known.definition is not token.at:
            known = Place(used.file, used.line, outermost, token.at)
        spaced = name.spaced if n == 0 else token.spaced
        placed.append(Token(token.kind, token.text, known, spaced, hidden))
    return placed


class _Replacement:
    """One use of a macro with `#`, `##` or arguments."""

    def __init__(
        self,
        macro: Macro,
        name: Token,
        arguments: dict[str, list[Token]],
        hidden: frozenset[str],
        look_up: Callable[[str], Macro | None],
    ) -> None:
        self.macro, self.name, self.arguments = macro, name, arguments
        self.hidden, self.look_up = hidden, look_up
        self.body = _placed(macro.body, name, NOTHING_HIDDEN)
        self.expanded: dict[str, list[Token]] = {}
        self.done: list[Token] = []

    def tokens(self) -> list[Token]:
        """What the use becomes."""
        body, n = self.body, 0
        while n < len(body):
            token = body[n]
            following = body[n + 1] if n + 1 < len(body) else None
            if token.text == "#" and following and following.text in self.arguments:
                self.done.append(self._string(token, self.arguments[following.text]))
                n += 2
                continue
            if token.text == "##" and token.kind == PUNCTUATION and n and following:
                n += self._paste(body[n - 1], following, body[n + 2 : n + 3])
                continue
            if token.kind == NAME and token.text in self.arguments:
                pasted = following is not None and following.text == "##"
                self.done += self._argument(token, as_written=pasted)
            else:
                self.done.append(token)
            n += 1
        hidden = self.hidden
        return [
            Token(t.kind, t.text, t.at, t.spaced, t.hidden | hidden if t.hidden else hidden)
            for t in self.done
            if t.kind != EMPTY
        ]

    def _argument(self, parameter: Token, *, as_written: bool) -> list[Token]:
        """An argument in the place of its parameter; written ones are about to be pasted."""
        given = self.arguments[parameter.text]
        if as_written:
            return _led(given, parameter) or [Token(EMPTY, "", parameter.at)]
        if parameter.text not in self.expanded:
            self.expanded[parameter.text] = expand(given, self.look_up)
        return _led(self.expanded[parameter.text], parameter)

    def _paste(self, before: Token, right: Token, behind: list[Token]) -> int:
        """Join what is done with the right side of `##`; how many tokens of the text that used."""
        if right.text in self.arguments and right.kind == NAME:
            last = self.macro.variadic and (self.macro.parameters or ())[-1] == right.text
            if last and before.text == ",":
                # GNU: the comma stays only before something, and nothing is joined. As beside
                # any other ##, what the argument holds is not expanded on its own.
                if self.arguments[right.text]:
                    self.done += self._argument(right, as_written=True)
                else:
                    self.done.pop()
                return 2
            again = bool(behind) and behind[0].text == "##"
            some = self._argument(right, as_written=True)
            if not again and self.done and self.done[-1].kind == EMPTY and some[0].kind == EMPTY:
                return 2
        elif right.text == "#" and behind and behind[0].text in self.arguments:
            self._join([self._string(right, self.arguments[behind[0].text])])
            return 3
        else:
            some = [right]
        self._join(some)
        return 2

    def _join(self, some: list[Token]) -> None:
        left = self.done.pop()
        first = some[0]
        if EMPTY in (left.kind, first.kind):
            kept = first if left.kind == EMPTY else left
            self.done += [kept, *some[1:]]
            return
        joined = tokens(left.text + first.text, left.at.file, left.at.line)
        hidden = left.hidden & first.hidden
        self.done += [Token(t.kind, t.text, left.at, left.spaced, hidden) for t in joined]
        self.done += some[1:]

    def _string(self, mark: Token, given: list[Token]) -> Token:
        """What `#` makes of an argument."""
        text = "".join(
            " " * (token.spaced and n > 0)
            + (
                token.text.replace("\\", "\\\\").replace('"', '\\"')
                if token.kind in (STRING, CHARACTER)
                else token.text
            )
            for n, token in enumerate(given)
        )
        return Token(STRING, f'"{text}"', mark.at, mark.spaced)


def _led(some: list[Token], parameter: Token) -> list[Token]:
    """Tokens whose first has the blanks of the parameter that they stand for."""
    if not some or some[0].spaced == parameter.spaced:
        return some
    first = some[0]
    return [Token(first.kind, first.text, first.at, parameter.spaced, first.hidden), *some[1:]]
