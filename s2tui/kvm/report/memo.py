"""A function of scenarios that remembers its answers by the fields that it read.

An answer holds for every scenario that agrees in those fields, most of which it never looked at.
Rules are pure and read fields lazily, so many scenarios share few answers.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Generic, TypeVar

from s2tui.kvm.scenario.lazy import lazy

if TYPE_CHECKING:
    from collections.abc import Callable

    from s2tui.kvm.scenario.fields import Scenario

T = TypeVar("T")
LIMIT = 100_000
"""Answers remembered at once; past that it starts anew, so that memory stays bounded."""


class Memo(Generic[T]):
    """A pure function of a scenario, with its answers as a tree over the fields that it reads.

    A node is empty, or [field, {value: node}], or [None, answer].
    """

    def __init__(self, function: Callable[[Scenario], T]) -> None:
        self._function = function
        self._root: list[Any] = []
        self._count = 0

    def __call__(self, scenario: Scenario) -> T:
        """The function's answer; an exception passes and is not remembered."""
        state = scenario.state
        node, depth = self._root, 0
        while node:
            name, below = node
            if name is None:
                found: T = below
                return found
            value = state[name]
            if value not in below:
                below[value] = []
            node = below[value]
            depth += 1
        return self._learn(node, depth, scenario)

    def _learn(self, node: list[Any], depth: int, scenario: Scenario) -> T:
        """Ask the function, and grow the tree from an empty node at some depth."""
        state = scenario.state
        watched = lazy(state)
        answer = self._function(watched)
        for name in watched.reads[depth:]:
            child: list[Any] = []
            node[:] = name, {state[name]: child}
            node = child
        node[:] = None, answer
        self._count += 1
        if self._count >= LIMIT:
            self._root, self._count = [], 0
        return answer
