"""Statements."""

from __future__ import annotations

from typing import TYPE_CHECKING

from s2tui.source.c import building, nodes
from s2tui.source.c.parsing.blocks import Blocks, Surrounding
from s2tui.source.c.places import NotUnderstoodError
from s2tui.source.c.tokens import END, NAME
from s2tui.source.c.types import Callable, Type, Void
from s2tui.source.c.words import ASSEMBLY, QUALIFIERS, STATEMENTS

if TYPE_CHECKING:
    from s2tui.source.c.places import Place

_ASSERTIONS = frozenset({"_Static_assert", "static_assert"})


class Statements(Blocks):
    """A parser of statements, and of the functions that they make up."""

    def statement(self) -> nodes.Statement:
        """Take a statement that is no declaration."""
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
                self.body()
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
        then = self.body()
        otherwise = self.body() if self.takes("else") else None
        return nodes.If(at, test, then, otherwise)

    def _while(self, at: Place) -> nodes.Statement:
        test = self._test()
        return nodes.Loop(at, (), test, None, self.body(), body_first=False)

    def _do(self, at: Place) -> nodes.Statement:
        body = self.body()
        self.expect("while")
        test = self._test()
        self.expect(";")
        return nodes.Loop(at, (), test, None, body, body_first=True)

    def _for(self, at: Place) -> nodes.Statement:
        self.expect("(")
        self.scopes.append({})
        first: list[nodes.Statement] = []
        if self.begins_declaration():
            first = self.declarations()
        elif not self.takes(";"):
            first = [self._expression_statement(at)]
        test = None if self.sees(";") else self.expression()
        self.expect(";")
        step = None if self.sees(")") else self.expression()
        self.expect(")")
        body = self.body()
        self.scopes.pop()
        return nodes.Loop(at, tuple(first), test, step, body, body_first=False)

    def _switch(self, at: Place) -> nodes.Statement:
        value = building.raised(self._test())
        if not self.sees("{"):
            raise self.problem("a switch without a block")
        around = Surrounding(value.type)
        self.switches.append(around)
        body = self.braces()
        self.switches.pop()
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
        switch = self.switches[-1] if self.switches else None
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
        return nodes.Guard(at, name, given, self.body())

    def _rest_of_arguments(self) -> tuple[nodes.Expression, ...]:
        return tuple(self.assignment() for _ in self.listed(")"))

    # Functions

    def function(self, name: str, at: Place) -> nodes.Function:
        """Take a whole function.

        Raises:
            NotUnderstoodError: it is not in the C that is read here.
        """
        self.scopes.append({})
        found = self.declarator(self.specifiers().type)
        self.qualifiers_of_name()
        if not isinstance(found.type, Callable):
            raise NotUnderstoodError("a function without parameters", at)
        self.result = found.type.result
        parameters = tuple(map(self.variable, found.parameters))
        body = self.block()
        if self.token.kind != END:
            raise self.problem(f"{self.token.text!r} behind a function")
        for goto in self.gotos:
            if goto.label not in self.labels:
                raise NotUnderstoodError(f"no label {goto.label}", goto.at, goto.label)
        variables = tuple(self.variables)
        variadic = found.type.variadic
        return nodes.Function(name, self.result, parameters, variadic, body, variables, at)


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
