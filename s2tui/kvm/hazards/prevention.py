"""Why nothing is lost: which one thing, were it otherwise, would bring a damage about.

The machine is run once more with that one thing changed; the rules of the answer that decided it
are what prevents the damage.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Any, NamedTuple

from s2tui.arm.coherence.damage import DAMAGES
from s2tui.arm.coherence.machine import CACHEABLE
from s2tui.kvm.hazards.caches import run
from s2tui.kvm.policy.decisions import (
    DCACHE_CLEAN,
    EXECUTABLE,
    ICACHE_INVALIDATE,
    RESULTANT,
    TYPE,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from s2tui.arm.coherence.configuration import Configuration
    from s2tui.arm.coherence.damage import Damage
    from s2tui.kvm.hazards.caches import Caches, Finding
    from s2tui.kvm.policy.outcome import Outcome
    from s2tui.kvm.policy.rule import Decision, Rule


class Prevention(NamedTuple):
    """What keeps damages from happening, or that no single thing does."""

    damages: tuple[Damage, ...]
    text: str
    rules: tuple[Rule[Any], ...]
    """The rules of the answer that decided it; none where no rule did."""


class Change(NamedTuple):
    """One thing that might be otherwise."""

    text: str
    """What it is now, as the reason why nothing happens."""
    decided: tuple[Decision[Any], ...]
    """By what."""
    apply: Callable[[Configuration], Configuration]
    """The configuration with it changed; the same one where there is nothing to change."""


def _uncleaned(c: Configuration) -> Configuration:
    return c._replace(clean="unreachable") if c.clean == "effective" else c


def _not_invalidated(c: Configuration) -> Configuration:
    return c._replace(icache="unreachable") if c.icache == "effective" else c


def _without_dic(c: Configuration) -> Configuration:
    return c._replace(dic=False, icache="unreachable") if c.fetch and c.dic else c


def _without_idc(c: Configuration) -> Configuration:
    return c._replace(idc=False) if c.fetch and c.idc else c


def _passing(c: Configuration) -> Configuration:
    return c._replace(guest="nc", fetch=False) if c.guest in CACHEABLE else c


def _caching(c: Configuration) -> Configuration:
    return c if c.guest in CACHEABLE else c._replace(guest="wb")


def _executing(c: Configuration) -> Configuration:
    return c if c.fetch else c._replace(fetch=True, icache="unreachable")


CHANGES = (
    Change("KVM cleans the page when it maps it", (DCACHE_CLEAN,), _uncleaned),
    Change("KVM invalidates the instruction caches", (ICACHE_INVALIDATE,), _not_invalidated),
    Change("the host has DIC: fetches follow stores", (), _without_dic),
    Change("the host has IDC, or FWB in its place: fetches see the data caches", (), _without_idc),
    Change("the guest caches the page too", (TYPE, RESULTANT), _passing),
    Change("the guest does not cache the page either", (TYPE, RESULTANT), _caching),
    Change("the guest cannot execute from the page", (TYPE, EXECUTABLE), _executing),
)
"""What is tried, in this order."""
BY_NOTHING = "no single change of what is decided here would bring it about"


def otherwise(
    damage: Damage, configurations: tuple[Configuration, ...]
) -> tuple[int, Finding] | None:
    """What would happen, were the one thing otherwise that prevents a damage.

    Returns:
        The place of the configuration in which it would, and the finding of the changed one; None
        where no single change would bring the damage about.
    """
    change = _prevented_by(damage, configurations)
    if change is None:
        return None
    changed = tuple(change.apply(c) for c in configurations)
    finding = next(f for f in run(changed).findings if f.damage == damage)
    return changed.index(finding.configuration), finding


def preventions(found: Caches, outcome: Outcome) -> tuple[Prevention, ...]:
    """What keeps each damage that is not possible from happening, in the order of CHANGES."""
    configurations = tuple(answer.configuration for answer in found.answers)
    possible = {finding.damage for finding in found.findings}
    by: dict[Change | None, list[Damage]] = {}
    for damage in DAMAGES:
        if damage not in possible:
            by.setdefault(_prevented_by(damage, configurations), []).append(damage)
    return tuple(
        Prevention(
            tuple(by[change]),
            BY_NOTHING if change is None else change.text,
            () if change is None else _deciding(outcome, change.decided),
        )
        for change in (*CHANGES, None)
        if change in by
    )


@lru_cache(maxsize=4096)
def _prevented_by(damage: Damage, configurations: tuple[Configuration, ...]) -> Change | None:
    """The first change after which a damage is possible."""
    for change in CHANGES:
        changed = tuple(change.apply(c) for c in configurations)
        if any(finding.damage == damage for finding in run(changed).findings):
            return change
    return None


def _deciding(outcome: Outcome, decided: tuple[Decision[Any], ...]) -> tuple[Rule[Any], ...]:
    return tuple(step.rule for step in outcome.trace if step.rule.decides in decided)
