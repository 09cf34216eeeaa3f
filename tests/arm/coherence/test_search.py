"""The machine: against a second one, its traces, and what cannot be."""

from __future__ import annotations

from typing import Any

import pytest

from s2tui.arm.coherence.configuration import Configuration, configuration
from s2tui.arm.coherence.damage import DAMAGES
from s2tui.arm.coherence.machine import SOURCES, Machine, State, start
from s2tui.arm.coherence.search import search
from s2tui.errors import RequestError
from tests.arm.coherence import second
from tests.arm.coherence.configurations import with_fetches, without_fetches

SOME = (
    "wb wb wb none none",
    "wb wb wb effective dirty",
    "wb wb nc none none",
    "wb wb nc effective none",
    "none wb nc unreachable none",
    "none nc nc none dirty",
    "none nc wb unreachable none",
    "wb nc wb effective none",
    "withdrawn none nc unreachable none",
)
"""kernel, user, guest, clean, left."""


def made(words: str, **more: Any) -> Configuration:
    keys = ("kernel", "user", "guest", "clean", "left")
    return configuration({**dict(zip(keys, words.split(), strict=True)), **more})


def found(c: Configuration) -> dict[str, int]:
    return {damage: len(trace) for damage, trace in search(c).findings.items()}


def test_an_old_dirty_line_comes_back_over_the_zeroes_that_went_past_it() -> None:
    answer = search(made("none nc nc none dirty"))
    trace = answer.findings["previous-owner"]
    assert [step.event.id for step in trace] == ["zero", "map", "write-back", "load"]
    assert trace[-1].value == "S"


@pytest.mark.parametrize("words", SOME)
def test_a_trace_is_a_walk_of_the_machine_that_ends_with_its_damage(words: str) -> None:
    c = made(words)
    for damage, trace in search(c).findings.items():
        state = start(c)
        for step in trace:
            assert step in list(Machine(c).steps(state))
            state = step.state
        assert [step.damage for step in trace[:-1]] == [None] * (len(trace) - 1)
        assert trace[-1].damage == damage


def test_every_state_that_can_be_reached_was_counted() -> None:
    """Against a walk that goes deep first and knows nothing of lengths."""
    for words in SOME:
        c = made(words)
        machine, seen = Machine(c), set[State]()
        pending = [start(c)]
        while pending:
            state = pending.pop()
            if state not in seen:
                seen.add(state)
                pending += [step.state for step in machine.steps(state)]
        assert search(c).states == len(seen)
        assert set(search(c).impossible) == DAMAGES.keys() - search(c).findings.keys()


def test_a_second_machine_finds_the_same_in_as_many_steps() -> None:
    """It plays sequences of events, and knows of no states (second.py)."""
    for c in without_fetches():
        assert found(configuration(c._asdict())) == second.answers(c), c


@pytest.mark.slow
def test_a_second_machine_finds_the_same_where_the_guest_fetches() -> None:
    # Device is as Non-cacheable and what reaches nothing as nothing: test_laws.py.
    alike = {"device", "unreachable"}
    for c in (c for c in with_fetches() if not alike & set(c)):
        assert found(configuration(c._asdict())) == second.answers(c), c


def test_a_second_machine_comes_through_as_many_states() -> None:
    for c in without_fetches():
        assert search(configuration(c._asdict())).states == second.states(c), c


def test_what_was_zeroed_through_a_mapping_that_is_gone_is_as_dirty() -> None:
    """The guest meets the same lines; nobody of the host's is there to load or store."""
    gone = found(made("withdrawn none nc unreachable none"))
    assert gone == {"previous-owner": 3, "guest-store-lost": 5}
    assert found(made("withdrawn none wb none none")) == {}


def test_the_first_of_several_shortest_orders_is_the_one_named_first() -> None:
    """The guest's stores are named before what the hardware does: its own is what it reads then.

    A line written back before the host stores would do as well: it would read zeroes.
    """
    trace = search(made("wb wb nc none none")).findings["host-store-lost"]
    assert [(step.event.who, step.event.id) for step in trace] == [
        ("host", "zero"),
        ("kvm", "map"),
        ("guest", "store"),
        ("host", "store"),
        ("guest", "load"),
    ]
    assert trace[-1].value == "G"


def test_without_dic_an_instruction_line_outlives_its_page() -> None:
    stale = {"fetch": True, "idc": True}
    assert found(made("none wb wb none none", icache="unreachable", **stale)) == {"stale-fetch": 4}
    assert found(made("wb wb wb none none", icache="effective", **stale)) == {}
    assert found(made("none wb wb none none", dic=True, **stale)) == {}


def test_without_idc_a_line_that_nobody_cleaned_is_not_what_a_fetch_sees() -> None:
    unclean = made("none wb wb unreachable none", fetch=True, dic=True)
    assert found(unclean) == {"stale-fetch": 3}
    assert found(made("wb wb wb effective none", fetch=True, dic=True)) == {}


def test_a_device_that_writes_past_the_caches_is_not_seen_through_them() -> None:
    assert found(made("wb wb wb none none", dma="coherent")) == {}
    lost = found(made("wb wb wb none none", dma="noncoherent"))
    # zero into the line, map, the device writes memory, the guest hits the line
    assert lost["host-store-lost"] == 4


def test_every_event_has_a_source() -> None:
    for words in SOME:
        for extra in ({"fetch": True}, {"dma": "coherent"}):
            c = made(words, **extra)
            pending, seen = [start(c)], set[State]()
            while pending:
                state = pending.pop()
                for step in Machine(c).steps(state):
                    assert step.event.id in SOURCES
                    if step.state not in seen:
                        seen.add(step.state)
                        pending.append(step.state)


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"kernel": "wt"}, "unknown kernel 'wt'; accepted: wb, none"),
        ({"user": "wt"}, "unknown user 'wt'"),
        ({"fetch": "yes"}, "unknown fetch 'yes'; accepted: false, true"),
        ({"dic": 1}, "unknown dic '1'; accepted: false, true"),
        ({"guest": None}, "unknown guest 'none'"),
        ({"cache": "wb"}, "unknown key 'cache'"),
        ({"kernel": "none", "user": "none"}, "the host has no alias"),
        ({"kernel": "none", "clean": "effective"}, "clean=effective needs kernel=wb"),
        ({"kernel": "none", "icache": "effective"}, "icache=effective needs kernel=wb"),
    ],
)
def test_what_cannot_be_is_said_in_one_line(given: dict[str, Any], said: str) -> None:
    good = {"kernel": "wb", "user": "wb", "guest": "wb", "clean": "none", "left": "none"}
    with pytest.raises(RequestError) as raised:
        configuration({**good, **given})
    assert str(raised.value).startswith(said)
    assert "\n" not in str(raised.value)


def test_what_is_missing_is_named() -> None:
    with pytest.raises(RequestError, match="user is missing"):
        configuration({"kernel": "wb"})
