"""`s2tui lesson check`: whether lessons and model still agree.

Every lesson is parsed, asked, held against its pins and traps, against what the model answered when
somebody last looked, and against the room that a small terminal has. Whatever is wrong is said,
each with file and line, and the other lessons go on.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from s2tui.errors import RequestError, unknown
from s2tui.kvm.report.plausible import plausible
from s2tui.teach.concepts import concepts
from s2tui.teach.lesson import lock
from s2tui.teach.lesson.course import together
from s2tui.teach.lesson.judge import SCENARIOS, judge, kind_of
from s2tui.teach.lesson.kinds import Models, asked_of, holds, parsed
from s2tui.teach.lesson.lines import answer_lines, question_lines
from s2tui.teach.lesson.model import Problem
from s2tui.teach.lesson.paths import ways
from s2tui.teach.lesson.prose import filled

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from s2tui.teach.lesson.course import Course
    from s2tui.teach.lesson.judge import Judged
    from s2tui.teach.lesson.model import Lesson, Step

WIDTH, HEIGHT = 80, 24
"""The smallest terminal in which a step is whole."""
BESIDES = 2
"""Lines that the title takes."""


class Found(NamedTuple):
    """What was looked at, and what is wrong."""

    steps: int
    """Of the lessons that were asked."""
    problems: tuple[Problem, ...]
    judged: dict[str, Judged]
    """By the name of the step, what the model answers; those that could be asked."""


def check(
    course: Course,
    folder: Path,
    models: Models | None = None,
    lessons: Sequence[Lesson] | None = None,
) -> Found:
    """Hold lessons against the model, and against what was accepted in their folder.

    Args:
        course: all of them, which have to agree with each other.
        folder: where they are, with what was accepted.
        models: who answers.
        lessons: those to be asked; all where none are given.

    Raises:
        RequestError: what was accepted cannot be read.
    """
    models = models or Models()
    held = lock.load(folder)
    problems = [*course.problems, *together(course), *ways(folder, course.lessons).problems]
    judged: dict[str, Judged] = {}
    asked = course.lessons if lessons is None else lessons
    for lesson in asked:
        problems += _head(lesson)
        for step in lesson.steps:
            try:
                found = judge(step, models)
                problems += _step(lesson, step, found, models)
            except RequestError as error:
                problems.append(Problem(lesson.file, _blamed(step, error), str(error)))
                continue
            judged[step.name] = found
            if held is not None:
                problems += _held(lesson, step, found, held)
    problems += _gone(course, held, folder)
    steps = sum(len(lesson.steps) for lesson in asked)
    ordered = sorted(problems, key=lambda p: (str(p.file), p.line))
    return Found(steps, tuple(dict.fromkeys(ordered)), judged)


def _head(lesson: Lesson) -> Iterator[Problem]:
    for concept in lesson.concepts:
        if concept not in concepts():
            said = str(unknown("concept", concept, concepts()))
            yield Problem(lesson.file, lesson.lines["concepts"], said)
    if not lesson.sources:
        yield Problem(lesson.file, lesson.lines["sources"], "a lesson names its sources")


def _blamed(step: Step, error: RequestError) -> int:
    """The line that a complaint is probably about: that of the key with the word it names."""
    said = str(error)
    words = {"ask": (step.ask,), "given": step.words, "holds": step.holds, "kernel": (step.kernel,)}
    named = [
        (key, name)
        for key, values in words.items()
        for value in values
        for name in (value, value.partition("=")[0])
        if name and key in step.lines
    ]
    for key, name in named:
        if repr(name) in said:
            return step.at(key)
    return next((step.at(key) for key, name in named if name in said), step.line)


def _step(lesson: Lesson, step: Step, judged: Judged, models: Models) -> Iterator[Problem]:
    """What is wrong with a step that could be asked."""

    def problem(key: str, text: str) -> Problem:
        return Problem(lesson.file, step.at(key), text)

    if not step.question.endswith("?") and kind_of(step) != "reach":
        yield problem("question", "a question ends with a question mark")
    for note in parsed(step.words).notes:
        if "became" in note:
            yield problem("given", note)
    if step.words and kind_of(step) in SCENARIOS:
        odd = plausible(parsed(step.words).scenario, models.find(step.kernel))
        if odd and not step.odd:
            yield problem("given", f"no machine produces this: {odd[0]}; odd = true admits it")
        elif step.odd and not odd:
            yield problem("odd", "some machine may produce this")
    for wrong in judged.wrong:
        yield problem(wrong.key, wrong.text)
    for trap in judged.traps:
        if trap.answer == judged.answer:
            yield problem(trap.key, f"{trap.name} gives the right answer, {trap.answer}")
    for choice in step.also:
        if choice == judged.answer:
            yield problem("also", f"{choice} is the right answer")
    yield from (problem(key, text) for key, text in _pins(step, judged, models))
    yield from (problem("question", text) for text in _room(step, judged, models))


def _pins(step: Step, judged: Judged, models: Models) -> Iterator[tuple[str, str]]:
    """Facts that the prose relies on and that are not so; and prose that relies on none."""
    kind = kind_of(step)
    if step.decided_by:
        if step.decided_by not in judged.fired:
            said = ", ".join(judged.fired) or "none, since it is about no one scenario"
            yield "decided-by", f"{step.decided_by} did not decide: {said}"
        elif _ended(step, models) and judged.fired[-1] != step.decided_by:
            yield "decided-by", f"{judged.fired[-1]} decided last, not {step.decided_by}"
    if step.holds:
        asked = asked_of(step)
        for fact in step.holds:
            if not holds(asked, models, fact):
                member = fact.partition("=")[0]
                now = models.answers(asked).ask(member)
                yield "holds", f"the prose relies on {fact}, and the model answers {now}"
    if step.prose and kind in SCENARIOS and not (step.decided_by or step.holds or judged.ways):
        yield "id", "prose without a fact that it relies on: decided-by or holds"


def _ended(step: Step, models: Models) -> bool:
    """Whether the journey ends without a leaf, so that the last rule is the one that counts."""
    return models.answers(asked_of(step)).outcome.mapping is None


def _room(step: Step, judged: Judged, models: Models) -> Iterator[str]:
    """Whether question and answer have room in a small terminal."""
    text = filled(step.prose, step, models)
    for what, lines in (
        ("question", question_lines(step, judged, WIDTH)),
        ("answer", answer_lines(judged, text, WIDTH)),
    ):
        if len(lines) > HEIGHT - BESIDES:
            yield f"the {what} takes {len(lines)} lines of {WIDTH} columns, not {HEIGHT - BESIDES}"


def _held(
    lesson: Lesson, step: Step, judged: Judged, held: dict[str, lock.Entry]
) -> Iterator[Problem]:
    """What is not as it was when somebody last looked."""
    if step.name not in held:
        yield Problem(lesson.file, step.line, f"{step.name} is not accepted yet")
        return
    for said in lock.changes(held[step.name], lock.entry(step, judged)):
        yield Problem(lesson.file, step.line, f"{step.name}: {said}; read it, then accept it")


def _gone(course: Course, held: dict[str, lock.Entry] | None, folder: Path) -> Iterator[Problem]:
    there = {step.name for step in course.steps()}
    for name in held or ():
        if name not in there and not course.problems:
            yield Problem(folder / lock.NAME, 1, f"{name} is held, and there is no such step")
