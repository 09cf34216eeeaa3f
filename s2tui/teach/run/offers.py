"""What there is to learn, as a list: where one was, what is due, every lesson and every way."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Literal, NamedTuple

from s2tui.teach.lesson.course import OWN, load
from s2tui.teach.lesson.paths import ways
from s2tui.teach.quiz import progress as reviews
from s2tui.teach.quiz.rounds import NUMBER, about, questions
from s2tui.teach.quiz.seeds import new_seed
from s2tui.teach.run import store
from s2tui.teach.run.scripts import of_quiz, script_of

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from s2tui.teach.lesson.course import Course
    from s2tui.teach.lesson.model import Lesson, Step
    from s2tui.teach.lesson.paths import Way
    from s2tui.teach.quiz.progress import Pair
    from s2tui.teach.quiz.question import Question
    from s2tui.teach.quiz.seeds import Seed
    from s2tui.teach.run.scripts import Script
    from s2tui.teach.run.store import Progress

QUIZ = "quiz"


class Offer(NamedTuple):
    """One thing to begin."""

    name: str
    """As `s2tui learn` takes it, or QUIZ."""
    title: str
    kind: Literal["last", "quiz", "lesson", "way"]
    minutes: int = 0
    steps: tuple[Step, ...] = ()
    lesson: Lesson | None = None
    """The lesson that it is, or that its step is of."""
    due: tuple[Pair, ...] = ()
    """What is to be asked again."""


class Shelf(NamedTuple):
    """What there is, and what was answered."""

    course: Course
    ways: tuple[Way, ...]
    progress: Progress
    due: tuple[Pair, ...]
    said: str
    """What is to be said about files that could not be used."""

    def offers(self) -> Iterator[Offer]:
        """Everything there is to begin, what was begun first."""
        by_step = {step.name: lesson for lesson in self.course.lessons for step in lesson.steps}
        steps = {step.name: step for step in self.course.steps()}
        if self.progress.last in steps:
            step = steps[self.progress.last]
            lesson = by_step[step.name]
            yield Offer(step.name, f"{lesson.title}: {step.title}", "last", 0, (step,), lesson)
        quiz = Offer(QUIZ, "Quiz", "quiz", due=self.due)
        # What is due comes first; where nothing is, one learns before one is asked.
        if quiz.due:
            yield quiz
        for lesson in self.course.lessons:
            yield Offer(lesson.id, lesson.title, "lesson", lesson.minutes, lesson.steps, lesson)
        if not quiz.due:
            yield quiz
        for way in self.ways:
            yield Offer(way.id, way.title, "way", way.minutes, way.steps)

    def script(self, name: str) -> tuple[Script, int]:
        """What an offer, or a step by its name, goes through, and where it begins.

        A lesson that was begun goes on at the first step that was not answered.

        Raises:
            RequestError: there is none of that name.
        """
        script, at = script_of(name, self.course, self.ways)
        asking = [place for place, page in enumerate(script.pages) if page.asks]
        left = [p for p in asking if script.pages[p].name not in self.progress.answers]
        if at == 0 and left and left != asking:
            at = left[0]
        return script, at


def shelf(today: date) -> Shelf:
    """What there is, with what is kept of earlier times."""
    course, found = _own()
    progress, wrong = store.load(store.path())
    cards, said = reviews.load(reviews.path())
    notes = " / ".join(filter(None, (wrong, said)))
    return Shelf(course, found, progress, tuple(cards.due(today)), notes)


@cache
def _own() -> tuple[Course, tuple[Way, ...]]:
    """The lessons that come with s2tui, and the ways through them, read once."""
    course = load()
    return course, ways(OWN, course.lessons).found


def quiz(seed: Seed | None, due: tuple[Pair, ...], number: int = NUMBER) -> Script:
    """A round of the quiz.

    Args:
        seed: what is asked; without one it is drawn, and what is due comes first.
        due: what is to be asked again.
        number: how many questions.
    """
    drawn = seed or new_seed()
    again = () if seed else (about(drawn, *pair) for pair in due[: number // 2])
    first: list[Question] = [question for question in again if question is not None]
    return of_quiz(drawn, [*first, *questions(drawn, number - len(first))])
