"""An order of events, followed where it was found and elsewhere."""

from __future__ import annotations

from itertools import product

import pytest

from s2tui.arm.coherence.configuration import Configuration, checked
from s2tui.arm.coherence.follow import follow
from s2tui.arm.coherence.machine import Machine, start
from s2tui.arm.coherence.search import search
from s2tui.errors import RequestError

PASSING = Configuration("none", "wb", "nc", "unreachable")
CACHING = Configuration("none", "wb", "wb")


def several() -> list[Configuration]:
    """Configurations of every combination of aliases, with and without fetches."""
    found = []
    values = product(
        ("wb", "none"),
        ("wb", "nc", "none"),
        ("wb", "wt", "nc"),
        ("none", "effective"),
        ("none", "dirty"),
        (False, True),
    )
    for kernel, user, guest, clean, left, fetch in values:
        c = Configuration(kernel, user, guest, clean, left, fetch=fetch)  # type: ignore[arg-type]
        try:
            found.append(checked(c))
        except RequestError:
            continue
    return found


def test_where_it_was_found_it_is_followed_exactly() -> None:
    followed = 0
    for c in several():
        for trace in search(c).findings.values():
            assert follow(c, trace) == trace
            followed += 1
    assert followed > 100


def test_what_leaks_past_the_caches_does_not_through_them() -> None:
    """The spot checks have previous-owner in 3 steps for the one and nothing for the other."""
    trace = search(PASSING).findings["previous-owner"]
    steps = follow(CACHING, trace)
    assert [step.event.id for step in steps if step] == ["zero", "map", "load"]
    last = steps[-1]
    assert last is not None
    assert (last.value, last.damage) == ("Z", None)


def test_an_event_that_cannot_happen_is_left_out_and_the_others_go_on() -> None:
    """The zeroes of a host without a cacheable alias are in memory: nothing is written back."""
    trace = search(PASSING).findings["guest-store-lost"]
    at = [step.event.id for step in trace].index("write-back")
    steps = follow(Configuration("none", "nc", "nc"), trace)
    assert steps[at] is None
    assert all(steps[:at])
    last = steps[-1]
    assert last is not None
    assert (last.value, last.damage) == ("G", None)


def test_an_access_takes_another_mapping_of_the_host_where_its_own_is_not_there() -> None:
    trace = search(Configuration("wb", "nc", "nc")).findings["previous-owner"]
    first = follow(Configuration("none", "nc", "wb"), trace)[0]
    assert trace[0].event.alias == "kernel"
    assert first is not None
    assert first.event.alias == "user"


@pytest.mark.parametrize("c", several()[:12])
def test_whatever_is_followed_is_permitted(c: Configuration) -> None:
    for other in several():
        for trace in search(other).findings.values():
            state = start(c)
            for step in follow(c, trace):
                if step is not None:
                    assert step in tuple(Machine(c).steps(state))
                    state = step.state
