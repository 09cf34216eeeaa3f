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

from typing import TYPE_CHECKING, Any, Generic, NamedTuple, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

V = TypeVar("V")
W = TypeVar("W")
TERMINAL = 1 << 16
"""The level of a terminal: below every field."""


class Node(Generic[V]):
    """A diagram. Made by a Manager only; equal ones are identical."""

    __slots__ = ("children", "level", "value")

    def __init__(self, level: int, children: tuple[Node[V], ...], value: V | None) -> None:
        self.level = level
        """The place of the asked field in the order; TERMINAL for a terminal."""
        self.children = children
        """A diagram for each value of the field, in the order of the field's values."""
        self.value: Any = value
        """What a terminal stands for."""


class Pair(NamedTuple):
    """Two values that differ."""

    was: Any
    now: Any


def _kind(value: object) -> object:
    """The type of a value, and of what a tuple holds: True == 1, but they are not the same."""
    if isinstance(value, tuple):
        return (type(value), *map(_kind, value))
    return type(value)


class Manager:
    """Where diagrams live: the order of the fields, and every node made so far.

    Attributes:
        sizes: how many values each field has, in order.
    """

    def __init__(self, sizes: Sequence[int]) -> None:
        self.sizes = tuple(sizes)
        self._nodes: dict[tuple[int, tuple[Node[Any], ...]], Node[Any]] = {}
        self._terminals: dict[object, Node[Any]] = {}
        self._cases: dict[tuple[int, tuple[Node[Any], ...]], Node[Any]] = {}
        self._values: dict[Node[Any], frozenset[Node[Any]]] = {}
        below = [1]
        for size in reversed(self.sizes):
            below.append(below[-1] * size)
        self._below = tuple(reversed(below))

    def terminal(self, value: V, key: object = None) -> Node[V]:
        """The diagram of a constant.

        Args:
            value: anything that is hashable.
            key: what stands for the value where hashing it costs too much.
        """
        full = (_kind(value), value) if key is None else (type(value), key)
        found = self._terminals.get(full)
        if found is None:
            found = self._terminals[full] = Node(TERMINAL, (), value)
        return found

    def node(self, level: int, children: tuple[Node[V], ...]) -> Node[V]:
        """The diagram that asks one field, where the children only ask later ones."""
        first = children[0]
        for child in children:
            if child is not first:
                break
        else:
            return first
        key = (level, children)
        found = self._nodes.get(key)
        if found is None:
            found = self._nodes[key] = Node(level, children, None)
        return found

    def case(self, level: int, children: tuple[Node[V], ...]) -> Node[V]:
        """The diagram that asks one field, whatever the children ask.

        The CASE operator of the literature on MDDs, as ITE is that of BDDs.
        """
        top = min([child.level for child in children])
        if top > level:
            return self.node(level, children)
        if top == level:
            own = [k.children[i] if k.level == level else k for i, k in enumerate(children)]
            return self.node(level, tuple(own))
        key = (level, children)
        found = self._cases.get(key)
        if found is None:
            branches = []
            for i in range(self.sizes[top]):
                at = tuple([k.children[i] if k.level == top else k for k in children])
                branches.append(self.case(level, at))
            found = self._cases[key] = self.node(top, tuple(branches))
        return found

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

        return walk(node)

    def compose(self, node: Node[V], follow: Mapping[Node[V], Node[W]]) -> Node[W]:
        """The diagram with each terminal replaced by a diagram."""
        targets = {id(t): t for t in follow.values() if t.level != TERMINAL}
        if len(targets) == 1:
            return self._follow(node, follow, next(iter(targets.values())))
        done: dict[Node[V], Node[W]] = {}

        def walk(at: Node[V]) -> Node[W]:
            found = done.get(at)
            if found is None:
                if at.level == TERMINAL:
                    found = follow[at]
                else:
                    found = self.case(at.level, tuple([walk(child) for child in at.children]))
                done[at] = found
            return found

        return walk(node)

    def _follow(self, node: Node[V], follow: Mapping[Node[V], Node[W]], target: Node[W]) -> Node[W]:
        """`compose` where only one of the diagrams asks anything: both are walked side by side."""
        done: dict[tuple[Node[V], Node[W]], Node[W]] = {}
        sizes = self.sizes

        def walk(at: Node[V], to: Node[W]) -> Node[W]:
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

        return walk(node, target)

    def restrict(self, node: Node[V], fixed: Mapping[int, int]) -> Node[V]:
        """The diagram where some fields (by level) have one value (by its place)."""
        if not fixed:
            return node
        last = max(fixed)
        done: dict[Node[V], Node[V]] = {}

        def walk(at: Node[V]) -> Node[V]:
            if at.level > last:
                return at
            found = done.get(at)
            if found is None:
                if at.level in fixed:
                    found = walk(at.children[fixed[at.level]])
                else:
                    found = self.node(at.level, tuple([walk(child) for child in at.children]))
                done[at] = found
            return found

        return walk(node)

    def terminals(self, node: Node[V]) -> frozenset[Node[V]]:
        """Every terminal that a diagram can reach."""
        found = self._values.get(node)
        if found is None:
            if node.level == TERMINAL:
                found = frozenset((node,))
            else:
                found = frozenset().union(*[self.terminals(child) for child in node.children])
            self._values[node] = found
        return found

    def counts(self, node: Node[V]) -> dict[Node[V], int]:
        """How many assignments of the fields lead to each terminal."""
        below = self._below
        done: dict[Node[V], dict[Node[V], int]] = {}

        def walk(at: Node[V]) -> dict[Node[V], int]:
            """Counts over the fields from this node's on."""
            found = done.get(at)
            if found is None:
                if at.level == TERMINAL:
                    found = {at: 1}
                else:
                    found = {}
                    for child in at.children:
                        skipped = below[at.level + 1] // self._size(child)
                        for terminal, count in walk(child).items():
                            found[terminal] = found.get(terminal, 0) + count * skipped
                done[at] = found
            return found

        free = below[0] // self._size(node)
        return {terminal: count * free for terminal, count in walk(node).items()}

    def _size(self, node: Node[Any]) -> int:
        return 1 if node.level == TERMINAL else self._below[node.level]

    def count(self, region: Node[bool]) -> int:
        """How many assignments a yes-or-no diagram says yes to."""
        return self.counts(region).get(self.terminal(True), 0)

    def and_(self, first: Node[bool], second: Node[bool]) -> Node[bool]:
        """Where both are true."""
        yes, no = self.terminal(True), self.terminal(False)
        return self.compose(first, {yes: second, no: no})

    def or_(self, first: Node[bool], second: Node[bool]) -> Node[bool]:
        """Where one is true."""
        yes, no = self.terminal(True), self.terminal(False)
        return self.compose(first, {yes: yes, no: second})

    def negate(self, region: Node[bool]) -> Node[bool]:
        """Where it is not true."""
        return self.map(region, lambda value: not value)

    def within(self, region: Node[bool], node: Node[V], outside: Node[W]) -> Node[V | W]:
        """A diagram inside a region, and a terminal outside it."""
        return self.compose(region, {self.terminal(True): node, self.terminal(False): outside})  # type: ignore[dict-item]

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

        return walk(region, first, second)

    def at(self, node: Node[V], places: Sequence[int]) -> V:
        """The value for one assignment, given as the place of each field's value."""
        while node.level != TERMINAL:
            node = node.children[places[node.level]]
        value: V = node.value
        return value

    def support(self, nodes: Iterable[Node[Any]]) -> set[int]:
        """The levels of every field that some diagrams ask."""
        return {node.level for node in self.inner_nodes(nodes)}

    def inner_nodes(self, nodes: Iterable[Node[Any]]) -> set[Node[Any]]:
        """Every node of some diagrams that asks something; how many says how large they are."""
        seen: set[Node[Any]] = set()
        todo = list(nodes)
        while todo:
            at = todo.pop()
            if at.level != TERMINAL and at not in seen:
                seen.add(at)
                todo.extend(at.children)
        return seen
