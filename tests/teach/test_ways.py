"""Ways through the lessons: every step of one exists, and comes after what it builds on."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from s2tui.teach.lesson.course import OWN, load
from s2tui.teach.lesson.paths import ways
from tests.cli.calls import Call, call
from tests.teach.lesson_files import HEAD, STEP, checked

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["call"]


def test_every_way_goes_through_steps_that_there_are(call: Call) -> None:
    course = load()
    found, problems = ways(OWN, course.lessons)
    assert problems == ()
    by_id = {way.id: way for way in found}
    assert list(by_id) == ["workshop-90", "half-day", "reviewers", "self-study"]
    assert len(by_id["workshop-90"].steps) == 45
    assert by_id["self-study"].steps == tuple(course.steps())
    order = [step.name for step in course.steps()]
    for way in found:
        # Nothing comes before what it builds on.
        assert [s.name for s in way.steps] == sorted((s.name for s in way.steps), key=order.index)
    assert "workshop-90" in call("lesson", "list").out
    assert "\n45 An upgrade" in call("lesson", "show", "workshop-90").out


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("[", "no TOML"),
        ('[way]\ntitle = "A"\n', "takes title, minutes, steps"),
        ('[way]\ntitle = "A"\nminutes = "9"\nsteps = []\n', "minutes takes a number"),
        ('[way]\ntitle = "A"\nminutes = 9\nsteps = 3\n', "steps takes a list of texts"),
        ('[way]\ntitle = "A"\nminutes = 9\nsteps = ["two"]\n', "unknown lesson or step 'two'"),
        ('[way]\ntitle = "A"\nminutes = 9\nsteps = ["one#two"]\n', "'one#two'"),
    ],
)
def test_a_way_that_leads_nowhere_is_named(text: str, said: str, tmp_path: Path) -> None:
    (tmp_path / "paths.toml").write_text(text, "utf-8")
    problems = checked(tmp_path, HEAD + STEP)
    assert any(said in problem for _, problem in problems)
    assert all(line <= len(text.splitlines()) for line, _ in problems)
