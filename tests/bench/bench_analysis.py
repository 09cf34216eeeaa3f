"""All scenarios at once: whole processes as ratios, memory, and evaluations against brute force.

`python -m tests.bench bench_analysis`. Brute force over a million scenarios takes two minutes.
"""

from __future__ import annotations

import gc
import os
import subprocess
import sys
from collections import Counter
from itertools import product
from statistics import median
from time import perf_counter
from typing import TYPE_CHECKING

from s2tui.__main__ import collect_seldom
from s2tui.analysis.diagrams.explorer import Diagrams, Explorer, split
from s2tui.analysis.diagrams.space import space
from s2tui.analysis.diff import diff
from s2tui.kvm.policies.registry import POLICIES, find
from s2tui.kvm.report.explain import explain
from s2tui.kvm.report.members import PARTS, compare_outcomes
from s2tui.kvm.scenario.fields import BINDINGS, DEFAULT, filled
from tests.bench.results import Result, ratio

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from s2tui.kvm.scenario.fields import Scenario, Value

ROUNDS = 7
MEGABYTE = 1024
"""Kilobytes, the unit of ru_maxrss."""
BASE = ("-c", "import attrs, json")
SOLUTION = ("backing=pfnmap", "host.fwb=false", "--want", "fault.result=mapped")
COMMANDS: tuple[tuple[str, tuple[str, ...], float], ...] = (
    ("diff v6.9 v6.17", ("diff", "v6.9", "v6.17"), 30),
    ("diff v6.9 v6.17 --json", ("diff", "v6.9", "v6.17", "--json"), 30),
    ("diff v6.9 v7.3", ("diff", "v6.9", "v7.3"), 30),
    ("whatif --want", ("whatif", *SOLUTION), 30),
    ("find 800007db", ("find", "800007db"), 30),
)
"""Each with how many times `python -c 'import attrs, json'` it may take."""
MEMORY_LIMIT = 200
FEWER = 100
PAIR = ("v6.9", "v6.17")
WHERE: Mapping[str, tuple[Value, ...]] = {
    "host_fwb": (True, False),
    "host_dic": (True, False),
    "host_mte": (False, True),
    "vm_mte": (False, True),
    "slot_readonly": (False, True),
    "slot_log_dirty_pages": (False, True),
    "backing": ("anonymous", "hugetlb", "zone-device", "pfnmap", "mixedmap", "hole", "no-slot"),
    "page_map_memory": (True, False),
    "page_size": ("page", "pmd"),
    "vma_memtype": ("normal", "normal-nc", "device-ngnrne"),
    "vma_any_uncached": (False, True),
    "vma_swapped_after_create": (False, True),
    "vma_writable": (True, False),
    "vma_mte_allowed": (True, False),
    "access_kind": ("read", "write", "exec", "stage1-walk"),
    "access_fault": ("translation", "permission"),
    "access_granule": ("page", "pmd"),
    "access_syndrome": (True, False),
}
"""The reduced space: 995,328 scenarios, as many as when the limits were set.

Brute force does a million in a minute or two, and the limits are shares of that: it takes the
longer the more there are, and the diagrams do not. So a field that comes to be bound to others has
to be here with all its values: without access_syndrome, which a fetch or a table walk leaves
false, half of these scenarios would not exist, and nothing would ever be executed.
"""


def results() -> Iterator[Result]:
    """The numbers, the quick ones first."""
    base: list[float] = []
    times: dict[str, list[float]] = {what: [] for what, _, _ in COMMANDS}
    memory: dict[str, float] = {}
    for _ in range(ROUNDS):
        base.append(_process(BASE)[0])
        for what, words, _ in COMMANDS:
            seconds, memory[what] = _process(("-m", "s2tui", *words))
            times[what].append(seconds)
    for what, _, limit in COMMANDS:
        yield ratio(f"s2tui {what}", times[what], base, limit)
        yield Result(f"memory of s2tui {what}", memory[what], MEMORY_LIMIT, "MB")
    collect_seldom()
    yield from policies()
    yield from against_brute_force()


def policies() -> Iterator[Result]:
    """What each policy adds when all are explored one after the other, every member of each."""
    diagrams = Diagrams()
    for id_ in POLICIES:
        start, before = perf_counter(), diagrams.symbolic.evaluations
        explorer = Explorer(find(id_), diagrams)
        members = [split(explorer, part) for part in PARTS]
        took = 1000 * (perf_counter() - start)
        leaves = sum(len(diagrams.manager.terminals(member)) for member in members)
        nodes = len(diagrams.manager.inner_nodes(members))
        calls = diagrams.symbolic.evaluations - before
        details = f"{calls:,} evaluations, {nodes:,} nodes, {leaves:,} leaves"
        yield Result(f"exploring {id_}", took, None, "ms", details)
    yield Result("scenarios", float(space(diagrams).size), None)


def against_brute_force() -> Iterator[Result]:
    """The diff of two policies over the reduced space, one scenario after the other and at once."""
    first, second = map(find, PAIR)
    start = perf_counter()
    evaluations = size = 0
    expected: Counter[object] = Counter()
    for scenario in _reduced():
        was, now = explain(first, scenario), explain(second, scenario)
        size += 1
        evaluations += len(was.trace) + len(now.trace)
        differs = compare_outcomes(was, now)
        if differs is not None:
            expected[differs] += 1
    brute = perf_counter() - start
    where = {a: WHERE.get(a, (value,)) for a, value in DEFAULT.state.items()}
    times = []
    for _ in range(ROUNDS):
        gc.collect()  # what the last one left is no part of this one
        start = perf_counter()
        diagrams = Diagrams()
        found = diff(first, second, where, diagrams=diagrams)
        times.append(perf_counter() - start)
    ours = median(times)
    if {(c.was, c.now): c.scenarios for c in found.changes} != expected or found.space != size:
        raise AssertionError("brute force finds something else")
    calls = diagrams.symbolic.evaluations
    details = f"{calls:,} to at least {evaluations:,} over {size:,} scenarios, same answer"
    # As a share, so that less is better as with everything else.
    yield Result("evaluations, share of brute force", calls / evaluations, 1 / FEWER, "", details)
    details = f"{ours:.3f} s to {brute:.1f} s"
    yield Result("time, share of brute force", ours / brute, 1 / FEWER, "", details)


def _reduced() -> Iterator[Scenario]:
    for values in product(*WHERE.values()):
        scenario = filled(dict(zip(WHERE, values, strict=True)))
        state = scenario.state
        if all(state[b.attribute] in b.allowed(scenario) for b in BINDINGS):
            yield scenario


def _process(words: tuple[str, ...]) -> tuple[float, float]:
    """Seconds that a whole process takes, and megabytes that it needs at most."""
    start = perf_counter()
    child = subprocess.Popen((sys.executable, *words), stdout=subprocess.DEVNULL)
    _, status, usage = os.wait4(child.pid, 0)
    seconds = perf_counter() - start
    child.returncode = os.waitstatus_to_exitcode(status)
    if child.returncode not in (0, 1):
        raise RuntimeError(f"{' '.join(words)} exits with {child.returncode}")
    return seconds, usage.ru_maxrss / MEGABYTE
