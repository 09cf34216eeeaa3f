"""Who gets where while a tree is run: to each statement, and which way at each branch."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, NamedTuple

if TYPE_CHECKING:
    from s2tui.source.machine.algebra import Algebra
    from s2tui.source.machine.compiler import Branched, Reached

    Phase = Literal["memslot", "fault"]


class Walked(NamedTuple):
    """Who got where in one phase; nobody gets to what is not in it."""

    reached: Reached
    """By statement, in the order in which they were first run."""
    branched: Branched


class Coverage:
    """What a run notes, apart for memslot creation and the fault, since each ends otherwise.

    Attributes:
        reached: what the machine writes; between two phases nobody is anywhere.
        branched: the same.
        phases: what came of each phase, of all page sizes.
        algebra: what computes, and knows what it computed of other trees; None for one of its own.
    """

    def __init__(self, algebra: Algebra | None = None) -> None:
        self.algebra = algebra
        self.reached: Reached = {}
        self.branched: Branched = {}
        self.phases: dict[Phase, Walked] = {
            "memslot": Walked({}, {}),
            "fault": Walked({}, {}),
        }

    def close(self, phase: Phase, algebra: Algebra) -> None:
        """A phase has ended, for one page size."""
        no, either, into = algebra.no, algebra.either, self.phases[phase]
        for at, region in self.reached.items():
            if region is not no:
                into.reached[at] = either(into.reached.get(at, no), region)
                self.reached[at] = no
        for at, (taken, other) in self.branched.items():
            before = into.branched.get(at, (no, no))
            into.branched[at] = either(before[0], taken), either(before[1], other)
        self.branched.clear()
