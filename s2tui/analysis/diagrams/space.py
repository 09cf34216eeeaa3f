"""The scenarios that exist: those that respect the bindings, and perhaps a condition."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from s2tui.analysis.diagrams.diagram import TERMINAL
from s2tui.analysis.diagrams.symbolic import BY_LEVEL, LEVELS, VALUES
from s2tui.errors import RequestError
from s2tui.kvm.scenario.fields import BINDINGS, Scenario

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping, Sequence

    from s2tui.analysis.diagrams.diagram import Node
    from s2tui.analysis.diagrams.explorer import Diagrams
    from s2tui.kvm.scenario.fields import Binding, Value

FAR = 1 << 16
"""More changes than there are fields."""


class Space(NamedTuple):
    """A set of scenarios."""

    region: Node[bool]
    size: int
    """How many scenarios it holds."""


def space(diagrams: Diagrams, where: Mapping[str, Sequence[Value]] | None = None) -> Space:
    """The scenarios that respect the bindings and a condition.

    Args:
        diagrams: where the diagrams live.
        where: by attribute, the values that a field may have; any value for the others.

    Raises:
        RequestError: no scenario meets the condition.
    """
    manager = diagrams.manager
    region = diagrams.yes
    for binding in BINDINGS:
        region = manager.and_(region, _of_binding(diagrams, binding, "permits"))
    for attribute, values in (where or {}).items():
        region = manager.and_(having(diagrams, attribute, values), region)
    size = manager.count(region)
    if not size:
        raise RequestError(
            "no scenario meets all of these conditions: a field's value excludes another's"
        )
    return Space(region, size)


def having(diagrams: Diagrams, attribute: str, values: Collection[Value]) -> Node[bool]:
    """The scenarios in which a field has one of some values, whether or not they exist."""
    level = LEVELS[attribute]
    children = tuple(diagrams.manager.terminal(value in values) for value in VALUES[level])
    return diagrams.manager.node(level, children)


def bound(diagrams: Diagrams, node: Node[Any]) -> Node[Any]:
    """A diagram over free choices: of each scenario, what it says once the bindings are applied.

    So `host.mte=false` alone is one change, though it takes vm.mte with it, exactly as when the
    scenario is typed.
    """
    manager = diagrams.manager
    for binding in BINDINGS:
        level = LEVELS[binding.attribute]
        if not node.asks >> level & 1:
            continue
        effective = _of_binding(diagrams, binding, "effective")
        follow = {
            terminal: manager.restrict(node, {level: VALUES[level].index(terminal.value)})
            for terminal in manager.terminals(effective)
        }
        node = manager.compose(effective, follow)
    return node


class Nearest(NamedTuple):
    """The scenarios of a region that need the fewest changes."""

    changes: int
    """How many fields change; FAR where the region is empty."""
    sets: tuple[dict[str, Value], ...]
    """The changes, by attribute, one set for each scenario."""


def nearest(
    diagrams: Diagrams, region: Node[bool], scenario: Scenario, most: int | None = 1
) -> Nearest:
    """The scenarios of a region that are fewest changes away from another scenario.

    What a binding replaces as a consequence of a change is no change of its own.

    Args:
        diagrams: where the diagrams live.
        region: where the scenario should be.
        scenario: where it is now.
        most: how many to list at most; None for all.
    """
    base = places(scenario)
    distances: dict[Node[bool], int] = {diagrams.yes: 0, diagrams.no: FAR}
    free = bound(diagrams, region)
    found: list[dict[str, Value]] = []
    seen: set[Scenario] = set()
    for changed in shortest(free, base, distances):
        made = scenario.changed(**changed)
        if made not in seen:
            seen.add(made)
            found.append({a: v for a, v in made.state.items() if a in changed})
        if len(found) == most:
            break
    return Nearest(min(_distance(free, base, distances), FAR), tuple(found))


def places(scenario: Scenario) -> tuple[int, ...]:
    """The place of each field's value among the field's values, in the order of the levels."""
    state = scenario.state
    return tuple(field.values.index(state[field.attribute]) for field in BY_LEVEL)


def _distance(node: Node[bool], base: Sequence[int], done: dict[Node[bool], int]) -> int:
    found = done.get(node)
    if found is None:
        at = base[node.level]
        found = done[node] = min(
            _distance(child, base, done) + (place != at)
            for place, child in enumerate(node.children)
        )
    return found


def shortest(
    node: Node[bool], base: Sequence[int], distances: dict[Node[bool], int]
) -> Iterator[dict[str, Value]]:
    """Every set of changes of the smallest size, fields left alone first.

    Args:
        node: where they should lead.
        base: the place of each field's value now.
        distances: what is known of the distance to each diagram; the terminals at least.
    """
    left = _distance(node, base, distances)
    if left >= FAR:
        return
    if node.level == TERMINAL:
        yield {}
        return
    at = base[node.level]
    for place in sorted(range(len(node.children)), key=lambda place: place != at):
        child = node.children[place]
        if _distance(child, base, distances) + (place != at) != left:
            continue
        own = {} if place == at else {BY_LEVEL[node.level].attribute: VALUES[node.level][place]}
        for rest in shortest(child, base, distances):
            yield {**own, **rest}


def _of_binding(diagrams: Diagrams, binding: Binding, what: str) -> Node[Any]:
    """A binding as a diagram: whether it permits a value, or what it makes of it."""
    key = (binding, what)
    function = _FUNCTIONS.get(key)
    if function is None:

        def effective(s: Scenario, _: object) -> Value:
            allowed = binding.allowed(s)
            value: Value = getattr(s, binding.attribute)
            return value if value in allowed else allowed[-1]

        def permits(s: Scenario, _: object) -> bool:
            return getattr(s, binding.attribute) in binding.allowed(s)

        function = _FUNCTIONS[key] = permits if what == "permits" else effective
    return diagrams.symbolic.diagram(function, _nothing)


_FUNCTIONS: dict[tuple[Binding, str], Any] = {}


def _nothing(_: object) -> Node[Any]:
    raise LookupError("a binding reads the scenario and nothing else")
