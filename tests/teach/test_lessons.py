"""Lessons: those that come with s2tui agree with the model, and whatever does not is named."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from s2tui.errors import RequestError
from s2tui.teach.concepts import concepts
from s2tui.teach.lesson import lock
from s2tui.teach.lesson.check import check
from s2tui.teach.lesson.course import OWN, load
from s2tui.teach.lesson.judge import judge, kind_of
from s2tui.teach.lesson.kinds import JUDGES, Models
from s2tui.teach.lesson.lines import offered, question_lines
from s2tui.teach.lesson.parse import parse
from s2tui.teach.lesson.paths import ways
from s2tui.teach.lesson.prose import filled, prose_lines
from s2tui.teach.misconceptions import misconceptions
from s2tui.view.kit.text import plain
from tests.cli.calls import Call, call, refused

if TYPE_CHECKING:
    from s2tui.teach.lesson.check import Found
    from s2tui.teach.lesson.course import Course
    from s2tui.teach.lesson.model import Step

__all__ = ["call"]

HEAD = """\
+++
id = "one"
title = "One"
minutes = 4
needs = []
concepts = ["dic"]
goal = "Say it."
sources = ["0c67288e0c8b"]
+++
"""
STEP = """\

## FWB, and yet

```step
id = "no-dic"
given = "@gpu-memory-no-dic"
ask = "memslot.result"
question = "Accepted?"
believed = ["fwb-is-enough"]
decided-by = "cacheable-pfnmap-slot-unsupported"
holds = ["memslot.errno=EINVAL"]
```

{{ memslot.errno }}: **new code** needs
maintenance.

