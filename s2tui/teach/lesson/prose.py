"""Prose: values computed into it, and the lines that it makes.

`{{ MEMBER }}` is a member of the answer to the step; `{{ MEMBER @ WORDS @ KERNEL }}` one of
another.
A quotation that begins with `note:` is for whoever presents, and not shown.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from markdown_it import MarkdownIt

from s2tui.teach.asking import shown
from s2tui.teach.lesson.kinds import parsed
from s2tui.teach.misconceptions import Asked
from s2tui.view.kit.layout import flow
from s2tui.view.kit.text import Span

if TYPE_CHECKING:
    from collections.abc import Iterator

    from markdown_it.token import Token

    from s2tui.teach.lesson.kinds import Models
    from s2tui.teach.lesson.model import Step
    from s2tui.view.kit.text import Line

_VALUE = re.compile(r"\{\{(.*?)\}\}", re.DOTALL)
NOTE = "note:"
_NOTES = re.compile(rf"^> ?{NOTE}.*(?:\n>.*)*\n?", re.MULTILINE)


def filled(text: str, step: Step, models: Models) -> str:
    """Prose with every value in its place.

    Raises:
        RequestError: a member, word or kernel does not exist.
    """

    def value(found: re.Match[str]) -> str:
        member, *rest = (part.strip() for part in found[1].split(" @ "))
        words = tuple(rest[0].split()) if rest else step.words
        kernel = rest[1] if len(rest) > 1 else step.kernel
        return shown(models.answers(Asked(parsed(words).scenario, kernel)).ask(member))

    return _VALUE.sub(value, text)


def without_notes(text: str) -> str:
    """Prose for readers: what is for whoever presents is left out."""
    return _NOTES.sub("", text)


def prose_lines(text: str, width: int) -> list[Line]:
    """Paragraphs, lists and code of Markdown as lines, a blank one between blocks."""
    lines: list[Line] = []
    for block in _blocks(MarkdownIt("commonmark").parse(text), width):
        lines += [(), *block] if lines else block
    return lines


def _blocks(tokens: list[Token], width: int) -> Iterator[list[Line]]:
    depth = quoted = 0
    for token in tokens:
        if token.type == "list_item_open":
            depth += 1
        elif token.type == "list_item_close":
            depth -= 1
        elif token.type == "blockquote_open":
            quoted += 1
        elif token.type == "blockquote_close":
            quoted -= 1
        elif token.type in ("fence", "code_block"):
            yield [(Span(f"    {line}", "dim"),) for line in token.content.splitlines()]
        elif token.type == "inline" and not (quoted and token.content.startswith(NOTE)):
            first = (Span("  * ", "dim"),) if depth else ()
            yield flow(first, _plain(token), width)


def _plain(token: Token) -> str:
    """The text of a paragraph without its marks."""
    parts = [" " if one.type in ("softbreak", "hardbreak") else one.content
             for one in token.children or ()]  # fmt: skip
    return "".join(parts)
