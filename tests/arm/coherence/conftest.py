"""The implementations of the coherence machine, and the spaces that laws are tried on."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

import pytest

from s2tui.arm.coherence.configuration import configuration
from s2tui.arm.coherence.search import search
from tests.arm.coherence import second
from tests.arm.coherence.configurations import with_fetches, without_fetches

if TYPE_CHECKING:
    from tests.arm.coherence.configurations import Answers, Configuration


def searched(c: Configuration) -> dict[str, int]:
    """What the product's machine finds."""
    found = search(configuration(c._asdict())).findings
    return {damage: len(trace) for damage, trace in found.items()}


IMPLEMENTATIONS: dict[str, Answers] = {"machine": searched, "second": second.answers}
"""Functions from a configuration to its findings; spot checks and laws are tried on each."""


# The second one plays every sequence again for each law, and agrees with the first on the rest.
RUNS = {
    "machine-data": ("machine", without_fetches),
    "second-data": ("second", without_fetches),
    "machine-fetches": ("machine", with_fetches),
}


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Run a law on each implementation, and on the configurations that it is tried on."""
    runs: tuple[str, ...] = ("machine", "second")
    if "space" in metafunc.fixturenames:
        runs = tuple(RUNS)
    elif metafunc.cls is not None and metafunc.cls.__name__ == "TestFetches":
        runs = ("machine",)
    if "answers" in metafunc.fixturenames:
        marked = [
            pytest.param(run, marks=pytest.mark.slow if run != "machine-data" else ())
            for run in runs
        ]
        metafunc.parametrize("run", marked, scope="session")


@pytest.fixture(scope="session")
def answers(run: str) -> Answers:
    """One implementation, which remembers what it was asked."""
    return _remembered(run.partition("-")[0])


@pytest.fixture(scope="session")
def space(run: str) -> tuple[Configuration, ...]:
    """The configurations: first those without fetches and then those with them."""
    return RUNS[run][1]()


@cache
def _remembered(implementation: str) -> Answers:
    return cache(IMPLEMENTATIONS[implementation])
