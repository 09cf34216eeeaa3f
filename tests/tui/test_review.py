"""Review: a series of an invented kernel, patch by patch, with the line that decides."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from s2tui.cli import trees
from s2tui.kvm.policies import registry
from s2tui.source.review.request import parse
from s2tui.tui.screens.explore import ExploreScreen
from s2tui.tui.screens.review import ReviewScreen
from tests.source.review.invented import files
from tests.source.trees.invented import repository, run
from tests.tui.driving import MEDIUM, NARROW, WIDE, driven, press, screen_text, until
from tests.tui.settling import settled

if TYPE_CHECKING:
    from pathlib import Path

    from textual.pilot import Pilot

    from s2tui.tui.app import S2App

BRANCH = "  if (is_fast(vcpu)) {"
NEW = "  if (cpus_have_final_cap(ARM64_HAS_CACHE_DIC))\n    return -EPERM;\n"
QUIET = ("  int found = 0;", "  int found = 0, more = 0;")


@pytest.fixture
def repo(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """v0, then what changes nothing, then a new branch; trees can be asked as kernels."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    monkeypatch.setattr(registry, "OPENERS", [trees.opened])
    return repository(
        tmp_path / "repo", files(), files(QUIET), files(QUIET, (BRANCH, NEW + BRANCH))
    )


async def reviewed(app: S2App, pilot: Pilot[None], *words: str) -> ReviewScreen:
    """The screen, when all of it is there."""
    app.open("review").take(words)
    screen = app.screen
    assert isinstance(screen, ReviewScreen)
    await until(pilot, lambda: screen.found)
    await settled(pilot)
    return screen


@pytest.mark.parametrize("size", [NARROW, MEDIUM, WIDE])
@driven()
async def test_a_series_is_walked_patch_by_patch(
    app: S2App, pilot: Pilot[None], repo: Path, size: tuple[int, int]
) -> None:
    assert app.size == size
    screen = await reviewed(app, pilot, "v0..v2", "-C", str(repo))
    assert [one.review.status for one in screen.found] == [0, 1, 1]
    assert "1 of 3" in screen_text(app)
    assert "No difference in any scenario" in screen_text(app)
    await press(pilot, "right_square_bracket")
    assert "2 of 3" in screen_text(app)
    assert "end otherwise, by the line at which they part" in screen_text(app)
    await press(pilot, "left_square_bracket", "left_square_bracket")
    assert "3 of 3: all 2 patches together" in screen_text(app)


@driven(size=WIDE)
async def test_the_deciding_line_is_marked_and_its_scenario_is_one_key_away(
    app: S2App, pilot: Pilot[None], repo: Path
) -> None:
    await reviewed(app, pilot, "v1..v2", "-C", str(repo))
    await press(pilot, "down", "down")
    (marked,) = [line for line in screen_text(app).splitlines() if "▶" in line and "+" in line]
    assert "cpus_have_final_cap(ARM64_HAS_CACHE_DIC)" in marked
    await press(pilot, "enter")
    await until(pilot, lambda: isinstance(app.screen, ExploreScreen))
    state = app.state
    assert state is not None
    assert state.scenario.host_dic
    assert state.baseline is not None
    assert (state.kernel.endswith("^"), state.baseline.kernel.endswith("^")) == (False, True)
    assert "EPERM" in screen_text(app)
    await press(pilot, "escape")
    assert isinstance(app.screen, ReviewScreen)


@driven(size=MEDIUM)
async def test_a_mail_is_reviewed_by_a_line(app: S2App, pilot: Pilot[None], repo: Path) -> None:
    mail = repo.parent / "one.mbox"
    mail.write_text(run(repo, "format-patch", "--stdout", "v1..v2"), encoding="utf-8")
    await press(pilot, "colon")
    for sign in f"review {mail} -C {repo} --base v1":
        await pilot.press(sign if sign.isalnum() else {" ": "space", "-": "minus"}.get(sign, sign))
    await press(pilot, "enter")
    screen = app.screen
    assert isinstance(screen, ReviewScreen)
    await until(pilot, lambda: screen.found)
    assert screen.found[0].review.differs
    (result,) = screen.results()
    assert result.command.startswith(f"s2tui review --patch {mail} --base v1 -C {repo}")


@driven(size=MEDIUM)
async def test_a_series_is_copied_patch_by_patch_and_whole(
    app: S2App, pilot: Pilot[None], repo: Path
) -> None:
    screen = await reviewed(app, pilot, "v0..v2", "-C", str(repo))
    one, whole = screen.results()
    assert (one.command, whole.command) == ("", f"s2tui review v0..v2 -C {repo}")
    texts = [make() for make in (one.forms["text"], whole.forms["text"]) if callable(make)]
    assert texts[0] in texts[1]
    assert max(len(line) for text in texts for line in text.splitlines()) <= 72
    make = whole.forms["json"]
    assert callable(make)
    assert [each["status"] for each in json.loads(make())] == [0, 1, 1]


@driven(size=MEDIUM)
async def test_what_cannot_be_reviewed_is_said_in_a_line(
    app: S2App, pilot: Pilot[None], repo: Path
) -> None:
    await press(pilot, "9")
    assert "review HEAD~3..HEAD -C ~/linux" in screen_text(app)
    app.open("review").take(["v0..nothing", "-C", str(repo)])
    await until(pilot, lambda: app._notifications)
    assert "nothing" in screen_text(app)


@pytest.mark.parametrize(
    ("words", "wrong"),
    [
        (["one"], "review takes A..B"),
        (["-C"], "-C takes a value"),
        (["--bse", "x"], "unknown option"),
        (["a..b", "x.mbox"], "patches go without 'a..b'"),
    ],
)
def test_words_that_ask_for_nothing_are_refused(words: list[str], wrong: str) -> None:
    with pytest.raises(ValueError, match=wrong):
        parse(words)


def test_the_command_asks_for_the_same() -> None:
    words = ["x.mbox", "-C", "linux", "--base", "v6.12"]
    assert parse(parse(words).command[1:]) == parse(words)
