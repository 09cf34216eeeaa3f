"""Which named case one is looking at is said as long as it is that one."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from s2tui.kvm.scenario.fields import DEFAULT
from s2tui.kvm.scenario.named import askable
from s2tui.kvm.scenario.notation import parse_words
from s2tui.tui.line.scenarios import exactly
from s2tui.tui.session import cases
from s2tui.tui.session.cases import case_of
from s2tui.tui.session.state import State, moved
from tests.tui.driving import MEDIUM, NARROW, driven, press, screen_lines, until

if TYPE_CHECKING:
    from textual.pilot import Pilot

    from s2tui.tui.app import S2App

HERE = State(DEFAULT, "v7.3")


@pytest.mark.parametrize("name", sorted(askable()))
def test_a_case_that_was_asked_for_is_the_one_that_is_named(name: str) -> None:
    state = exactly([f"@{name}"], HERE).state
    assert state is not None
    # Ordinary memory is said to be that: every field at its default.
    assert case_of(state) == (f"@{name}" if state.scenario != DEFAULT else "")
    assert case_of(moved(state, state.wanted, "v6.9")) == case_of(state)


def test_a_scenario_that_is_changed_is_the_case_no_more_and_again_when_changed_back() -> None:
    state = exactly(["@E34"], HERE).state
    assert state is not None
    changed = moved(state, parse_words(["@E34", "access.kind=write"]).scenario, "v7.3")
    assert case_of(changed) != "@E34"
    assert case_of(moved(changed, state.wanted, "v7.3")) == "@E34"


def test_nothing_is_read_for_a_scenario_that_nobody_asked_for_by_name() -> None:
    cases.cases.cache_clear()
    wanted = parse_words(["@gpu-memory"]).scenario
    cases.cases.cache_clear()
    assert case_of(State(wanted, "v7.3")) == ""
    assert cases.cases.cache_info().currsize == 0
    cases.cases()
    assert case_of(State(wanted, "v7.3")) == "@gpu-memory"


def test_cases_that_are_alike_are_named_together_where_none_was_asked_for() -> None:
    cases.cases()
    assert case_of(State(parse_words(["@E28"]).scenario, "v7.3")) == "@E28 @E30"
    assert case_of(State(parse_words(["@E34"]).scenario, "v7.3")) == "@E7 @E8 …"


@driven("@gpu-memory", size=NARROW, kernel="v7.3")
async def test_the_title_names_the_case_on_every_screen(app: S2App, pilot: Pilot[None]) -> None:
    await until(pilot, lambda: " @gpu-memory " in screen_lines(app)[0])
    await press(pilot, "6")
    await until(pilot, lambda: " @gpu-memory " in screen_lines(app)[0])
    await press(pilot, "1", "f")
    await until(pilot, lambda: "@gpu-memory " not in screen_lines(app)[0])
    await press(pilot, "f")
    await until(pilot, lambda: " @gpu-memory " in screen_lines(app)[0])


@driven(size=MEDIUM, kernel="v7.3")
async def test_the_title_names_the_case_that_the_palette_took(
    app: S2App, pilot: Pilot[None]
) -> None:
    await press(pilot, "colon", *"@E30", "enter")
    await until(pilot, lambda: " @E30 " in screen_lines(app)[0])
    await press(pilot, "u")
    await until(pilot, lambda: "@E30" not in screen_lines(app)[0])
