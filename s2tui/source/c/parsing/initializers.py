"""What stands in braces behind a declaration or a cast."""

from __future__ import annotations

import attrs

from s2tui.source.c import building, folding, nodes
from s2tui.source.c.parsing.expressions import Expressions
from s2tui.source.c.tokens import NAME
from s2tui.source.c.types import UNKNOWN, Array, Record, Type, Unknown

Path = tuple[str | int, ...]
MOST = 4096
"""The longest range of indices that is written out."""


class Initializers(Expressions):
    """A parser of these."""

    def initial(self, type_: Type) -> nodes.Expression:
        """Take what comes behind `=` of a declaration."""
        if self.sees("{"):
            return self.initializer(type_)
        return building.converted(self.assignment(), type_)

    def initializer(self, type_: Type) -> nodes.Expression:
        """Take `{ ... }` for an object of a type."""
        at = self.at
        if not isinstance(type_, Record | Array | Unknown):
            return self._scalar(type_)
        entries: list[tuple[Path, nodes.Expression]] = []
        self._braces(type_, (), entries)
        if isinstance(type_, Array) and type_.length is None:
            firsts = [path[0] for path, _ in entries if isinstance(path[0], int)]
            type_ = attrs.evolve(type_, length=max(firsts, default=-1) + 1)
        return nodes.Initializer(type_, at, tuple(entries))

    def _scalar(self, type_: Type) -> nodes.Expression:
        at = self.expect("{").at
        if self.takes("}"):
            return building.converted(nodes.Constant(UNKNOWN, at, 0), type_)
        value = self.initial(type_)
        self.takes(",")
        self.expect("}")
        return value

    def _braces(
        self, type_: Type, path: Path, entries: list[tuple[Path, nodes.Expression]]
    ) -> None:
        self.expect("{")
        place = 0
        for _ in self.listed("}"):
            steps = self._designators()
            if not steps:
                steps = [self._nameless(type_, place)]
            last = steps[0]
            for one in self._paths(steps):
                inner = self._inner(type_, one)
                mark = self.mark
                self._value(inner, (*path, *one), entries)
                behind = self.mark
                self.back(mark)
            self.back(behind)
            place = self._behind(type_, last)

    def _value(self, type_: Type, path: Path, entries: list[tuple[Path, nodes.Expression]]) -> None:
        if self.sees("{"):
            if isinstance(type_, Record | Array | Unknown):
                self._braces(type_, path, entries)
            else:
                entries.append((path, self._scalar(type_)))
            return
        value = self.assignment()
        whole = isinstance(value.type, Unknown | Record) or isinstance(value, nodes.String)
        if isinstance(type_, Array | Record) and not whole:
            raise self.problem("an initializer that leaves braces out")
        entries.append((path, building.converted(value, type_)))

    def _designators(self) -> list[str | range]:
        steps: list[str | range] = []
        if self.token.kind == NAME and self.ahead().text == ":":
            steps.append(self.advance().text)
            self.advance()
            return steps
        while True:
            if self.takes("."):
                steps.append(self.name().text)
            elif self.takes("["):
                first = self._number()
                last = self._number() if self.takes("...") else first
                self.expect("]")
                if not 0 <= last - first < MOST:
                    raise self.problem("a range of indices")
                steps.append(range(first, last + 1))
            else:
                break
        if steps:
            self.expect("=")
        return steps

    def _number(self) -> int:
        found = folding.value(self.conditional_expression())
        if found is None or found < 0:
            raise self.problem("an index that is no constant")
        return found

    def _nameless(self, type_: Type, place: int) -> str | range:
        """What is meant where nothing is named."""
        if not isinstance(type_, Record):
            return range(place, place + 1)
        members = self.names.members(type_)
        names = list(members.members) if members else []
        if place >= len(names):
            raise self.problem(f"an initializer of {type_} without names")
        return names[place]

    def _behind(self, type_: Type, step: str | range) -> int:
        if isinstance(step, range):
            return step.stop
        members = self.names.members(type_) if isinstance(type_, Record) else None
        names = list(members.members) if members else []
        return names.index(step) + 1 if step in names else len(names)

    @staticmethod
    def _paths(steps: list[str | range]) -> list[Path]:
        paths: list[Path] = [()]
        for step in steps:
            further = [step] if isinstance(step, str) else list(step)
            paths = [(*path, each) for path in paths for each in further]
        return paths

    def _inner(self, type_: Type, path: Path) -> Type:
        """The type of what a path leads to."""
        for step in path:
            if isinstance(type_, Array) and isinstance(step, int):
                type_ = type_.of
            elif isinstance(type_, Record) and isinstance(step, str):
                type_ = self.member_type(type_, step) or UNKNOWN
            else:
                return UNKNOWN
        return type_
