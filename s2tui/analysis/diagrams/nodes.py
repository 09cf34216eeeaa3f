"""What diagrams are made of: nodes, each made once, in a fixed order of fields."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Generic, TypeVar

if TYPE_CHECKING:
    from collections.abc import Sequence

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

    Attributes:
        sizes: how many values each field has, in order.
    """

    def __init__(self, sizes: Sequence[int]) -> None:
        self.sizes = tuple(sizes)
        self._nodes: dict[tuple[int, tuple[Node[Any], ...]], Node[Any]] = {}
        self._terminals: dict[object, Node[Any]] = {}
        self._asks: dict[int, int] = {}
        self._cases: dict[tuple[int, tuple[Node[Any], ...]], Node[Any]] = {}

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
