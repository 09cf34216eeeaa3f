"""Lines as a picture: text in fixed columns, of a role each, and nothing from elsewhere."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

from s2tui.view.kit.cells import cells

if TYPE_CHECKING:
    from collections.abc import Sequence

    from s2tui.view.kit.text import Line

COLUMN, ROW = 8, 17
"""Of a cell, in the units of the picture."""
BASE = 13
"""Where letters stand in their row."""


def svg(lines: Sequence[Line], columns: int) -> str:
    """A picture of some lines.

    Args:
        lines: from top to bottom.
        columns: how wide it is.
    """
    width, height = columns * COLUMN, len(lines) * ROW + ROW // 2
    texts: list[str] = []
    for row, line in enumerate(lines):
        at = 0
        for span in line:
            wide = cells(span.text)
            if span.text.strip():
                texts.append(
                    f'<text class="{span.role}" x="{at * COLUMN}" y="{row * ROW + BASE}"'
                    f' textLength="{wide * COLUMN}" xml:space="preserve">{escape(span.text)}</text>'
                )
            at += wide
    return (
        f'<svg viewBox="0 0 {width} {height}" role="img" xmlns="http://www.w3.org/2000/svg">'
        f"{''.join(texts)}</svg>"
    )
