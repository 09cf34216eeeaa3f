"""Somebody who goes through a lesson in the app: the run, what its pages ask, what is kept."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from s2tui.kvm.policies.registry import DEFAULT as KERNEL
from s2tui.kvm.scenario.fields import DEFAULT
from s2tui.teach.lesson.kinds import Models
from s2tui.teach.misconceptions import Asked
from s2tui.teach.quiz import progress as reviews
from s2tui.teach.run import machine, store
from s2tui.teach.run.scripts import score
from s2tui.teach.run.slots import letters_of, picked
from s2tui.teach.run.store import Told
from s2tui.teach.run.veil import NOTHING, hides
from s2tui.tui.session.state import State

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from s2tui.teach.run.lines import Score
    from s2tui.teach.run.machine import Run
    from s2tui.teach.run.scripts import Script
    from s2tui.teach.run.tasks import Task, Tried
    from s2tui.teach.run.veil import Hides
    from s2tui.view.kit.text import Line

NOWHERE = Asked(DEFAULT, KERNEL)
"""What is shown beside a page that is about no scenario."""
FIRST = "explore"


class Sitting:
    """A run with what its pages ask; moves are asked of it, and the app shows where it is then."""

    def __init__(self, script: Script, at: int, *, keeps: bool) -> None:
        """Begin.

        Args:
            script: what to go through.
            at: the place of the page to begin at.
            keeps: whether answers are kept in files.
        """
        self.script = script
        self.run: Run = machine.gone_to(script.begun, at)
        self.tasks: dict[str, Task] = {}
        """By the name of a page, what it asks, once that is worked out."""
        self.models = Models()
        self.keeps = keeps
        self.leaving = False
        """Whether it was asked to leave once."""
        self.lines: tuple[object, Sequence[Line]] = (None, ())
        """What was last drawn, and of what."""

    @property
    def task(self) -> Task | None:
        """What the page asks; None where it asks nothing or that is not worked out yet."""
        return self.tasks.get(self.run.page.name) if self.run.page else None

    @property
    def hides(self) -> Hides:
        """What nobody may see now; all of it until it is known what is asked."""
        if not self.run.open:
            return NOTHING
        return hides(self.task.kind if self.task else "", open_=True)

    @property
    def there(self) -> State:
        """What the page is about."""
        task = self.task
        scenario, kernel = (task.asked if task else None) or NOWHERE
        return State(scenario, kernel)

    @property
    def screen(self) -> tuple[str, tuple[str, ...]]:
        """The screen that the page is answered on, and what is to be shown there."""
        return self.task.screen if self.task else (FIRST, ())

    def tried(self, state: State | None) -> Tried | None:
        """How far somebody came with what is to be done."""
        if self.task is None or state is None:
            return None
        return self.task.tried(Asked(state.scenario, state.kernel))

    @property
    def letters(self) -> int:
        """How many letters choose something now."""
        if self.task is None or self.run.exploring or not self.run.open or not self.task.slots:
            return 0
        return letters_of(self.task.slots)

    def pick(self, at: int) -> None:
        """Choose what a letter stands for."""
        if self.task is not None and at < self.letters:
            self.run = machine.put(self.run, picked(self.task.slots, self.run.picked, at))

    def go(self, move: Callable[[Run], Run]) -> bool:
        """Move on or back.

        Returns:
            Whether another page is shown now, or the same one as it was first.
        """
        before, self.leaving = self.run, False
        self.run = move(self.run)
        return self.run.at != before.at or before.exploring

    def moved(self, state: State | None, screen: str) -> None:
        """Notice that somebody looks at something else, or does what is to be done."""
        tried = self.tried(state)
        if tried is not None and tried.reached and tried.changes:
            self.run = machine.put(self.run, (" ".join(tried.changes),))
        here = self.there
        same = state is not None and (state.wanted, state.kernel) == (here.wanted, here.kernel)
        if screen != self.screen[0] or not (same or (tried is not None and self.run.open)):
            self.run = machine.explored(self.run)

    def keep(self, today: date) -> str:
        """Keep what was answered to the page that was revealed, and where one is.

        Returns:
            What is to be said if that cannot be done; then nothing is kept any more.
        """
        if not self.keeps:
            return ""
        try:
            self._keep(today)
        except OSError as error:
            self.keeps = False
            return f"what was answered is not kept: {error.strerror}"
        return ""

    def _keep(self, today: date) -> None:
        page, task, picks = self.run.page, self.task, self.run.picked
        right = task.right(picks) if task and self.run.phase == "revealed" else None
        if task and right is not None:
            self._review(task, right=right, today=today)
        if self.script.questions:
            return
        kept = store.load(store.path())[0]._replace(last=page.name if page else "")
        if page and task and right is not None:
            kept = kept.after(page.name, Told(task.chosen(picks), right, today))
        store.save(store.path(), kept)

    def _review(self, task: Task, *, right: bool, today: date) -> None:
        """Keep what is to be asked again."""
        file = reviews.path()
        known, _ = reviews.load(file)
        pair = task.pair(self.run.picked)
        after = known.right(task.about, today) if right else known.wrong(pair, today)
        if after != known:
            reviews.save(file, after)

    @property
    def score(self) -> Score:
        """How it went so far."""
        return score(self.run, self.tasks)
