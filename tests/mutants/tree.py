"""Seeded mistakes in the C of a kernel tree: which does running it not notice?

`python -m tests.mutants.tree TREE [--seed N] [--count N]`. A mistake in a function that is run is
noticed where some scenario ends otherwise, has no answer, or has other effects (among them what is
taken and given back), here or elsewhere (s2tui.source.kernel.elsewhere), where it is in a text that
is answered for instead of run, or on a line that nobody gets to, of which nothing is said. What is
left changes nothing that is looked at. Exit status 1 if that is more than a tenth.
"""

from __future__ import annotations

import argparse
import gc
import random
import sys
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from s2tui.analysis.diagrams.explorer import Diagrams
from s2tui.analysis.diagrams.space import space
from s2tui.source.kernel.elsewhere import ELSEWHERE, run_elsewhere
from s2tui.source.kernel.run import run
from s2tui.source.trees.notation import open_tree
from s2tui.source.world.shadows import unjudged
from tests.mutants.c import mutants

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from s2tui.analysis.diagrams.diagram import Node
    from s2tui.source.kernel.files import Tree
    from s2tui.source.kernel.run import Run
    from s2tui.source.machine.compiler import Reached
    from tests.mutants.mutate import Mutant

TOGETHER = 20
"""How many mistakes share their diagrams, which only grow."""
MOST = 0.1
"""The part of the mistakes that may go unnoticed."""
UNNOTICED = "not noticed"


class Tried(NamedTuple):
    """One mistake in one function."""

    file: str
    function: str
    mutant: Mutant

    def __str__(self) -> str:
        code, mistake = self.mutant.code, self.mutant.mistake
        return f"{self.file}:{self.mutant.line}: {self.function}(): {code}  ->  {mistake}"


class Mistaken:
    """A tree with one file's text replaced."""

    def __init__(self, tree: Tree, file: str, text: str) -> None:
        self._tree, self._file, self._text = tree, file, text.encode()

    def read_all(self, paths: Iterable[str]) -> Mapping[str, bytes | None]:
        found = dict(self._tree.read_all(paths))
        found[self._file] = self._text
        return found


class Right:
    """A tree as it is, and what running it gives."""

    def __init__(self, tree: Tree) -> None:
        self.tree = tree
        self.diagrams = Diagrams()
        self.reached: Reached = {}
        self.run = run(tree, self.diagrams, reached=self.reached)
        self._elsewhere: dict[str, Run] = {}

    def candidates(self) -> list[Tried]:
        """Every mistake that may be drawn, in a stable order."""
        found: dict[tuple[str, str], list[Tried]] = {}
        for machine in self.run.machines.values():
            for name in machine.executed:
                definition = machine.unit.functions[name]
                file = definition.at.file
                text = (self.tree.read_all([file])[file] or b"").decode()
                found[file, name] = [
                    Tried(file, name, one)
                    for one in mutants(text, definition.at.line, definition.end)
                ]
        return [one for key in sorted(found) for one in found[key]]

    def verdict(self, tried: Tried) -> str:
        """How a mistake is noticed."""
        tree = Mistaken(self.tree, tried.file, tried.mutant.text)
        found = run(tree, self.diagrams, reached={})
        if found.stopped:
            return "no answer"
        how = self._compared(self.run, found)
        if how:
            return how
        if any(unjudged(machine.unit, found.used) for machine in found.machines.values()):
            return "a text that is not run"
        for name, where in ELSEWHERE.items():
            if name not in self._elsewhere:
                self._elsewhere[name] = run_elsewhere(self.tree, self.diagrams, where)
            there = run_elsewhere(tree, self.diagrams, where)
            if self._compared(self._elsewhere[name], there):
                return "different elsewhere"
        return UNNOTICED if self._reached(tried) else "nobody gets there"

    def _compared(self, was: Run, now: Run) -> str:
        """How two runs differ; nothing where they do not."""
        if was.stopped != now.stopped:
            return "no answer"
        ends: Iterable[tuple[Node[Any], Node[Any]]] = zip(was.outcomes, now.outcomes, strict=True)
        if any(self._differ(one, other) for one, other in ends):
            return "different"
        # What is held at the end is how often it was taken and given back.
        names = was.effects.keys() | now.effects.keys()
        differ = any(self._differ(was.effects.get(n), now.effects.get(n)) for n in names)
        return "other effects" if differ else ""

    def _differ(self, was: Node[Any] | None, now: Node[Any] | None) -> bool:
        """Whether two diagrams differ where somebody is; one that is absent does."""
        if was is None or now is None:
            return True
        everything = space(self.diagrams).region
        return self.diagrams.manager.compare(everything, was, now) is not everything

    def _reached(self, tried: Tried) -> bool:
        """Whether somebody gets to the statement that a line belongs to."""
        lines = [
            at for at in self.reached if at.file == tried.file and at.line <= tried.mutant.line
        ]
        if not lines:
            return False
        last = max(at.line for at in lines)
        return any(self.reached[at] is not self.diagrams.no for at in lines if at.line == last)


def main(arguments: list[str]) -> int:
    """Draw, try and tell."""
    parser = argparse.ArgumentParser(prog="python -m tests.mutants.tree", description=__doc__)
    parser.add_argument("tree", help="a kernel tree, as s2tui takes it")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--count", type=int, default=100)
    args = parser.parse_args(arguments)
    tree = open_tree(args.tree)
    gc.disable()
    right = Right(tree)
    found = right.candidates()
    drawn = random.Random(args.seed).sample(found, min(args.count, len(found)))
    counts: Counter[str] = Counter()
    for number, tried in enumerate(drawn, 1):
        verdict = right.verdict(tried)
        counts[verdict] += 1
        sys.stdout.write(f"{verdict:<24}{tried}\n")
        sys.stdout.flush()
        if number % TOGETHER == 0:
            right = Right(tree)
            gc.collect()
    sys.stdout.write(f"\n{len(drawn)} of {len(found)} mistakes in {Path(args.tree).name}:\n")
    for verdict, count in counts.most_common():
        sys.stdout.write(f"{count:5}  {verdict}\n")
    return 1 if counts[UNNOTICED] > MOST * len(drawn) else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
