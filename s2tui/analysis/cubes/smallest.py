"""The smallest scenario of a region: fewest fields off their defaults, and of those always one.

`space.nearest` lists all; here ties are settled at once, for the memory that the debate is about
and then for the order of the contract, so that examples stay the same and mean something.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from s2tui.analysis.diagrams.diagram import TERMINAL
from s2tui.analysis.diagrams.space import bound
from s2tui.analysis.diagrams.symbolic import BY_LEVEL, VALUES
from s2tui.kvm.scenario.fields import DEFAULT, FIELDS

if TYPE_CHECKING:
    from s2tui.analysis.diagrams.diagram import Node
    from s2tui.analysis.diagrams.explorer import Diagrams
    from s2tui.kvm.scenario.fields import Scenario, Value

MEMORY = ("backing", "page_map_memory")
"""What the debate is about: the first to differ rather than another field."""
DEBATED_BACKINGS = ("pfnmap", "mixedmap", "zone-device")
NEVER = 1 << 62
CHANGE = 1 << 48
"""What one change costs: more than any preference can save."""


def smallest(diagrams: Diagrams, region: Node[bool]) -> Scenario:
    """The scenario of a region that is the fewest changes away from the defaults.

    What a binding replaces as a consequence of a change is no change of its own.

    Raises:
        ValueError: the region is empty.
    """
    free = bound(diagrams, region)
    costs: dict[Node[bool], int] = {diagrams.yes: 0, diagrams.no: NEVER}
    if _cost(free, costs) >= NEVER:
        raise ValueError("no scenario is in an empty region")
    chosen: dict[str, Value] = {}
    at = free
    while at.level != TERMINAL:
        prices = _PRICES[at.level]
        totals = [
            _cost(child, costs) + price for child, price in zip(at.children, prices, strict=True)
        ]
        place = totals.index(min(totals))
        chosen[BY_LEVEL[at.level].attribute] = VALUES[at.level][place]
        at = at.children[place]
    return DEFAULT.changed(**chosen)


def _cost(node: Node[bool], costs: dict[Node[bool], int]) -> int:
    """The price of the cheapest scenario that a diagram says yes to."""
    found = costs.get(node)
    if found is None:
        prices = _PRICES[node.level]
        found = min(_cost(child, costs) + prices[i] for i, child in enumerate(node.children))
        costs[node] = found
    return found


def _prices(attribute: str, values: tuple[Value, ...]) -> tuple[int, ...]:
    """What each value of a field costs: nothing for the default, and what comes first is cheap."""
    order = [*MEMORY, *(f.attribute for f in FIELDS.values() if f.attribute not in MEMORY)]
    ranks = list(values[1:])
    if attribute == "backing":
        ranks.sort(key=lambda v: DEBATED_BACKINGS.index(v) if v in DEBATED_BACKINGS else 3)
    step = 1 + order.index(attribute)
    return tuple(
        CHANGE + step * step * 16 + ranks.index(value) if place else 0
        for place, value in enumerate(values)
    )


_PRICES = tuple(_prices(f.attribute, f.values) for f in BY_LEVEL)
"""By level, what each value costs."""
