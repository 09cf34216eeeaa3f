"""The moves of a VM from the very host that it is on, beside those between the three classes."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from s2tui.kvm.migration.hosts import HOST_CLASSES, HostClass
from s2tui.kvm.migration.migrate import Cell, matrix, migrate

if TYPE_CHECKING:
    from collections.abc import Iterable

    from s2tui.kvm.policy.policy import Policy
    from s2tui.kvm.scenario.fields import Scenario, Value

HERE_ID, HERE = "here", "this host"
"""The id and the name of a host that is of none of the classes."""
FIELDS = tuple(HOST_CLASSES[0].fields)
"""What the classes say of a host, by attribute."""


def present(cells: Iterable[Cell], scenario: Scenario) -> str | None:
    """The id of the source that the scenario's own host is like; None where there is none."""
    own = _own(scenario)
    return next((cell.source.id for cell in cells if cell.source.fields == own), None)


def own_moves(policy: Policy, scenario: Scenario) -> tuple[Cell, ...]:
    """The matrix, with a row above for the scenario's own host where it is of none of the classes.

    Args:
        policy: what answers for the kernel at both ends.
        scenario: the VM, its memslot and its memory, on its host.
    """
    # The classes say these fields themselves: a host with others asks nothing new.
    cells = _matrix(policy, scenario.changed(**HOST_CLASSES[0].fields))
    if present(cells, scenario) is not None:
        return cells
    here = own_class(scenario)
    row = [
        Cell(here, there, migrate(policy, policy, scenario, here.fields, there.fields))
        for there in HOST_CLASSES
    ]
    return (*row, *cells)


_matrix = lru_cache(maxsize=512)(matrix)


def own_class(scenario: Scenario) -> HostClass:
    """The scenario's own host, as if it were a class."""
    return HostClass(HERE_ID, HERE, _own(scenario))


def _own(scenario: Scenario) -> dict[str, Value]:
    return {name: getattr(scenario, name) for name in FIELDS}
