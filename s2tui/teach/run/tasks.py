"""What is asked on a page, wherever it comes from: a step of a lesson, or one of the quiz."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple, Protocol

from s2tui.kvm.scenario.fields import FIELDS, differences, word
from s2tui.teach.lesson.judge import judge, kind_of
from s2tui.teach.lesson.kinds import asked_of, holds
from s2tui.teach.lesson.lines import NOWHERE, answer_lines, asked_lines
from s2tui.teach.lesson.prose import filled
from s2tui.teach.misconceptions import Asked, misconceptions
from s2tui.teach.quiz.lines import Given
from s2tui.teach.quiz.lines import answer_lines as quiz_answer_lines
from s2tui.teach.quiz.lines import asked_lines as quiz_asked_lines
from s2tui.teach.quiz.progress import Pair, pair_of, pairs_of
from s2tui.teach.run.slots import Slot, answer_of, slots_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from s2tui.teach.lesson.judge import Judged
    from s2tui.teach.lesson.kinds import Models
    from s2tui.teach.lesson.model import Step
    from s2tui.teach.quiz.question import Question
    from s2tui.teach.run.machine import Picks
    from s2tui.view.kit.text import Line

SCREENS: Mapping[str, str] = {
    "who": "compare",
    "move": "migrate",
    "who-moves": "migrate",
    "diff": "diff",
    "invariant": "check",
}
"""By kind, the screen that answers it; the others are answered by the explorer."""


class Tried(NamedTuple):
    """How far somebody came with what is to be done."""

    reached: bool
    facts: tuple[tuple[str, bool], ...]
    """What is wanted, and whether it is so."""
    changes: tuple[str, ...]
    """What is no longer as it was."""


class Task(Protocol):
    """What is asked on a page."""

    @property
    def kind(self) -> str:
        """Of the question, as lessons have it."""

    @property
    def slots(self) -> tuple[Slot, ...]:
        """What there is to choose."""

    @property
    def asked(self) -> Asked | None:
        """The scenario and the kernel that it is about; None where it is about none."""

    @property
    def screen(self) -> tuple[str, tuple[str, ...]]:
        """The screen that answers it, and what is to be shown there."""

    def question(self, width: int) -> list[Line]:
        """What is asked."""

    def answer(self, picks: Picks, width: int) -> list[Line]:
        """What is right, and what is to be said of it and of what was chosen."""

    def right(self, picks: Picks) -> bool | None:
        """Whether the right one was chosen; None where nothing was."""

    def chosen(self, picks: Picks) -> str:
        """What was chosen, as it is kept."""

    def pair(self, picks: Picks) -> Pair | None:
        """What is not understood by who chose that; None where that is nothing with a name."""

    @property
    def about(self) -> Sequence[Pair]:
        """What a right answer shows to be understood."""

    def tried(self, there: Asked) -> Tried | None:
        """How far somebody came; None where nothing is to be done."""


class LessonTask:
    """A step of a lesson, with what the model answers."""

    def __init__(self, step: Step, models: Models, concept: str) -> None:
        """Ask the model.

        Args:
            step: what is asked.
            models: who answers.
            concept: what the lesson is about in the first place.

        Raises:
            RequestError: the step names something that does not exist.
        """
        self.step = step
        self.concept = concept
        self.judged: Judged = judge(step, models)
        self.slots = slots_of(step, self.judged)
        self._models = models
        self._prose = filled(step.prose, step, models)

    @property
    def kind(self) -> str:
        """Of the question."""
        return kind_of(self.step)

    @cached_property
    def asked(self) -> Asked | None:
        """The scenario that it is about."""
        return None if self.kind in NOWHERE else asked_of(self.step)

    @property
    def screen(self) -> tuple[str, tuple[str, ...]]:
        """The screen that answers it."""
        more = self.step.more
        given: tuple[str, ...] = ()
        if self.kind == "who":
            given = tuple(one.partition("=")[2] for one in more["of"])
            if not all(one.startswith("kernel=") for one in more["of"]):
                return "explore", ()
        elif self.kind == "invariant":
            given = tuple(more["of"])
        elif self.kind == "diff":
            given = (more["a"], more["b"])
        return SCREENS.get(self.kind, "explore"), given

    def question(self, width: int) -> list[Line]:
        """What is asked."""
        return asked_lines(self.step, width)

    def answer(self, picks: Picks, width: int) -> list[Line]:
        """The answer, whom the wrong ones agree with, and the prose."""
        mine = self.chosen(picks) if self.right(picks) is False else ""
        return answer_lines(self.judged, self._prose, width, mine)

    def right(self, picks: Picks) -> bool | None:
        """Whether it is what the model answers."""
        chosen = self.chosen(picks)
        if not chosen:
            return None
        if self.kind == "reach":
            # Any way that is as short as the shortest will do.
            return len(chosen.split()) <= len(self.judged.ways[0].split())
        return chosen == self.judged.answer

    def chosen(self, picks: Picks) -> str:
        """What was chosen, or done."""
        if self.kind == "reach":
            return picks[0] if picks else ""
        return answer_of(self.step, self.slots, picks)

    def pair(self, picks: Picks) -> Pair | None:
        """The misconception that answers so, else what the lesson is about."""
        if self.right(picks) is not False:
            return None
        chosen = self.chosen(picks)
        for trap in self.judged.traps:
            if trap.answer == chosen and trap.name in misconceptions():
                return Pair(misconceptions()[trap.name].concept, trap.name)
        return Pair(self.concept)

    @property
    def about(self) -> Sequence[Pair]:
        """What is believed where it is answered wrongly, and the lesson's own concept."""
        named = [misconceptions()[t.name] for t in self.judged.traps if t.name in misconceptions()]
        return [*(Pair(m.concept, m.id) for m in named), Pair(self.concept)]

    def tried(self, there: Asked) -> Tried | None:
        """What is wanted and is so, and what was changed for it."""
        if self.kind != "reach" or self.asked is None:
            return None
        goal = self.step.more["goal"]
        facts = tuple((fact, holds(there, self._models, fact)) for fact in goal)
        return Tried(all(so for _, so in facts), facts, _changes(self.asked, there))


