"""Going through lessons: the machine alone, and what steps let one choose."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from s2tui.errors import RequestError
from s2tui.kvm.scenario.notation import parse_words
from s2tui.teach.lesson.course import OWN, load
from s2tui.teach.lesson.kinds import Models
from s2tui.teach.lesson.paths import ways
from s2tui.teach.misconceptions import Asked
from s2tui.teach.quiz.rounds import questions
from s2tui.teach.quiz.seeds import Seed
from s2tui.teach.run import machine
from s2tui.teach.run.lines import end_lines, page_lines, where_words
from s2tui.teach.run.machine import Page, Run
from s2tui.teach.run.scripts import of_quiz, score, script_of
from s2tui.teach.run.slots import NO, YES, letters_of, picked
from s2tui.teach.run.tasks import LessonTask, Task
from s2tui.teach.run.veil import WHOLE, hides
from s2tui.view.kit.text import plain

if TYPE_CHECKING:
    from collections.abc import Callable

    from s2tui.teach.lesson.model import Step

COURSE = load()
WAYS = ways(OWN, COURSE.lessons).found
MODELS = Models()
PAGES = (Page("x", "said first", asks=False), Page("x#a", "one"), Page("x#b", "two"))
RUN = Run("X", PAGES)


def task_of(name: str) -> LessonTask:
    script, at = script_of(name, COURSE, WAYS)
    found = script.task(script.pages[at], MODELS)
    assert isinstance(found, LessonTask)
    return found


def test_forward_goes_through_everything_and_back_is_its_way_back() -> None:
    run, seen = RUN, [RUN]
    while run.page is not None:
        run = machine.forward(run)
        seen.append(run)
    assert [(r.at, r.phase) for r in seen] == [
        (0, "told"),
        (1, "asked"),
        (1, "revealed"),
        (2, "asked"),
        (2, "revealed"),
        (3, "told"),
    ]
    assert machine.forward(run) == run
    for before in seen[-2::-1]:
        run = machine.back(run)
        assert run == before
    assert machine.back(run) == run


def test_an_answer_may_change_until_it_is_revealed() -> None:
    run = machine.put(machine.gone_to(RUN, 1), ["yes"])
    assert run.phase == "answered"
    run = machine.put(run, ["no"])
    revealed = machine.forward(run)
    assert machine.put(revealed, ["yes"]) == revealed
    assert revealed.picked == ("no",)
    assert machine.back(revealed) == run


def test_nothing_is_chosen_where_nothing_is_asked() -> None:
    assert machine.put(RUN, ["yes"]) == RUN


MOVES: tuple[Callable[[Run], Run], ...] = (
    machine.forward,
    machine.back,
    machine.explored,
    machine.returned,
    lambda run: machine.put(run, ["yes"]),
)


@given(st.lists(st.sampled_from(MOVES), max_size=40))
def test_whoever_explores_comes_back_to_where_they_were(moves: list[Callable[[Run], Run]]) -> None:
    run = RUN
    for move in moves:
        run = move(run)
        if not run.exploring:
            away = machine.explored(run)
            assert (away.page, away.phase) == (run.page, run.phase)
            for back in (machine.returned, machine.forward, machine.back):
                assert back(away) == run


def test_a_page_is_found_by_its_name() -> None:
    assert machine.place_of(RUN, "x#b") == 2
    assert machine.place_of(RUN, "y") is None
    assert machine.asked_so_far(machine.gone_to(RUN, 2)) == (2, 2)


def test_what_is_asked_decides_what_is_hidden() -> None:
    assert hides("member", open_=True) == hides("quiz", open_=True) == WHOLE
    assert hides("reach", open_=True) == {"effects"}
    assert not hides("member", open_=False)


# What there is to choose.


def test_a_letter_chooses_one_of_several() -> None:
    task = task_of("dic#no-dic")
    (slot,) = task.slots
    # 7.44 of api.rst names FWB alone; 0c67288e0c8b wants DIC as well.
    right = slot.options.index("error")
    assert task.right(picked(task.slots, (), right)) is True
    believed = picked(task.slots, (), slot.options.index("ok"))
    assert task.right(believed) is False
    pair = task.pair(believed)
    assert pair is not None
    assert pair.misconception == "fwb-is-enough"
    assert picked(task.slots, believed, 9) == believed
    assert task.right(()) is None
    assert task.pair(()) is None


def test_of_several_things_a_letter_turns_its_own() -> None:
    task = task_of("guest-memfd#since")
    assert task.kind == "who"
    picks = picked(task.slots, (), 0)
    assert picks == (YES, *[NO] * (len(task.slots) - 1))
    assert picked(task.slots, picks, 0)[0] == NO
    assert letters_of(task.slots) == len(task.slots)
    # A memslot could be filled from a guest_memfd on arm64 since 6.18.
    assert [slot.label for slot in task.slots] == ["v6.9", "v6.17", "v6.18", "v7.0", "v7.3"]
    assert task.right((NO, NO, YES, YES, YES)) is True
    assert task.right(tuple(NO for _ in task.slots)) is False


def by_kind(kind: str) -> LessonTask:
    step = next(s for s in COURSE.steps() if s.ask == kind)
    return task_of(step.name)


def test_pairs_are_right_when_each_is() -> None:
    task = by_kind("match")
    values = dict(part.split(": ") for part in task.judged.answer.split("; "))
    picks = tuple(values[slot.label] for slot in task.slots)
    assert task.right(picks) is True
    assert task.right((picks[1], picks[0], *picks[2:])) is False
    assert task.right(("", *picks[1:])) is None


@pytest.mark.parametrize("step", [*COURSE.steps()], ids=lambda step: step.name)
def test_every_step_can_be_answered_rightly_by_letters_alone(step: Step) -> None:
    task = task_of(step.name)
    if task.kind == "reach":
        assert not task.slots
        return
    if task.judged.ways:  # what is only to be thought of
        assert not task.slots
        return
    picks: tuple[str, ...] = ()
    goal = right_picks(task)
    for at, wanted in enumerate(goal):
        if len(goal) == 1:
            picks = picked(task.slots, picks, task.slots[0].options.index(wanted))
        else:
            while not picks or picks[at] != wanted:
                picks = picked(task.slots, picks, at)
    assert task.right(picks) is True


def right_picks(task: LessonTask) -> tuple[str, ...]:
    """What is right, in the words of the choices; read off the answer's own notation."""
    answer = task.judged.answer
    if len(task.slots) == 1:
        return (answer,)
    if task.kind in ("match", "invariant"):
        between, after = ("; ", ": ") if task.kind == "match" else (", ", " ")
        found = [part.removeprefix(f"{slot.label}{after}")
                 for part, slot in zip(answer.split(between), task.slots, strict=True)]  # fmt: skip
        return tuple(found)
    return tuple(YES if slot.label in answer.split(", ") else NO for slot in task.slots)


