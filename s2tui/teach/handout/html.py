"""A handout as one page of HTML that asks nobody for anything; it prints on A4."""

from __future__ import annotations

from html import escape
from pathlib import Path
from typing import TYPE_CHECKING

from markdown_it import MarkdownIt

from s2tui.teach.handout.sheet import WIDTH
from s2tui.teach.handout.svg import svg

if TYPE_CHECKING:
    from collections.abc import Iterator

    from s2tui.teach.handout.sheet import Question, Sheet

STYLE = Path(__file__).with_name("page.css")


def html(sheet: Sheet, *, answers: bool, blank: bool) -> str:
    """The whole page.

    Args:
        sheet: what stands on it.
        answers: whether it ends with the answers.
        blank: whether there is room to write below each question.
    """
    return "\n".join(_lines(sheet, answers=answers, blank=blank)) + "\n"


def _lines(sheet: Sheet, *, answers: bool, blank: bool) -> Iterator[str]:
    yield '<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">'
    yield f"<title>{escape(sheet.title)}</title>"
    yield f"<style>\n{STYLE.read_text(encoding='utf-8')}</style>\n</head>\n<body>"
    yield f"<h1>{escape(sheet.title)}</h1>"
    yield (
        f'<p class="minutes">{sheet.minutes} minutes. Commit to an answer before you turn to the'
        " last pages.</p>"
    )
    for part in sheet.parts:
        if part.title != sheet.title:
            yield f"<h2>{escape(part.title)}</h2>"
        yield f'<p class="goal">{escape(part.goal)}</p>'
        yield _prose(part.intro)
        for question in part.questions:
            yield from _asked(question, blank=blank)
    if answers:
        yield '<h1 class="answers">Answers</h1>'
        for part in sheet.parts:
            for question in part.questions:
                yield from _answered(question)
    yield "<h2>Sources</h2>\n<ul>"
    yield from (f"<li>{escape(source)}</li>" for source in sheet.sources)
    yield f'</ul>\n<p class="foot">{escape(sheet.foot)}</p>\n</body>\n</html>'


def _prose(text: str) -> str:
    """Markdown as it is written in lessons; what is HTML in it stands there as text."""
    return str(MarkdownIt("commonmark", {"html": False}).render(text))


def _asked(question: Question, *, blank: bool) -> Iterator[str]:
    yield '<section class="question">'
    yield f"<h3>{question.number}. {escape(question.title)}</h3>\n<p>{escape(question.text)}</p>"
    if question.about:
        yield f'<p class="about">{escape(question.about)}</p>'
    if question.choices:
        yield '<ol class="choices">'
        yield from (f"<li>{escape(choice)}</li>" for choice in question.choices)
        yield "</ol>"
    if blank:
        yield '<div class="room"></div><div class="room"></div>'
    yield "</section>"


def _answered(question: Question) -> Iterator[str]:
    yield '<section class="answer">'
    yield f"<h3>{question.number}. {escape(question.title)}</h3>"
    yield f"<p><strong>{escape(question.answer)}</strong></p>"
    if question.ways or question.wrong:
        yield "<ul>"
        yield from (f"<li><code>{escape(way)}</code></li>" for way in question.ways)
        yield from (f"<li>not {escape(wrong)}</li>" for wrong in question.wrong)
        yield "</ul>"
    yield _prose(question.prose)
    if question.picture:
        yield svg(question.picture, WIDTH)
    yield f'<code class="command">{escape(question.command)}</code>\n</section>'
