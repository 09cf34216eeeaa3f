"""The app looks as it did: every screen in two sizes and themes, and the pictures of the README."""

from __future__ import annotations

import re
from html import escape

import pytest

from s2tui.tui.commands.screens import SCREENS
from tests.tui import goldens, movie
from tests.tui.goldens import ROOT, SCREENSHOTS, SESSIONS, SNAPSHOTS

EXACT = goldens.exact()
SEVERAL = 2
"""Sizes and themes in which every screen has to be kept."""


@pytest.mark.skipif(bool(EXACT), reason=EXACT)
@pytest.mark.parametrize("session", SESSIONS, ids=lambda session: session.name)
def test_the_screens_look_like_their_pictures(
    session: goldens.Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("NO_COLOR", "TEXTUAL_ANIMATIONS"):
        monkeypatch.delenv(name, raising=False)
    # No diff of files of 100 KB each: where to look and what to do is more useful.
    changed = {shot.name: difference for shot, difference in goldens.differing(session)}
    assert not changed, f"look at {changed}; if it is right: python -m tests.tui.goldens --write"


@pytest.mark.skipif(bool(EXACT), reason=EXACT)
def test_the_moving_picture_shows_the_app(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("NO_COLOR", "TEXTUAL_ANIMATIONS"):
        monkeypatch.delenv(name, raising=False)
    assert goldens.moves(), "look at it; if it is right: python -m tests.tui.goldens --write"


def test_the_moving_picture_shows_one_row_of_each_line_at_any_time() -> None:
    """From its text alone: what the styles say when, over all that is drawn."""
    text = movie.PATH.read_text(encoding="utf-8")
    steps = movie.steps()
    lines: dict[str, list[str]] = {}
    for place, name in re.findall(r"translate\(0 ([\d.]+)\)\"(?: class=\"(w\d+)\")?", text):
        lines.setdefault(place, []).append(name)
    total = sum(step.seconds for step in steps)
    begin = 0.0
    for step in steps:
        middle = (begin + step.seconds / 2) / total * 100
        for place, names in lines.items():
            shown = [name for name in names if not name or _shown(text, name, middle)]
            assert len(shown) == 1, (step.said, place)
        begin += step.seconds
    assert all(f">{escape(step.said)}<" in text for step in steps)


def _shown(text: str, name: str, at: float) -> bool:
    """Whether rows of a kind are seen at a part of the whole, in percent."""
    (rule,) = re.findall(rf"@keyframes {name} {{ (.*) }}", text)
    stops = re.findall(r"([\d.]+)% { visibility: (\w+) }", rule)
    return [bool(kind == "visible") for stop, kind in stops if float(stop) <= at][-1]


@pytest.mark.skipif(bool(EXACT), reason=EXACT)
def test_a_picture_is_the_same_when_it_is_made_again() -> None:
    session = next(s for s in SESSIONS if s.name == "toggled")
    first = goldens.draw(session)
    goldens.draw.cache_clear()
    assert goldens.draw(session) == first
    assert all(picture.count("<text") > 20 for picture in first.values())


def test_a_name_in_the_title_bar_changes_two_pictures() -> None:
    """With the styles below, which Rich numbers from the top left on."""
    names = {shot.name: session for session in SESSIONS for shot in session.shots}
    changed = []
    for name, session in names.items():
        shot = next(shot for shot in session.shots if shot.name == name)
        kept = session.path(shot).read_text(encoding="utf-8")
        styled = re.sub(r"terminal-r(\d+)", lambda use: f"terminal-r{int(use[1]) + 1}", kept)
        other = styled.replace("terminal-r2 {", "terminal-r1 { fill: #123456 }\n.terminal-r2 {")
        other = re.sub(r"(#terminal-line-0\)\">)[^<]*", r"\1RENAMED", other)
        assert other != kept
        if goldens.compared(shot, other) != goldens.compared(shot, kept):
            changed.append(name)
        lower = kept.replace('#terminal-line-2)">', '#terminal-line-2)">RENAMED', 1)
        assert goldens.compared(shot, lower) != goldens.compared(shot, kept)
    assert sorted(changed) == sorted(goldens.WHOLE)


def test_every_screen_is_kept_at_two_sizes_and_in_two_themes() -> None:
    for entry in SCREENS:
        kept = {
            (session.size, session.theme)
            for session in SESSIONS
            for shot in session.shots
            if session.folder == SNAPSHOTS and shot.name.startswith(f"{entry.name}-")
        }
        assert len({size for size, _ in kept}) >= SEVERAL
        assert len({theme for _, theme in kept}) >= SEVERAL


def test_no_picture_is_kept_that_nothing_makes() -> None:
    assert goldens.strays() == []
    names = [session.path(shot) for session in SESSIONS for shot in session.shots]
    assert len(set(names)) == len(names)


def test_the_readme_shows_pictures_that_are_made_from_the_app() -> None:
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    shown = {part.split(")")[0] for part in text.split("](screenshots/")[1:]}
    made = {session.path(s).name for session in SESSIONS for s in session.shots}
    made.add(movie.PATH.name)
    assert shown
    assert shown <= {path.name for path in SCREENSHOTS.glob("*.svg")} & made
