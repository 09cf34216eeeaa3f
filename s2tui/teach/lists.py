"""What there is to learn, as `list --json` has it: objects with `id`, `text` and more."""

from __future__ import annotations

from typing import TYPE_CHECKING

from s2tui.kvm.scenario.notation import scenario_text
from s2tui.teach.misconceptions import misconceptions

if TYPE_CHECKING:
    from collections.abc import Iterable

    from s2tui.contract.lists import Entry
    from s2tui.teach.lesson.model import Lesson


def misconception_entries() -> list[Entry]:
    """Every misconception with its operator, where one can have it, and what it gets wrong."""
    return [
        {
            "id": m.id,
            "text": m.text,
            "concept": m.concept,
            "lesson": m.lesson,
            "as_if": m.as_if,
            "where": m.where,
            "under": list(m.under),
            "about": list(m.about),
            "example": {
                "scenario": scenario_text(m.example.asked.scenario),
                "kernel": m.example.asked.kernel,
                "ask": m.example.member,
            },
            "details": [f"answers as if {m.as_if}; lesson {m.lesson}"],
        }
        for m in misconceptions().values()
    ]


def lesson_entries(lessons: Iterable[Lesson]) -> list[Entry]:
    """Every lesson with what it takes and needs."""
    return [
        {
            "id": lesson.id,
            "text": f"{lesson.title}: {lesson.goal}",
            "title": lesson.title,
            "goal": lesson.goal,
            "minutes": lesson.minutes,
            "steps": [step.id for step in lesson.steps],
            "needs": list(lesson.needs),
            "concepts": list(lesson.concepts),
            "sources": list(lesson.sources),
            "details": [
                f"{lesson.minutes} minutes, {len(lesson.steps)} steps;"
                f" after {', '.join(lesson.needs) or 'nothing'}"
            ],
        }
        for lesson in lessons
    ]
