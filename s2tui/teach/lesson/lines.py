"""A lesson and its steps as lines."""

from __future__ import annotations

from typing import TYPE_CHECKING

from s2tui.teach.lesson.judge import judge, kind_of
from s2tui.teach.lesson.kinds import parsed
from s2tui.teach.lesson.prose import filled, prose_lines
from s2tui.teach.misconceptions import misconceptions
from s2tui.teach.quiz.words import scenario_words
from s2tui.view.kit.layout import flow, heading
from s2tui.view.kit.text import Span

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from s2tui.teach.lesson.judge import Judged
    from s2tui.teach.lesson.kinds import Models
    from s2tui.teach.lesson.model import Lesson, Step
    from s2tui.teach.lesson.paths import Way
    from s2tui.view.kit.text import Line, Role

LETTERS = "abcdefghij"
NOWHERE = ("combine", "diff", "invariant")
"""The kinds that are about no scenario."""
NOTHING: Mapping[str, str] = {"null": "nothing", "true": "yes", "false": "no"}
"""How values are said that are no words of the field."""


def question_lines(step: Step, judged: Judged, width: int) -> list[Line]:
    """What is asked, of which scenario, and what there is to choose from."""
    lines = [*asked_lines(step, width), ()]
    for letter, choice in zip(LETTERS, offered(step, judged), strict=False):
        lines += flow((Span(f"  {letter}  ", "key"),), said(choice), width)
    return lines


def asked_lines(step: Step, width: int) -> list[Line]:
    """What is asked, and of which scenario."""
    lines = flow((), step.question, width)
    if kind_of(step) not in NOWHERE:
        # In words: the names of scenarios tell the end.
        given = scenario_words(parsed(step.words).scenario)
        under = "" if kind_of(step) == "who" else f", under {step.kernel}"
        lines += flow((Span("  "),), f"{given}{under}", width, "dim")
    if "from" in step.more:
        to = step.more.get("to", "")
        way = f"from {step.more['from']}{f' to {to}' if to else ''}"
        lines += flow((Span("  "),), way, width, "dim")
    return lines


def offered(step: Step, judged: Judged) -> list[str]:
    """The choices in an order that says nothing: by their words."""
    if "inputs" in step.more or "kinds" in step.more:
        return list(step.more.get("inputs") or step.more["kinds"])
    if "of" in step.more:
        return [f"{one}" for one in step.more["of"]]
    return [] if judged.ways else sorted(judged.choices)


def said(value: str) -> str:
    """An answer in words."""
    return NOTHING.get(value, value)


def answer_lines(judged: Judged, text: str, width: int, mine: str = "") -> list[Line]:
    """The answer, whom the wrong ones agree with, and what is to be said of it.

    Args:
        judged: what the model answers.
        text: the prose, with its values in place.
        width: columns.
        mine: what somebody answered; where it was wrong it stands out.
    """
    lines = flow((Span("✓ ", "allowed"),), said(judged.answer), width, "title")
    for way in judged.ways:
        lines += flow((Span("    "),), way, width, "dim")
    for trap in judged.traps:
        m = misconceptions().get(trap.name)
        as_if = m.quoted if m else f"as if {trap.name}"
        role: Role = "changed" if trap.answer == mine else "dim"
        lines += flow((Span("✗ ", "denied"),), f"{said(trap.answer)}: {as_if}", width, role)
    if mine and mine not in (judged.answer, *(trap.answer for trap in judged.traps)):
        lines += flow((Span("✗ ", "denied"),), f"{said(mine)}: yours", width, "changed")
    prose = prose_lines(text, width)
    return [*lines, (), *prose] if prose else lines


def lesson_lines(lesson: Lesson, models: Models, width: int) -> list[Line]:
    """A whole lesson with its answers.

    Raises:
        RequestError: a step names something that does not exist.
    """
    lines: list[Line] = [heading(lesson.title, width)]
    lines += flow((Span("goal     ", "dim"),), lesson.goal, width)
    lines += flow((Span("needs    ", "dim"),), ", ".join(lesson.needs) or "nothing", width)
    lines += flow((Span("sources  ", "dim"),), "; ".join(lesson.sources), width)
    lines += [(), *prose_lines(lesson.intro, width)] if lesson.intro else []
    return lines + _steps(lesson.steps, models, width)


def way_lines(way: Way, models: Models, width: int) -> list[Line]:
    """A way through several lessons with its answers.

    Raises:
        RequestError: a step names something that does not exist.
    """
    return steps_lines(way.title, way.steps, models, width)


def steps_lines(title: str, steps: Sequence[Step], models: Models, width: int) -> list[Line]:
    """Steps with their answers, below a title."""
    return [heading(title, width), *_steps(steps, models, width)]


def _steps(steps: Sequence[Step], models: Models, width: int) -> list[Line]:
    """Steps with their answers, numbered."""
    lines: list[Line] = []
    for number, step in enumerate(steps, 1):
        found = judge(step, models)
        lines += [(), heading(f"{number} {step.title}", width)]
        lines += [*question_lines(step, found, width), ()]
        lines += answer_lines(found, filled(step.prose, step, models), width)
    return lines
