"""What is to be asked again, and when: boxes of pairs of a concept and a misconception.

Not questions are repeated but what they are about, in scenarios that are fresh each time. A pair
that was answered wrongly goes to the first box; answered rightly when it is due it goes one
further, and out of the last one it is known. (Leitner's boxes: few pairs need no better schedule.)
"""

from __future__ import annotations

import json
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any, NamedTuple

from s2tui import kept
from s2tui.errors import RequestError
from s2tui.teach.concepts import concepts
from s2tui.teach.misconceptions import misconceptions

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

    from s2tui.teach.quiz.question import Choice, Question

VERSION = 1
DAYS = (1, 3, 7, 21, 60)
"""After how many days what is in each box is due."""


class Pair(NamedTuple):
    """What is repeated."""

    concept: str
    misconception: str = ""
    """Empty: it was wrong in no way that has a name."""


class Card(NamedTuple):
    """Where a pair stands."""

    box: int
    """From 1."""
    due: date


class Progress(NamedTuple):
    """Everything that is to be repeated."""

    cards: Mapping[Pair, Card] = {}

    def due(self, today: date) -> list[Pair]:
        """What is due, the longest due first."""
        found = sorted((card.due, pair) for pair, card in self.cards.items() if card.due <= today)
        return [pair for _, pair in found]

    def after(self, question: Question, choice: Choice, today: date) -> Progress:
        """What is to be repeated after a question was answered."""
        if choice.right:
            return self.right(pairs_of(question), today)
        return self.wrong(pair_of(question, choice), today)

    def right(self, pairs: Iterable[Pair], today: date) -> Progress:
        """What is to be repeated after something was answered rightly that is about some pairs."""
        cards = dict(self.cards)
        for pair in pairs:
            card = cards.get(pair)
            if card is None or card.due > today:
                continue
            if card.box == len(DAYS):
                del cards[pair]
            else:
                cards[pair] = _card(card.box + 1, today)
        return Progress(cards)

    def wrong(self, pair: Pair | None, today: date) -> Progress:
        """What is to be repeated after a wrong answer, and what that gave away."""
        return self if pair is None else Progress({**self.cards, pair: _card(1, today)})


def pair_of(question: Question, choice: Choice) -> Pair:
    """What a wrong choice says is not understood."""
    return Pair(choice.concept or question.concepts[0], choice.misconception)


def pairs_of(question: Question) -> list[Pair]:
    """What a question is about: every concept, and what each wrong choice would give away."""
    named = [Pair(misconceptions()[id_].concept, id_) for id_ in question.believed]
    return [*named, *map(Pair, question.concepts)]


def _card(box: int, today: date) -> Card:
    return Card(box, today + timedelta(days=DAYS[box - 1]))


def path() -> Path:
    """The file."""
    return kept.folder() / "progress.json"


def load(file: Path) -> tuple[Progress, str]:
    """What was saved, and what is to be said about it; nothing where there is no file."""
    return kept.load(file, VERSION, _progress, Progress())


def save(file: Path, progress: Progress) -> None:
    """Replace the file.

    Raises:
        OSError: it cannot be written.
    """
    kept.replace(file, json.dumps({"version": VERSION, "cards": _cards(progress)}, indent=1))


def _cards(progress: Progress) -> list[dict[str, Any]]:
    return [
        {**pair._asdict(), "box": card.box, "due": card.due.isoformat()}
        for pair, card in progress.cards.items()
    ]


def _progress(given: dict[str, Any]) -> Progress:
    """What an object says; what this version no longer knows is left out.

    Raises:
        ValueError: it does not say what `save` writes.
    """
    cards = {}
    for entry in given["cards"]:
        pair, box = Pair(entry["concept"], entry["misconception"]), entry["box"]
        if type(box) is not int or not 1 <= box <= len(DAYS):
            raise RequestError(f"no box: {box!r}")
        card = Card(box, date.fromisoformat(entry["due"]))
        if pair.concept in concepts() and pair.misconception in ("", *misconceptions()):
            cards[pair] = card
    return Progress(cards)
