"""From roles to what the terminal shows: one place where a theme becomes styles and strips."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.segment import Segment
from rich.style import Style
from textual.strip import Strip
from textual.theme import Theme

from s2tui.tui.themes import GROUNDS, ROLES

if TYPE_CHECKING:
    from s2tui.tui.themes import ThemeFile
    from s2tui.view.text import Line


class Paint:
    """The styles of one theme."""

    def __init__(self, theme: ThemeFile) -> None:
        self.theme = theme
        self._styles = {
            (role, ground): Style(
                color=theme.colours[role],
                bgcolor=theme.colours[ground],
                **dict.fromkeys(theme.emphasis.get(role, ()), True),  # type: ignore[arg-type]
            )
            for role in ROLES
            for ground in GROUNDS
        }

    def strip(self, line: Line, width: int, ground: str = "background") -> Strip:
        """A line as wide as asked. Text is drawn as it is: there is no markup to be had.

        Neighbours that look the same are one segment: fewer bytes go to the terminal.
        """
        styles = self._styles
        segments: list[Segment] = []
        plain = style = styles["text", ground]
        text = ""
        left = width
        for span in line:
            own = styles[span.role, ground]
            piece = span.text[:left]
            left -= len(piece)
            if own is style or not piece or (piece.isspace() and not _shows_blanks(style)):
                text += piece
                continue
            if text and (not text.isspace() or _shows_blanks(own)):
                segments.append(Segment(text, style))
                text = ""
            text, style = text + piece, own
        if left and _shows_blanks(style):
            segments.append(Segment(text, style))
            text, style = "", plain
        segments.append(Segment(text + " " * left, style))
        return Strip(segments, width)


def _shows_blanks(style: Style) -> bool:
    """Whether a blank in a style looks other than the ground."""
    return bool(style.reverse or style.underline)


def textual_theme(theme: ThemeFile) -> Theme:
    """The theme as Textual wants it, for what it draws itself: grounds and scroll bars."""
    colours = theme.colours
    return Theme(
        name=theme.name,
        primary=colours["key"],
        foreground=colours["text"],
        background=colours["background"],
        surface=colours["background"],
        panel=colours["chosen"],
        dark=theme.dark,
    )
