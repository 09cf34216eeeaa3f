"""What the tables' functions may ask of the world that they are part of."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Protocol, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Callable

    from s2tui.kvm.scenario.fields import Scenario
    from s2tui.source.c.places import Place
    from s2tui.source.machine.algebra import Algebra, Region, Value
    from s2tui.source.machine.machine import Machine
    from s2tui.source.machine.state import State
    from s2tui.source.world.geometry import Geometry

    Effect: TypeAlias = "Callable[[Asking, State, tuple[Value, ...], Place | None], Value]"
    """An answer that may store, or depends on what was stored."""


class Asking(Protocol):
    """The world, as its tables see it.

    Attributes:
        geometry: where everything lies.
        algebra: what computes.
        machine: what runs the tree's own functions.
    """

    geometry: Geometry
    algebra: Algebra
    machine: Machine

    def answered(self, function: Callable[[Scenario], Any]) -> Value:
        """The diagram of a function of the scenario."""

    def region(self, function: Callable[[Scenario], bool]) -> Region:
        """Where a function of the scenario is true."""

    def pure(self, name: str, arguments: tuple[Value, ...]) -> Value:
        """What a function of the arguments alone answers."""

    def bits(self, *names: str) -> int:
        """The tree's enumerators of these names together."""