> note: wait.
"""
LINE = {text: number for number, text in enumerate((HEAD + STEP).splitlines(), 1)}
WRONG_MODELS = (
    {"v7.3": "v6.9"},
    {"v7.3": "v6.17"},
    {"v7.3": "patch-v3"},
    {"v7.3": "sean"},
    {"v6.9": "v6.8", "v6.17": "v6.9"},
    {"v6.9": "v6.17"},
    {"v6.17": "merged-3"},
    {"marc": "sean"},
    {"patch-v3": "patch-v4", "patch-v4": "patch-v3"},
    {"create-only": "v6.17"},
)
"""Kernels in whose place others answer."""


@pytest.fixture(scope="module")
def course() -> Course:
    return load()


@pytest.fixture(scope="module")
def found(course: Course) -> Found:
    return check(course, OWN)


def checked(folder: Path, text: str, name: str = "one.md") -> list[tuple[int, str]]:
    """The problems of a folder with a lesson, each with its line."""
    (folder / name).write_text(text, "utf-8")
    return [(p.line, p.text) for p in check(load(folder), folder).problems]


def test_the_lessons_that_come_with_it_have_no_problem(course: Course, found: Found) -> None:
    assert [problem.said for problem in found.problems] == []
    assert len(course.lessons) == 16
    assert found.steps == len(found.judged) >= 99
    kinds = Counter(kind_of(step) for step in course.steps())
    assert set(kinds) == {"member", *JUDGES}


def test_every_misconception_is_met_in_the_lesson_that_kills_it(course: Course) -> None:
    met = {(step.lesson, name) for step in course.steps() for name in step.believed}
    assert {(m.lesson, m.id) for m in misconceptions().values()} <= met


def test_every_concept_is_one_of_the_lesson_that_explains_it(course: Course) -> None:
    for concept in concepts().values():
        assert concept.id in course.find(concept.lesson).concepts


# What the design's trainer got from the manual, the kernel and the mails, step by step.
@pytest.mark.parametrize(
    ("name", "answer"),
    [
        ("reading#where", "memslot"),
        ("one-page#memattr", "0x6"),
        ("two-stages#nc-without", "normal-nc"),
        ("two-stages#same-bits", "0x4f"),
        ("why-fwb#boot", "device-ngnrne"),
        ("kernel-map#zone-device", "device"),
        ("dic#flip", "host.fwb, host.dic"),
        ("dic#machines", "neoverse-n2, grace"),
        ("registers#alignment", "EFAULT"),
        ("behind-a-device#who", "v6.8, v6.9"),
        ("debate#a1-move", "fault"),
        ("debate#a4-courtesy", "patch-v3, sean, marc"),
        ("migration#upgrade", "silent"),
        ("guest-memfd#since", "v6.18, v7.0, v7.3"),
        ("aliases#e2", "late-write-back"),
        ("corners#e28", "abort"),
        ("review#later", "mapped-device"),
    ],
)
def test_an_answer_is_what_the_sources_say(name: str, answer: str, found: Found) -> None:
    assert found.judged[name].answer == answer


@pytest.mark.slow
@pytest.mark.parametrize("other", WRONG_MODELS, ids=str)
def test_another_model_under_the_lessons_is_noticed(
    other: dict[str, str], course: Course, found: Found
) -> None:
    wrong = check(course, OWN, Models(other))
    changed = {
        name for name, was in found.judged.items()
        if name not in wrong.judged or wrong.judged[name].answer != was.answer
    }  # fmt: skip
    named = {(problem.file, problem.line) for problem in wrong.problems}
    assert len(changed) >= 1
    noticed = {
        step.name
        for lesson in course.lessons
        for step in lesson.steps
        if any(
            f == lesson.file and step.line <= line <= max(step.lines.values()) for f, line in named
        )
    }
    assert changed <= noticed
    assert len(noticed) >= 3


def test_a_whole_lesson_has_no_problem(tmp_path: Path) -> None:
    assert checked(tmp_path, HEAD + STEP) == []


BAD = (
    ("minutes = 4", "minutes = four", "no TOML"),
    ("minutes = 4", 'minutes = "4"', "minutes takes a number"),
    ("minutes = 4", "minuts = 4", "did you mean minutes?"),
    ("needs = []", 'needs = ["two"]', "unknown lesson 'two'"),
    ("needs = []", 'needs = ["one"]', "one needs itself"),
    ('concepts = ["dic"]', 'concepts = ["dics"]', "did you mean dic?"),
    ('sources = ["0c67288e0c8b"]', "sources = []", "names its sources"),
    ('question = "Accepted?"', 'question = "Accepted"', "question mark"),
    ('ask = "memslot.result"', 'ask = "memslot.reslt"', "did you mean memslot.result?"),
    ('given = "@gpu-memory-no-dic"', 'given = "@gpu"', "unknown scenario"),
    ('given = "@gpu-memory-no-dic"', 'given = "host.dick=false"', "unknown field"),
    ('given = "@gpu-memory-no-dic"', 'given = "mine.toml"', "reads no file"),
    ('given = "@gpu-memory-no-dic"', 'given = "page.map_memory=false host.dic=false"', "became"),
    ('given = "@gpu-memory-no-dic"', 'given = "page.size=pud"', "no machine produces"),
    ('believed = ["fwb-is-enough"]', 'believed = ["fwb-is-enuff"]', "did you mean fwb-is-enough?"),
    ('believed = ["fwb-is-enough"]', 'believed = ["pfnmap-is-device"]', "nobody can believe"),
    ('believed = ["fwb-is-enough"]', 'traps = ["host.idc=false"]', "gives the right answer"),
    ('believed = ["fwb-is-enough"]', 'also = ["error"]', "error is the right answer"),
    ('believed = ["fwb-is-enough"]', 'odd = true', "some machine may"),
    ('believed = ["fwb-is-enough"]', 'kernel = "v9.9"', "not covered"),
    ('believed = ["fwb-is-enough"]', 'kernel = "./mine.py"', "runs no code"),
    ('believed = ["fwb-is-enough"]', "believed = 3", "believed takes a list of texts"),
    ('decided-by = "cacheable-pfnmap-slot-unsupported"', 'decided-by = "mmio"', "did not decide"),
    ('holds = ["memslot.errno=EINVAL"]', 'holds = ["memslot.errno=EFAULT"]', "relies on"),
    ('holds = ["memslot.errno=EINVAL"]', 'holds = ["memslot.errno"]', "MEMBER=VALUE"),
)  # fmt: skip


@pytest.mark.parametrize(("right", "wrong", "said"), BAD, ids=[said for _, _, said in BAD])
def test_what_is_wrong_is_named_with_its_line(
    right: str, wrong: str, said: str, tmp_path: Path
) -> None:
    problems = checked(tmp_path, (HEAD + STEP).replace(right, wrong))
    assert any(line == LINE[right] and said in text for line, text in problems), problems


def test_all_that_is_wrong_is_named_at_once_and_other_lessons_go_on(tmp_path: Path) -> None:
    (tmp_path / "two.md").write_text((HEAD + STEP).replace('id = "one"', 'id = "two"'), "utf-8")
    text = (HEAD + STEP).replace("fwb-is-enough", "no-such")
    text += STEP.replace("memslot.errno=EINVAL", "memslot.errno=EFAULT").replace(
        "{{ memslot.errno }}", "{{ memslot.err }}"
    )
    problems = checked(tmp_path, text)
    assert len({line for line, _ in problems}) >= 3
    assert any("another step is no-dic too" in text for _, text in problems)
    assert [lesson.id for lesson in load(tmp_path).lessons] == ["one", "two"]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "begins with TOML"),
        ("# no head\n", "begins with TOML"),
        (HEAD, "needs a step"),
        (HEAD + "\n## A step\n\nwithout a block\n", "this has 0"),
        (HEAD + STEP.replace('id = "no-dic"\n', ""), "missing: id"),
        (HEAD + STEP.replace('ask = "memslot.result"', 'ask = "reach"'), "missing: goal"),
        (HEAD + STEP.replace('id = "no-dic"', 'id = "no-dic"\nlevel = 3'), "unknown key 'level'"),
        (HEAD + STEP.partition("decided-by")[0] + "```\n\nProse.\n", "relies on: decided-by"),
    ],
)
def test_a_file_that_is_no_lesson_is_named(text: str, said: str, tmp_path: Path) -> None:
    assert any(said in problem for _, problem in checked(tmp_path, text))


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


def test_two_equal_answers_of_a_match_are_named(tmp_path: Path) -> None:
    of = 'ask = "match"\nof = ["host.idc=true", "host.idc=false"]\nmember = "stage"'
    text = (HEAD + STEP).replace('ask = "memslot.result"', of)
    assert any("the same answer" in said for _, said in checked(tmp_path, text))


def test_needs_that_go_round_are_named(tmp_path: Path) -> None:
    a = (HEAD + STEP).replace("needs = []", 'needs = ["two"]')
    b = (HEAD + STEP).replace('id = "one"', 'id = "two"').replace("needs = []", 'needs = ["one"]')
    (tmp_path / "two.md").write_text(b, "utf-8")
    said = [text for _, text in checked(tmp_path, a)]
    assert {"one needs itself", "two needs itself"} <= set(said)


def test_no_code_is_run(tmp_path: Path) -> None:
    ran = tmp_path / "ran"
    mine = tmp_path / "mine.py"
    mine.write_text(f"from pathlib import Path\nPath({str(ran)!r}).touch()\n", "utf-8")
    for step in (
        f'kernel = "{mine}"',
        f'traps = ["kernel={mine}"]',
        f'ask = "move"\nfrom = "kernel={mine}"\nto = "host.fwb=false"',
        f'ask = "move"\nfrom = "host.fwb=true"\nto = "kernel={mine}"',
    ):
        text = HEAD + STEP.replace('believed = ["fwb-is-enough"]', step)
        text = text.replace('ask = "memslot.result"\n', "") if "ask" in step else text
        assert any("runs no code" in said for _, said in checked(tmp_path, text))
    assert not ran.exists()


def step_of(tmp_path: Path) -> Step:
    lesson = parse(HEAD + STEP, tmp_path / "one.md").lesson
    assert lesson is not None
    return lesson.steps[0]


def test_values_stand_in_the_prose_and_notes_do_not(tmp_path: Path) -> None:
    step = step_of(tmp_path)
    text = filled(step.prose, step, Models())
    assert plain(prose_lines(text, 80)) == "EINVAL: new code needs maintenance."
    other = filled("{{ mapping.type @ @gpu-memory @ v6.9 }}", step, Models())
    assert other == "device"
    assert plain(prose_lines("One.\n\n* two\n* three\n\n```\ncode\n```", 80)) == (
        "One.\n\n  * two\n\n  * three\n\n    code"
    )
    with pytest.raises(RequestError, match="unknown member"):
        filled("{{ no.such }}", step, Models())


def test_a_question_says_neither_its_answer_nor_the_scenario_s_name(course: Course) -> None:
    models = Models()
    for step in course.find("dic").steps:
        judged = judge(step, models)
        said = plain(question_lines(step, judged, 100))
        assert "@" not in said
        assert "✓" not in said
        assert len(offered(step, judged)) >= 2


def test_a_step_may_go_on_from_the_one_before(tmp_path: Path) -> None:
    more = STEP.replace('given = "@gpu-memory-no-dic"', 'given = "+ host.idc=false"')
    lesson = parse(HEAD + STEP + more, tmp_path / "one.md").lesson
    assert lesson is not None
    assert lesson.steps[1].words == ("@gpu-memory-no-dic", "host.idc=false")


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


def test_every_way_goes_through_steps_that_there_are(course: Course, call: Call) -> None:
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
