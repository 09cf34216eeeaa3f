"""Handouts: what is held stands on them, they ask nobody, and their commands are commands."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from typing import TYPE_CHECKING

import pytest

from s2tui.cli.main import run
from s2tui.teach.handout.html import html
from s2tui.teach.handout.markdown import markdown
from s2tui.teach.handout.sheet import Sheet, sheet
from s2tui.teach.handout.svg import svg
from s2tui.teach.lesson import lock
from s2tui.teach.lesson.course import OWN, load
from s2tui.teach.lesson.kinds import Models
from s2tui.teach.lesson.lines import said
from s2tui.teach.lesson.paths import Way
from s2tui.teach.lesson.prose import without_notes
from s2tui.view.kit.text import Span

if TYPE_CHECKING:
    from pathlib import Path

COURSE = load()
EVERY = Way("all", "Everything", 1, tuple(COURSE.steps()))
FORMS = {"html": html, "markdown": markdown}


@pytest.fixture(scope="module")
def whole() -> Sheet:
    """Every step of the course on one sheet."""
    return sheet(EVERY, {one.id: one for one in COURSE.lessons}, Models(), OWN)


@pytest.mark.parametrize("form", FORMS)
def test_a_handout_has_the_answers_that_are_held(whole: Sheet, form: str) -> None:
    held = lock.load(OWN)
    assert held is not None
    questions = [question for part in whole.parts for question in part.questions]
    assert [q.answer for q in questions] == [
        said(held[step.name]["answer"]) for step in EVERY.steps
    ]
    page = FORMS[form](whole, answers=True, blank=False)
    assert all(q.title.split("`")[0][:20].split("'")[0] in page for q in questions)
    assert whole.foot.endswith(lock.digest(OWN, [step.name for step in EVERY.steps]))


@pytest.mark.parametrize("form", FORMS)
def test_a_blank_one_has_room_and_no_reasons(whole: Sheet, form: str) -> None:
    page = FORMS[form](whole, answers=False, blank=True)
    assert "Answers" not in page
    assert ('class="room"' in page) == (form == "html")
    assert ("Because" in page) == (form == "markdown")
    reasons = [q.prose.strip()[:40] for part in whole.parts for q in part.questions if q.prose]
    assert not [reason for reason in reasons if len(reason) == 40 and reason in page]


def test_a_page_asks_nobody_for_anything(whole: Sheet) -> None:
    page = html(whole, answers=True, blank=False)
    seen: set[str] = set()

    class Reader(HTMLParser):
        def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
            seen.update({tag} | {f"{tag} {name}" for name, _ in attrs})

    Reader().feed(page)
    assert not seen & {"script", "link", "img", "iframe", "object", "use", "image"}
    assert not {one for one in seen if one.endswith((" src", " href"))} - {"a href"}
    assert not re.search(r"url\(|@import", page)


def test_the_command_of_each_kind_is_one(whole: Sheet, capsys: pytest.CaptureFixture[str]) -> None:
    commands: dict[str, str] = {}
    for part in whole.parts:
        for question in part.questions:
            words = question.command.split()
            commands.setdefault(words[1], question.command)
    assert {"explain", "whatif", "diff", "combine", "check", "migrate"} <= commands.keys()
    for command in commands.values():
        assert run(command.split()[1:]) in (0, 1), command
        assert capsys.readouterr().err == ""


def test_what_is_for_whoever_presents_is_left_out() -> None:
    text = "One.\n\n> note: wait here\n> for hands\n\n> A quotation.\n"
    assert "wait" not in without_notes(text)
    assert "hands" not in without_notes(text)
    assert "A quotation." in without_notes(text)


def test_a_picture_keeps_columns_and_escapes_text() -> None:
    picture = svg([(Span("a<b", "key"), Span("  東京", "denied"), Span("!", "dim"))], 12)
    assert '<text class="key" x="0" y="13" textLength="24" xml:space="preserve">a&lt;b<' in picture
    assert 'class="dim" x="72"' in picture


def test_it_is_written_by_a_command_and_what_cannot_be_is_said(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    to = tmp_path / "out.html"
    assert run(["lesson", "export", "why-fwb", "--to", str(to), "--blank"]) == 0
    assert to.read_text(encoding="utf-8").startswith("<!DOCTYPE html>")
    capsys.readouterr()
    for words in (["why-fwb"], ["why-fwb", "--to", "x.pdf"], ["nothing", "--to", str(to)]):
        assert run(["lesson", "export", *words]) == 2
        assert len(capsys.readouterr().err.splitlines()) == 1
    assert run(["lesson", "show", "why-fwb", "--blank"]) == 2
