"""The implementations of the coherence machine, and the spaces that laws are tried on."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

import pytest

from tests.arm.coherence import second
from tests.arm.coherence.configurations import with_fetches, without_fetches

if TYPE_CHECKING:
    from tests.arm.coherence.configurations import Answers, Configuration

IMPLEMENTATIONS: dict[str, Answers] = {"second": second.answers}
"""Functions from a configuration to its findings; spot checks and laws are tried on each."""
SPACES = {"data": without_fetches, "fetches": with_fetches}


@pytest.fixture(scope="session", params=list(IMPLEMENTATIONS))
def answers(request: pytest.FixtureRequest) -> Answers:
    """One implementation, which remembers what it was asked."""
    return cache(IMPLEMENTATIONS[request.param])


@pytest.fixture(scope="session", params=["data", pytest.param("fetches", marks=pytest.mark.slow)])
def space(request: pytest.FixtureRequest) -> tuple[Configuration, ...]:
    """Every configuration, first without and then with fetches."""
    return SPACES[request.param]()
