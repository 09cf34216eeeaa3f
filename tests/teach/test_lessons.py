"""Lessons: those that come with s2tui agree with the model, and whatever does not is named."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from s2tui.errors import RequestError
from s2tui.teach.concepts import concepts
from s2tui.teach.lesson.check import check
from s2tui.teach.lesson.course import OWN, load
from s2tui.teach.lesson.judge import judge, kind_of
from s2tui.teach.lesson.kinds import JUDGES, Models
from s2tui.teach.lesson.lines import offered, question_lines
from s2tui.teach.lesson.parse import parse
from s2tui.teach.lesson.prose import filled, prose_lines
from s2tui.teach.misconceptions import misconceptions
from s2tui.view.kit.text import plain
from tests.teach.lesson_files import HEAD, LINE, STEP, checked

if TYPE_CHECKING:
    from s2tui.teach.lesson.check import Found
    from s2tui.teach.lesson.course import Course
    from s2tui.teach.lesson.model import Step

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
