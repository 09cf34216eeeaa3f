"""Branches at which scenarios go another way than they did."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from s2tui.source.review.causes import Change
from s2tui.source.review.hunks import moved

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from s2tui.source.kernel.coverage import Phase
    from s2tui.source.machine.algebra import Region
    from s2tui.source.review.causes import How
    from s2tui.source.review.changed import Line
    from s2tui.source.review.hunks import Hunk
    from s2tui.source.review.sides import Side


class _Branch(NamedTuple):
    file: str
    at: int
    hunk: Hunk | None
    taken: Region
    other: Region
    body: str
    """The first line of what it leads to."""
    kept: bool
    """Whether that is no changed line, so that it stands in the other tree too."""
    guards: bool = False
    """Whether it is a condition for what was done before without one."""


def branches(
    was: Side, now: Side, phase: Phase, lines: Sequence[tuple[Side, Line]], hunks: Sequence[Hunk]
) -> list[Change]:
    """Every branch at which somebody goes another way, in the order in which they are met."""
    found = [*_changed(was, now, phase, lines, hunks), *_left_alone(was, now, phase, hunks)]
    return sorted(found, key=lambda one: one.order)


def _left_alone(was: Side, now: Side, phase: Phase, hunks: Sequence[Hunk]) -> Iterator[Change]:
    """Branches whose text is the same, and whose condition is not."""
    for (file, at), (taken, other) in was.branches[phase].items():
        own = [hunk for hunk in hunks if hunk.file == file]
        if any(at in hunk.was for hunk in own):
            continue
        there = moved(own, at)
        ways = now.branches[phase].get((file, there))
        if ways is not None and not any(there in hunk.now for hunk in own):
            before = _Branch(file, at, None, taken, other, "", kept=True)
            after = _Branch(file, there, None, *ways, "", kept=True)
            if not _same_way(now, before, after):
                yield from _other_way(now, phase, before, after)


def _changed(
    was: Side, now: Side, phase: Phase, lines: Sequence[tuple[Side, Line]], hunks: Sequence[Hunk]
) -> Iterator[Change]:
    """The branches that were changed, are new or are gone, each with whom it sends elsewhere."""
    for hunk in hunks:
        before = _of(was, phase, [one for side, one in lines if side is was and one.hunk is hunk])
        after = _of(now, phase, [one for side, one in lines if side is now and one.hunk is hunk])
        old_text = {was.text(hunk.file, n) for n in hunk.was}
        new_text = {now.text(hunk.file, n) for n in hunk.now}
        after = [one._replace(guards=one.kept or one.body in old_text) for one in after]
        for one, two in _paired(now, before, after):
            before.remove(one)
            after.remove(two)
            if not _same_way(now, one, two):
                yield from _other_way(now, phase, one, two)
        for branch in after:
            yield _alone(now, phase, branch, "guarded" if branch.guards else "taken")
        for branch in before:
            kept = branch.kept or branch.body in new_text
            found = _alone(was, phase, branch, "now always" if kept else "gone")
            there = moved([one for one in hunks if one.file == hunk.file], found.line)
            yield found._replace(old=True, order=(now.order(phase, hunk.file, there), 0))


def _paired(
    side: Side, before: Sequence[_Branch], after: Sequence[_Branch]
) -> list[tuple[_Branch, _Branch]]:
    """Which old branch of a hunk is which new one.

    Those that go the same way are; else those that lead to the same; else what stands in the same
    place, if that is not a new condition for what was there before.
    """
    old, new = list(before), list(after)
    found: list[tuple[_Branch, _Branch]] = []
    ways: tuple[Callable[[_Branch, _Branch], bool], ...] = (
        lambda one, two: _same_way(side, one, two),
        lambda one, two: one.body == two.body,
        lambda _, two: not two.guards,
    )
    for alike in ways:
        for two in list(new):
            match = next((one for one in old if alike(one, two)), None)
            if match is not None:
                old.remove(match)
                new.remove(two)
                found.append((match, two))
    return found


def _same_way(side: Side, one: _Branch, two: _Branch) -> bool:
    """Whether everybody who gets to both goes the same way at both."""
    both = side.diagrams.manager.and_
    reached = [side.either(branch.taken, branch.other) for branch in (one, two)]
    return both(one.taken, reached[1]) is both(two.taken, reached[0])


def _of(side: Side, phase: Phase, lines: Iterable[Line]) -> list[_Branch]:
    """The branches among the changed lines of a hunk that somebody gets to."""
    found: dict[int, _Branch] = {}
    changed = {one.line for one in lines}
    for line in lines:
        file, at = line.hunk.file, line.statement
        ways = side.branches[phase].get((file, at)) if line.how == "run" else None
        if ways is None or at in found:
            continue
        following = side.following(file, at)
        body = side.text(file, following)
        found[at] = _Branch(file, at, line.hunk, *ways, body, following not in changed)
    return list(found.values())


def _other_way(now: Side, phase: Phase, before: _Branch, after: _Branch) -> Iterator[Change]:
    """A branch whose condition is another one: who goes into it now, and who no longer."""
    manager = now.diagrams.manager
    care = manager.and_(
        manager.or_(before.taken, before.other), manager.or_(after.taken, after.other)
    )
    file, at = after.file, after.at
    text, order = now.text(file, at), (now.order(phase, file, at), 1)
    ways: tuple[tuple[How, Region, Region], ...] = (
        ("taken", before.other, after.taken),
        ("not taken", before.taken, after.other),
    )
    for how, one, two in ways:
        region = manager.and_(one, two)
        if region is not now.diagrams.no:
            yield Change(how, False, file, at, text, region, care, after.hunk, order)


def _alone(side: Side, phase: Phase, branch: _Branch, how: How) -> Change:
    """A branch that only one of the trees has."""
    file, at = branch.file, branch.at
    region = branch.taken if how in ("taken", "gone") else branch.other
    care = side.either(branch.taken, branch.other)
    order = (side.order(phase, file, at), 1)
    return Change(how, False, file, at, side.text(file, at), region, care, branch.hunk, order)
