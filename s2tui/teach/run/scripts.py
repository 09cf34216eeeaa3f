"""What a run goes through: a lesson, a way through several, or a round of the quiz."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from s2tui.errors import unknown
from s2tui.teach.run.lines import Score
from s2tui.teach.run.machine import Page, Run, place_of
from s2tui.teach.run.tasks import LessonTask, QuizTask

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from s2tui.teach.lesson.course import Course
    from s2tui.teach.lesson.kinds import Models
    from s2tui.teach.lesson.model import Lesson, Step
    from s2tui.teach.lesson.paths import Way
    from s2tui.teach.quiz.question import Question
    from s2tui.teach.quiz.seeds import Seed
    from s2tui.teach.run.tasks import Task

STEP = "#"
"""Between a lesson and its step."""


class Script(NamedTuple):
    """Pages, and what is on them."""

    id: str
    title: str
    pages: tuple[Page, ...]
    lessons: Mapping[str, Lesson] = {}
    """By the name of a page, the lesson that it belongs to."""
    steps: Mapping[str, Step] = {}
    """By the name of a page that asks."""
    questions: Mapping[str, Question] = {}
    """The same of a quiz."""

    @property
    def begun(self) -> Run:
        """Somebody at the first page."""
        return Run(self.title, self.pages)

    def task(self, page: Page, models: Models) -> Task:
        """What a page asks.

        Raises:
            RequestError: it names something that does not exist.
        """
        if page.name in self.questions:
            return QuizTask(self.questions[page.name])
        lesson = self.lessons[page.name]
        return LessonTask(self.steps[page.name], models, lesson.concepts[0])


def script_of(name: str, course: Course, ways: Sequence[Way]) -> tuple[Script, int]:
    """The script of a lesson, a way or LESSON#STEP, and the place of the page to begin at.

    Raises:
        RequestError: there is none.
    """
    for way in ways:
        if way.id == name:
            return of_way(way, course), 0
    lesson_id, _, step_id = name.partition(STEP)
    known = {lesson.id: lesson for lesson in course.lessons}
    if lesson_id not in known:
        raise unknown("lesson or way", name, [*known, *(way.id for way in ways)])
    script = of_lesson(known[lesson_id])
    if not step_id:
        return script, 0
    at = place_of(script.begun, name)
    if at is None:
        raise unknown("step", name, script.steps)
    return script, at


def of_lesson(lesson: Lesson) -> Script:
    """A lesson: what is said first, then its steps."""
    first = Page(lesson.id, lesson.title, asks=False)
    pages = (first, *(_page(lesson, step) for step in lesson.steps))
    return Script(
        lesson.id,
        lesson.title,
        pages,
        dict.fromkeys((page.name for page in pages), lesson),
        {step.name: step for step in lesson.steps},
    )


def of_way(way: Way, course: Course) -> Script:
    """A way through lessons: what is said before each, and those of its steps that are on it."""
    by_id = {lesson.id: lesson for lesson in course.lessons}
    pages: list[Page] = []
    lessons: dict[str, Lesson] = {}
    for step in way.steps:
        lesson = by_id[step.lesson]
        if lesson.id not in lessons:
            lessons[lesson.id] = lesson
            pages.append(Page(lesson.id, lesson.title, asks=False))
        pages.append(_page(lesson, step))
        lessons[step.name] = lesson
    return Script(way.id, way.title, tuple(pages), lessons, {s.name: s for s in way.steps})


def of_quiz(seed: Seed, questions: Sequence[Question]) -> Script:
    """A round of the quiz."""
    named = {f"quiz {seed.code} {at}": one for at, one in enumerate(questions, 1)}
    pages = tuple(Page(name, f"Quiz {seed.code}") for name in named)
    return Script("quiz", f"Quiz {seed.code}", pages, questions=named)


def _page(lesson: Lesson, step: Step) -> Page:
    return Page(step.name, f"{lesson.title}: {step.title}")


def score(run: Run, tasks: Mapping[str, Task]) -> Score:
    """How a run went so far.

    Args:
        run: with what was chosen.
        tasks: by the name of a page, what it asked; of those that were shown.
    """
    asked = [page for page in run.pages if page.asks]
    found = list(_answered(run, tasks))
    right = sum(bool(task.right(run.picks[name])) for name, task in found)
    pairs = [pair for name, task in found if (pair := task.pair(run.picks[name])) is not None]
    return Score(len(asked), len(found), right, pairs)


def _answered(run: Run, tasks: Mapping[str, Task]) -> Iterator[tuple[str, Task]]:
    for page in run.pages:
        task = tasks.get(page.name)
        if task is not None and task.right(run.picks.get(page.name, ())) is not None:
            yield page.name, task
