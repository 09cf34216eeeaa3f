"""What expressions are made of: numbers, strings, names and members."""

from __future__ import annotations

from s2tui.source.c import nodes
from s2tui.source.c.configuration import defined
from s2tui.source.c.literals import character, characters, integer
from s2tui.source.c.parsing.forms import Forms
from s2tui.source.c.parsing.stream import Meaning
from s2tui.source.c.places import Place
from s2tui.source.c.tokens import CHARACTER, NAME, NUMBER, STRING
from s2tui.source.c.types import CHAR, S32, UNKNOWN, VOID, Array, Pointer, Record, Type, Unknown
from s2tui.source.c.words import STATEMENTS


class Primaries(Forms):
    """A parser of these."""

    def primary(self) -> nodes.Expression:
        """Take a name, a number or a string.

        Raises:
            NotUnderstoodError: it is none of these.
        """
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
        if known and defined(value):
            return nodes.Constant(S32, at, int(value))
        if name.startswith("CONFIG_"):
            what = "is not defined" if known else "is a symbol that nobody listed"
            return nodes.Stopped(UNKNOWN, at, f"{name} {what}", name)
        return nodes.Unmodelled(UNKNOWN, at, name)

    def is_known(self, name: str) -> bool:
        """Whether a name stands for something that has a value."""
        names = self.names
        return (
            self.meaning(name) is not None
            or names.owned(name) is not None
            or names.function_type(name) is not None
            or names.global_type(name) is not None
            or names.enumerator(name) is not None
        )

    def member(self, record: nodes.Expression, name: str, at: Place) -> nodes.Expression:
        """A member of a structure."""
        if isinstance(record.type, Unknown):
            return nodes.Member(UNKNOWN, at, record, name)
        if not isinstance(record.type, Record):
            return nodes.Stopped(UNKNOWN, at, f"{record.type} has no members", name)
        type_ = self.member_type(record.type, name)
        if type_ is None:
            return nodes.Stopped(UNKNOWN, at, f"{record.type} has no member {name}", name)
        members = self.names.members(record.type)
        found = members.members.get(name) if members else None
        return nodes.Member(type_, at, record, name, overlaps=bool(found and found.overlaps))

    def member_type(self, record: Record, name: str) -> Type | None:
        """The type of a member; None if there is no such member."""
        said = self.names.member(record.tag, name)
        if said is not None:
            return said
        known = self.names.members(record)
        if known is None:
            return UNKNOWN
        return known.members[name].type if name in known.members else None
