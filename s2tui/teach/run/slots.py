"""What there is to choose: one of several, or for each of several things what becomes of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from s2tui.teach.lesson.judge import kind_of
from s2tui.teach.lesson.kinds import HOLDS, NONE, bare
from s2tui.teach.lesson.lines import offered, said

if TYPE_CHECKING:
    from collections.abc import Sequence

    from s2tui.teach.lesson.judge import Judged
    from s2tui.teach.lesson.model import Step
    from s2tui.teach.run.machine import Picks

LETTERS = "abcdefghij"
"""By which choices are taken, in order; digits do the same."""
YES, NO = "yes", "no"
PAIRED = ("match", "invariant")
"""The kinds that ask for a value of each, and not which of them it is so for."""


class Slot(NamedTuple):
    """One thing to choose."""

    options: tuple[str, ...]
    label: str = ""
    """What it is of; empty where there is but one."""

    def next(self, picked: str) -> str:
        """The option behind another one, and round."""
        at = self.options.index(picked) + 1 if picked in self.options else 0
        return self.options[at % len(self.options)]


def picked(slots: Sequence[Slot], picks: Picks, at: int) -> Picks:
    """What is chosen after a letter was pressed: of one slot its option, of several the next one.

    Args:
        slots: what there is to choose.
        picks: what was chosen before.
        at: the place of the letter.
    """
    if len(slots) == 1:
        options = slots[0].options
        return (options[at],) if at < len(options) else picks
    if at >= len(slots):
        return picks
    now = picks or tuple(NO if slot.options == (NO, YES) else "" for slot in slots)
    return (*now[:at], slots[at].next(now[at]), *now[at + 1 :])


def letters_of(slots: Sequence[Slot]) -> int:
    """How many letters there are to press."""
    return len(slots[0].options) if len(slots) == 1 else len(slots)


def slots_of(step: Step, judged: Judged) -> tuple[Slot, ...]:
    """What a step lets one choose; nothing where it is to be done, or only to be thought of."""
    kind = kind_of(step)
    if kind == "match":
        values = sorted(value for _, value in pairs_of(judged.answer, "; ", ": "))
        return tuple(Slot(tuple(values), one) for one in step.more["of"])
    if kind == "invariant":
        return tuple(Slot(tuple(HOLDS.values()), one) for one in step.more["of"])
    choices = offered(step, judged)
    if kind in ("who", "who-moves", "flip"):
        return tuple(Slot((NO, YES), bare(one)) for one in choices)
    return (Slot(tuple(choices)),) if choices else ()


def answer_of(step: Step, slots: Sequence[Slot], picks: Picks) -> str:
    """What was chosen, as the model would answer it; empty where something is missing."""
    if not picks or not all(picks):
        return ""
    kind = kind_of(step)
    if kind in PAIRED:
        between, after = ("; ", ": ") if kind == "match" else (", ", " ")
        return between.join(
            f"{slot.label}{after}{pick}" for slot, pick in zip(slots, picks, strict=True)
        )
    if len(slots) == 1:
        return picks[0]
    chosen = [slot.label for slot, pick in zip(slots, picks, strict=True) if pick == YES]
    return ", ".join(chosen) or NONE


def pairs_of(answer: str, between: str, after: str) -> list[tuple[str, str]]:
    """An answer that has a value for each of several, taken apart."""
    found = [part.rpartition(after) for part in answer.split(between)]
    return [(name, value) for name, _, value in found]


def option_said(option: str) -> str:
    """An option in words; an empty one was not chosen."""
    return said(option) if option else "?"
