"""Expressions."""

from __future__ import annotations

from abc import abstractmethod

from s2tui.source.c import building, nodes
from s2tui.source.c.arithmetic import LEVELS
from s2tui.source.c.parsing.primaries import Primaries
from s2tui.source.c.places import Place
from s2tui.source.c.tokens import CHARACTER, NAME, NUMBER, PUNCTUATION, STRING
from s2tui.source.c.types import S32, UNKNOWN, VOID, Type
from s2tui.source.c.words import STATEMENTS

ASSIGNMENTS = frozenset({"=", "+=", "-=", "*=", "/=", "%=", "&=", "|=", "^=", "<<=", ">>="})
_UNARY = frozenset({"!", "~", "-", "+", "*", "&", "++", "--"})
_POSTFIX = frozenset({"(", "[", ".", "->", "++", "--"})
_OPERAND = frozenset({NAME, NUMBER, STRING, CHARACTER})


class Expressions(Primaries):
    """A parser of expressions."""

    @abstractmethod
    def block(self) -> nodes.Block:
        """`{ ... }` of a statement expression."""

    @abstractmethod
    def initializer(self, type_: Type) -> nodes.Expression:
        """`{ ... }` of a compound literal."""

    def expression(self) -> nodes.Expression:
        """Take a whole expression, commas included."""
        left = self.assignment()
        while self.sees(","):
            at = self.advance().at
            right = self.assignment()
            left = nodes.Comma(right.type, at, left, right)
        return left

    def assignment(self) -> nodes.Expression:
        """Take an expression without commas."""
        left = self.conditional_expression()
        sign = self.token.text
        if sign not in ASSIGNMENTS or self.token.kind != PUNCTUATION:
            return left
        at = self.advance().at
        right = self.assignment()
        if sign == "=":
            return building.assign(left, right, at)
        return building.update(sign[:-1], left, right, at)

    def conditional_expression(self) -> nodes.Expression:
        """Take an expression without commas and assignments."""
        test = self._binary(1)
        if not self.sees("?"):
            return test
        at = self.advance().at
        then = None if self.sees(":") else self.expression()
        self.expect(":")
        return building.conditional(test, then, self.conditional_expression(), at)

    def _binary(self, least: int) -> nodes.Expression:
        left = self._unary()
        while self.token.kind == PUNCTUATION:
            sign = self.token.text
            level = LEVELS.get(sign, 0)
            if level < least:
                break
            at = self.advance().at
            right = self._binary(level + 1)
            make = building.logical if sign in ("&&", "||") else building.binary
            left = make(sign, left, right, at)
        return left

    def _unary(self) -> nodes.Expression:
        token = self.token
        if token.kind == PUNCTUATION:
            if token.text in _UNARY:
                self.advance()
                return self._prefixed(token.text, token.at)
            if token.text == "(":
                return self._parenthesis()
            if token.text == "&&":
                raise self.problem("the address of a label")
        elif token.text == "__extension__":
            self.advance()
            return self._unary()
        elif token.text == "sizeof":
            return self._size()
        return self._postfix(self.primary())

    def _prefixed(self, sign: str, at: Place) -> nodes.Expression:
        operand = self._unary()
        if sign == "*":
            return building.dereference(operand, at)
        if sign == "&":
            return building.address(operand, at)
        if sign in ("++", "--"):
            one = nodes.Constant(S32, at, 1)
            return building.update(sign[0], operand, one, at)
        return building.unary(sign, operand, at)

    # Parentheses

    def _parenthesis(self) -> nodes.Expression:
        at = self.advance().at
        if self.sees("{"):
            body = self.block()
            self.expect(")")
            last = body.items[-1] if body.items else None
            type_ = last.expression.type if isinstance(last, nodes.ExpressionStatement) else VOID
            return self._postfix(nodes.StatementExpression(type_, at, body))
        if self.begins_type() or self._unknown_cast():
            return self._cast(at)
        inner = self.expression()
        self.expect(")")
        return self._postfix(inner)

    def _cast(self, at: Place) -> nodes.Expression:
        type_ = self.type_name()
        self.expect(")")
        if not self.sees("{"):
            return building.cast(self._unary(), type_, at)
        given = self.initializer(type_)
        if not isinstance(given, nodes.Initializer):
            return self._postfix(given)
        return self._postfix(nodes.CompoundLiteral(given.type, at, given))

    def _unknown_cast(self) -> bool:
        """Whether a name that nobody knows stands in parentheses as only a type can."""
        token = self.token
        if token.kind != NAME or token.text in STATEMENTS or self.is_known(token.text):
            return False
        stars = self.stars()
        if self.ahead(stars + 1).text != ")":
            return False
        return stars > 0 or self.ahead(2).kind in _OPERAND

    def _size(self) -> nodes.Expression:
        at = self.advance().at
        if self.sees("("):
            mark = self.mark
            self.advance()
            if self.begins_type():
                type_ = self.type_name()
                self.expect(")")
                return self.size_of(type_, at)
            self.back(mark)
        return self.size_of(self._unary().type, at)

    # What comes behind

    def _postfix(self, some: nodes.Expression) -> nodes.Expression:
        while self.token.kind == PUNCTUATION and self.token.text in _POSTFIX:
            sign, at = self.token.text, self.token.at
            if sign == "(":
                some = self._call(some)
            elif sign == "[":
                self.advance()
                some = building.index(some, self.expression(), at)
                self.expect("]")
            elif sign in (".", "->"):
                self.advance()
                record = some if sign == "." else building.dereference(some, at)
                some = self.member(record, self.name().text, at)
            else:
                self.advance()
                some = building.update(sign[0], some, nodes.Constant(S32, at, 1), at, old=True)
        return some

    def _call(self, function: nodes.Expression) -> nodes.Expression:
        at = function.at
        self.advance()
        foreign = isinstance(function, nodes.Owned | nodes.Unmodelled)
        given: list[nodes.Expression] = []
        for _ in self.listed(")"):
            argument = self._type_argument() if foreign else None
            given.append(argument or self.assignment())
        if isinstance(function, nodes.Owned):
            said = self.names.owned(function.name)
            function.type = said if isinstance(said, Type) else said(given) if said else UNKNOWN
            return nodes.Call(function.type, at, function, tuple(given))
        type_ = building.answer(function.type)
        return nodes.Call(type_, at, function, building.arguments(given, function.type))

    def _type_argument(self) -> nodes.Expression | None:
        if not self.begins_type():
            return None
        mark, at = self.mark, self.at
        type_ = self.type_name()
        if self.sees(",") or self.sees(")"):
            return nodes.TypeArgument(type_, at)
        self.back(mark)
        return None
