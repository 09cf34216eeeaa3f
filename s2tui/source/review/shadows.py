"""What a patch changes of the text that is answered for instead of being run.

Where that text can be run, and without the patch answers as the tables do, it is run on both sides;
then nothing is hidden. Else nobody judges it, and the review says so.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from s2tui.analysis.diagrams.space import space
from s2tui.source.kernel.outcomes import Outcomes
from s2tui.source.kernel.run import Assumed
from s2tui.source.world.shadows import WALKERS, digests, known

if TYPE_CHECKING:
    from s2tui.source.c.places import Place
    from s2tui.source.review.sides import Make, Side


class Hidden(NamedTuple):
    """A definition that a patch changes and that is not run."""

    name: str
    at: Place


class Pair(NamedTuple):
    """The tree without a patch and with it."""

    was: Side
    now: Side
    released: tuple[str, ...] = ()
    """What the tables answer for otherwise, and is run here."""
    hidden: tuple[Hidden, ...] = ()
    """What is not run though the patch changes it."""


def uncovered(was: Side, now: Side, assumed: Assumed, again: tuple[Make, Make]) -> Pair:
    """Both sides, run again where that shows what the tables would hide.

    Args:
        was: the tree without the patch.
        now: the tree with it.
        assumed: how they were run.
        again: how to run each of them otherwise.
    """
    names = changed_shadows(was, now)
    if not names:
        return Pair(was, now)
    free = frozenset(names) - frozenset(WALKERS) - assumed.given.keys()
    if free:
        otherwise = assumed._replace(released=assumed.released | free)
        plain = again[0](otherwise)
        if plain.run.stopped == was.run.stopped and same_outcomes(plain, was):
            patched = again[1](otherwise)
            # What is run may call what nobody answers for: then that is said, and is a stop.
            hidden = tuple(Hidden(name, _at(now, name)) for name in names if name not in free)
            return Pair(plain, patched, tuple(sorted(free)), hidden)
    return Pair(was, now, (), tuple(Hidden(name, _at(now, name)) for name in names))


def changed_shadows(was: Side, now: Side) -> list[str]:
    """The names that are answered for and whose text differs, and was not compared with both."""
    used = was.run.used | now.run.used
    before, after = digests(was.unit, used), digests(now.unit, used)
    return sorted(
        name
        for name in before.keys() | after.keys()
        if before.get(name) != after.get(name)
        and not known().get(name, {}).keys() >= {before.get(name), after.get(name)}
    )


def same_outcomes(one: Side, other: Side) -> bool:
    """Whether two trees end alike in every scenario."""
    everything = space(one.diagrams).region
    compare = one.diagrams.manager.compare
    a, b = one.run.outcomes, other.run.outcomes
    return all(
        compare(everything, getattr(a, name), getattr(b, name)) is everything
        for name in Outcomes._fields
    )


def _at(side: Side, name: str) -> Place:
    definition = side.unit.functions.get(name) or side.unit.macro(name)
    if definition is None:
        from s2tui.source.c.places import Place

        return Place("(removed)", 1)
    return definition.at
