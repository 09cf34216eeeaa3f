"""What survives between sessions, and what a damaged file does."""

from __future__ import annotations

import asyncio
import json
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from s2tui.kvm.policies.registry import DEFAULT as KERNEL
from s2tui.kvm.policies.registry import POLICIES
from s2tui.kvm.scenario.fields import DEFAULT, bind, filled
from s2tui.tui.commands.screens import SCREENS
from s2tui.tui.session import store
from s2tui.tui.session.history import Session
from s2tui.tui.session.state import Baseline, State
from s2tui.tui.session.store import Saved
from s2tui.tui.start import begin
from tests.strategies import wishes
from tests.tui.driving import press

if TYPE_CHECKING:
    from pathlib import Path

    from s2tui.kvm.scenario.fields import Scenario
    from s2tui.tui.app import S2App

NOTHING = (None, (), None)

scenarios = wishes()
kernels = st.sampled_from([*POLICIES, "v6.12"])
baselines = st.builds(Baseline, scenarios.map(lambda s: bind(s)[0]), kernels)
states = st.one_of(
    st.builds(State, scenarios, kernels, st.none() | baselines),
    st.builds(State, scenarios, kernels, baselines, st.just(True)),
)
sessions = st.builds(
    Saved,
    st.none() | states,
    st.lists(states, max_size=3).map(tuple),
    st.lists(states, max_size=3).map(tuple),
    st.sampled_from([entry.name for entry in SCREENS]),
    st.sampled_from(["", "light"]),
)


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(saved=sessions)
def test_what_was_saved_comes_back_as_it_was(tmp_path: Path, saved: Saved) -> None:
    file = tmp_path / "deep" / "state.json"
    store.save(file, saved)
    assert store.load(file) == (saved, "")
    assert [path.name for path in file.parent.iterdir()] == ["state.json"]


def test_where_nothing_was_saved_there_is_nothing_to_say(tmp_path: Path) -> None:
    assert store.load(tmp_path / "state.json") == (Saved(), "")


GOOD = {"version": 1, "screen": "diff", "theme": "", "state": None, "undo": [], "redo": []}
STATE = {"kernel": "v6.9", "scenario": "", "baseline": None, "pinned": False}


@pytest.mark.parametrize(
    "text",
    [
        "",
        "{",
        "[]",
        "7",
        "null",
        "\x00",
        "[" * 100_000,
        json.dumps(GOOD | {"version": 99}),
        json.dumps(GOOD | {"theme": 3}),
        json.dumps(GOOD | {"screen": []}),
        json.dumps(GOOD | {"undo": 5}),
        json.dumps(GOOD | {"state": STATE | {"kernel": "v9.9"}}),
        json.dumps(GOOD | {"state": STATE | {"kernel": 3}}),
        json.dumps(GOOD | {"state": STATE | {"scenario": "host.fbw=true"}}),
        json.dumps(GOOD | {"state": STATE | {"baseline": 7}}),
        json.dumps({key: value for key, value in GOOD.items() if key != "redo"}),
    ],
)
def test_a_damaged_file_is_set_aside_and_the_app_begins_anew(tmp_path: Path, text: str) -> None:
    file = tmp_path / "state.json"
    file.write_text(text)
    saved, said = store.load(file)
    assert saved == Saved()
    assert not file.exists()
    assert (tmp_path / "state.json.damaged").read_text() == text
    assert str(tmp_path / "state.json.damaged") in said
    assert "\n" not in said


def test_bytes_that_are_no_text_are_set_aside_too(tmp_path: Path) -> None:
    file = tmp_path / "state.json"
    file.write_bytes(b"\xff\xfe\x00")
    assert store.load(file)[0] == Saved()
    assert (tmp_path / "state.json.damaged").read_bytes() == b"\xff\xfe\x00"


def test_a_file_that_cannot_be_replaced_stays_as_it_was(tmp_path: Path) -> None:
    file = tmp_path / "state.json"
    file.mkdir()
    with pytest.raises(OSError, match="state"):
        store.save(file, Saved())
    assert [path.name for path in tmp_path.iterdir()] == ["state.json"]


def run(app: S2App, *keys: str) -> None:
    """Open the app, press keys, and leave it."""

    async def drive() -> None:
        async with app.run_test(size=(80, 24)) as pilot:
            await pilot.pause()
            await press(pilot, *keys)
            app.keep()

    asyncio.run(drive())


def test_the_next_session_begins_where_the_last_one_ended() -> None:
    run(begin(NOTHING, None, fresh=False), "f", "A", "d", "T", "3")
    app = begin(NOTHING, None, fresh=False)
    assert app.state is not None
    assert (app.state.scenario.host_fwb, app.state.scenario.host_dic) == (False, False)
    assert app.state.pinned
    assert app.session.screen == "diff"
    theme = app.paint.theme.name
    assert theme != "dark"
    run(app, "1", "u", "u", "u")
    back = begin(NOTHING, None, fresh=False)
    assert back.state == State(DEFAULT, KERNEL)
    assert back.paint.theme.name == theme


def test_fresh_ignores_what_was_saved_and_what_is_asked_for_wins() -> None:
    run(begin(NOTHING, None, fresh=False), "f", "T", "3")
    assert begin(NOTHING, None, fresh=True).state == State(DEFAULT, KERNEL)
    scenario: Scenario = filled({"backing": "pfnmap"})
    asked = begin((scenario, ("noted",), "v6.9"), "light", fresh=False)
    assert asked.state == State(scenario, "v6.9")
    assert asked.paint.theme.name == "light"
    assert asked.session.screen == "explore"


def test_a_theme_that_is_gone_is_replaced_with_a_notice(home: Path) -> None:
    file = store.path()
    assert home in file.parents
    store.save(file, Saved(theme="mine"))
    assert begin(NOTHING, None, fresh=False).paint.theme.name == "dark"


def test_where_nothing_can_be_written_the_app_goes_on(tmp_path: Path) -> None:
    (tmp_path / "in-the-way").write_text("")
    app = begin(NOTHING, None, fresh=False)
    app.session = Session(tmp_path / "in-the-way" / "state.json")
    run(app, "f")
    assert app.state is not None
    assert not app.state.scenario.host_fwb
    assert app.session.file is None
