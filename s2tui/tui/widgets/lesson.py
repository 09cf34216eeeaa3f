"""The page of a lesson: above the app, alone where there is no room for both, or one line."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol, cast

from s2tui.teach.run.lines import (
    end_lines,
    intro_lines,
    page_lines,
    tried_words,
    verdict_spans,
    where_words,
)
from s2tui.tui.session.state import Answer
from s2tui.tui.widgets.scroll_text import ScrollText, scrolled
from s2tui.view.kit.layout import heading, spread
from s2tui.view.kit.text import Span

if TYPE_CHECKING:
    from collections.abc import Sequence

    from s2tui.teach.run.tasks import Tried
    from s2tui.tui.session.sitting import Sitting
    from s2tui.view.kit.text import Line

AWAY = "exploring"
LEAVING = "Escape again leaves"


class _Shows(Protocol):
    """The screen, as its page sees it."""

    sitting: Sitting


class LessonPage(ScrollText[Answer]):
    """What is asked, what there is to choose, and once it is revealed what is right."""

    SAYS = "given"

    @property
    def sitting(self) -> Sitting:
        """The lesson."""
        return cast("_Shows", self.screen).sitting

    def body(self, answer: Answer, width: int, height: int) -> Sequence[Line]:
        """The page as it is now."""
        return lesson_lines(self.sitting, answer, width)

    def draw(self, answer: Answer, width: int, height: int) -> Sequence[Line]:
        """Where one is, and the page; nothing but a line while somebody looks elsewhere."""
        sitting = self.sitting
        tried = sitting.tried(answer.state)
        where = where_words(sitting.run)
        if sitting.run.exploring or height == 1:
            beside = (Span(f"{tried_words(tried)}  ", "changed"),) if tried else ()
            return [spread((Span(where, "title"),), (*beside, Span(AWAY, "changed")), width)]
        lines = self.body(answer, width, height - 1)
        self.top = max(min(self.top, len(lines) - height + 1), 0)
        said = verdict_spans(sitting.run, sitting.task)
        if sitting.leaving:
            said = (Span(LEAVING, "changed"),)
        top = heading(where, width, said, focused=self.has_focus, above=self.top)
        return [top, *scrolled(lines, self.top, width, height - 1)]


def lesson_lines(sitting: Sitting, answer: Answer, width: int) -> Sequence[Line]:
    """A page of any kind: a question, what is said before a lesson, how it went."""
    tried = sitting.tried(answer.state)
    made_for = sitting.run, sitting.task, tried, width
    if sitting.lines[0] != made_for:
        sitting.lines = made_for, _made(sitting, tried, width)
    return sitting.lines[1]


def lesson_height(sitting: Sitting, answer: Answer, width: int) -> int:
    """Lines for a page: as many asked as revealed, so that nothing moves when it is."""
    lines = len(lesson_lines(sitting, answer, width))
    run, task = sitting.run, sitting.task
    if task is None or not run.open:
        asked = run._replace(revealed=False)
        return lines if task is None else max(lines, len(page_lines(asked, task, None, width)))
    return max(lines, len(task.answer(run.picked, width)))


def _made(sitting: Sitting, tried: Tried | None, width: int) -> Sequence[Line]:
    run = sitting.run
    if run.page is None:
        return end_lines(sitting.score, width)
    if not run.page.asks:
        return intro_lines(sitting.script.lessons[run.page.name], width)
    return page_lines(run, sitting.task, tried, width)
