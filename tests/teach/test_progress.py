"""What is asked again, and when: five boxes of 1, 3, 7, 21 and 60 days."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

import pytest

from s2tui.teach.quiz.progress import DAYS, Card, Pair, Progress, load, pair_of, save
from s2tui.teach.quiz.rounds import about
from s2tui.teach.quiz.seeds import Seed

if TYPE_CHECKING:
    from pathlib import Path

    from s2tui.teach.quiz.question import Choice, Question

DAY = date(2026, 11, 28)
PAIR = Pair("dic", "fwb-is-enough")


@pytest.fixture(scope="module")
def question() -> Question:
    found = about(Seed("K7Q2"), *PAIR)
    assert found is not None
    return found


def misled(question: Question) -> Choice:
    return next(c for c in question.choices if c.misconception == PAIR.misconception)


def test_what_was_wrong_is_due_tomorrow_and_what_was_right_is_not(question: Question) -> None:
    progress = Progress().after(question, misled(question), DAY)
    assert progress.cards == {PAIR: Card(1, DAY + timedelta(days=1))}
    assert progress.due(DAY) == []
    assert progress.due(DAY + timedelta(days=1)) == [PAIR]
    assert Progress().after(question, question.right, DAY).cards == {}


def test_a_wrong_choice_without_a_name_is_about_its_concept(question: Question) -> None:
    nameless = question.choices[0]._replace(right=False, misconception="", concept="mte")
    assert pair_of(question, nameless) == Pair("mte")
    of_the_question = nameless._replace(concept="")
    assert pair_of(question, of_the_question) == Pair(question.concepts[0])


def test_right_when_it_is_due_puts_it_one_box_further_until_it_is_known(question: Question) -> None:
    progress, day = Progress({PAIR: Card(1, DAY)}), DAY
    for box in range(2, len(DAYS) + 1):
        progress = progress.after(question, question.right, day)
        day += timedelta(days=DAYS[box - 1])
        assert progress.cards == {PAIR: Card(box, day)}
    assert progress.after(question, question.right, day).cards == {}


def test_right_before_it_is_due_changes_nothing_and_wrong_begins_anew(question: Question) -> None:
    progress = Progress({PAIR: Card(4, DAY + timedelta(days=5))})
    assert progress.after(question, question.right, DAY) == progress
    again = progress.after(question, misled(question), DAY)
    assert again.cards == {PAIR: Card(1, DAY + timedelta(days=1))}


def test_the_longest_due_comes_first() -> None:
    late, later = Pair("fwb"), Pair("mte")
    progress = Progress({late: Card(2, DAY), later: Card(1, DAY - timedelta(days=3))})
    assert progress.due(DAY) == [later, late]


def test_it_is_there_again(tmp_path: Path) -> None:
    file = tmp_path / "deep" / "progress.json"
    assert load(file) == (Progress(), "")
    progress = Progress({PAIR: Card(3, DAY), Pair("mte"): Card(1, DAY)})
    save(file, progress)
    assert load(file) == (progress, "")


def test_what_this_version_does_not_know_is_left_out(tmp_path: Path) -> None:
    file = tmp_path / "progress.json"
    save(file, Progress({Pair("no-such"): Card(1, DAY), Pair("dic", "gone"): Card(1, DAY)}))
    assert load(file) == (Progress(), "")


def card(concept: str, box: str, due: str) -> str:
    """A file with one card, of values in JSON."""
    one = f'{{"concept": {concept}, "misconception": "", "box": {box}, "due": {due}}}'
    return f'{{"version": 1, "cards": [{one}]}}'


@pytest.mark.parametrize(
    "text",
    [
        "",
        "{",
        "[]",
        '{"version": 2, "cards": []}',
        '{"version": 1}',
        card('"dic"', "6", '"2026-11-28"'),
        card('"dic"', "true", '"2026-11-28"'),
        card('"dic"', "1", '"soon"'),
        card("[]", "1", '"2026-11-28"'),
    ],
)
def test_a_damaged_file_is_set_aside_and_said(tmp_path: Path, text: str) -> None:
    file = tmp_path / "progress.json"
    file.write_text(text, "utf-8")
    progress, said = load(file)
    assert progress == Progress()
    assert "progress.json.damaged" in said
    assert not file.exists()
    assert (tmp_path / "progress.json.damaged").read_text("utf-8") == text
