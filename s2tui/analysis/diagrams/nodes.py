"""What diagrams are made of: nodes, each made once, in a fixed order of fields; what they hold."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Generic, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

V = TypeVar("V")
TERMINAL = 1 << 16
"""The level of a terminal: below every field."""


class Node(Generic[V]):
    """A diagram. Made by a Manager only; equal ones are identical."""

    __slots__ = ("asks", "children", "level", "value")

    def __init__(
        self, level: int, children: tuple[Node[V], ...], value: V | None, asks: int = 0
    ) -> None:
        self.level = level
        """The place of the asked field in the order; TERMINAL for a terminal."""
        self.children = children
        """A diagram for each value of the field, in the order of the field's values."""
        self.value: Any = value
        """What a terminal stands for."""
        self.asks = asks
        """A bit for the level of each field that it asks, here or further down."""


def _kind(value: object) -> object:
    """The type of a value, and of what a tuple holds: True == 1, but they are not the same."""
    if isinstance(value, tuple):
        return (type(value), *map(_kind, value))
    return type(value)


class Nodes:
    """The order of the fields, and every node made so far.

    A walk names itself, so all that it has met would stay until the garbage collector finds it,
    which rests while the app's questions are answered. So each is deleted as soon as it is done.

    Attributes:
        sizes: how many values each field has, in order.
        pause: called often while diagrams grow, so that whoever computes beside something else can
            let that go first.
    """

    def __init__(self, sizes: Sequence[int], pause: Callable[[], None] = lambda: None) -> None:
        self.sizes = tuple(sizes)
        self.pause = pause
        self._nodes: dict[tuple[int, tuple[Node[Any], ...]], Node[Any]] = {}
        self._terminals: dict[object, Node[Any]] = {}
        self._cases: dict[tuple[int, tuple[Node[Any], ...]], Node[Any]] = {}
        self._asks: dict[int, int] = {}
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
            self.pause()
            asks = 1 << level
            for child in children:
                asks |= child.asks
            # Few are different, and each takes more room than a reference to it.
            asks = self._asks.setdefault(asks, asks)
            found = self._nodes[key] = Node(level, children, None, asks)
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
        result = {terminal: count * free for terminal, count in walk(node).items()}
        del walk
        return result

    def _size(self, node: Node[Any]) -> int:
        return 1 if node.level == TERMINAL else self._below[node.level]

    def count(self, region: Node[bool]) -> int:
        """How many assignments a yes-or-no diagram says yes to."""
        return self.counts(region).get(self.terminal(True), 0)

    def at(self, node: Node[V], places: Sequence[int]) -> V:
        """The value for one assignment, given as the place of each field's value."""
        while node.level != TERMINAL:
            node = node.children[places[node.level]]
        value: V = node.value
        return value

    def support(self, nodes: Iterable[Node[Any]]) -> set[int]:
        """The levels of every field that some diagrams ask."""
        asks = 0
        for node in nodes:
            asks |= node.asks
        return {level for level in range(len(self.sizes)) if asks >> level & 1}

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
