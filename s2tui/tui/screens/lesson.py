"""The screens while a lesson is on: as ever, below the page of the lesson or without it."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any, cast

from s2tui.tui.commands.table import bindings
from s2tui.tui.host import host_of
from s2tui.tui.screens import screen_class
from s2tui.tui.screens.base import BaseScreen
from s2tui.tui.screens.calm import CalmScreen
from s2tui.tui.screens.resting import RestingScreen
from s2tui.tui.widgets.lesson import LessonPage, lesson_height, lesson_lines

if TYPE_CHECKING:
    from collections.abc import Callable

    from textual import events
    from textual.app import ComposeResult
    from textual.geometry import Size

    from s2tui.tui.results.result import Result
    from s2tui.tui.session.sitting import Sitting
    from s2tui.tui.session.state import Answer

    _Screen = BaseScreen
else:
    _Screen = object

LEAST = 18
"""Lines of a terminal in which the app is whole: with fewer left the page is alone."""
PAGE = "-page"
"""The class of a screen that shows the page alone."""


class LessonKeys(BaseScreen):
    """What keys do while a lesson is on; they come before those of any pane."""

    BINDINGS = bindings("lesson")
    sitting: Sitting

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Letters choose only while something is asked, and what there is."""
        if action == "pick":
            return cast("int", parameters[0]) < self.sitting.letters
        return True

    def action_pick(self, at: int) -> None:
        """Choose what a letter stands for."""
        host_of(self).lessons.pick(at)

    def action_forward(self) -> None:
        """Reveal the answer; from there the next page."""
        host_of(self).lessons.page(1)

    def action_back(self) -> None:
        """Cover the answer; from there the page before."""
        host_of(self).lessons.page(-1)

    def action_look(self) -> None:
        """Go and look around, or return to the page."""
        host_of(self).lessons.look()


class InLesson(_Screen):
    """What is otherwise with every screen while a lesson is on."""

    def __init__(self, sitting: Sitting, answer: Answer, size: Size) -> None:
        self.sitting = sitting
        self.VERTICAL_BREAKPOINTS = list(CalmScreen.VERTICAL_BREAKPOINTS)
        self._fitted: tuple[bool, int, Size] | None = None
        """Whether the page is shown alone, its lines, and in which terminal."""
        self._fit(answer, size)
        super().__init__(answer, size)

    def compose(self) -> ComposeResult:
        """The page of the lesson, and the screen as ever."""
        yield self.new(LessonPage)
        yield from super().compose()

    def on_mount(self) -> None:
        """Room for the page."""
        self._show_fit()

    def _fit(self, answer: Answer, size: Size) -> bool:
        """Find out how much room the page has; whether it is alone."""
        lines = 1
        if not self.sitting.run.exploring:
            lines += lesson_height(self.sitting, answer, size.width)
        told = self.sitting.run.phase == "told" and not self.sitting.run.exploring
        alone = told or lines > max(size.height - LEAST, 1)
        self.taken = 0 if alone else lines
        self.VERTICAL_BREAKPOINTS = [
            (at + self.taken if at else 0, name) for at, name in CalmScreen.VERTICAL_BREAKPOINTS
        ]
        return alone

    def fit(self) -> None:
        """The page says something else: give it the room for that, and the rest to the panes."""
        if not self.query(LessonPage):
            return  # It is made only now, with the room that the page has by then.
        if self._show_fit() and isinstance(self, RestingScreen):
            self.share_now()

    def _show_fit(self) -> bool:
        """Show the page in the room that it has; whether that is another one."""
        before = self._fitted
        alone = self._fit(self.answer, self.app.size)
        page = self.query_one(LessonPage)
        self._fitted = (alone, self.taken, self.app.size)
        if self._fitted == before:
            page.redraw()
            return False
        page.styles.height = self.app.size.height - 1 if alone else self.taken
        names = {name for _, name in self.VERTICAL_BREAKPOINTS}
        now = set(self.room(self.app.size))
        self.remove_class(*(names - now))
        self.add_class(*now)
        self.set_class(alone, PAGE)
        if alone:
            self.set_focus(page)
        page.redraw()
        return True

    def on_resize(self, event: events.Resize) -> None:
        """There is more room for the page, or less."""
        self._show_fit()
        super().on_resize(event)

    def leave(self) -> bool:
        """Escape: what the screen is in, else what is explored, else the lesson."""
        if not super().leave():
            host_of(self).lessons.step_out()
        return True

    def ways(self) -> list[tuple[str, str]]:
        """What leads on comes first."""
        run = self.sitting.run
        if run.exploring:
            return [("lesson.look", "back to the page")]
        word = "reveal" if run.open else "leave" if run.page is None else "next"
        found = [("lesson.forward", word), ("lesson.back", "back")]
        return [*found, ("lesson.look", "look around"), ("app.unfilter", "leave")]

    def results(self) -> tuple[Result, ...]:
        """While something is asked, nothing but the question."""
        if not self.hides:
            return super().results()
        from s2tui.tui.results.result import Result, laid_out

        forms = laid_out(lambda width: lesson_lines(self.sitting, self.answer, width))
        return (Result("the question", forms),)


@cache
def lesson_class(name: str) -> type[Any]:
    """A screen of the table as it is while a lesson is on."""
    kind = screen_class(name)
    known = kind.__dict__.get("CSS_PATH") or []
    paths = [known] if isinstance(known, str) else known
    # In this order: what is otherwise wins, and the style sheet is the screen's own.
    bases: tuple[type[Any], ...] = (InLesson, kind, LessonKeys)
    own = {"CSS_PATH": [*paths, "lesson.tcss"], "__module__": __name__}
    return type(f"Lesson{kind.__name__}", bases, own)


def in_lesson(sitting: Sitting, name: str) -> Callable[[Answer, Size], BaseScreen]:
    """What makes a screen of the table for a lesson."""
    kind = lesson_class(name)

    def make(answer: Answer, size: Size) -> BaseScreen:
        return cast("BaseScreen", kind(sitting, answer, size))

    return make
