"""Blocks, their declarations, and the symbols that nobody listed in them."""

from __future__ import annotations

from abc import abstractmethod
from typing import TYPE_CHECKING

import attrs

from s2tui.source.c import nodes
from s2tui.source.c.parsing.initializers import Initializers
from s2tui.source.c.parsing.specifiers import TO_BE_DEDUCED
from s2tui.source.c.tokens import END, NAME
from s2tui.source.c.types import VOID, Array, Callable, Type, decayed
from s2tui.source.c.words import ASSEMBLY, STATEMENTS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from s2tui.source.c.names import Names
    from s2tui.source.c.parsing.specifiers import Declarator
    from s2tui.source.c.places import Place
    from s2tui.source.c.tokens import Token

_DECLARES = frozenset({"=", ";", ",", "["})


@attrs.define(slots=True)
class Surrounding:
    """A switch that is being read."""

    type: Type
    hidden: list[nodes.Statement] = attrs.field(factory=list)
    """Stops that stand among its cases."""


class Blocks(Initializers):
    """A parser of blocks.

    Attributes:
        result: what the function returns.
        variables: all variables so far, by slot.
        labels: the labels so far.
        gotos: where a label is gone to.
        switches: those around; None for a block or statement in between.
    """

    def __init__(self, tokens: Sequence[Token], names: Names, at: Place) -> None:
        super().__init__(tokens, names, at)
        self.result: Type = VOID
        self.variables: list[nodes.Variable] = []
        self.labels: set[str] = set()
        self.gotos: list[nodes.Goto] = []
        self.switches: list[Surrounding | None] = []

    @abstractmethod
    def statement(self) -> nodes.Statement:
        """A statement that is no declaration."""

    def variable(self, found: Declarator, *, static: bool = False) -> nodes.Variable:
        """Declare a variable in the innermost scope; a parameter may have no name."""
        slot = len(self.variables)
        made = nodes.Variable(found.name, found.type, found.at, slot, static, found.cleanup)
        self.variables.append(made)
        if found.name:
            self.scopes[-1][found.name] = made
        return made

    # Blocks, and the symbols that nobody listed

    def block(self) -> nodes.Block:
        """Take `{ ... }`."""
        self.switches.append(None)
        block = self.braces()
        self.switches.pop()
        return block

    def braces(self) -> nodes.Block:
        """Take `{ ... }`, of a switch too."""
        at = self.expect("{").at
        self.scopes.append({})
        items: list[nodes.Statement] = []
        while not self.sees("}"):
            if self.token.kind == END:
                raise self.problem("a block has no end")
            items += self._items()
        items += self._stops(self.mark, self.mark)
        end = self.at
        self.scopes.pop()
        self.advance()
        return nodes.Block(at, tuple(items), end)

    def _stops(self, first: int, last: int) -> list[nodes.Statement]:
        """What stands for the symbols in front of some tokens that nobody listed, once."""
        stops: list[nodes.Statement] = []
        for met in list(self.unlisted):
            if first <= met[0] <= last:
                self.unlisted.remove(met)
                what = f"{met[1].text} is a symbol that nobody listed"
                stops.append(nodes.Stop(met[1].at, what, met[1].text))
        return stops

    def _items(self) -> list[nodes.Statement]:
        """Take a statement, or a declaration: that is one for each name."""
        start = self.mark
        before = self._stops(start, start)
        switch = self.switches[-1]
        items = self.declarations() if self.begins_declaration() else [self.statement()]
        # What is left stands inside of the statement, but in none that belongs to it.
        stops = [*before, *self._stops(start, self.mark - 1)]
        if switch:
            switch.hidden += stops
        return [*stops, *items]

    def body(self) -> nodes.Statement:
        """Take a statement that belongs to another one."""
        self.switches.append(None)
        at, start = self.at, self.mark
        items = [*self._stops(start, start), self.statement()]
        items = [*self._stops(start, self.mark - 1), *items]
        self.switches.pop()
        return items[0] if len(items) == 1 else nodes.Block(at, tuple(items), at)

    # Declarations

    def begins_declaration(self) -> bool:
        """Whether a declaration begins here, also one with a type that nobody knows."""
        token = self.token
        if token.kind != NAME or token.text in STATEMENTS or token.text in ASSEMBLY:
            return False
        following = self.ahead()
        if following.text == ":":
            return False
        if self.begins_type():
            return True
        if self.meaning(token.text) is not None:
            return False
        if following.kind == NAME:
            return following.text not in STATEMENTS
        stars = self.stars()
        named = stars > 0 and self.ahead(stars + 1).kind == NAME
        declares = named and self.ahead(stars + 2).text in _DECLARES
        return declares and not self.is_known(token.text)

    def declarations(self) -> list[nodes.Statement]:
        """Take a declaration: a statement for each variable."""
        said = self.specifiers()
        made: list[nodes.Statement] = []
        for _ in self.listed(";"):
            found = self.declarator(said.type)
            if said.typedef:
                self.scopes[-1][found.name] = found.type
            elif isinstance(found.type, Callable) or said.extern:
                # Declared, and defined elsewhere: what the files say of it holds.
                self.scopes[-1].pop(found.name, None)
            else:
                made.append(self._declaration(found, static=said.static))
        return made

    def _declaration(self, found: Declarator, *, static: bool) -> nodes.Statement:
        value: nodes.Expression | None = None
        if found.type == TO_BE_DEDUCED:
            self.expect("=")
            value = self.assignment()
            found.type = decayed(value.type)
            return nodes.Declaration(found.at, self.variable(found, static=static), value)
        variable = self.variable(found, static=static)
        if self.takes("="):
            value = self.initial(found.type)
            if isinstance(value.type, Array) and isinstance(found.type, Array):
                variable.type = value.type
        return nodes.Declaration(found.at, variable, value)
