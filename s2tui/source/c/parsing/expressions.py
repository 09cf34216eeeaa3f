"""Expressions."""

from __future__ import annotations

from s2tui.source.c import building, nodes
from s2tui.source.c.conditions import LEVELS
from s2tui.source.c.literals import character, characters, integer
from s2tui.source.c.parsing.forms import Forms
from s2tui.source.c.parsing.stream import Meaning
from s2tui.source.c.places import Place
from s2tui.source.c.tokens import CHARACTER, NAME, NUMBER, PUNCTUATION, STRING
from s2tui.source.c.types import (
    CHAR,
    S32,
    UNKNOWN,
    VOID,
    Array,
    Pointer,
    Record,
    Type,
    Unknown,
)
from s2tui.source.c.words import STATEMENTS

ASSIGNMENTS = frozenset({"=", "+=", "-=", "*=", "/=", "%=", "&=", "|=", "^=", "<<=", ">>="})
_UNARY = frozenset({"!", "~", "-", "+", "*", "&", "++", "--"})
_POSTFIX = frozenset({"(", "[", ".", "->", "++", "--"})
_OPERAND = frozenset({NAME, NUMBER, STRING, CHARACTER})


class Expressions(Forms):
    """A parser of expressions."""

    def block(self) -> nodes.Block:
        """`{ ... }` of a statement expression."""
        raise NotImplementedError

    def initializer(self, type_: Type) -> nodes.Expression:
        """`{ ... }` of a compound literal."""
        raise NotImplementedError

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
        return self._postfix(self._primary())

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
        if token.kind != NAME or token.text in STATEMENTS or self._is_known(token.text):
            return False
        stars = 1
        while self.ahead(stars).text == "*":
            stars += 1
        if self.ahead(stars).text != ")":
            return False
        return stars > 1 or self.ahead(2).kind in _OPERAND

    def _is_known(self, name: str) -> bool:
        names = self.names
        return (
            self.meaning(name) is not None
            or names.owned(name) is not None
            or names.function_type(name) is not None
            or names.global_type(name) is not None
            or names.enumerator(name) is not None
        )

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

    def member(self, record: nodes.Expression, name: str, at: Place) -> nodes.Expression:
        """A member of a structure."""
        if isinstance(record.type, Unknown):
            return nodes.Member(UNKNOWN, at, record, name)
        if not isinstance(record.type, Record):
            return nodes.Stopped(UNKNOWN, at, f"{record.type} has no members", name)
        type_ = self.member_type(record.type, name)
        if type_ is None:
            return nodes.Stopped(UNKNOWN, at, f"{record.type} has no member {name}", name)
        return nodes.Member(type_, at, record, name)

    def member_type(self, record: Record, name: str) -> Type | None:
        """The type of a member; None if there is no such member."""
        said = self.names.member(record.tag, name)
        if said is not None:
            return said
        known = self.names.members(record)
        if known is None:
            return UNKNOWN
        return known.members[name].type if name in known.members else None

    def _call(self, function: nodes.Expression) -> nodes.Expression:
        at = function.at
        self.advance()
        foreign = isinstance(function, nodes.Owned | nodes.Unmodelled)
        given: list[nodes.Expression] = []
        while not self.takes(")"):
            argument = self._type_argument() if foreign else None
            given.append(argument or self.assignment())
            if not self.takes(","):
                self.expect(")")
                break
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

    # What an expression is made of

    def _primary(self) -> nodes.Expression:
        token = self.token
        if token.kind == NAME:
            return self._name()
        if token.kind == NUMBER:
            self.advance()
            value, type_ = integer(token.text, token.at)
            return nodes.Constant(type_, token.at, value)
        if token.kind == CHARACTER:
            self.advance()
            return nodes.Constant(S32, token.at, character(token.text, token.at))
        if token.kind == STRING:
            text = self.string().text[1:-1]
            return nodes.String(Array(CHAR, len(characters(text)) + 1), token.at, text)
        raise self.problem(f"{token.text!r} where an expression was expected")

    def _name(self) -> nodes.Expression:
        token = self.token
        name, at = token.text, token.at
        if name in STATEMENTS:
            raise self.problem(f"{name!r} where an expression was expected")
        self.advance()
        meaning = self.meaning(name)
        if meaning is not None:
            return self._declared(name, meaning, at)
        said = self.names.owned(name)
        if said is not None:
            return nodes.Owned(said if isinstance(said, Type) else UNKNOWN, at, name)
        return self.form(name, at) or self._of_files(name, at) or self._simple(name, at)

    def _of_files(self, name: str, at: Place) -> nodes.Expression | None:
        """A name that a file declares outside of functions."""
        function = self.names.function_type(name)
        if function is not None:
            return nodes.FunctionName(function, at, name)
        type_ = self.names.global_type(name)
        if type_ is not None:
            return nodes.Global(type_, at, name)
        constant = self.names.enumerator(name)
        if isinstance(constant, nodes.Constant):
            return nodes.Constant(constant.type, at, constant.value, name)
        if constant is not None:
            return nodes.Stopped(UNKNOWN, at, f"{name}: {constant}", name)
        return None

    def _declared(self, name: str, meaning: Meaning, at: Place) -> nodes.Expression:
        if isinstance(meaning, nodes.Variable):
            return nodes.Local(meaning.type, at, meaning)
        if isinstance(meaning, nodes.Constant):
            return nodes.Constant(meaning.type, at, meaning.value, name)
        raise self.problem(f"the type {name!r} where an expression was expected")

    def _simple(self, name: str, at: Place) -> nodes.Expression:
        """A name that no file declares."""
        if name in ("true", "false"):
            return nodes.Constant(S32, at, int(name == "true"))
        if name == "NULL":
            return nodes.Constant(Pointer(VOID), at, 0)
        known, value = self.names.symbol(name)
        if known and isinstance(value, str):
            number, type_ = integer(value, at)
            return nodes.Constant(type_, at, number)
        if known and value is not None and value is not False:
            return nodes.Constant(S32, at, int(value))
        if name.startswith("CONFIG_"):
            what = "is not defined" if known else "is a symbol that nobody listed"
            return nodes.Stopped(UNKNOWN, at, f"{name} {what}", name)
        return nodes.Unmodelled(UNKNOWN, at, name)
