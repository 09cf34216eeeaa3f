"""What is looked at on Caches: one immutable value, and what each key makes of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple, TypeVar

from s2tui.arm.coherence.damage import DAMAGES

if TYPE_CHECKING:
    from collections.abc import Sequence

    from s2tui.arm.coherence.configuration import Dma, Left
    from s2tui.arm.coherence.damage import Damage
    from s2tui.arm.coherence.machine import Step

T = TypeVar("T")
LEFTS: tuple[Left, ...] = ("none", "clean", "dirty")
DMAS: tuple[Dma, ...] = ("none", "coherent", "noncoherent")
ORDER: tuple[Damage, ...] = tuple(DAMAGES)
FIRST: Damage = ORDER[0]


class Player(NamedTuple):
    """Which order of events is looked at, and where in it."""

    damage: Damage = FIRST
    """The one whose shortest order of events is shown."""
    step: int = 0
    """Events that have happened; more than there are where another order was longer."""
    left: Left = "none"
    """What the previous owner left in the caches."""
    dma: Dma = "none"
    """How a device writes the page, if one does."""
    free: bool = False
    """Whether the person chooses the events."""
    taken: tuple[Step, ...] = ()
    """Those that were chosen."""
    seen: tuple[Step, ...] = ()
    """The order of events that was shown last for this damage: what becomes of it elsewhere?"""
    offered: int = 0
    """The place of the one that would be taken next."""


def chosen(player: Player, damage: Damage) -> Player:
    """Another damage, from the start; the same one as it is."""
    return player if damage == player.damage else player._replace(damage=damage, step=0, seen=())


def saw(player: Player, trace: Sequence[Step]) -> Player:
    """An order of events was shown; without one what was seen before is kept."""
    return player._replace(seen=tuple(trace)) if trace else player


def stepped(player: Player, by: int, last: int) -> Player:
    """Some events further, or back.

    Args:
        player: what is looked at.
        by: events.
        last: how many there are.
    """
    return player._replace(step=min(max(min(player.step, last) + by, 0), last))


def turned_left(player: Player, by: int = 1) -> Player:
    """The previous owner left something else."""
    return player._replace(left=_next(LEFTS, player.left, by))


def turned_dma(player: Player, by: int = 1) -> Player:
    """A device writes the page in another way."""
    return player._replace(dma=_next(DMAS, player.dma, by))


def freed(player: Player, so_far: Sequence[Step]) -> Player:
    """The person chooses what happens next.

    Args:
        player: what is looked at.
        so_far: the events that have happened already.
    """
    return player._replace(free=True, taken=tuple(so_far), offered=0)


def bound(player: Player) -> Player:
    """Back to the shortest order of events."""
    return player._replace(free=False, taken=(), offered=0)


def took(player: Player, step: Step) -> Player:
    """One event more."""
    return player._replace(taken=(*player.taken, step), offered=0)


def took_back(player: Player, by: int = 1) -> Player:
    """Some events less, as far as there were any."""
    return player._replace(taken=player.taken[: max(len(player.taken) - by, 0)], offered=0)


def _next(values: Sequence[T], value: T, by: int) -> T:
    return values[(values.index(value) + by) % len(values)]
