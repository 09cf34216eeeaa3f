"""Configurations whose answers were worked out by hand: the specification's table, and fetches."""

from __future__ import annotations

from itertools import product
from typing import TYPE_CHECKING

import pytest

from tests.arm.coherence.configurations import MAINTENANCE, Configuration

if TYPE_CHECKING:
    from tests.arm.coherence.configurations import Answers

EITHER = MAINTENANCE
NO_EFFECT = ("none", "unreachable")
"""All that there is without a mapping in the kernel."""
UNCACHED = ("nc", "device")
UNCLEANED = {
    "previous-owner": 3,
    "host-reads-stale": 4,
    "host-store-lost": 5,
    "guest-store-lost": 5,
}
ROWS = [
    ("all-write-back", ("wb",), ("wb",), ("wb",), EITHER, {}),
    ("uncleaned", ("wb",), ("wb",), ("nc",), NO_EFFECT, UNCLEANED),
    (
        "cleaned",
        ("wb",),
        ("wb",),
        ("nc",),
        ("effective",),
        {"host-store-lost": 4, "host-reads-stale": 5, "guest-store-lost": 6},
    ),
    ("out-of-reach", ("none",), ("wb",), ("nc",), ("unreachable",), UNCLEANED),
    ("all-uncached", ("none",), UNCACHED, UNCACHED, NO_EFFECT, {}),
    (
        "cacheable-guest",
        ("none",),
        ("nc",),
        ("wb",),
        NO_EFFECT,
        {"host-reads-stale": 4, "host-store-lost": 5, "host-disagrees": 6},
    ),
    (
        "uncached-vmm",
        ("wb",),
        ("nc",),
        ("wb",),
        ("effective",),
        {"host-reads-stale": 4, "host-disagrees": 4, "host-store-lost": 5},
    ),
]
"""The rows of the table in which the previous owner left nothing in the caches."""


@pytest.mark.parametrize(
    ("configuration", "expected"),
    [
        pytest.param(c, expected, id="-".join((name, *c[:4])))
        for name, kernel, user, guest, clean, expected in ROWS
        for c in (Configuration(*drawn) for drawn in product(kernel, user, guest, clean))
    ],
)
def test_table_row(
    answers: Answers, configuration: Configuration, expected: dict[str, int]
) -> None:
    assert answers(configuration) == expected


@pytest.mark.parametrize("clean", NO_EFFECT)
def test_dirty_line_of_the_previous_owner_comes_back_over_the_zeroes(
    answers: Answers, clean: str
) -> None:
    found = answers(Configuration("none", "nc", "nc", clean, left="dirty"))
    # Zeroed past the line, mapped, and the line written back in one of three places; then a load,
    # or the guest's store before the write-back and the host's load.
    assert found == {"previous-owner": 4, "host-disagrees": 4, "host-reads-stale": 5}


COHERENT = Configuration("wb", "wb", "wb", "effective", fetch=True)
MIXED = COHERENT._replace(guest="nc", icache="effective")
FETCHES = [
    # Taken in before the zeroes, and never invalidated: in, zeroed, mapped, fetched.
    ("kept-from-before", COHERENT._replace(idc=True), 4),
    ("out-of-reach", Configuration("none", "nc", "nc", icache="unreachable", fetch=True), 4),
    ("invalidated", COHERENT._replace(icache="effective"), None),
    ("dic", COHERENT._replace(dic=True), None),
    # The zeroes are in the data line alone, and a fetch without IDC may pass it.
    ("not-cleaned", COHERENT._replace(clean="none", icache="effective"), 3),
    ("idc", COHERENT._replace(clean="none", icache="effective", idc=True), None),
    # Zeroed, mapped, stored by the host into the line; the guest maintains if it has to; fetched.
    ("past-the-line", MIXED, 5),
    ("past-the-line-idc", MIXED._replace(idc=True), 5),
    ("past-the-line-dic", MIXED._replace(dic=True), 5),
    ("past-the-line-both", MIXED._replace(dic=True, idc=True), 4),
    # Zeroed into the line, mapped, stored by the device past it, fetched from the line.
    (
        "device-past-the-line",
        COHERENT._replace(clean="none", dma="noncoherent", dic=True, idc=True),
        4,
    ),
]


@pytest.mark.parametrize(
    ("configuration", "steps"), [pytest.param(c, n, id=name) for name, c, n in FETCHES]
)
def test_stale_fetch(answers: Answers, configuration: Configuration, steps: int | None) -> None:
    assert answers(configuration).get("stale-fetch") == steps
