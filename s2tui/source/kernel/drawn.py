"""Functions of a scenario that are diagrams: made once, asked for one scenario or for all."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from weakref import WeakKeyDictionary

from s2tui.analysis.diagrams.diagram import TERMINAL
from s2tui.analysis.diagrams.symbolic import BY_LEVEL

if TYPE_CHECKING:
    from collections.abc import Callable

    from s2tui.analysis.diagrams.diagram import Manager, Node
    from s2tui.kvm.policy.rule import Decided
    from s2tui.kvm.scenario.fields import Scenario

_PLACES = tuple(
    (field.attribute, {value: place for place, value in enumerate(field.values)})
    for field in BY_LEVEL
)


class Drawn:
    """What a rule does, as a diagram: its `apply`.

    For one scenario the diagram is walked, and reads the fields that it asks, no others. For all of
    them it is taken over as it is.
    """

    def __init__(self, node: Node[Any], key: Callable[[Any], object] | None = None) -> None:
        """Take a diagram.

        Args:
            node: what is answered; None where the rule does not apply.
            key: from a value to what stands for it in a manager, where hashing it costs too much.
        """
        self._node = node
        self._key = key
        self._copies: WeakKeyDictionary[Manager, Node[Any]] = WeakKeyDictionary()

    def __call__(self, s: Scenario, _: Decided) -> Any:
        """The answer for one scenario, whatever was decided."""
        return self.at(s)

    def at(self, s: Scenario) -> Any:
        """The answer for one scenario."""
        node = self._node
        while node.level != TERMINAL:
            attribute, places = _PLACES[node.level]
            node = node.children[places[getattr(s, attribute)]]
        return node.value

    def diagram(self, manager: Manager) -> Node[Any]:
        """The same diagram among those of a manager."""
        found = self._copies.get(manager)
        if found is None:
            found = self._copies[manager] = self._copied(manager)
        return found

    def _copied(self, manager: Manager) -> Node[Any]:
        done: dict[Node[Any], Node[Any]] = {}
        key = self._key

        def walk(at: Node[Any]) -> Node[Any]:
            found = done.get(at)
            if found is None:
                if at.level == TERMINAL:
                    special = None if key is None or at.value is None else key(at.value)
                    found = manager.terminal(at.value, special)
                else:
                    found = manager.node(at.level, tuple([walk(child) for child in at.children]))
                done[at] = found
            return found

        return walk(self._node)
