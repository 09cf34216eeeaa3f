"""Lines as Markdown, for a mail or an issue: one way for every command.

Headings become headings, rows of tables rows, what begins at the margin a paragraph and what is
indented an item of a list. Lines are to be made WIDE, so that nothing is wrapped before.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from s2tui.view.kit.layout import wrap
from s2tui.view.kit.text import Row, Verbatim

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from s2tui.view.kit.text import Line, Role, Span

WIDE = 1000
"""Columns in which lines are made that become Markdown."""
MAIL = 72
"""Columns of a mail. A table has as many as it needs."""
LEAST_INDENT = 2
"""Blanks that make an item of a line; a number that is padded has one."""
RULE = re.compile(r" [─━]+")
SPECIAL = re.compile(r"([*<`]|(?<!\w)_(?=\w)|\](?=\()|^\s*[-+](?= ))")
"""What Markdown would take for its own, where it would."""


AROUND: Mapping[Role, str] = {"title": "**", "key": "`"}
"""What stands around a text of a role."""


def markdown(lines: Iterable[Line], width: int = MAIL) -> str:
    """Lines as Markdown, wrapped but for tables."""
    found: list[str] = []
    rows: list[Row] = []
    drawn: list[str] = []
    depths: list[int] = []
    for line in lines:
        text = "".join(span.text for span in line)
        if isinstance(line, Row):
            rows.append(line)
            continue
        if isinstance(line, Verbatim):
            drawn.append(text.rstrip())
            continue
        found += _set_apart(rows, drawn)
        rows, drawn = [], []
        indent = len(text) - len(text.lstrip())
        if not text.strip():
            found.append("")
        elif line and RULE.fullmatch(line[-1].text):
            found += ["", f"## {_plain(line[:-1])}", ""]
        elif indent < LEAST_INDENT:
            depths = []
            found += ["", *wrap(_said(line), width), ""]
        else:
            depths = [depth for depth in depths if depth < indent] + [indent]
            found += _item(_said(line), len(depths) - 1, width)
    found += _set_apart(rows, drawn)
    return "\n".join(_spaced(found))


def _set_apart(rows: Sequence[Row], drawn: Sequence[str]) -> Iterator[str]:
    """A table and a drawing, whichever there is."""
    if rows:
        yield from ("", *_table(rows), "")
    if drawn:
        yield from ("", "```", *drawn, "```", "")


def _item(text: str, depth: int, width: int) -> Iterator[str]:
    margin = "  " * depth
    for at, piece in enumerate(wrap(text, width - 2 - len(margin))):
        yield f"{margin}{'  ' if at else '* '}{piece}"


def _said(spans: Iterable[Span]) -> str:
    """The text of some spans, with titles in bold and what is typed as code."""
    said = []
    for text, role in spans:
        inner = text.strip()
        shown = SPECIAL.sub(r"\\\1", inner)
        if any(map(str.isalpha, inner)) and role in AROUND and "`" not in inner:
            sign = AROUND[role]
            shown = f"{sign}{inner if role == 'key' else shown}{sign}"
        said.append(text.replace(inner, shown, 1) if inner else text)
    return " ".join("".join(said).split())


def _plain(spans: Iterable[Span]) -> str:
    return " ".join("".join(SPECIAL.sub(r"\\\1", span.text) for span in spans).split())


def _table(rows: Sequence[Row]) -> Iterator[str]:
    """Rows, below the heads that Markdown wants even where there are none."""
    count = max(len(row.cells) for row in rows)
    heads, *below = rows if rows[0].heads else [Row((), ()), *rows]
    yield _row(heads, count)
    yield f"|{' --- |' * count}"
    for row in below:
        yield _row(row, count)


def _row(row: Row, count: int) -> str:
    cells = [SPECIAL.sub(r"\\\1", cell).replace("|", "\\|").strip() for cell in row.cells]
    return f"| {' | '.join([*cells, *[''] * (count - len(cells))])} |"


def _spaced(lines: Iterable[str]) -> Iterator[str]:
    """Lines without blank ones at the beginning or end, and never two in a row."""
    blank = begun = False
    for line in lines:
        if not line:
            blank = begun
            continue
        if blank:
            yield ""
        yield line
        blank, begun = False, True
