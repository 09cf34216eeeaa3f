"""A round of questions from a seed, and questions about what is due again."""

from __future__ import annotations

from typing import TYPE_CHECKING

from s2tui.teach.misconceptions import Asked, misconceptions
from s2tui.teach.quiz import words
from s2tui.teach.quiz.kinds import ENDING, KINDS, UNKNOWN, Material, make
from s2tui.teach.quiz.pool import drawn, is_plausible, turned
from s2tui.teach.quiz.seeds import MODEL, Draw

if TYPE_CHECKING:
    from collections.abc import Iterator

    from s2tui.teach.misconceptions import Misconception
    from s2tui.teach.quiz.question import Kind, Question
    from s2tui.teach.quiz.seeds import Seed

NUMBER = 14
"""Questions of a round where nobody says how many."""
STRICT = 400
"""Tries after which a rule may decide a second question of the same round."""
TRIES = 2_000
ABOUT_VALUES: tuple[Kind, ...] = ("verdict", "member", "stage", "rule", "hazard", "move")
"""The kinds whose wrong choices are what people believe."""


def questions(seed: Seed, number: int = NUMBER) -> Iterator[Question]:
    """The questions of a seed, one after the other: the first are the same however many there are.

    Each kind comes once before any comes twice; no rule decides two of them, as far as there are
    rules, since otherwise most would be about memory that is simply mapped. Once a round one may
    be about what nobody ever said.
    """
    used: set[str] = set()
    kinds: list[Kind] = []
    unknown = False
    for index in range(number):
        if not kinds:
            kinds = Draw(MODEL, seed.text, "kinds", index).shuffled(tuple(KINDS))
        found = _one(seed, index, kinds.pop(), used, unknown=unknown)
        used.add(found.rule)
        unknown = unknown or found.right.value in UNKNOWN
        yield found


def _one(seed: Seed, index: int, kind: Kind, used: set[str], *, unknown: bool) -> Question:
    for attempt in range(TRIES):
        draw = Draw(MODEL, seed.text, index, attempt)
        asked = _drawn(kind, draw)
        if asked is None:
            continue
        of = Material(asked, draw)
        if of.answers.ask(ENDING) in UNKNOWN and (unknown or kind != "verdict"):
            continue
        strict = attempt < STRICT
        if strict and kind != "member" and words.deciding(of.answers, ENDING).id in used:
            continue
        found = make(kind, of)
        if found is not None and not (strict and found.rule in used):
            return found
    raise AssertionError(f"no question of kind {kind} near anything")


def _drawn(kind: Kind, draw: Draw) -> Asked | None:
    """A scenario under a policy: every second one where people believe something else."""
    if kind not in ABOUT_VALUES or draw.below(2):
        return drawn(draw)
    return _like(draw.pick(tuple(misconceptions().values())), draw)


def about(seed: Seed, concept: str, misconception: str) -> Question | None:
    """A question about a concept, a fresh one for each seed.

    Args:
        seed: what it is drawn from.
        concept: its id.
        misconception: what one of the choices is to give away; empty if nothing in particular.

    Returns:
        None where nothing like that was found.
    """
    m = misconceptions().get(misconception)
    kinds = tuple(KINDS) if m is None else ABOUT_VALUES
    for attempt in range(TRIES):
        draw = Draw(MODEL, seed.text, concept, misconception, attempt)
        asked = drawn(draw) if m is None else _like(m, draw)
        if asked is None or (m is not None and m.applied(asked) is None):
            continue
        of = Material(asked, draw)
        if of.answers.ask(ENDING) in UNKNOWN:
            continue
        found = make(draw.pick(kinds), of)
        if found is None:
            continue
        if misconception in found.believed if m else concept in found.concepts:
            return found
    return None


def _like(m: Misconception, draw: Draw) -> Asked | None:
    """A scenario like the one in which a misconception is known to be wrong.

    Returns:
        None where no machine produces it.
    """
    scenario, kernel = m.example.asked
    for _ in range(draw.below(3)):
        scenario = turned(scenario, draw)
    asked = Asked(scenario, draw.pick(m.under) if m.under and draw.below(2) else kernel)
    return asked if is_plausible(asked) else None
