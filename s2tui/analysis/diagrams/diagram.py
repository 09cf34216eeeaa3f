"""Decision diagrams over scenario fields: multi-valued (MDD), multi-terminal (MTBDD), reduced.

A diagram is a function from scenarios to values. A node asks one field and has a child for each of
its values; a terminal is a value. Fields are asked in one fixed order, a node whose children are
all the same does not exist, and equal diagrams are one object, so two functions are equal exactly
when their diagrams are identical. Fields that do not matter are simply not asked.

Why our own, and not what the field has: the diagrams of `dd` (0.6.0, Python) end in true and false,
two-valued or many-valued (dd.mdd), while ours end in outcomes, and a journey is put together by
replacing outcomes by diagrams; one bit for each outcome would lose what is shared. It brings
networkx along: 38 MB, and an import that takes longer than our whole diff of two kernels. Two-level
minimisers (espresso-mv, MVSIS) want the function as a table, which is just what there is not: the
rules are Python callables over 2·10^14 scenarios. What is needed is small: making nodes, replacing
terminals, walking two diagrams side by side, counting.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar

from s2tui.analysis.diagrams.nodes import TERMINAL, Node, Nodes

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

__all__ = ["TERMINAL", "Manager", "Node", "Pair"]
V = TypeVar("V")
W = TypeVar("W")


class Pair(NamedTuple):
    """Two values that differ."""

    was: Any
    now: Any


class Manager(Nodes):
    """Where diagrams live, and what is made of some of them."""

    def map(self, node: Node[V], function: Callable[[V], W]) -> Node[W]:
        """The diagram with each value replaced by a function of it."""
        done: dict[Node[V], Node[W]] = {}

        def walk(at: Node[V]) -> Node[W]:
            found = done.get(at)
            if found is None:
                if at.level == TERMINAL:
                    found = self.terminal(function(at.value))
                else:
                    found = self.node(at.level, tuple([walk(child) for child in at.children]))
                done[at] = found
            return found

        result = walk(node)
        del walk
        return result

    def compose(self, node: Node[V], follow: Mapping[Node[V], Node[W]]) -> Node[W]:
        """The diagram with each terminal replaced by a diagram."""
        targets = {id(t): t for t in follow.values() if t.level != TERMINAL}
        if len(targets) == 1:
            return self._follow(node, follow, next(iter(targets.values())))
        done: dict[Node[V], Node[W]] = dict(follow)

        def walk(at: Node[V]) -> Node[W]:
            level, children, in_order = at.level, [], True
            for child in at.children:
                found = done.get(child)
                if found is None:
                    found = walk(child)
                if found.level <= level:
                    in_order = False
                children.append(found)
            make = self.node if in_order else self.case
            found = done[at] = make(level, tuple(children))
            return found

        result = follow[node] if node.level == TERMINAL else walk(node)
        del walk
        return result

    def _follow(self, node: Node[V], follow: Mapping[Node[V], Node[W]], target: Node[W]) -> Node[W]:
        """`compose` where only one of the diagrams asks anything: both are walked side by side."""
        done: dict[tuple[Node[V], Node[W]], Node[W]] = {}
        sizes = self.sizes
        others = {end for end in follow.values() if end is not target}
        other = others.pop() if len(others) == 1 else None

        def walk(at: Node[V], to: Node[W]) -> Node[W]:
            if to is other:
                return to
            if at.level == TERMINAL:
                end = follow[at]
                return to if end is target else end
            key = (at, to)
            found = done.get(key)
            if found is None:
                level = min(at.level, to.level)
                ats = at.children if at.level == level else (at,) * sizes[level]
                tos = to.children if to.level == level else (to,) * sizes[level]
                found = self.node(level, tuple(map(walk, ats, tos)))
                done[key] = found
            return found

        result = walk(node, target)
        del walk
        return result

    def restrict(self, node: Node[V], fixed: Mapping[int, int]) -> Node[V]:
        """The diagram where some fields (by level) have one value (by its place)."""
        mask = sum(1 << level for level in fixed)
        done: dict[Node[V], Node[V]] = {}

        def walk(at: Node[V]) -> Node[V]:
            if not at.asks & mask:
                return at
            found = done.get(at)
            if found is None:
                if at.level in fixed:
                    found = walk(at.children[fixed[at.level]])
                else:
                    found = self.node(at.level, tuple([walk(child) for child in at.children]))
                done[at] = found
            return found

        result = walk(node)
        del walk
        return result

    def and_(self, first: Node[bool], second: Node[bool]) -> Node[bool]:
        """Where both are true."""
        return self._join(first, second, self.terminal(True), self.terminal(False))

    def or_(self, first: Node[bool], second: Node[bool]) -> Node[bool]:
        """Where one is true."""
        return self._join(first, second, self.terminal(False), self.terminal(True))

    def _join(
        self, first: Node[bool], second: Node[bool], neutral: Node[bool], decisive: Node[bool]
    ) -> Node[bool]:
        """Two regions side by side, as far down as neither side settles what comes out.

        Args:
            first: a region.
            second: another.
            neutral: the terminal beside which the other side is the answer.
            decisive: the terminal that is the answer beside whatever there is.
        """
        done: dict[tuple[Node[bool], Node[bool]], Node[bool]] = {}

        def walk(one: Node[bool], two: Node[bool]) -> Node[bool]:
            if two is neutral or one is two or one is decisive:
                return one
            if one is neutral or two is decisive:
                return two
            key = (one, two)
            found = done.get(key)
            if found is None:
                level, other = one.level, two.level
                if level == other:
                    children = tuple(map(walk, one.children, two.children))
                elif level < other:
                    children = tuple([walk(child, two) for child in one.children])
                else:
                    level = other
                    children = tuple([walk(one, child) for child in two.children])
                found = done[key] = self.node(level, children)
            return found

        result = walk(first, second)
        del walk
        return result

    def meet(self, first: Node[bool], second: Node[bool], but: Node[bool] | None = None) -> bool:
        """Whether two regions have a scenario in common, outside a third one if that is given.

        As soon as one is found that is it, and nothing is built on the way.
        """
        yes, no = self.terminal(True), self.terminal(False)
        sizes = self.sizes
        apart: set[tuple[Node[bool], Node[bool], Node[bool]]] = set()

        def walk(one: Node[bool], two: Node[bool], out: Node[bool]) -> bool:
            if one is no or two is no or out is yes or one is out or two is out:
                return False
            level = min(one.level, two.level, out.level)
            if level == TERMINAL:
                return True
            key = (one, two, out)
            if key in apart:
                return False
            size = sizes[level]
            below = [n.children if n.level == level else (n,) * size for n in key]
            if any(map(walk, *below)):
                return True
            apart.add(key)
            return False

        result = walk(first, second, no if but is None else but)
        del walk
        return result

    def negate(self, region: Node[bool]) -> Node[bool]:
        """Where it is not true."""
        return self.map(region, lambda value: not value)

    def within(self, region: Node[bool], node: Node[V], outside: Node[W]) -> Node[V | W]:
        """A diagram inside a region, and a terminal outside it."""
        return self.compose(region, {self.terminal(True): node, self.terminal(False): outside})  # type: ignore[dict-item]

    def reached(self, region: Node[bool], node: Node[V]) -> set[Node[V]]:
        """Every terminal of a diagram that some scenario of a region leads to."""
        no = self.terminal(False)
        found: set[Node[V]] = set()
        seen: set[tuple[Node[bool], Node[V]]] = set()
        todo = [(region, node)]
        while todo:
            pair = at, to = todo.pop()
            if to.level == TERMINAL and at is not no:
                found.add(to)
            elif at.level == TERMINAL:
                if at is not no:
                    found |= self.terminals(to)
            elif pair not in seen:
                seen.add(pair)
                level = min(at.level, to.level)
                size = self.sizes[level]
                ats = at.children if at.level == level else (at,) * size
                tos = to.children if to.level == level else (to,) * size
                todo += zip(ats, tos, strict=True)
        return found

    def compare(self, region: Node[bool], first: Node[V], second: Node[V]) -> Node[Any]:
        """Two diagrams side by side: False outside a region, True where equal, else a Pair."""
        done: dict[tuple[Node[bool], Node[V], Node[V]], Node[Any]] = {}
        no, sizes = self.terminal(False), self.sizes

        def walk(at: Node[bool], one: Node[V], two: Node[V]) -> Node[Any]:
            if at is no or one is two:
                return at
            level = min(at.level, one.level, two.level)
            if level == TERMINAL:
                return self.terminal(Pair(one.value, two.value))
            key = (at, one, two)
            found = done.get(key)
            if found is None:
                size = sizes[level]
                children = [n.children if n.level == level else (n,) * size for n in key]
                found = done[key] = self.node(level, tuple(map(walk, *children)))
            return found

        result = walk(region, first, second)
        del walk
        return result
