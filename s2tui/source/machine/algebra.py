"""What is computed with diagrams while C runs: each operation remembers what it gave, for good.

The Manager's own operations forget what they met as soon as they are done, which is right for a few
large questions. Running C asks tens of thousands of small ones, most of them again: in another
branch, another function, for another page size. So results are kept by operation and operands, and
an operation is named by what it does, not by where it stands.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeAlias

from s2tui.analysis.diagrams.diagram import TERMINAL, Manager
from s2tui.source.machine.values import UNSET, Undefined

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Mapping

    from s2tui.analysis.diagrams.diagram import Node

    Region: TypeAlias = Node[bool]
    Value: TypeAlias = Node[Any]

FAILURES = (ValueError, TypeError, ZeroDivisionError, OverflowError)
"""What an operator raises on operands that it has no answer for."""


class Algebra:
    """Operations on the diagrams of one manager.

    Attributes:
        manager: where the diagrams live.
        yes: the region of everything.
        no: the empty one.
        zero: the integer 0, which is also the null pointer.
        one: the integer 1.
        unset: a variable before anything was stored in it.
    """

    def __init__(self, manager: Manager) -> None:
        self.manager = manager
        self.yes: Region = manager.terminal(True)
        self.no: Region = manager.terminal(False)
        self.zero: Value = manager.terminal(0)
        self.one: Value = manager.terminal(1)
        self.unset: Value = manager.terminal(UNSET)
        self._and: dict[tuple[Region, Region], Region] = {}
        self._or: dict[tuple[Region, Region], Region] = {}
        self._minus: dict[tuple[Region, Region], Region] = {}
        self._choose: dict[tuple[Region, Value, Value], Value] = {}
        self._memos: dict[Hashable, dict[Any, Any]] = {}

    def terminal(self, value: Hashable) -> Value:
        """The diagram of a constant."""
        return self.manager.terminal(value)

    # Regions.

    def both(self, a: Region, b: Region) -> Region:
        """Where both are true."""
        if a is self.yes or a is b or b is self.no:
            return b
        if b is self.yes or a is self.no:
            return a
        found = self._and.get((a, b))
        if found is None:
            found = self._and[a, b] = self._pairs(self.both, a, b)
        return found

    def either(self, a: Region, b: Region) -> Region:
        """Where one is true."""
        if a is self.no or a is b or b is self.yes:
            return b
        if b is self.no or a is self.yes:
            return a
        found = self._or.get((a, b))
        if found is None:
            found = self._or[a, b] = self._pairs(self.either, a, b)
        return found

    def minus(self, a: Region, b: Region) -> Region:
        """Where the first is true and the second is not."""
        if a is self.no or b is self.yes or a is b:
            return self.no
        if b is self.no:
            return a
        found = self._minus.get((a, b))
        if found is None:
            found = self._minus[a, b] = self._pairs(self.minus, a, b)
        return found

    def negate(self, a: Region) -> Region:
        """Where it is not true."""
        return self.minus(self.yes, a)

    def _pairs(self, function: Callable[[Value, Value], Value], a: Value, b: Value) -> Value:
        """A function of two diagrams, one level further down."""
        level, other = a.level, b.level
        if level == other:
            return self.manager.node(level, tuple(map(function, a.children, b.children)))
        if level < other:
            return self.manager.node(level, tuple([function(child, b) for child in a.children]))
        return self.manager.node(other, tuple([function(a, child) for child in b.children]))

    # Values.

    def choose(self, where: Region, a: Value, b: Value) -> Value:
        """The first value inside a region, the second outside of it."""
        if where is self.yes or a is b:
            return a
        if where is self.no:
            return b
        key = (where, a, b)
        found = self._choose.get(key)
        if found is None:
            level = min(where.level, a.level, b.level)
            size = self.manager.sizes[level]
            below = [n.children if n.level == level else (n,) * size for n in key]
            found = self.manager.node(level, tuple(map(self.choose, *below)))
            self._choose[key] = found
        return found

    def map(self, name: Hashable, function: Callable[[Any], Any], a: Value) -> Value:
        """A function of one value; what has no value keeps having none.

        Args:
            name: what the function is called; one name stands for one function for ever.
            function: from a value to a value; what it raises means that there is none.
            a: what it is applied to.
        """
        memo = self._memo(name)

        def walk(at: Value) -> Value:
            found = memo.get(at)
            if found is None:
                if at.level == TERMINAL:
                    found = self._applied(name, function, at)
                else:
                    found = self.manager.node(at.level, tuple(map(walk, at.children)))
                memo[at] = found
            return found

        return memo.get(a) or walk(a)

    def map2(
        self, name: Hashable, function: Callable[[Any, Any], Any], a: Value, b: Value
    ) -> Value:
        """A function of two values; see `map`."""
        memo = self._memo(name)

        def walk(one: Value, two: Value) -> Value:
            key = (one, two)
            found = memo.get(key)
            if found is None:
                if one.level == TERMINAL == two.level:
                    found = self._applied(name, function, one, two)
                else:
                    found = self._pairs(walk, one, two)
                memo[key] = found
            return found

        return memo.get((a, b)) or walk(a, b)

    def bind(
        self, name: Hashable, function: Callable[..., Value], operands: tuple[Value, ...]
    ) -> Value:
        """A function of several values whose answer is a diagram of its own.

        What has no value keeps having none, and the function is not asked.
        """
        memo = self._memo(name)

        def walk(at: tuple[Value, ...]) -> Value:
            found = memo.get(at)
            if found is None:
                top = min([each.level for each in at], default=TERMINAL)
                if top == TERMINAL:
                    lost = next((e for e in at if isinstance(e.value, Undefined)), None)
                    found = lost or function(*[each.value for each in at])
                else:
                    branches = [
                        walk(tuple([e.children[i] if e.level == top else e for e in at]))
                        for i in range(self.manager.sizes[top])
                    ]
                    found = self.manager.case(top, tuple(branches))
                memo[at] = found
            return found

        return walk(operands)

    def test(self, name: Hashable, function: Callable[[Any], bool], a: Value) -> Region:
        """Where a value is as a function says, which is asked of what has no value too."""
        memo = self._memo(name)

        def walk(at: Value) -> Region:
            found = memo.get(at)
            if found is None:
                if at.level == TERMINAL:
                    found = self.yes if function(at.value) else self.no
                else:
                    found = self.manager.node(at.level, tuple(map(walk, at.children)))
                memo[at] = found
            return found

        return memo.get(a) or walk(a)

    def true(self, a: Value) -> Region:
        """Where a scalar is not zero; not where it has no value."""
        return self.test("true", _true, a)

    def lost(self, a: Value) -> Region:
        """Where it has no value."""
        return self.test("lost", _lost, a)

    def number(self, where: Region) -> Value:
        """A region as C says it: 1 or 0."""
        return self.map("number", int, where)

    def equals(self, a: Value, terminal: Value) -> Region:
        """Where a diagram ends in one terminal."""
        return self.test(("equals", terminal), lambda value: value is terminal.value, a)

    def splice(self, a: Value, follow: Mapping[Value, Value]) -> Value:
        """A diagram with each terminal replaced by a diagram."""
        return self.manager.compose(a, follow)

    def _memo(self, name: Hashable) -> dict[Any, Any]:
        found = self._memos.get(name)
        if found is None:
            found = self._memos[name] = {}
        return found

    def _applied(self, name: Hashable, function: Callable[..., Any], *operands: Value) -> Value:
        values = [operand.value for operand in operands]
        for operand in operands:
            if isinstance(operand.value, Undefined):
                return operand
        try:
            return self.manager.terminal(function(*values))
        except FAILURES as error:
            what = name[0] if isinstance(name, tuple) else name
            return self.manager.terminal(Undefined(f"{what} has no answer: {error}"))


def _true(value: Any) -> bool:
    return not isinstance(value, Undefined) and value != 0


def _lost(value: Any) -> bool:
    return isinstance(value, Undefined)
