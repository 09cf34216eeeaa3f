"""Why scenarios end otherwise: the changes that they can be put down to, as these are to be tried.

Each scenario that differs is put down to the first branch, in the order in which the code is run,
that it takes otherwise than it did, whether the branch was changed or what it asks; else to the
changed statement that the fewest scenarios get to. That is a reading of the text and not a proof;
how many differ is exact.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from s2tui.source.kernel.coverage import Phase
    from s2tui.source.machine.algebra import Region
    from s2tui.source.review.changed import Line
    from s2tui.source.review.hunks import Hunk
    from s2tui.source.review.sides import Side

    How = Literal["taken", "not taken", "guarded", "gone", "now always", "statement", "declared"]


class Change(NamedTuple):
    """A piece of code that scenarios can be put down to."""

    how: How
    """Taken: they go into this branch, and did not before (there was none, or it was another).
    Not taken: the other way round. Guarded: what was done by all has a condition now, and they are
    those who do not meet it. Gone: they went into this branch of the old tree, which there is
    no more. Now always: what stood behind a condition of the old tree is done without it.
    Statement: they get to it. Declared: something outside of functions."""
    old: bool
    """Whether it stands in the tree without the patch."""
    file: str
    line: int
    text: str
    region: Region
    """Who is concerned."""
    care: Region
    """Who gets there at all."""
    hunk: Hunk | None
    """What it is part of; None for a branch that the patch left alone, and that asks for something
    else."""
    order: tuple[int, int] = (0, 0)
    """Where it stands among those that are run."""


def statements(
    was: Side, now: Side, phase: Phase, lines: Sequence[tuple[Side, Line]]
) -> Iterator[Change]:
    """The changed statements, those of the fewest scenarios first; then what is declared."""
    count = now.diagrams.manager.count
    yield from sorted(_run(was, phase, lines), key=lambda one: count(one.region))
    everybody = now.diagrams.yes
    for side, line in lines:
        if line.how == "declared":
            yield Change(
                "declared", side is was, line.hunk.file, line.line, line.text,
                everybody, everybody, line.hunk,
            )  # fmt: skip


def _run(was: Side, phase: Phase, lines: Sequence[tuple[Side, Line]]) -> Iterator[Change]:
    seen: set[tuple[bool, str, int]] = set()
    for side, line in lines:
        file, at = line.hunk.file, line.statement
        key = (side is was, file, at)
        if line.how != "run" or key in seen:
            continue
        seen.add(key)
        region = side.reached(phase, file, at)
        if region is not side.diagrams.no:
            text = side.text(file, at)
            yield Change("statement", side is was, file, at, text, region, region, line.hunk)
