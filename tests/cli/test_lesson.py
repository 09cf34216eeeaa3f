"""`s2tui lesson`: what is held, what is checked, and what is written anew."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from s2tui.teach.lesson import lock
from s2tui.teach.lesson.check import check
from s2tui.teach.lesson.course import load
from tests.cli.calls import Call, call, refused
from tests.teach.lesson_files import HEAD, LINE, STEP, checked

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["call"]


def test_only_the_lessons_that_are_named_are_asked_and_their_needs_are_looked_at(
    tmp_path: Path, call: Call
) -> None:
    wrong = STEP.replace("EINVAL", "EFAULT")
    needs = HEAD.replace("needs = []", 'needs = ["no-such"]')
    (tmp_path / "one.md").write_text(needs + wrong, "utf-8")
    (tmp_path / "two.md").write_text((HEAD + wrong).replace('id = "one"', 'id = "two"'), "utf-8")
    course = load(tmp_path)
    found = check(course, tmp_path, lessons=[course.find("one")])
    assert (found.steps, set(found.judged)) == (1, {"one#no-dic"})
    assert "no-such" in found.problems[0].text
    assert {problem.file.name for problem in found.problems} == {"one.md"}
    said = call("lesson", "check", "two", "--folder", str(tmp_path)).out
    assert said.endswith("1 lesson, 1 step, 1 problem\n")


def test_what_is_held_notices_every_change(tmp_path: Path, call: Call) -> None:
    assert checked(tmp_path, HEAD + STEP) == []
    accepted = call("lesson", "accept", "--folder", str(tmp_path))
    assert "one#no-dic: new" in accepted.out
    assert checked(tmp_path, HEAD + STEP) == []
    changed = HEAD + STEP.replace("maintenance.", "nothing.")
    assert any("the text was changed" in said for _, said in checked(tmp_path, changed))
    other = HEAD + STEP.replace('ask = "memslot.result"', 'ask = "memslot.errno"')
    assert any("answer was error and is EINVAL" in said for _, said in checked(tmp_path, other))
    said = call("lesson", "accept", "one#no-dic", "--folder", str(tmp_path)).out
    assert "answer was error and is EINVAL" in said
    assert checked(tmp_path, other) == []
    gone = HEAD + STEP.replace('id = "no-dic"', 'id = "other"')
    said = " ".join(text for _, text in checked(tmp_path, gone))
    assert "one#other is not accepted yet" in said
    assert "one#no-dic is held, and there is no such step" in said


@pytest.mark.parametrize("text", ["{", "[]", '{"a": 1}'])
def test_what_is_held_may_be_damaged(text: str, tmp_path: Path, call: Call) -> None:
    (tmp_path / "one.md").write_text(HEAD + STEP, "utf-8")
    (tmp_path / lock.NAME).write_text(text, "utf-8")
    refused(call("lesson", "check", "--folder", str(tmp_path)), "lessons.lock", "accept")
    assert call("lesson", "accept", "--folder", str(tmp_path)).status == 0
    assert call("lesson", "check", "--folder", str(tmp_path)).status == 0


def test_lessons_on_the_command_line(call: Call, tmp_path: Path) -> None:
    listed = call("lesson", "list")
    assert listed.status == 0
    assert "The other half: DIC" in listed.out
    shown = call("lesson", "show", "dic").out
    assert "1 FWB, and yet" in shown
    assert "“FWB is all that cacheable PFNMAP memory needs”: as if host.dic=true" in shown
    (tmp_path / "one.md").write_text(HEAD + STEP.replace("EINVAL", "EFAULT"), "utf-8")
    bad = call("lesson", "check", "--folder", str(tmp_path))
    assert bad.status == 1
    line = LINE['holds = ["memslot.errno=EINVAL"]']
    assert bad.out.startswith(f"{tmp_path / 'one.md'}:{line}: ")
    told = json.loads(call("lesson", "check", "--folder", str(tmp_path), "--json").out)
    assert (told["lessons"], told["steps"], len(told["problems"])) == (1, 1, 1)
    assert call("lesson", "check", "one", "--folder", str(tmp_path)).status == 1


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("show",), "takes one lesson"),
        (("show", "dics"), "did you mean dic?"),
        (("check", "dics"), "did you mean dic?"),
        (("accept", "dic#nothing"), "unknown lesson or step"),
        (("list", "--json"), "lesson check"),
        (("list", "--folder", "/nowhere/at/all"), "cannot read"),
        (("teach",), "teach"),
    ],
)
def test_a_wrong_request_is_refused(words: tuple[str, ...], said: str, call: Call) -> None:
    refused(call("lesson", *words), said)


def test_a_new_lesson_has_no_problem_and_none_is_written_over(tmp_path: Path, call: Call) -> None:
    folder = str(tmp_path)
    made = call("lesson", "new", "mine", "--folder", folder)
    assert made.status == 0
    assert f"lesson check --folder {folder}" in made.out
    assert call("lesson", "check", "--folder", folder).out == "1 lesson, 1 step, 0 problems\n"
    assert "EINVAL" in call("lesson", "show", "mine", "--folder", folder).out
    refused(call("lesson", "new", "mine", "--folder", folder), "File exists")
    refused(call("lesson", "new", "My Lesson", "--folder", folder), "one name")
    refused(call("lesson", "new"), "one name")
