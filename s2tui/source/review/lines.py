"""What becomes of the changed lines: who gets to them, and of which nothing is said."""

from __future__ import annotations

from typing import TYPE_CHECKING

from s2tui.analysis.diagrams.space import space
from s2tui.source.review.changed import Judge
from s2tui.source.review.found import Lines, Unjudged, Where
from s2tui.source.review.hunks import is_kernel_code
from s2tui.source.review.sides import READ
from s2tui.source.world.shadows import digests

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

    from s2tui.source.review.changed import Line
    from s2tui.source.review.hunks import Hunk
    from s2tui.source.review.sides import Side

GONE = "nobody got there, and it is gone"
"""Why a line of the old tree is not judged."""


def changed_lines(
    was: Side, now: Side, hunks: Iterable[Hunk], released: Collection[str]
) -> list[tuple[Side, Line]]:
    """The changed lines that can do something, each of its tree, in order.

    Args:
        was: the tree without the patch.
        now: the tree with it.
        hunks: what differs.
        released: names of the tables that were run nevertheless.
    """
    used = was.run.used | now.run.used
    answered = {*digests(was.unit, used), *digests(now.unit, used)} - set(released)
    sides = ((was, Judge(was, now, answered)), (now, Judge(now, was, answered)))
    return [
        (side, line)
        for hunk in hunks
        for side, judge in sides
        for line in judge.lines(hunk, hunk.was if side is was else hunk.now)
    ]


def summary(
    was: Side,
    now: Side,
    lines: Sequence[tuple[Side, Line]],
    hunks: Mapping[str, tuple[Hunk, ...]],
    files: Iterable[str],
) -> Lines:
    """What becomes of them.

    Args:
        was: the tree without the patch.
        now: the tree with it.
        lines: as `changed_lines` has them.
        hunks: by file.
        files: every file that differs.
    """
    manager, no = now.diagrams.manager, now.diagrams.no
    anywhere = no
    for _, line in lines:
        if line.region is not None:
            anywhere = manager.or_(anywhere, line.region)
    new = [line for side, line in lines if side is now]
    return Lines(
        tuple(hunk for group in hunks.values() for hunk in group),
        sum(line.region not in (None, no) for line in new),
        manager.count(manager.and_(anywhere, space(now.diagrams).region)),
        sum(line.how == "declared" and bool(line.function) for line in new),
        tuple(dict.fromkeys(_statement(now, line) for line in new if line.region is no)),
        tuple(_one_sided(now, new)),
        tuple(_unjudged(was, now, lines, files)),
    )


def _statement(side: Side, line: Line) -> Where:
    file = line.hunk.file
    return Where(file, line.statement, side.text(file, line.statement))


def _unjudged(
    was: Side, now: Side, lines: Iterable[tuple[Side, Line]], files: Iterable[str]
) -> Iterator[Unjudged]:
    """What is not judged: an entry for each reason, with the first of its lines."""
    found: dict[tuple[str, str], list[Where]] = {}
    for side, line in lines:
        why = line.why if line.how == "not judged" else ""
        if side is was and line.region is now.diagrams.no:
            why = GONE
        if why:
            where = Where(line.hunk.file, line.line, line.text)
            found.setdefault((line.hunk.file, why), []).append(where)
    for (_, why), places in found.items():
        yield Unjudged(places[0], len(places), why)
    for path in files:
        if path not in READ and is_kernel_code(path):
            yield Unjudged(Where(path, 0), 1, f"{path} is not read")


def _one_sided(side: Side, lines: Iterable[Line]) -> Iterator[tuple[Where, bool]]:
    """Changed branches of the patched tree that go one way only."""
    seen = {(stop.at.file, stop.at.line) for stop in side.run.stopped if stop.at is not None}
    for line in lines:
        key = (line.hunk.file, line.statement)
        if line.how != "run" or key in seen:
            continue
        seen.add(key)
        ways = [phase[key] for phase in side.branches.values() if key in phase]
        for place, always in ((1, True), (0, False)):
            if ways and all(way[place] is side.diagrams.no for way in ways):
                yield _statement(side, line), always