# What is to be done.


def test_what_is_to_be_done_is_judged_by_where_one_is() -> None:
    task = task_of("reading#back")
    begun = task.asked
    assert begun is not None
    tried = task.tried(begun)
    assert tried is not None
    assert (tried.reached, tried.changes) == (False, ())
    there = Asked(parse_words(["@gpu-memory-no-fwb", "host.fwb=true"]).scenario, begun.kernel)
    tried = task.tried(there)
    assert tried is not None
    assert (tried.reached, tried.changes) == (True, ("host.fwb=true",))
    assert task.right((" ".join(tried.changes),)) is True
    assert task.right(("host.fwb=true host.dic=false",)) is False
    assert task_of("dic#no-dic").tried(begun) is None


# Scripts and lines.


def test_a_lesson_a_way_and_a_step_are_asked_for_by_name() -> None:
    script, at = script_of("dic", COURSE, WAYS)
    assert (script.title, at, script.pages[0].asks) == ("The other half: DIC", 0, False)
    script, at = script_of("dic#cap", COURSE, WAYS)
    assert script.pages[at].name == "dic#cap"
    script, at = script_of("workshop-90", COURSE, WAYS)
    assert sum(page.asks for page in script.pages) == 45
    for wrong, said in (("dik", "dic"), ("dic#capp", "cap")):
        with pytest.raises(RequestError, match=said):
            script_of(wrong, COURSE, WAYS)


def test_an_answer_is_not_on_a_page_before_it_is_revealed() -> None:
    task = task_of("two-stages#nc-with")
    run = machine.gone_to(script_of("two-stages", COURSE, WAYS)[0].begun, 2)
    before = plain(page_lines(run, task, None, 80))
    assert "✓" not in before
    after = plain(page_lines(machine.forward(run), task, None, 80))
    assert "✓ normal-wb" in after


def test_the_end_says_what_one_believes() -> None:
    script, at = script_of("dic#no-dic", COURSE, WAYS)
    tasks: dict[str, Task] = {"dic#no-dic": task_of("dic#no-dic")}
    run = machine.put(machine.gone_to(script.begun, at), ["ok"])
    found = score(run, tasks)
    assert (found.answered, found.right) == (1, 0)
    said = " ".join(plain(end_lines(found, 100)).split())
    assert said.startswith(f"0 of {found.asked} right, {found.asked - 1} not answered")
    assert "as if host.dic=true" in said
    assert where_words(run).startswith("1/")


def test_a_round_of_the_quiz_is_gone_through_alike() -> None:
    asked = list(questions(Seed("K7Q2"), 3))
    script = of_quiz(Seed("K7Q2"), asked)
    tasks = {page.name: script.task(page, MODELS) for page in script.pages}
    run = script.begun
    for question in asked:
        task = tasks[run.pages[run.at].name]
        at = question.choices.index(question.right)
        run = machine.put(run, picked(task.slots, (), at))
        assert task.right(run.picked) is True
        run = machine.forward(machine.forward(run))
    assert run.page is None
    found = score(run, tasks)
    assert (found.right, found.answered, found.asked, found.pairs) == (3, 3, 3, [])
