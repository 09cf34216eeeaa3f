"""Lessons in the app: what is on screen is theirs, and what the user had waits untouched.

A page has a state, a history and screens of its own, on a stack of its own. To return to it is to
make them again; to leave the lesson is to put them away, and all is there again as it was.
"""

from __future__ import annotations

from datetime import date
from functools import partial
from typing import TYPE_CHECKING, Any

from s2tui.tui.commands.screens import FIRST
from s2tui.tui.lesson_host import Home
from s2tui.tui.session.history import Session

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from s2tui.teach.run.machine import Page
    from s2tui.teach.run.scripts import Script
    from s2tui.teach.run.tasks import Task
    from s2tui.tui.lesson_host import App
    from s2tui.tui.screens.base import BaseScreen
    from s2tui.tui.session.sitting import Sitting
    from s2tui.tui.session.state import Answer, State

OUTSIDE = "own"
"""What the stack of the app's own screens is called."""
PAGE = "page"
"""What the stack of a page is called; the next one is called otherwise, for both are there."""


class Lessons:
    """Begins lessons, goes through their pages, and leaves them."""

    def __init__(self, app: App) -> None:
        self.app = app
        self.sitting: Sitting | None = None
        """The lesson that is on."""
        self.home: Home | None = None
        """What the user had before it."""
        self._led = False
        """Whether there ever was a lesson, so that the way back to the app's screens is known."""

    def seen(self, answer: Answer) -> Answer:
        """The part of an answer that may be seen now."""
        if self.sitting is None:
            return answer
        from s2tui.tui.session.veil import veiled

        return veiled(answer, self.sitting.hides)

    def begin(self, script: Script, at: int = 0) -> None:
        """Begin a lesson; one that is on is left for it."""
        from s2tui.tui.session.sitting import Sitting

        self.leave()
        app = self.app
        app.keep()
        if not self._led:
            self._led = True
            app.add_mode(OUTSIDE, partial(app.screen_of, FIRST))
        theme = app.paint.theme.name
        self.home = Home(app.state, app.session, app.made, app.maker, app.places, theme)
        self.sitting = Sitting(script, at, keeps=app.session.file is not None)
        self._work_out()

    def _work_out(self) -> None:
        """Find out what the page asks, and show it then; what is on screen stays until then."""
        sitting = self.sitting
        assert sitting is not None
        page = sitting.run.page

        def done(task: Task) -> None:
            if page is not None and self.sitting is sitting:
                sitting.tasks[page.name] = task
                if sitting.run.page == page:
                    self._show()

        if page is None or not page.asks or page.name in sitting.tasks:
            self._show()
        else:
            self._ask(page, done)

    def _ask(self, page: Page, done: Callable[[Task], None]) -> None:
        """Find out what a page asks."""
        from s2tui.tui.background import Question, ask

        assert self.sitting is not None
        script, models = self.sitting.script, self.sitting.models
        key = ("page", script.id, page.name)
        node: Any = self.app
        ask(node, Question(f"page {page.name}", key, lambda _: script.task(page, models)), done)

    def _show(self) -> None:
        """Show the page as it was first, on screens that are made for it."""
        from s2tui.tui.screens.lesson import in_lesson

        app, sitting = self.app, self.sitting
        assert sitting is not None
        before, made = app.desk, app.made
        app.places, app.session = (), Session(keys=app.session.keys)
        app.have(sitting.there)
        app.made, app.maker = {}, partial(in_lesson, sitting)
        app.desk = PAGE if before != PAGE else f"next {PAGE}"
        app.add_mode(app.desk, partial(app.screen_of, FIRST))
        app.switch_mode(app.desk)
        if before:
            self._put_away(before, made)
        name, given = sitting.screen
        if name != FIRST:
            screen = app.open(name)
            if given:
                screen.take(given)
        self._keep()
        self._prepare()

    def _prepare(self) -> None:
        """Find out what the answer and the next page need, while somebody thinks about this one."""
        assert self.sitting is not None
        if self.sitting.run.open and self.sitting.task is not None:
            self._ask_ahead(self.sitting.there)
        tasks, run = self.sitting.tasks, self.sitting.run
        following = run.pages[run.at + 1] if run.at + 1 < len(run.pages) else None
        if following is not None and following.asks and following.name not in tasks:
            self._ask(following, lambda task: tasks.update({following.name: task}))

    def _ask_ahead(self, state: State) -> None:
        """Ask what is to be shown once the answer is revealed: that takes one frame then."""
        from s2tui.tui.background import Question, ask
        from s2tui.tui.session.follow_up import followed
        from s2tui.tui.session.state import answer

        def work(_: object) -> None:
            found = answer(state)
            followed(found, found)

        node: Any = self.app
        ask(node, Question("ahead", ("ahead", state), work), lambda _: None)

    def _put_away(self, desk: str, made: Mapping[str, BaseScreen]) -> None:
        """Have no more of some screens."""
        self.app.remove_mode(desk)
        for screen in made.values():
            self.app.uninstall_screen(screen)
            if screen.is_running:
                screen.remove()

    def _keep(self) -> None:
        """Keep where one is and what was answered; what is wrong with that is said once."""
        wrong = self.sitting.keep(date.today()) if self.sitting is not None else ""
        if wrong:
            self.app.notice(wrong)

    def _fit(self) -> None:
        """Show what the page says now."""
        base: Any = self.app.base
        base.fit()
        self.app.base.say_ways()

    def pick(self, at: int) -> None:
        """Choose what a letter stands for."""
        if self.sitting is not None:
            self.sitting.pick(at)
            self._fit()

    def page(self, by: int) -> None:
        """Go on or back: to the answer, or to another page; behind the end the lesson is left."""
        sitting = self.sitting
        if sitting is None:
            return
        from s2tui.teach.run import machine

        run = sitting.run
        if by > 0 and run.page is None and not run.exploring:
            self.leave()
        elif sitting.go(machine.forward if by > 0 else machine.back):
            self._work_out()
        else:
            self.app.base.show(self.app.answer)
            self._fit()
            self._keep()

    def look(self) -> None:
        """Look around, or return to the page as it was first."""
        sitting = self.sitting
        if sitting is None:
            return
        from s2tui.teach.run import machine

        if sitting.run.exploring:
            sitting.go(machine.returned)
            self._show()
        elif sitting.run.phase != "told":
            sitting.go(machine.explored)
            self._fit()

    def moved(self) -> None:
        """Somebody moved in the app: notice it while a lesson is on, before anything is drawn."""
        sitting = self.sitting
        if sitting is None or not self.app.desk:
            return
        before, sitting.leaving = sitting.run, False
        sitting.moved(self.app.state, self.app.base.PLACE)
        if sitting.run != before or sitting.tried(self.app.state):
            self._fit()

    def step_out(self) -> None:
        """Return to the page, or leave the lesson, which is asked for once."""
        sitting = self.sitting
        if sitting is None:
            return
        if sitting.run.exploring:
            self.look()
        elif sitting.leaving or sitting.run.page is None:
            self.leave()
        else:
            sitting.leaving = True
            self._fit()

    def leave(self) -> None:
        """Give the user back what they had."""
        app, home, self.sitting, self.home = self.app, self.home, None, None
        if home is None:
            return
        desk, made, app.desk = app.desk, app.made, ""
        app.session, app.made, app.maker, app.places = (
            home.session, home.made, home.maker, home.places
        )  # fmt: skip
        app.clear_notifications()
        app.have(home.state)
        if desk:
            app.switch_mode(OUTSIDE)
            self._put_away(desk, made)
        if app.paint.theme.name != home.theme:
            chosen = home.session.theme
            app.dress(home.theme)
            home.session.theme = chosen
