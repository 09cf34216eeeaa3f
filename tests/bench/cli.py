"""The command line's numbers: whole processes, and a batch inside one."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from typing import TYPE_CHECKING

from s2tui.cli.explain import answer
from tests.bench.results import Result, ratio

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from s2tui.kvm.scenario.fields import Value

RUNS = 31
LINES = 3000
ROUNDS = 7
ENVIRONMENT = {k: v for k, v in os.environ.items() if k != "PYTHONDONTWRITEBYTECODE"}
"""An installed program has its byte code."""
EXPLAIN = ("-m", "s2tui", "explain", "backing=pfnmap", "page.map_memory=false", "--json")
VERSION = ("-m", "s2tui", "--version")
LIBRARIES = ("-c", "import attrs, json")
NOTHING = ("-c", "pass")


def processes() -> Iterator[Result]:
    """Commands against the least that such a process can be, in turns."""
    for what, ours, theirs, limit in (
        ("explain, to python -c 'import attrs, json'", EXPLAIN, LIBRARIES, 2.3),
        ("--version, to python -c pass", VERSION, NOTHING, 4.0),
    ):
        times: dict[str, list[float]] = {"ours": [], "theirs": []}
        for _ in range(RUNS):
            for who, arguments in (("ours", ours), ("theirs", theirs)):
                times[who].append(_spawn(arguments))
        yield ratio(what, times["ours"], times["theirs"], limit)


def _spawn(arguments: Sequence[str]) -> float:
    begin = time.perf_counter()
    subprocess.run(
        (sys.executable, *arguments), env=ENVIRONMENT, stdout=subprocess.DEVNULL, check=True
    )
    return time.perf_counter() - begin


def batch() -> Iterator[Result]:
    """Answers to many lines against reading and writing them as JSON, in turns.

    Two yardsticks: the lines themselves written back, and the answers written.
    """
    lines = [json.dumps(asked) for asked in _questions()]
    loads, dumps = json.loads, json.dumps
    answers = [json.loads(answer(json.loads(line))) for line in lines]
    ours, echo, written = [], [], []
    for _ in range(ROUNDS):
        ours.append(_timed(lambda: [answer(loads(line)) for line in lines]))
        echo.append(_timed(lambda: [dumps(loads(line)) for line in lines]))
        written.append(
            _timed(lambda: [(loads(a), dumps(b)) for a, b in zip(lines, answers, strict=True)])
        )
    what = "explain --batch, to loads of the questions and dumps of "
    yield ratio(f"{what}answers", ours, written, 3.0)
    yield ratio(f"{what}questions", ours, echo, 3.0)


def _timed(work: Callable[[], object]) -> float:
    begin = time.perf_counter()
    work()
    return time.perf_counter() - begin


def _questions() -> Iterator[dict[str, object]]:
    """Scenarios that go through the values of every field at different paces."""
    from s2tui.kvm.scenario.fields import FIELDS

    fields = list(FIELDS.values())
    for number in range(LINES):
        scenario: dict[str, Value] = {}
        for place, field in enumerate(fields):
            pick = (number * (2 * place + 3) // (place + 1)) % (len(field.values) + 2)
            if pick < len(field.values):
                scenario[field.name] = field.values[pick]
        yield {"kernel": "v6.17" if number % 2 else "v6.9", "scenario": scenario}


def results() -> Iterator[Result]:
    """All of them."""
    yield from processes()
    yield from batch()
