"""What the rows of Descriptor would like to have."""

from __future__ import annotations

from typing import TYPE_CHECKING

from s2tui.tui.screens.shared_room import Row
from s2tui.tui.widgets.bit_editor import Editor
from s2tui.tui.widgets.descriptor import Facts, Meaning, Writers

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textual.geometry import Size

    from s2tui.tui.screens.base import BaseScreen
    from s2tui.view.descriptor.edited import EditedDescriptor

OPTIONS = {"-narrow": 29, "-medium": 38, "-wide": 40}
"""Columns of the options, by the width of the terminal."""
GUTTER = 2
"""Columns between two panes on a wide terminal."""
VALUE = Row(1, 1)
FEW = {"-usual": (9, 1, 2), "-tall": (9, 5, 6)}
"""By the height, the lines of meaning, facts and writers where each of them wants more."""


def rows(screen: BaseScreen, edited: EditedDescriptor, size: Size) -> Sequence[Row]:
    """The rows below the title: the value, its bits, what they mean and who writes them."""
    room = screen.room(size)
    column = size.width - OPTIONS[room[0]] - (GUTTER if room[0] == "-wide" else 0)
    bits = screen.query_one(Editor).wants(edited, column)
    if room[0] == "-wide" and room[1] != "-short":
        half = (column - GUTTER) // 2
        meaning = max(screen.query_one(Meaning).wants(edited, half))
        writers = max(screen.query_one(Writers).wants(edited, half))
        return VALUE, Row(bits, bits), Row(meaning, meaning), Row(writers, 3)
    kinds = (Meaning,) if room[1] == "-short" else (Meaning, Facts, Writers)
    wants = [max(screen.query_one(kind).wants(edited, column)) for kind in kinds]
    least = FEW.get(room[1], (9,))
    below = [Row(want, most) for want, most in zip(wants, least, strict=True)]
    return (VALUE, Row(bits, bits), *below)
