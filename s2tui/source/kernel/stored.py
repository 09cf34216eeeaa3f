"""What is known of a tree as bytes, and back: numbers, words and diagrams, and nothing that runs.

JSON. A diagram is a number, that of its node in one list, in which children stand before who asks
them; a structure is its name with its members. What is read back is built member by member, so a
file that was damaged or meant badly is no answer, and can do nothing.
"""

from __future__ import annotations

import json
from importlib import import_module
from typing import TYPE_CHECKING, Any

import attrs

from s2tui.analysis.diagrams.diagram import TERMINAL, Node

if TYPE_CHECKING:
    from s2tui.analysis.diagrams.diagram import Manager

STRUCTURES = {
    "Asked": "s2tui.source.kernel.entries",
    "Entries": "s2tui.source.kernel.entries",
    "Fault": "s2tui.kvm.policy.results",
    "Held": "s2tui.source.kernel.run",
    "Known": "s2tui.source.kernel.known",
    "Memslot": "s2tui.kvm.policy.results",
    "Outcomes": "s2tui.source.kernel.outcomes",
    "Place": "s2tui.source.c.places",
    "Stopped": "s2tui.source.machine.state",
    "Unjudged": "s2tui.source.world.shadows",
}
"""What may be stored besides numbers, words and diagrams: where each is, to be loaded if needed."""
DIAGRAM, SET, TUPLE = "diagram", "set", "tuple"


def packed(value: object) -> bytes:
    """A value as bytes.

    Raises:
        TypeError: something in it is nothing that may be stored.
    """
    writer = _Writer()
    whole = writer.value(value)
    return json.dumps([writer.nodes, whole], separators=(",", ":")).encode()


def unpacked(content: bytes, manager: Manager) -> Any:
    """The value, its diagrams among those of a manager; None where it is none."""
    try:
        nodes, whole = json.loads(content)
        return _Reader(nodes, manager).value(whole)
    except (ValueError, TypeError, KeyError, IndexError, AttributeError, RecursionError):
        return None


class _Writer:
    """Values, and the nodes that they need.

    Attributes:
        nodes: a level with the numbers of the children, or a terminal's value alone.
    """

    def __init__(self) -> None:
        self.nodes: list[list[Any]] = []
        self._numbers: dict[Node[Any], int] = {}

    def value(self, value: Any) -> Any:
        """A value as JSON has it."""
        if value is None or type(value) in (bool, int, str):
            return value
        if isinstance(value, Node):
            return [DIAGRAM, self._node(value)]
        if isinstance(value, frozenset):
            return [SET, *sorted(map(self.value, value))]
        if type(value) is tuple:
            return [TUPLE, *map(self.value, value)]
        name = type(value).__name__
        if STRUCTURES.get(name) != type(value).__module__:
            raise TypeError(f"{name} is not stored")
        return [name, *map(self.value, _members(value))]

    def _node(self, node: Node[Any]) -> int:
        found = self._numbers.get(node)
        if found is None:
            if node.level == TERMINAL:
                one = [self.value(node.value)]
            else:
                one = [node.level, *map(self._node, node.children)]
            found = self._numbers[node] = len(self.nodes)
            self.nodes.append(one)
        return found


class _Reader:
    """Values from JSON."""

    def __init__(self, nodes: list[list[Any]], manager: Manager) -> None:
        self._nodes: list[Node[Any]] = []
        for first, *children in nodes:
            if not children:
                found = manager.terminal(self.value(first))
            elif len(children) == manager.sizes[first]:
                found = manager.node(first, tuple([self._nodes[child] for child in children]))
            else:
                raise ValueError("no such field")
            self._nodes.append(found)

    def value(self, value: Any) -> Any:
        """A value that JSON has."""
        if not isinstance(value, list):
            return value
        name, *members = value
        if name == DIAGRAM:
            return self._nodes[members[0]]
        if name == SET:
            return frozenset(map(self.value, members))
        if name == TUPLE:
            return tuple(map(self.value, members))
        return getattr(import_module(STRUCTURES[name]), name)(*map(self.value, members))


def _members(value: Any) -> tuple[Any, ...]:
    if isinstance(value, tuple):
        return value
    return tuple([getattr(value, one.name) for one in attrs.fields(type(value))])
