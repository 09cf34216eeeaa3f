"""A handout in Markdown, for a repository."""

from __future__ import annotations

from typing import TYPE_CHECKING

from s2tui.teach.lesson.lines import LETTERS
from s2tui.view.kit.text import plain

if TYPE_CHECKING:
    from collections.abc import Iterator

    from s2tui.teach.handout.sheet import Question, Sheet


def markdown(sheet: Sheet, *, answers: bool, blank: bool) -> str:
    """The whole page.

    Args:
        sheet: what stands on it.
        answers: whether it ends with the answers.
        blank: whether there is room to write below each question.
    """
    return "\n".join(_lines(sheet, answers=answers, blank=blank)) + "\n"


def _lines(sheet: Sheet, *, answers: bool, blank: bool) -> Iterator[str]:
    yield f"# {sheet.title}"
    yield ""
    yield f"{sheet.minutes} minutes. Commit to an answer before you turn to the last pages."
    for part in sheet.parts:
        if part.title != sheet.title:
            yield from ("", f"## {part.title}")
        yield from ("", f"*{part.goal}*")
        if part.intro:
            yield from ("", part.intro)
        for question in part.questions:
            yield from _asked(question, blank=blank)
    if answers:
        yield from ("", "# Answers")
        for part in sheet.parts:
            for question in part.questions:
                yield from _answered(question)
    yield from ("", "# Sources", "", *(f"* {source}" for source in sheet.sources))
    yield from ("", f"*{sheet.foot}*")


def _asked(question: Question, *, blank: bool) -> Iterator[str]:
    yield from ("", f"### {question.number}. {question.title}", "", question.text)
    if question.about:
        yield from ("", f"> {question.about}")
    if question.choices:
        yield ""
        yield from (
            f"* ( ) {letter}: {choice}"
            for letter, choice in zip(LETTERS, question.choices, strict=False)
        )
    if blank:
        yield from ("", "Because: " + "\\_" * 60)


def _answered(question: Question) -> Iterator[str]:
    yield from ("", f"### {question.number}. {question.title}", "", f"**{question.answer}**")
    if question.ways:
        yield from ("", *(f"* `{way}`" for way in question.ways))
    if question.wrong:
        yield from ("", *(f"* not {wrong}" for wrong in question.wrong))
    if question.prose:
        yield from ("", question.prose)
    if question.picture:
        yield from ("", "```", plain(question.picture), "```")
    yield from ("", f"`{question.command}`")
