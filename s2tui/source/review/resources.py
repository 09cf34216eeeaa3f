"""Locks that are still held at the end, and effects that are asked for more or less often."""

from __future__ import annotations

from functools import partial
from operator import eq
from typing import TYPE_CHECKING, Any

from s2tui.analysis.cubes.conditions import conditions
from s2tui.analysis.diagrams.space import nearest, space
from s2tui.kvm.scenario.fields import DEFAULT
from s2tui.source.review.found import Called, Effect, Resource, Where
from s2tui.source.world.held import PAGE
from s2tui.source.world.noted import NOTED, TIMES

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from s2tui.kvm.scenario.fields import Scenario
    from s2tui.source.c.places import Place
    from s2tui.source.machine.algebra import Region, Value
    from s2tui.source.review.changed import Line
    from s2tui.source.review.sides import Side


def example_of(side: Side, region: Region) -> Scenario:
    """The scenario of a region that is nearest to the defaults."""
    (changed,) = nearest(side.diagrams, region, DEFAULT).sets
    return DEFAULT.changed(**changed)


def resources(was: Side, now: Side, lines: Iterable[Line]) -> Iterator[Resource]:
    """What is held at the end with a patch, and was not without it.

    Args:
        was: the tree without the patch.
        now: the tree with it.
        lines: its lines that were changed.
    """
    changed = list(lines)
    for what in dict.fromkeys(held.what for held in now.run.held):
        found = _kept(was, now, what)
        # A page is taken where it is found, by functions that return it: where exactly says little.
        groups = [list(found)] if what == PAGE and found else [[at] for at in found]
        for places in groups:
            yield _resource(now, what, {at: found[at] for at in places}, changed)


def _kept(was: Side, now: Side, what: str) -> dict[Place | None, Region]:
    """Who holds something at the end that they did not, by where it was taken."""
    manager, before = now.diagrams.manager, now.diagrams.no
    for where in _held(was, what).values():
        before = manager.or_(before, where)
    new = {
        at: manager.and_(where, manager.negate(before)) for at, where in _held(now, what).items()
    }
    return {at: where for at, where in new.items() if where is not now.diagrams.no}


def _held(side: Side, what: str) -> dict[Place | None, Region]:
    """Who holds something at the end, by where it was taken."""
    manager, no = side.diagrams.manager, side.diagrams.no
    everything = space(side.diagrams).region
    found: dict[Place | None, Region] = {}
    for held in side.run.held:
        where = manager.and_(held.where, everything) if held.what == what else no
        for end in manager.reached(where, held.taken):
            own = manager.and_(where, manager.map(held.taken, partial(eq, end.value)))
            own = manager.and_(own, _goes_on(side, end.value))
            found[end.value] = manager.or_(found.get(end.value, no), own)
    return found


def _resource(
    now: Side, what: str, found: dict[Place | None, Region], changed: Iterable[Line]
) -> Resource:
    """What is held by some scenarios, as it is said."""
    manager, diagrams = now.diagrams.manager, now.diagrams
    where, care = diagrams.no, diagrams.no
    for at, own in found.items():
        where = manager.or_(where, own)
        care = manager.or_(care, _goes_on(now, at))
    at = max(found, key=lambda one: manager.count(found[one]))
    left = _changed_returns(now, changed, where) if what == PAGE else _returns(now, at, where)
    return Resource(
        what,
        None if at is None else Where(at.file, at.line, now.text(at.file, at.line)),
        left,
        manager.count(where),
        conditions(diagrams, where, manager.and_(care, space(diagrams).region)),
        example_of(now, where),
    )


def _goes_on(side: Side, at: Place | None) -> Region:
    """Who gets to a line (anywhere without one) on a way that is gone.

    Who is refused a memslot takes no fault, whatever the path would do.
    """
    manager = side.diagrams.manager
    created = manager.map(side.run.outcomes.memslot, lambda memslot: memslot.result != "error")
    if at is None:
        return created
    before = side.reached("memslot", at.file, at.line)
    return manager.or_(before, manager.and_(created, side.reached("fault", at.file, at.line)))


def _returns(side: Side, at: Place | None, where: Region) -> tuple[Where, ...]:
    """How the function that took something is left by some scenarios."""
    function = None if at is None else side.function_at(at.file, at.line)
    if function is None:
        return ()
    file = function.at.file
    found = []
    for line in range(function.at.line, function.end + 1):
        text = side.text(file, line)
        inside = side.reached_at_all(file, line)
        if text.startswith("return") and side.diagrams.manager.meet(inside, where):
            found.append(Where(file, line, text))
    return tuple(found) or (Where(file, function.end, "}"),)


def _changed_returns(side: Side, lines: Iterable[Line], where: Region) -> tuple[Where, ...]:
    """The changed line that all of some scenarios leave a function by, of several the narrowest."""
    manager = side.diagrams.manager
    found = []
    for line in lines:
        if line.how == "run" and line.text.startswith(("return", "goto")):
            region = side.reached("fault", line.hunk.file, line.statement)
            if not manager.meet(where, side.diagrams.yes, region):
                at = Where(line.hunk.file, line.line, line.text)
                found.append((manager.count(region), at))
    return (min(found)[1],) if found else ()


def effects(was: Side, now: Side, alike: Region) -> Iterator[Effect]:
    """What is asked for otherwise by scenarios that end alike.

    Args:
        was: the tree without the patch.
        now: the tree with it.
        alike: the scenarios that end alike, and that have an answer.
    """
    manager = now.diagrams.manager
    created = manager.map(now.run.outcomes.memslot, lambda memslot: memslot.result != "error")
    alike = manager.and_(alike, created)
    found: dict[Region, list[Called]] = {}
    for called, where in _called_otherwise(was, now, alike):
        found.setdefault(where, []).append(called)
    for where, names in found.items():
        yield Effect(tuple(names), manager.count(where), example_of(now, where))


def _called_otherwise(was: Side, now: Side, alike: Region) -> Iterator[tuple[Called, Region]]:
    """Each effect that is asked for otherwise, and by whom."""
    manager, no = now.diagrams.manager, now.diagrams.no
    before, after = was.run.effects, now.run.effects
    keys = before.keys() | after.keys()
    for name in sorted(key.removeprefix(TIMES) for key in keys if key.startswith(TIMES)):
        counts = [side.ending.effect(TIMES + name, side.diagrams) for side in (was, now)]
        where = _differing(now, alike, *counts)
        if where is no:
            for key in sorted(before.keys() & after.keys()):
                if key.startswith(f"{NOTED}{name} "):
                    where = manager.or_(where, _differing(now, alike, before[key], after[key]))
        if where is not no:
            ends = [sorted(e.value for e in manager.reached(where, one)) for one in counts]
            yield Called(name, tuple(ends[0]), tuple(ends[1])), where


def _differing(side: Side, within: Region, one: Value, other: Value) -> Region:
    """Where two diagrams differ."""
    manager = side.diagrams.manager
    compared: Any = manager.compare(within, one, other)
    return manager.map(compared, lambda value: type(value) is not bool)
