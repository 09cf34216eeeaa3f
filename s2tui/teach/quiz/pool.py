"""What questions are drawn from: scenarios that machines produce, and who answers."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from s2tui.analysis.relevance import single_changes
from s2tui.kvm.policies.registry import KERNELS, PROPOSALS, find
from s2tui.kvm.report.notes import ODD
from s2tui.kvm.report.plausible import plausible
from s2tui.kvm.scenario.fields import FIELDS
from s2tui.kvm.scenario.named import askable
from s2tui.kvm.scenario.notation import parse_words
from s2tui.teach.concepts import by_field
from s2tui.teach.misconceptions import Asked

if TYPE_CHECKING:
    from s2tui.kvm.scenario.fields import Scenario, Value
    from s2tui.teach.quiz.seeds import Draw

BESIDES = (
    "backing=pfnmap",
    "backing=pfnmap,page.map_memory=false",
    "backing=mixedmap,page.map_memory=false",
    "backing=hugetlb",
    "backing=shmem",
    "backing=zone-device",
    "backing=no-slot",
    "backing=hole",
    "slot.guest_memfd=true,backing=guest-memfd",
)
"""Scenarios to begin with besides the named ones."""
RARE = (
    "page.poisoned",
    "vma.cow",
    "vm.nisv_to_user",
    "host.page_size",
    "slot.readonly",
    "slot.cacheable",
    "slot.guest_memfd",
    "access.fault",
)
"""Fields that change every answer, or hardly one, so that a near miss by them says little."""
STEPS = ("merged-2", "merged-3", "merged-4", "fwb-cap")
"""Half a series: nobody ever ran it."""
TURNED = tuple(name for name in FIELDS if name in by_field() and name not in ("backing",))
"""The fields that are turned to make a scenario another one."""
NEAR = (*TURNED, "backing")
"""Those by which a scenario is only just not another one."""


@cache
def bases() -> tuple[Scenario, ...]:
    """The scenarios that questions begin with, in a fixed order."""
    named = [f"@{name}" for name in askable()]
    made = (parse_words([words]).scenario for words in (*named, *BESIDES))
    return tuple(dict.fromkeys(made))


@cache
def kernels() -> tuple[str, ...]:
    """Who is asked: every kernel, every series as it was posted, and the positions."""
    return (*(k.id for k in KERNELS), *(p.id for p in PROPOSALS if p.id not in STEPS))


def is_plausible(asked: Asked) -> bool:
    """Whether a machine produces it, and the answer was traced."""
    if any(applies(asked.scenario) for applies, _ in ODD):
        return False
    return not plausible(asked.scenario, find(asked.kernel))


def drawn(draw: Draw) -> Asked | None:
    """A scenario with some fields turned, and who is asked; None where no machine produces it."""
    scenario = draw.pick(bases())
    # Releases are half of what is asked, however many positions there are.
    group = [k.id for k in KERNELS] if draw.below(2) else kernels()
    kernel = draw.pick(group)
    for _ in range(draw.pick((0, 1, 1, 2))):
        scenario = turned(scenario, draw)
    asked = Asked(scenario, kernel)
    return asked if is_plausible(asked) else None


def turned(scenario: Scenario, draw: Draw) -> Scenario:
    """A scenario with some field at some value, if the others permit it."""
    field = FIELDS[draw.pick(TURNED)]
    return scenario.changed(**{field.attribute: draw.pick(field.values)})


def single_turns(scenario: Scenario, order: list[str]) -> list[tuple[str, Value, Scenario]]:
    """Every change of one field that no binding undoes, by fields in an order, the rare ones last.

    What a binding replaces elsewhere comes along.
    """
    places = {name: (name in RARE, at) for at, name in enumerate(order)}
    turns = (turn for turn in single_changes(scenario, frozenset()) if turn[0] in places)
    return sorted(turns, key=lambda turn: places[turn[0]])
