"""The lessons that come with s2tui, or those of a folder, and how they build on each other."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from s2tui.errors import RequestError, unknown
from s2tui.teach.lesson.model import Problem
from s2tui.teach.lesson.parse import parse

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from s2tui.teach.lesson.model import Lesson, Step

NAMED = re.compile(r"[a-z0-9][a-z0-9-]*")
"""What a lesson may be called that is written anew."""
OWN = Path(__file__).with_name("course")
"""The folder of those that come with s2tui."""


class Course(NamedTuple):
    """Lessons in the order of their files, and what is wrong with files that are none."""

    lessons: tuple[Lesson, ...]
    problems: tuple[Problem, ...]

    def find(self, id_: str) -> Lesson:
        """The lesson of an id.

        Raises:
            RequestError: there is none.
        """
        for lesson in self.lessons:
            if lesson.id == id_:
                return lesson
        raise unknown("lesson", id_, [lesson.id for lesson in self.lessons])

    def steps(self) -> Iterator[Step]:
        """Every step of every lesson."""
        for lesson in self.lessons:
            yield from lesson.steps


def named(name: str, lessons: Sequence[Lesson]) -> list[Step]:
    """The steps that a lesson's or a step's name stands for.

    Raises:
        RequestError: there is no such lesson or step.
    """
    found = [s for lesson in lessons for s in lesson.steps if name in (s.lesson, s.name)]
    if not found:
        raise unknown("lesson or step", name, [lesson.id for lesson in lessons])
    return found


def load(folder: Path = OWN) -> Course:
    """The lessons of a folder: its Markdown files, by name.

    Raises:
        RequestError: there is no such folder, or no lesson in it.
    """
    try:
        files = sorted(path for path in folder.iterdir() if path.suffix == ".md")
    except OSError as error:
        raise RequestError(f"cannot read {folder}: {error.strerror}") from None
    if not files:
        raise RequestError(f"no lesson in {folder}: there is no .md file")
    lessons: list[Lesson] = []
    problems: list[Problem] = []
    for file in files:
        try:
            text = file.read_text(encoding="utf-8")
        except (OSError, UnicodeDecodeError) as error:
            problems.append(Problem(file, 1, f"cannot be read: {error}"))
            continue
        found = parse(text, file)
        problems += found.problems
        if found.lesson is not None:
            lessons.append(found.lesson)
    return Course(tuple(lessons), tuple(problems))


def template(id_: str) -> str:
    """A lesson to begin with, which has no problem."""
    text = Path(__file__).with_name("template.md").read_text(encoding="utf-8")
    return text.replace("@ID@", id_)


def together(course: Course) -> Iterator[Problem]:
    """What is wrong between lessons: ids that are taken, needs that do not exist or go round."""
    taken: set[str] = set()
    by_id = {lesson.id: lesson for lesson in course.lessons}
    for lesson in course.lessons:
        if lesson.id in taken:
            yield Problem(lesson.file, lesson.lines["id"], f"another lesson is {lesson.id} too")
        taken.add(lesson.id)
        for need in lesson.needs:
            if need not in by_id:
                said = str(unknown("lesson", need, by_id))
                yield Problem(lesson.file, lesson.lines["needs"], said)
        if _goes_round(lesson.id, by_id):
            yield Problem(lesson.file, lesson.lines["needs"], f"{lesson.id} needs itself")
        yield from _steps_of(lesson)


def _steps_of(lesson: Lesson) -> Iterator[Problem]:
    taken: set[str] = set()
    for step in lesson.steps:
        if step.id in taken:
            yield Problem(lesson.file, step.at("id"), f"another step is {step.id} too")
        taken.add(step.id)


def _goes_round(id_: str, by_id: dict[str, Lesson]) -> bool:
    """Whether a lesson comes before itself."""
    seen: set[str] = set()
    left = list(_needs(id_, by_id))
    while left:
        at = left.pop()
        if at == id_:
            return True
        if at not in seen:
            seen.add(at)
            left += _needs(at, by_id)
    return False


def _needs(id_: str, by_id: dict[str, Lesson]) -> Iterable[str]:
    return by_id[id_].needs if id_ in by_id else ()
