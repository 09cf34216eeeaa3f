"""A page of a run as lines: where one is, what is asked, what there is to choose, what is right."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from s2tui.teach.lesson.prose import prose_lines
from s2tui.teach.quiz.lines import believed_lines
from s2tui.teach.run.machine import asked_so_far
from s2tui.teach.run.slots import LETTERS, option_said
from s2tui.view.kit.layout import fit, flow
from s2tui.view.kit.text import HERE, MARKS, Span

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from s2tui.teach.lesson.model import Lesson
    from s2tui.teach.quiz.progress import Pair
    from s2tui.teach.run.machine import Picks, Run
    from s2tui.teach.run.slots import Slot
    from s2tui.teach.run.tasks import Task, Tried
    from s2tui.view.kit.text import Line, Role

WAITING = "being worked out …"
UNSAID = "not answered"
RIGHT: Mapping[bool | None, tuple[str, Role]] = {
    True: ("✓ right", "allowed"),
    False: ("✗ not so", "denied"),
    None: (UNSAID, "dim"),
}


class Score(NamedTuple):
    """What was answered on the way."""

    asked: int
    answered: int
    right: int
    pairs: Sequence[Pair]
    """What the wrong answers give away."""


def where_words(run: Run) -> str:
    """Which page it is of how many, and what it is about."""
    if run.page is None:
        return f"{run.title}: the end"
    number, count = asked_so_far(run)
    return f"{number}/{count} {run.page.title}" if run.page.asks else run.page.title


def verdict_spans(run: Run, task: Task | None) -> Line:
    """Beside where one is: whether what was chosen was right."""
    if task is None or run.phase != "revealed":
        return ()
    word, role = RIGHT[task.right(run.picked)]
    return (Span(word, role),)


def page_lines(run: Run, task: Task | None, tried: Tried | None, width: int) -> list[Line]:
    """What is asked and what there is to choose; once it is revealed, what is right.

    Args:
        run: where somebody is, on a page that asks.
        task: what the page asks; None as long as that is being worked out.
        tried: how far they came with what is to be done.
        width: columns.
    """
    if task is None:
        return [(Span(WAITING, "dim"),)]
    if run.phase == "revealed":
        return task.answer(run.picked, width)
    lines = [*task.question(width), ()]
    if tried is not None:
        return lines + tried_lines(tried, run.picked, width)
    return lines + choice_lines(task.slots, run.picked, width)


def choice_lines(slots: Sequence[Slot], picks: Picks, width: int) -> list[Line]:
    """What there is to choose, with what was chosen."""
    lines: list[Line] = []
    if len(slots) == 1:
        for letter, option in zip(LETTERS, slots[0].options, strict=False):
            mine = picks[:1] == (option,)
            first = (Span(HERE if mine else " ", "key"), Span(f" {letter}  ", "key"))
            lines += flow(first, option_said(option), width, "title" if mine else "text")
        return lines
    now = picks or ("",) * len(slots)
    for letter, slot, pick in zip(LETTERS, slots, now, strict=False):
        first = (Span(f"  {letter}  ", "key"), Span(f"{slot.label}: "))
        lines += flow(first, option_said(pick), width, "title" if pick else "dim")
    return lines


def tried_lines(tried: Tried, picks: Picks, width: int) -> list[Line]:
    """How far somebody came with what is to be done, and how it was done, if it was."""
    lines: list[Line] = []
    for fact, so in tried.facts:
        role: Role = "allowed" if so else "denied"
        lines += flow((Span(f"  {MARKS[role]} ", role),), fact, width)
    changed = " ".join(tried.changes) or "nothing yet"
    lines += flow((Span("  changed  ", "dim"),), changed, width)
    for done in picks:
        lines += flow((Span(f"  {MARKS['allowed']} done   ", "allowed"),), done, width)
    return lines


def tried_words(tried: Tried) -> str:
    """The same in a few words."""
    marks = " ".join(MARKS["allowed" if so else "denied"] for _, so in tried.facts)
    count = len(tried.changes)
    return f"{marks} after {count} change{'' if count == 1 else 's'}"


def intro_lines(lesson: Lesson, width: int) -> list[Line]:
    """What a lesson is for, and what is said before its first step."""
    lines = flow((Span("goal  ", "dim"),), lesson.goal, width, "title")
    return [*lines, (), *prose_lines(lesson.intro, width)] if lesson.intro else lines


def end_lines(score: Score, width: int) -> list[Line]:
    """How it went, and what somebody believes who answered like that."""
    said = f"{score.right} of {score.asked} right"
    if score.answered < score.asked:
        said += f", {score.asked - score.answered} {UNSAID}"
    lines: list[Line] = [fit((Span(said, "title"),), width)]
    return [*lines, (), *believed_lines(score.pairs, width)] if score.pairs else lines
