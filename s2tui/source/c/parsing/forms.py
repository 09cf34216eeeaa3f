"""What looks like a call and is not: IS_ENABLED, container_of, offsetof, the compiler's own."""

from __future__ import annotations

from abc import abstractmethod

from s2tui.source.c import building, folding, nodes
from s2tui.source.c.conditions import ASKS
from s2tui.source.c.configuration import defined
from s2tui.source.c.parsing.declarators import Declarators
from s2tui.source.c.parsing.records import size
from s2tui.source.c.places import Place
from s2tui.source.c.types import CHAR, S32, U64, UNKNOWN, Array, Pointer, Record, Type, decayed

NEVER_EXPANDED = frozenset({"container_of", "offsetof"}) | ASKS
"""Names that are read as what they mean, whatever they are defined as."""


class Forms(Declarators):
    """A parser of these."""

    @abstractmethod
    def assignment(self) -> nodes.Expression:
        """An expression without commas."""

    def size_of(self, type_: Type, at: Place) -> nodes.Expression:
        """`sizeof`, as a constant."""
        found = size(type_, self.names.members)
        if found is None:
            return nodes.Stopped(U64, at, f"the size of {type_}")
        return nodes.Constant(U64, at, found[0])

    def form(self, name: str, at: Place) -> nodes.Expression | None:
        """Take what follows the name of such a form; None if it is no such name."""
        if name == "__func__":
            return nodes.String(Array(CHAR), at, name)
        if not self.sees("("):
            return None
        if name in ASKS:
            return self._asked(at)
        known = _FORMS.get(name)
        if known:
            return known(self, at)
        return self._built_in(name, at) if name.startswith("__builtin_") else None

    def _asked(self, at: Place) -> nodes.Expression:
        self.expect("(")
        asked = self.advance()
        self.expect(")")
        known, value = self.names.symbol(asked.text)
        if asked.text in ("0", "1"):
            return nodes.Constant(S32, at, int(asked.text))
        if not known:
            what = f"{asked.text} is a symbol that nobody listed"
            return nodes.Stopped(S32, at, what, asked.text)
        return nodes.Constant(S32, at, int(defined(value)))

    def _container(self, at: Place) -> nodes.Expression:
        self.expect("(")
        pointer = self.assignment()
        self.expect(",")
        type_ = self.type_name()
        self.expect(",")
        path = self._path()
        self.expect(")")
        return nodes.ContainerOf(Pointer(type_), at, pointer, path)

    def _path(self) -> tuple[str, ...]:
        path = [self.name().text]
        while True:
            if self.takes("."):
                path.append(self.name().text)
            elif self.sees("["):
                # Which element is not said: whoever uses the path has to know that it is an array.
                self.skip_group()
                path.append("[]")
            else:
                return tuple(path)

    def _offset(self, at: Place) -> nodes.Expression:
        self.expect("(")
        type_ = self.type_name()
        self.expect(",")
        path = self._path()
        self.expect(")")
        offset = 0
        for name in path:
            members = self.names.members(type_) if isinstance(type_, Record) else None
            if members is None or name not in members.offsets:
                return nodes.Stopped(U64, at, f"where {name} is in {type_}", name)
            offset += members.offsets[name]
            type_ = members.members[name].type
        return nodes.Constant(U64, at, offset)

    def _generic(self, _at: Place) -> nodes.Expression:
        self.expect("(")
        asked = decayed(self.assignment().type)
        chosen: nodes.Expression | None = None
        default: nodes.Expression | None = None
        while self.takes(","):
            type_ = None if self.takes("default") else self.type_name()
            self.expect(":")
            answer = self.assignment()
            if type_ is None:
                default = answer
            elif chosen is None and decayed(type_) == asked:
                chosen = answer
        self.expect(")")
        found = chosen or default
        if found is None:
            raise self.problem(f"_Generic without an answer for {asked}")
        return found

    def _built_in(self, name: str, at: Place) -> nodes.Expression | None:
        if name == "__builtin_types_compatible_p":
            self.expect("(")
            one = self.type_name()
            self.expect(",")
            same = one == self.type_name()
            self.expect(")")
            return nodes.Constant(S32, at, int(same))
        if name not in ("__builtin_expect", "__builtin_constant_p", "__builtin_choose_expr"):
            return None
        self.expect("(")
        given = [self.assignment()]
        while self.takes(","):
            given.append(self.assignment())
        self.expect(")")
        if name == "__builtin_constant_p":
            return nodes.Constant(S32, at, int(folding.value(given[0]) is not None))
        if name == "__builtin_expect":
            return building.converted(given[0], S32 if given[0].type == UNKNOWN else given[0].type)
        test = folding.value(given[0])
        if test is None:
            return nodes.Stopped(UNKNOWN, at, "a choice by what is no constant")
        return given[1] if test else given[2]


_FORMS = {
    "container_of": Forms._container,
    "offsetof": Forms._offset,
    "__builtin_offsetof": Forms._offset,
    "_Generic": Forms._generic,
}
