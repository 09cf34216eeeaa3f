"""The list of lessons: what there is to learn, how far one came, and what is due again."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from s2tui.teach.run.offers import QUIZ, Offer, quiz, shelf
from s2tui.tui.background import Question, ask
from s2tui.tui.commands.table import bindings
from s2tui.tui.host import host_of
from s2tui.tui.screens.shared_room import Row, SharedRoomScreen
from s2tui.tui.widgets.lessons import LessonList, LessonText

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from textual.geometry import Size
    from textual.widget import Widget

    from s2tui.teach.quiz.seeds import Seed
    from s2tui.teach.run.scripts import Script
    from s2tui.tui.results.result import Result

LEAST = 7
"""Lines of the text below the list, at least."""


class LearnScreen(SharedRoomScreen):
    """A list and, beside or below it, the chosen lesson."""

    PLACE = "learn"
    CSS_PATH = "learn.tcss"
    BINDINGS = bindings("learn")
    FILTERS = True

    def body(self) -> Iterable[Widget]:
        """Two panels."""
        self.list, self.text = self.new(LessonList), self.new(LessonText)
        self.list.moved, self.list.opened = self._choose, self._open
        self._refill()
        yield self.list
        yield self.text

    def _refill(self) -> None:
        """Read again what there is, and how far one came."""
        self.shelf = shelf(date.today())
        self.filter(self.filtered)

    def rows(self, size: Size) -> Sequence[Row] | None:
        """The list above the text, unless they stand beside each other."""
        if "-narrow" not in self.room(size):
            return None
        text = max(self.text.wants(self.answer, size.width))
        height = size.height - 2 - self.taken
        return Row(self.list.wants(size.width), height - LEAST), Row(text, LEAST)

    def on_mount(self) -> None:
        """The keys act on the list."""
        self.list.focus()
        if self.shelf.said:
            host_of(self).notice(self.shelf.said)

    def on_screen_resume(self) -> None:
        """Somebody comes back from a lesson, it may be."""
        self._refill()

    def filter(self, text: str) -> None:
        """Show the lessons that have a text in them."""
        wanted = text.casefold()
        found = [o for o in self.shelf.offers() if wanted in " ".join(_texts(o)).casefold()]
        self.list.put(found, self.shelf.progress)
        self._choose()

    def _choose(self) -> None:
        self.text.put(self.list.chosen, self.shelf.progress)
        self.hold()

    def take(self, given: Sequence[str]) -> None:
        """Begin a lesson, a step, or a round of the quiz: `quiz`, or `quiz` with a seed."""
        if given and given[0] == QUIZ:
            from s2tui.teach.quiz.seeds import seed_of

            self._quiz(seed_of(given[1]) if given[1:] else None)
        elif given:
            host_of(self).lessons.begin(*shelf(date.today()).script(given[0]))

    def results(self) -> tuple[Result, ...]:
        """The chosen lesson, and the list of all."""
        from s2tui.tui.results.page import listed, taught

        offer = self.list.chosen
        chosen = (taught(offer),) if offer is not None and offer.steps else ()
        return (*chosen, listed(self.shelf.course.lessons))

    def _open(self) -> None:
        """Begin the chosen one, or go on with it."""
        offer = self.list.chosen
        if offer is not None:
            self.take((offer.name,))

    def _quiz(self, seed: Seed | None) -> None:
        """Draw a round, and begin it."""
        due = shelf(date.today()).due

        def begin(script: Script) -> None:
            host_of(self).lessons.begin(script)

        key = (QUIZ, seed.text if seed else object())
        ask(self, Question(QUIZ, key, lambda _: quiz(seed, due)), begin)


def _texts(offer: Offer) -> tuple[str, ...]:
    """Where a text is looked for that the list is filtered by."""
    goal = offer.lesson.goal if offer.lesson else ""
    return offer.name, offer.title, goal, *(step.title for step in offer.steps)
