"""A question, what is said to an answer, and what somebody believes, as lines."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, NamedTuple

from s2tui.kvm.scenario.notation import scenario_text
from s2tui.teach.concepts import concepts
from s2tui.teach.misconceptions import misconceptions
from s2tui.teach.quiz.progress import pair_of
from s2tui.view.kit.layout import flow
from s2tui.view.kit.text import Span

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from s2tui.teach.quiz.progress import Pair
    from s2tui.teach.quiz.question import Choice, Question
    from s2tui.teach.quiz.seeds import Seed
    from s2tui.view.kit.text import Line

LETTERS = "abcde"
"""The choices of a question, in order."""


class Given(NamedTuple):
    """An answer to a question."""

    question: Question
    choice: Choice


def question_lines(question: Question, heading: str, width: int) -> list[Line]:
    """A question with its choices.

    Args:
        question: what is asked.
        heading: stands before it, such as its number.
        width: columns.
    """
    lines = [*asked_lines(question, heading, width), ()]
    for letter, choice in zip(LETTERS, question.choices, strict=False):
        lines += flow((Span(f"  {letter}  ", "key"),), choice.text, width)
    return lines


def asked_lines(question: Question, heading: str, width: int) -> list[Line]:
    """A question without its choices."""
    first = (Span(f"{heading}  ", "title"),) if heading else ()
    lines = flow(first, question.prompt, width, "title")
    for told in question.given:
        lines += flow((Span("    "),), told, width)
    return lines


def answer_lines(given: Given, width: int) -> list[Line]:
    """What is said to an answer: whether it is right, as if what it was given, and why not."""
    question, choice = given
    if choice.right:
        return [
            *flow((Span("✓ ", "allowed"),), f"Right: {choice.why}", width),
            *_source(question, width),
        ]
    right = f"{_letter(question)}: {question.right.why}"
    return [
        *flow((Span("✗ ", "denied"),), f"No: {choice.why}", width),
        *flow((Span("  "),), f"Right is {right}", width),
        *_source(question, width),
    ]


def _source(question: Question, width: int) -> list[Line]:
    """The command that shows it."""
    scenario, kernel = question.asked
    words = scenario_text(scenario).replace(",", " ")
    return flow((Span("  "),), f"s2tui explain {words} --kernel {kernel}", width, "dim")


def _letter(question: Question) -> str:
    return LETTERS[question.choices.index(question.right)]


def sheet_lines(questions: Sequence[Question], seed: Seed, width: int) -> list[Line]:
    """Every question, and after them the answers: for paper, or for a mail."""
    lines: list[Line] = [(Span(f"Quiz {seed.code}", "title"),), ()]
    for number, question in enumerate(questions, 1):
        lines += [*question_lines(question, str(number), width), ()]
    lines += [(Span("Answers", "title"),), ()]
    for number, question in enumerate(questions, 1):
        lines += flow(
            (Span(f"{number:>2}  ", "title"),), f"{_letter(question)}: {question.right.why}", width
        )
        for letter, choice in zip(LETTERS, question.choices, strict=False):
            if not choice.right:
                lines += flow((Span(f"    {letter}  ", "dim"),), choice.why, width, "dim")
    return lines


def end_lines(answers: Sequence[Given], width: int) -> list[Line]:
    """How many were right, and what somebody believes who answered like that."""
    right = sum(given.choice.right for given in answers)
    lines: list[Line] = [(Span(f"{right} of {len(answers)} right", "title"),)]
    wrong = [given for given in answers if not given.choice.right]
    return lines + believed_lines((pair_of(*given) for given in wrong), width)


def believed_lines(pairs: Iterable[Pair], width: int) -> list[Line]:
    """What wrong answers have in common, the most often given first.

    Args:
        pairs: what each of them gives away.
        width: columns.
    """
    count = Counter(pairs)
    lines: list[Line] = []
    for pair, times in sorted(
        count.items(), key=lambda item: (-item[1], not item[0].misconception)
    ):
        if pair.misconception:
            m = misconceptions()[pair.misconception]
            said = f"you answered as if {_lowered(m.text)}: as if {m.as_if}"
            lesson = m.lesson
        else:
            concept = concepts()[pair.concept]
            said = f"you were wrong about {concept.text}"
            lesson = concept.lesson
        often = f"{_times(times)} {said}: lesson {lesson}"
        lines += flow((Span("◆ ", "changed"),), often, width)
    return lines


def _times(number: int) -> str:
    return {1: "once", 2: "twice", 3: "three times"}.get(number, f"{number} times")


def _lowered(text: str) -> str:
    """A sentence inside another one: what is a name keeps its capital."""
    first, _, rest = text.partition(" ")
    return text if not first[1:].islower() and len(first) > 1 else f"{first.lower()} {rest}"
