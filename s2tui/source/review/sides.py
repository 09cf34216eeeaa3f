"""A tree that was run, with where everything stands in its text."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

from s2tui.analysis.diagrams.space import having, space
from s2tui.source.c.sources import Source
from s2tui.source.kernel.coverage import Coverage
from s2tui.source.kernel.elsewhere import ELSEWHERE
from s2tui.source.kernel.files import CODE, HEADERS
from s2tui.source.kernel.outcomes import unanswered
from s2tui.source.kernel.policy import policy_of
from s2tui.source.kernel.run import Assumed, Running, run, run_one
from s2tui.source.machine.algebra import Algebra
from s2tui.source.review.again import Alone
from s2tui.source.world.noted import TIMES

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from s2tui.analysis.diagrams.explorer import Diagrams
    from s2tui.kvm.policy.policy import Policy
    from s2tui.source.c.unit import Definition, Unit
    from s2tui.source.kernel.coverage import Phase
    from s2tui.source.kernel.outcomes import Outcomes
    from s2tui.source.kernel.run import Held, Run
    from s2tui.source.machine.algebra import Region, Value
    from s2tui.source.trees.tree import Tree

    Make: TypeAlias = "Callable[[Assumed], Side]"
    """Runs a tree, however that is assumed to be surrounded."""

READ = (*HEADERS, *CODE)
"""The files that are read."""


class Ending(NamedTuple):
    """What there is to compare of a run."""

    outcomes: Outcomes
    effects: dict[str, Value]
    held: tuple[Held, ...]
    inside: Region
    """Who was run."""

    def same(self, other: Ending, diagrams: Diagrams) -> bool:
        """Whether another one is the same in every scenario that has an answer in both."""
        manager = diagrams.manager
        lost = manager.or_(*(unanswered(one.outcomes, diagrams) for one in (self, other)))
        everything = manager.and_(self.inside, manager.negate(lost))
        # Who is refused a memslot takes no fault, whatever the path would do.
        refused = manager.map(self.outcomes.memslot, lambda memslot: memslot.result == "error")
        created = manager.and_(everything, manager.negate(refused))
        ends: Iterable[tuple[Value, Value]] = zip(self.outcomes, other.outcomes, strict=True)
        pairs = [(everything, *pair) for pair in ends]
        for name in self.effects.keys() | other.effects.keys():
            pairs.append((created, self.effect(name, diagrams), other.effect(name, diagrams)))
        kept = [{one.what: one.where for one in ending.held} for ending in (self, other)]
        for what in kept[0].keys() | kept[1].keys():
            still = kept[0].get(what, diagrams.no), kept[1].get(what, diagrams.no)
            pairs.append((created, *still))
        return all(manager.compare(where, *pair) is where for where, *pair in pairs)

    def effect(self, name: str, diagrams: Diagrams) -> Value:
        """What was kept of an effect; a call that nobody made was made no time."""
        manager = diagrams.manager
        found: Value = self.effects.get(name, manager.terminal(None))
        return manager.map(found, lambda n: n or 0) if name.startswith(TIMES) else found


class Side:
    """One of two trees.

    Attributes:
        name: how it is called.
        tree: where its files are.
        files: what of it is read.
        run: what running it gave.
        coverage: who got where.
        policy: what it answers.
        diagrams: where all of that is.
    """

    def __init__(
        self, name: str, tree: Tree, diagrams: Diagrams, algebra: Algebra, assumed: Assumed
    ) -> None:
        """Run it.

        Args:
            name: how it is called.
            tree: where its files are.
            diagrams: where those of both trees live.
            algebra: what computes; what it computed of one tree it knows of the other.
            assumed: what is otherwise than usual.

        Raises:
            RequestError: the tree lacks a file that cannot be done without.
        """
        self.name = name
        self.tree = tree
        self.diagrams = diagrams
        self.files: Mapping[str, bytes | None] = tree.read_all(READ)
        self.coverage = Coverage(algebra)
        self.run: Run = run(tree, diagrams, reached=self.coverage, assumed=assumed)
        self.policy: Policy = policy_of(name, self.run, diagrams)
        self._algebra, self._assumed = algebra, assumed
        self._elsewhere: dict[str, Ending] = {}

    @cached_property
    def alone(self) -> Alone:
        """What runs one of its scenarios anew."""
        return Alone(self.run, self.diagrams.manager, self._assumed)

    @property
    def ending(self) -> Ending:
        """How it ends."""
        return Ending(
            self.run.outcomes, self.run.effects, self.run.held, space(self.diagrams).region
        )

    def elsewhere(self, name: str) -> Ending:
        """How it ends at one of ELSEWHERE, run now or earlier."""
        found = self._elsewhere.get(name)
        if found is None:
            where = ELSEWHERE[name]
            running = Running((), self.diagrams, self._algebra, {}, assumed=self._assumed)
            size = having(self.diagrams, "host_page_size", (where.page_size,))
            here = self._algebra.both(space(self.diagrams).region, size)
            # How the text is read depends on the page size and on nothing else of where things lie.
            unit = self.run.machines[where.page_size].unit
            ran = run_one(running, where, here, unit)
            found = self._elsewhere[name] = Ending(ran.outcomes, ran.effects, ran.held, here)
        return found

    @cached_property
    def unit(self) -> Unit:
        """The files, as they are read for one page size; which one makes no difference here."""
        return next(iter(self.run.machines.values())).unit

    @cached_property
    def executed(self) -> frozenset[str]:
        """The functions that are run."""
        return self.run.executed

    @cached_property
    def _functions(self) -> dict[str, list[Definition]]:
        found: dict[str, list[Definition]] = {}
        for definition in self.unit.all_functions():
            found.setdefault(definition.at.file, []).append(definition)
        return found

    @cached_property
    def _statements(self) -> dict[str, list[int]]:
        """The lines on which statements begin, by file, in order."""
        found: dict[str, set[int]] = {}
        for at in self.coverage.reached:
            found.setdefault(at.file, set()).add(at.line)
        return {file: sorted(lines) for file, lines in found.items()}

    @cached_property
    def _regions(self) -> dict[Phase, dict[tuple[str, int], Region]]:
        found: dict[Phase, dict[tuple[str, int], Region]] = {}
        for phase, walked in self.coverage.phases.items():
            lines = found.setdefault(phase, {})
            for at, region in walked.reached.items():
                key = (at.file, at.line)
                before = lines.get(key)
                lines[key] = region if before is None else self.either(before, region)
        return found

    @cached_property
    def branches(self) -> dict[Phase, dict[tuple[str, int], tuple[Region, Region]]]:
        """Who goes into each `if` and who does not, by its line, of those that somebody gets to."""
        found: dict[Phase, dict[tuple[str, int], tuple[Region, Region]]] = {}
        for phase, walked in self.coverage.phases.items():
            lines = found.setdefault(phase, {})
            for at, (taken, other) in walked.branched.items():
                key = (at.file, at.line)
                one, two = lines.get(key, (self.diagrams.no, self.diagrams.no))
                lines[key] = self.either(one, taken), self.either(two, other)
        return found

    @cached_property
    def _order(self) -> dict[Phase, dict[tuple[str, int], int]]:
        """When the statement on a line is first run, by phase."""
        found: dict[Phase, dict[tuple[str, int], int]] = {}
        for phase, walked in self.coverage.phases.items():
            lines = found.setdefault(phase, {})
            for n, at in enumerate(walked.reached):
                lines.setdefault((at.file, at.line), n)
        return found

    def order(self, phase: Phase, file: str, line: int) -> int:
        """Where the statement on a line, or else the next one that is run, stands among them."""
        order = self._order[phase]
        lines = self._statements.get(file, [])
        for one in lines[bisect_left(lines, line) :]:
            if (file, one) in order:
                return order[file, one]
        return len(order)

    def either(self, one: Region, two: Region) -> Region:
        """Where one of two is true."""
        return self.diagrams.manager.or_(one, two)

    def function_at(self, file: str, line: int) -> Definition | None:
        """The function that a line is part of."""
        for definition in self._functions.get(file, ()):
            if definition.at.line <= line <= definition.end:
                return definition
        return None

    def digests(self, name: str) -> tuple[str | None, ...]:
        """What tells one definition from another, for each page size."""
        return tuple(machine.unit.hash(name) for machine in self.run.machines.values())

    def leaves_out(self, file: str, line: int) -> bool:
        """Whether a line is left out by the preprocessor, whatever the page size."""
        units = [machine.unit for machine in self.run.machines.values()]
        return all(unit.leaves_out(file, line) for unit in units)

    def text(self, file: str, line: int) -> str:
        """A line without its comments and the blanks around it."""
        lines = self._bare(file)
        return lines[line - 1].strip() if 0 < line <= len(lines) else ""

    def _bare(self, file: str) -> list[str]:
        found = self._lines.get(file)
        if found is None:
            content = self.files.get(file) or b""
            # The blanks that stand for a comment of several lines keep each line's end.
            bare = Source(file, content.decode("utf-8", "replace")).bare
            found = self._lines[file] = [one.rstrip("\\") for one in bare.split("\n")]
        return found

    @cached_property
    def _lines(self) -> dict[str, list[str]]:
        return {}

    def statement(self, file: str, line: int, *, label: bool = False) -> int | None:
        """The line of the statement, in a function that was run, which a line belongs to.

        Args:
            file: where.
            line: where in it.
            label: whether it is a label's or a case's, which belongs to what follows.
        """
        function = self.function_at(file, line)
        if function is None or function.name not in self.executed:
            return None
        lines = self._statements.get(file, [])
        place = bisect_right(lines, line) - 1
        inside = range(function.at.line, function.end + 1)
        if place >= 0 and lines[place] in inside and not (label and lines[place] != line):
            return lines[place]
        if place + 1 < len(lines) and lines[place + 1] in inside:
            return lines[place + 1]
        return None

    def following(self, file: str, line: int) -> int:
        """The line on which the statement behind one begins; the same line if there is none."""
        lines = self._statements.get(file, [])
        place = bisect_right(lines, line)
        return lines[place] if place < len(lines) else line

    def reached(self, phase: Phase, file: str, line: int) -> Region:
        """Who gets to the statement that begins on a line."""
        return self._regions[phase].get((file, line), self.diagrams.no)

    def reached_at_all(self, file: str, line: int) -> Region:
        """The same, in whichever phase."""
        memslot, fault = (self.reached(phase, file, line) for phase in self.coverage.phases)
        return self.either(memslot, fault)
