"""A policy in a file of somebody's own, while they work on it."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from s2tui.kvm.policies.registry import find, listed
from s2tui.tui.screens.check import CheckScreen
from s2tui.tui.screens.diff import DiffScreen
from s2tui.tui.session.state import State
from tests.tui.driving import MEDIUM, driven, press, screen_text, until

if TYPE_CHECKING:
    from pathlib import Path

    import pytest
    from textual.pilot import Pilot

    from s2tui.tui.app import S2App

REFUSES = """
from s2tui.kvm.policies.kernels.v7_3 import policy as v7_3
from s2tui.kvm.policy.results import refuse_memslot
from s2tui.kvm.policy.rule import check


@check("memslot", "no {what} memory", "a test")
def refuse_some(scenario, decided):
    return refuse_memslot("EINVAL") if scenario.backing == "{what}" else None


policy = v7_3.patched("mine", "a test's", lambda p: p.insert(refuse_some, before=p.rules[0]))
"""
FAILS = REFUSES.replace('scenario.backing == "{what}"', "scenario.no_such_field")


def write(path: Path, text: str) -> str:
    """Write a file so that it looks changed however fast that was."""
    before = path.stat().st_mtime_ns if path.exists() else 0
    path.write_text(text, encoding="utf-8")
    os.utime(path, ns=(before + 1_000_000_000, before + 1_000_000_000))
    return str(path)


def mine(app: S2App, tmp_path: Path, what: str = "shmem") -> str:
    """Ask a policy of a file."""
    path = write(tmp_path / "mine.py", REFUSES.format(what=what))
    find(path)
    assert app.state is not None
    app.go(State(app.state.wanted, path))
    return path


@driven(size=MEDIUM)
async def test_the_key_back_is_the_inverse_of_the_key_on(
    app: S2App, pilot: Pilot[None], tmp_path: Path
) -> None:
    path = mine(app, tmp_path)
    kernels = []
    for key in ("n", "N", "N", "n"):
        await press(pilot, key)
        assert app.state is not None
        kernels.append(app.state.kernel)
    at = listed().index(path)
    assert kernels == [listed()[at + 1], path, "v7.3", path]


@driven(size=MEDIUM)
async def test_an_own_policy_stays_in_every_list(
    app: S2App, pilot: Pilot[None], tmp_path: Path
) -> None:
    path = mine(app, tmp_path)
    await press(pilot, "n", "2")
    assert path in app.screen.table.names  # type: ignore[attr-defined]
    await press(pilot, "4")
    assert path in app.screen.table.names  # type: ignore[attr-defined]


@driven(size=MEDIUM)
async def test_diff_begins_at_what_was_patched(
    app: S2App, pilot: Pilot[None], tmp_path: Path
) -> None:
    path = mine(app, tmp_path)
    await press(pilot, "3")
    assert isinstance(app.screen, DiffScreen)
    assert (app.screen.first, app.screen.second) == ("v7.3", path)


@driven("backing=pfnmap", size=MEDIUM)
async def test_a_file_that_changes_is_read_again_and_says_what_changed(
    app: S2App, pilot: Pilot[None], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    said: list[str] = []
    monkeypatch.setattr(type(app), "notice", lambda _, text: said.append(text))
    path = mine(app, tmp_path)
    await press(pilot, "tab")
    write(tmp_path / "mine.py", REFUSES.format(what="pfnmap"))
    await until(pilot, lambda: said)
    [text] = said
    assert text.startswith("mine.py re-read: refuse-some changed; here memslot ok → error EINVAL")
    assert app.answer.report.outcome.memslot.errno == "EINVAL"
    await until(pilot, lambda: "EINVAL" in screen_text(app))
    assert app.state is not None
    assert app.state.kernel == path


@driven("backing=pfnmap", size=MEDIUM)
async def test_an_error_in_a_file_is_a_line_and_the_last_good_one_stays(
    app: S2App, pilot: Pilot[None], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    said: list[str] = []
    monkeypatch.setattr(type(app), "notice", lambda _, text: said.append(text))
    mine(app, tmp_path)
    await pilot.pause()
    before = app.answer.report
    for broken in ("policy = (", FAILS):
        said.clear()
        write(tmp_path / "mine.py", broken)
        app.reread()
        [text] = said
        assert "mine.py:" in text
        assert text.endswith("; what mine.py said before stays")
        assert app.answer.report is before


@driven(size=MEDIUM)
async def test_a_rule_that_fails_for_another_scenario_keeps_the_present_one(
    app: S2App, pilot: Pilot[None], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    said: list[str] = []
    monkeypatch.setattr(type(app), "notice", lambda _, text: said.append(text))
    text = REFUSES.replace(
        'refuse_memslot("EINVAL") if',
        'dict()["it"] if scenario.backing == "pfnmap" else None if',
    ).format(what="hole")
    path = write(tmp_path / "mine.py", text)
    find(path)
    assert app.state is not None
    before = app.state
    app.go(State(app.state.wanted, path))
    assert app.state is before
    assert ["mine.py:9: KeyError" in one for one in said] == [True]
    await press(pilot, "f")
    assert app.is_running


@driven(size=MEDIUM)
async def test_check_and_compare_answer_anew_for_a_file_that_changed(
    app: S2App, pilot: Pilot[None], tmp_path: Path
) -> None:
    path = mine(app, tmp_path)
    await press(pilot, "4")
    check = app.screen
    assert isinstance(check, CheckScreen)
    await until(pilot, lambda: path in check.found)
    before = check.found[path]
    write(tmp_path / "mine.py", REFUSES.format(what="pfnmap"))
    app.reread()
    assert check.found.get(path) is not before
    await until(pilot, lambda: path in check.found)
    assert check.found[path] != before
