"""Statements."""

from __future__ import annotations

from typing import TYPE_CHECKING

import attrs

from s2tui.source.c import building, nodes
from s2tui.source.c.parsing.declarators import TO_BE_DEDUCED
from s2tui.source.c.parsing.initializers import Initializers
from s2tui.source.c.places import NotUnderstoodError
from s2tui.source.c.tokens import END, NAME
from s2tui.source.c.types import VOID, Array, Callable, Type, Void, decayed
from s2tui.source.c.words import ASSEMBLY, QUALIFIERS, STATEMENTS

if TYPE_CHECKING:
    from s2tui.source.c.parsing.declarators import Declarator
    from s2tui.source.c.places import Place

_DECLARES = frozenset({"=", ";", ",", "["})
_ASSERTIONS = frozenset({"_Static_assert", "static_assert"})


@attrs.define(slots=True)
class _Switch:
    """A switch that is being read."""

    type: Type
    hidden: list[nodes.Statement] = attrs.field(factory=list)
    """Stops that stand among its cases."""


class Statements(Initializers):
    """A parser of statements, and of the functions that they make up.

    Attributes:
        result: what the function returns.
        variables: all variables so far, by slot.
        labels: the labels so far.
        gotos: where a label is gone to.
    """

    result: Type = VOID

    def begin(self) -> None:
        """Be ready for a function."""
        self.variables: list[nodes.Variable] = []
        self.labels: set[str] = set()
        self.gotos: list[nodes.Goto] = []
        self._switches: list[_Switch | None] = []
        """The switches around; None for a block or statement in between."""

    def variable(self, found: Declarator, *, static: bool = False) -> nodes.Variable:
        """Declare a variable in the innermost scope."""
        slot = len(self.variables)
        made = nodes.Variable(found.name, found.type, found.at, slot, static, found.cleanup)
        self.variables.append(made)
        self.scopes[-1][found.name] = made
        return made

    # Blocks, and the symbols that nobody listed

    def block(self) -> nodes.Block:
        """Take `{ ... }`."""
        self._switches.append(None)
        block = self._block()
        self._switches.pop()
        return block

    def _block(self) -> nodes.Block:
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
        switch = self._switches[-1]
        items = self._declarations() if self._begins_declaration() else [self._statement()]
        # What is left stands inside of the statement, but in none that belongs to it.
        stops = [*before, *self._stops(start, self.mark - 1)]
        if switch:
            switch.hidden += stops
        return [*stops, *items]

    def _body(self) -> nodes.Statement:
        """Take a statement that belongs to another one."""
        self._switches.append(None)
        at, start = self.at, self.mark
        items = [*self._stops(start, start), self._statement()]
        items = [*self._stops(start, self.mark - 1), *items]
        self._switches.pop()
        return items[0] if len(items) == 1 else nodes.Block(at, tuple(items), at)

    # Declarations

    def _begins_declaration(self) -> bool:
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
        stars = 1
        while self.ahead(stars).text == "*":
            stars += 1
        named = stars > 1 and self.ahead(stars).kind == NAME
        declares = named and self.ahead(stars + 1).text in _DECLARES
        return declares and not self._is_known(token.text)

    def _declarations(self) -> list[nodes.Statement]:
        said = self.specifiers()
        made: list[nodes.Statement] = []
        while not self.takes(";"):
            found = self.declarator(said.type)
            if said.typedef:
                self.scopes[-1][found.name] = found.type
            elif isinstance(found.type, Callable) or said.extern:
                # Declared, and defined elsewhere: what the files say of it holds.
                self.scopes[-1].pop(found.name, None)
            else:
                made.append(self._declaration(found, static=said.static))
            if not self.takes(","):
                self.expect(";")
                break
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

    # Statements

    def _statement(self) -> nodes.Statement:
        token = self.token
        at = token.at
        if token.text == "{":
            return self.block()
        if self.takes(";"):
            return nodes.Block(at, (), at)
        if token.kind == NAME:
            if self.ahead().text == ":" and token.text not in STATEMENTS:
                return self._label()
            known = _STATEMENTS.get(token.text)
            if known is not None:
                self.advance()
                return known(self, at)
        return self._expression_statement(at)

    def _label(self) -> nodes.Statement:
        token = self.advance()
        self.advance()
        self.qualifiers()
        self.labels.add(token.text)
        return nodes.Label(token.at, token.text)

    def _expression_statement(self, at: Place) -> nodes.Statement:
        expression = self.expression()
        if isinstance(expression, nodes.Call) and not self.sees(";"):
            function = expression.function
            if isinstance(function, nodes.Owned | nodes.Unmodelled):
                # A loop of a macro that no file defines, and what it repeats.
                self._body()
                return nodes.Stop(at, f"{function.name} with a statement behind it", function.name)
        self.expect(";")
        return nodes.ExpressionStatement(at, expression)

    def _test(self) -> nodes.Expression:
        self.expect("(")
        test = self.expression()
        self.expect(")")
        return test

    def _if(self, at: Place) -> nodes.Statement:
        test = self._test()
        then = self._body()
        otherwise = self._body() if self.takes("else") else None
        return nodes.If(at, test, then, otherwise)

    def _while(self, at: Place) -> nodes.Statement:
        test = self._test()
        return nodes.Loop(at, (), test, None, self._body(), body_first=False)

    def _do(self, at: Place) -> nodes.Statement:
        body = self._body()
        self.expect("while")
        test = self._test()
        self.expect(";")
        return nodes.Loop(at, (), test, None, body, body_first=True)

    def _for(self, at: Place) -> nodes.Statement:
        self.expect("(")
        self.scopes.append({})
        first: list[nodes.Statement] = []
        if self._begins_declaration():
            first = self._declarations()
        elif not self.takes(";"):
            first = [self._expression_statement(at)]
        test = None if self.sees(";") else self.expression()
        self.expect(";")
        step = None if self.sees(")") else self.expression()
        self.expect(")")
        body = self._body()
        self.scopes.pop()
        return nodes.Loop(at, tuple(first), test, step, body, body_first=False)

    def _switch(self, at: Place) -> nodes.Statement:
        value = building.raised(self._test())
        if not self.sees("{"):
            raise self.problem("a switch without a block")
        around = _Switch(value.type)
        self._switches.append(around)
        body = self._block()
        self._switches.pop()
        switch = nodes.Switch(at, value, body)
        # A symbol that nobody listed among the cases may hide one: then no case can be chosen.
        stops = around.hidden[:1]
        return nodes.Block(at, (*stops, switch), body.end) if stops else switch

    def _case(self, at: Place) -> nodes.Statement:
        type_ = self._choosing("case")
        low = building.converted(self.conditional_expression(), type_)
        high = None
        if self.takes("..."):
            high = building.converted(self.conditional_expression(), type_)
        self.expect(":")
        return nodes.Case(at, low, high)

    def _default(self, at: Place) -> nodes.Statement:
        self._choosing("default")
        self.expect(":")
        return nodes.Default(at)

    def _choosing(self, word: str) -> Type:
        switch = self._switches[-1] if self._switches else None
        if switch is None:
            raise self.problem(f"{word!r} that is not directly in a switch")
        return switch.type

    def _break(self, at: Place) -> nodes.Statement:
        self.expect(";")
        return nodes.Break(at)

    def _continue(self, at: Place) -> nodes.Statement:
        self.expect(";")
        return nodes.Continue(at)

    def _fallthrough(self, at: Place) -> nodes.Statement:
        self.expect(";")
        return nodes.Block(at, (), at)

    def _goto(self, at: Place) -> nodes.Statement:
        if self.sees("*"):
            raise self.problem("a goto that is computed")
        goto = nodes.Goto(at, self.name().text)
        self.gotos.append(goto)
        self.expect(";")
        return goto

    def _return(self, at: Place) -> nodes.Statement:
        value = None if self.sees(";") else self.expression()
        self.expect(";")
        if value is None:
            return nodes.Return(at, None)
        if isinstance(self.result, Void):
            # return f(); in a function without a value: what f() does counts.
            end = nodes.Return(at, None)
            return nodes.Block(at, (nodes.ExpressionStatement(at, value), end), at)
        return nodes.Return(at, building.converted(value, self.result))

    def _assembly(self, at: Place) -> nodes.Statement:
        while self.token.kind == NAME and self.token.text in QUALIFIERS | {"goto"}:
            self.advance()
        if self.sees("("):
            self.skip_group()
        self.expect(";")
        return nodes.Stop(at, "assembly")

    def _assertion(self, at: Place) -> nodes.Statement:
        self.skip_group()
        self.expect(";")
        return nodes.Block(at, (), at)

    def _guard(self, at: Place) -> nodes.Statement:
        if not (self.sees("(") and self.ahead().kind == NAME and self.ahead(2).text == ")"):
            raise self.problem("a guard of another form")
        self.advance()
        name = self.advance().text
        self.advance()
        self.expect("(")
        given = self._rest_of_arguments()
        self.expect(";")
        return nodes.Guard(at, name, given, None)

    def _scoped_guard(self, at: Place) -> nodes.Statement:
        self.expect("(")
        name = self.name().text
        given = self._rest_of_arguments() if self.takes(",") else ()
        if not given:
            self.takes(")")
        return nodes.Guard(at, name, given, self._body())

    def _rest_of_arguments(self) -> tuple[nodes.Expression, ...]:
        given: list[nodes.Expression] = []
        while not self.takes(")"):
            given.append(self.assignment())
            if not self.takes(","):
                self.expect(")")
                break
        return tuple(given)

    # Functions

    def function(self, name: str, at: Place) -> nodes.Function:
        """Take a whole function.

        Raises:
            NotUnderstoodError: it is not in the C that is read here.
        """
        self.begin()
        self.scopes.append({})
        found = self.declarator(self.specifiers().type)
        self.qualifiers_of_name()
        if not isinstance(found.type, Callable):
            raise NotUnderstoodError("a function without parameters", at)
        self.result = found.type.result
        for parameter, type_, place in found.parameters:
            self.parameter(parameter, type_, place)
        parameters = tuple(self.variables)
        body = self.block()
        if self.token.kind != END:
            raise self.problem(f"{self.token.text!r} behind a function")
        for goto in self.gotos:
            if goto.label not in self.labels:
                raise NotUnderstoodError(f"no label {goto.label}", goto.at, goto.label)
        variables = tuple(self.variables)
        variadic = found.type.variadic
        return nodes.Function(name, self.result, parameters, variadic, body, variables, at)

    def parameter(self, name: str, type_: Type, at: Place) -> None:
        """Declare a parameter."""
        slot = len(self.variables)
        made = nodes.Variable(name, type_, at, slot)
        self.variables.append(made)
        if name:
            self.scopes[-1][name] = made


_STATEMENTS = {
    "if": Statements._if,
    "while": Statements._while,
    "do": Statements._do,
    "for": Statements._for,
    "switch": Statements._switch,
    "case": Statements._case,
    "default": Statements._default,
    "break": Statements._break,
    "continue": Statements._continue,
    "fallthrough": Statements._fallthrough,
    "goto": Statements._goto,
    "return": Statements._return,
    "guard": Statements._guard,
    "scoped_guard": Statements._scoped_guard,
    **dict.fromkeys(_ASSERTIONS, Statements._assertion),
    **dict.fromkeys(ASSEMBLY, Statements._assembly),
}