def _changes(before: Asked, after: Asked) -> tuple[str, ...]:
    """What was changed, as the least solutions have it."""
    was, now = differences(before.scenario), differences(after.scenario)
    names = [name for name in FIELDS if was.get(name) != now.get(name)]
    found = [f"{n}={word(getattr(after.scenario, FIELDS[n].attribute))}" for n in names]
    return (*found, *([f"kernel={after.kernel}"] if after.kernel != before.kernel else []))


class QuizTask:
    """A question of the quiz."""

    kind = "quiz"
    screen = ("explore", ())

    def __init__(self, question: Question) -> None:
        self.asks = question
        self.slots = (Slot(tuple(choice.text for choice in question.choices)),)

    @property
    def asked(self) -> Asked | None:
        """The scenario that it is about."""
        return self.asks.asked

    def given(self, picks: Picks) -> Given | None:
        """The choice that was taken."""
        found = [c for c in self.asks.choices if picks[:1] == (c.text,)]
        return Given(self.asks, found[0]) if found else None

    def question(self, width: int) -> list[Line]:
        """What is asked."""
        return quiz_asked_lines(self.asks, "", width)

    def answer(self, picks: Picks, width: int) -> list[Line]:
        """Why it is right, or as if what it was answered."""
        given = self.given(picks) or Given(self.asks, self.asks.right)
        return quiz_answer_lines(given, width)

    def right(self, picks: Picks) -> bool | None:
        """Whether it is the right choice."""
        given = self.given(picks)
        return given.choice.right if given else None

    def chosen(self, picks: Picks) -> str:
        """The choice in words."""
        return picks[0] if picks else ""

    def pair(self, picks: Picks) -> Pair | None:
        """What a wrong choice gives away."""
        given = self.given(picks)
        return pair_of(*given) if given and not given.choice.right else None

    @property
    def about(self) -> Sequence[Pair]:
        """What the question is about."""
        return pairs_of(self.asks)

    def tried(self, there: Asked) -> Tried | None:
        """Nothing is to be done."""
        return None
