"""A round as the contract's JSON: `quiz --json`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from s2tui.kvm.scenario.notation import scenario_text
from s2tui.teach.quiz.seeds import MODEL

if TYPE_CHECKING:
    from collections.abc import Iterable

    from s2tui.teach.misconceptions import Asked
    from s2tui.teach.quiz.question import Choice, Question
    from s2tui.teach.quiz.seeds import Seed


def quiz_object(seed: Seed, questions: Iterable[Question]) -> dict[str, Any]:
    """A round with its answers."""
    return {"seed": seed.text, "model": MODEL, "questions": [_question(q) for q in questions]}


def _question(question: Question) -> dict[str, Any]:
    return {
        "kind": question.kind,
        **_asked(question.asked),
        "ask": question.member,
        "concepts": list(question.concepts),
        "choices": [_choice(choice) for choice in question.choices],
    }


def _choice(choice: Choice) -> dict[str, Any]:
    as_if = None if choice.as_if is None else _asked(choice.as_if)
    return {"text": choice.text, "value": choice.value, "right": choice.right, "as_if": as_if}


def _asked(asked: Asked) -> dict[str, str]:
    return {"scenario": scenario_text(asked.scenario), "kernel": asked.kernel}
