"""What is particular to the second implementation: its refusals, and that it plays far enough."""

from __future__ import annotations

import pytest

from tests.arm.coherence.configurations import Configuration, with_fetches, without_fetches
from tests.arm.coherence.second import LONGEST, answers, play, states

ENOUGH = 12
"""With so many events every world is reached, fetches included, and one is left to show it."""


@pytest.mark.parametrize(
    "configuration",
    [
        Configuration("none", "none", "wb"),
        Configuration("none", "wb", "nc", clean="effective"),
        Configuration("none", "wb", "wb", icache="effective", fetch=True),
    ],
)
def test_what_cannot_be_is_refused(configuration: Configuration) -> None:
    with pytest.raises(ValueError, match="no such configuration"):
        answers(configuration)


def test_there_are_as_many_configurations_as_the_values_make() -> None:
    # With the kernel's alias 4 user, 4 guest and 3 clean; without it 3, 4 and 2; 3 left, 3 DMA.
    assert len(without_fetches()) == (4 * 4 * 3 + 3 * 4 * 2) * 3 * 3
    # And DIC, IDC, and three or two ways to invalidate.
    assert len(with_fetches()) == (4 * 4 * 3 * 3 + 3 * 4 * 2 * 2) * 3 * 3 * 4


UNCACHED = Configuration("none", "nc", "nc")


@pytest.mark.parametrize(
    ("configuration", "expected"),
    [
        # Given, zeroed, running with Z, Y or G in memory.
        (UNCACHED, 5),
        # Each with the line, or without.
        (UNCACHED._replace(left="clean"), 10),
        # Given: dirty, clean or dropped. Then with each of the last stores in memory: the same, and
        # S brought back with the line clean or dropped.
        (UNCACHED._replace(left="dirty"), 3 + 4 * 5),
        # Given: with a line or without. Zeroed, running: Z in the line, in memory, or in both.
        # Y and G: in both, in memory, or the line dirty over any of S, Z, Y, G.
        (Configuration("wb", "none", "wb"), 2 + 2 * 3 + 2 * 6),
    ],
)
def test_states_are_those_counted_by_hand(configuration: Configuration, expected: int) -> None:
    assert states(configuration) == expected


def test_longer_sequences_of_data_lead_nowhere_else() -> None:
    for c in without_fetches():
        played = play(c, LONGEST)
        # Each world was reached with an event to spare, so each event was played in each of them.
        assert min(played.worlds.values()) > 0, c


@pytest.mark.slow
def test_longer_sequences_show_nothing_else() -> None:
    # A dirty line becomes a clean one or none, so the others see no world that this does not.
    # What is as something else (test_laws.py) is left out.
    like_others = {"device", "unreachable"}
    for c in (c for c in with_fetches() if c.left == "dirty" and not like_others & set(c)):
        played = play(c, ENOUGH)
        assert min(played.worlds.values()) > 0, c
        assert played.found == answers(c), c


def test_margin_is_two() -> None:
    steps = {steps for c in without_fetches() for steps in answers(c).values()}
    assert max(steps) == LONGEST - 2
