"""Invariants over all policies: the whole process, its first row, its memory, each policy.

`python -m tests.bench bench_check`.
"""

from __future__ import annotations

import os
import subprocess
import sys
from time import perf_counter
from typing import TYPE_CHECKING

from s2tui.__main__ import collect_seldom
from s2tui.analysis.diagrams.explorer import Diagrams
from s2tui.analysis.invariants.check import check
from s2tui.kvm.policies.registry import POLICIES, find
from tests.bench.results import Result, ratio

if TYPE_CHECKING:
    from collections.abc import Iterator

ROUNDS = 5
BASE = ("-c", "import attrs, json")
ALL, FIRST = 300, 60
"""How many times `python -c 'import attrs, json'` the answer and its first row may take."""
MEGABYTE = 1024
"""Kilobytes, the unit of ru_maxrss."""
MEMORY_LIMIT = 200


def results() -> Iterator[Result]:
    """The numbers."""
    base: list[float] = []
    whole: list[float] = []
    first: list[float] = []
    memory = 0.0
    for _ in range(ROUNDS):
        start = perf_counter()
        subprocess.run((sys.executable, *BASE), check=True)
        base.append(perf_counter() - start)
        row, took, memory = _table()
        first.append(row)
        whole.append(took)
    yield ratio("s2tui check", whole, base, ALL)
    yield ratio("s2tui check, first row", first, base, FIRST)
    yield Result("memory of s2tui check", memory, MEMORY_LIMIT, "MB")
    collect_seldom()
    yield from policies()


def policies() -> Iterator[Result]:
    """What each policy adds when all are checked one after the other."""
    diagrams = Diagrams()
    for id_ in POLICIES:
        start, before = perf_counter(), diagrams.symbolic.evaluations
        found = check(find(id_), diagrams=diagrams)
        took = 1000 * (perf_counter() - start)
        answers = [finding.holds for finding in found]
        details = f"{answers.count(True)} hold, {answers.count(False)} fail"
        details += f", {answers.count(None)} unknown"
        details += f"; {diagrams.symbolic.evaluations - before:,} evaluations"
        yield Result(f"checking {id_}", took, None, "ms", details)


def _table() -> tuple[float, float, float]:
    """Seconds to the first row, seconds to the end, and megabytes that it needs at most."""
    start = perf_counter()
    child = subprocess.Popen((sys.executable, "-m", "s2tui", "check"), stdout=subprocess.PIPE)
    assert child.stdout is not None
    row = 0.0
    name = f"{next(iter(POLICIES))} "
    for line in child.stdout:
        if not row and line.startswith(name.encode()):
            row = perf_counter() - start
    _, status, usage = os.wait4(child.pid, 0)
    took = perf_counter() - start
    child.returncode = os.waitstatus_to_exitcode(status)
    if child.returncode != 1 or not row:
        raise RuntimeError(f"s2tui check exits with {child.returncode}")
    return row, took, usage.ru_maxrss / MEGABYTE
