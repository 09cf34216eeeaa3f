"""What is kept of lessons: written and read, and what becomes of a damaged file."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from s2tui.teach.run.store import MOST, Progress, Told, load, save

if TYPE_CHECKING:
    from pathlib import Path

DAY = date(2026, 3, 1)


def test_what_is_kept_is_read_again(tmp_path: Path) -> None:
    kept = Progress(last="dic#cap").after("dic#no-dic", Told("ok", right=False, on=DAY))
    kept = kept.after("dic#cap", Told("0", right=True, on=DAY))
    file = tmp_path / "lessons.json"
    save(file, kept)
    assert load(file) == (kept, "")
    assert kept.of(["dic#no-dic", "dic#cap", "dic#machines"]) == (2, 1)


def test_the_latest_answer_counts() -> None:
    kept = Progress().after("dic#cap", Told("1", right=False, on=DAY))
    kept = kept.after("dic#cap", Told("0", right=True, on=DAY))
    assert kept.of(["dic#cap"]) == (1, 1)


def test_no_more_are_kept_than_can_be_read_quickly() -> None:
    kept = Progress({f"x#{at}": Told("ok", right=True, on=DAY) for at in range(MOST)})
    kept = kept.after("y#z", Told("ok", right=True, on=DAY))
    assert len(kept.answers) == MOST
    assert "x#0" not in kept.answers


def test_without_a_file_there_is_nothing(tmp_path: Path) -> None:
    assert load(tmp_path / "lessons.json") == (Progress(), "")


@pytest.mark.parametrize(
    "text",
    [
        "",
        "[]",
        '{"version": 2}',
        '{"version": 1, "last": "", "answers": []}',
        '{"version": 1, "last": 3, "answers": {}}',
        '{"version": 1, "last": "", "answers": {"a": {"answer": "x", "right": "y", "on": ""}}}',
        '{"version": 1, "last": "", "answers": {"a": {"answer": "x", "right": true, "on": "x"}}}',
    ],
)
def test_a_damaged_file_is_set_aside_and_that_is_said(tmp_path: Path, text: str) -> None:
    file = tmp_path / "lessons.json"
    file.write_text(text, encoding="utf-8")
    found, said = load(file)
    assert found == Progress()
    assert str(file) in said
    assert not file.exists()
    assert (tmp_path / "lessons.json.damaged").read_text(encoding="utf-8") == text
