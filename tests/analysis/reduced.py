"""A space that brute force can finish, and scenarios of it; nothing here knows of diagrams."""

from __future__ import annotations

import random
from itertools import product
from typing import TYPE_CHECKING

from s2tui.kvm.scenario.fields import BINDINGS, DEFAULT, FIELDS, Scenario, bind, filled

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from s2tui.kvm.scenario.fields import Value

WHERE: Mapping[str, tuple[Value, ...]] = {
    "host_fwb": (True, False),
    "host_dic": (True, False),
    "host_mte": (True, False),
    "vm_mte": (True, False),
    "slot_log_dirty_pages": (True, False),
    "backing": ("anonymous", "zone-device", "pfnmap", "mixedmap"),
    "page_map_memory": (True, False),
    "page_size": ("page", "pmd"),
    "vma_memtype": ("normal", "normal-nc"),
    "vma_swapped_after_create": (True, False),
    "vma_mte_allowed": (True, False),
    "access_kind": ("read", "write", "exec"),
    "access_fault": ("translation", "permission"),
    "access_syndrome": (True, False),  # without the second value nothing is ever executed
}
"""By attribute, the values that are looked at; every other field has its default."""


def where() -> dict[str, tuple[Value, ...]]:
    """The condition of the reduced space, over every field."""
    return {attribute: WHERE.get(attribute, (value,)) for attribute, value in _defaults().items()}


def every() -> Iterator[Scenario]:
    """Every scenario of the reduced space that respects the bindings."""
    for values in product(*WHERE.values()):
        scenario = filled(dict(zip(WHERE, values, strict=True)))
        state = scenario.state
        if all(state[b.attribute] in b.allowed(scenario) for b in BINDINGS):
            yield scenario


def some(number: int, seed: int) -> list[Scenario]:
    """Full scenarios at random; half of the fields keep their default in half of them.

    All fields at random would hardly ever pass the checks at the beginning of a journey.
    """
    draw = random.Random(seed)
    found = []
    for place in range(number):
        keep = 0.5 if place % 2 else 0.0
        values = {
            f.attribute: f.default if draw.random() < keep else draw.choice(f.values)
            for f in FIELDS.values()
        }
        found.append(bind(filled(values))[0])
    return found


def agrees(scenario: Scenario, cube: Mapping[str, tuple[Value, ...]]) -> bool:
    """Whether a scenario is in a cube."""
    state = scenario.state
    return all(state[FIELDS[name].attribute] in values for name, values in cube.items())


def _defaults() -> Mapping[str, Value]:
    return DEFAULT.state
