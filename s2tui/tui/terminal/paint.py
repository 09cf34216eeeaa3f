"""From roles to what the terminal shows: one place where a theme becomes styles and strips."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, NamedTuple

from rich.segment import Segment
from rich.style import Style
from textual.strip import Strip
from textual.theme import BUILTIN_THEMES, Theme

from s2tui.tui.terminal.themes import GROUNDS, ROLES
from s2tui.view.kit.cells import cells, clip

if TYPE_CHECKING:
    from s2tui.tui.terminal.themes import ThemeFile
    from s2tui.view.kit.text import Line

Depth = Literal["full", "few", "none"]
"""The colours of a terminal: any, sixteen, or none are wanted."""


class Shows(NamedTuple):
    """What a terminal can show, or is to."""

    depth: Depth = "full"
    """How many colours it has."""
    ascii_only: bool = False
    """Whether it lacks the signs."""


ANYTHING = Shows()

FEW_DARK = {
    "background": "black",
    "title": "bright_white",
    "key": "bright_cyan",
    "set": "bright_green",
    "changed": "bright_yellow",
    "reserved": "bright_magenta",
    "allowed": "bright_green",
    "denied": "bright_red",
    "unknown": "bright_cyan",
}
FEW_LIGHT = {
    "background": "bright_white",
    "key": "blue",
    "set": "blue",
    "changed": "magenta",
    "reserved": "magenta",
    "allowed": "blue",
    "denied": "red",
    "unknown": "blue",
}
"""Of sixteen colours the ones that are legible on the ground, whatever they look like exactly."""
WITHOUT = {
    "title": ("bold",),
    "key": ("bold",),
    "set": ("bold",),
    "changed": ("bold", "underline"),
    "reserved": ("italic",),
    "denied": ("bold", "underline"),
    "unknown": ("italic",),
}
"""What marks a role where there are no colours, besides its sign."""


class Paint:
    """The styles of one theme."""

    def __init__(self, theme: ThemeFile, depth: Depth = "full") -> None:
        self.theme = theme
        self.depth = depth
        make = {"full": _full, "few": _few, "none": _none}[depth]
        self._styles = {(r, g): make(theme, r, g) for r in ROLES for g in GROUNDS}

    def label(self, text: str) -> Strip:
        """Text that stands out from whatever is around it."""
        style = self._styles["key", "background"] + Style(reverse=True, bold=True)
        return Strip([Segment(text, style)], cells(text))

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
            piece = span.text
            taken = cells(piece)
            if taken > left:
                piece = clip(piece, left)
                taken = left
            left -= taken
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


def _full(theme: ThemeFile, role: str, ground: str) -> Style:
    emphasis = dict.fromkeys(theme.emphasis.get(role, ()), True)
    return Style(color=theme.colours[role], bgcolor=theme.colours[ground], **emphasis)  # type: ignore[arg-type]


def _few(theme: ThemeFile, role: str, ground: str) -> Style:
    """Of sixteen colours; the chosen line is all of one colour, which is legible everywhere."""
    emphasis = dict.fromkeys(theme.emphasis.get(role, ()), True)
    named = {} if _grey(theme) else FEW_DARK if theme.dark else FEW_LIGHT
    text, back = ("white", "black") if theme.dark else ("black", "bright_white")
    if ground == "chosen":
        text, back = ("bright_white", "blue") if theme.dark else ("black", "white")
        return Style(color=text, bgcolor=back, **emphasis)  # type: ignore[arg-type]
    return Style(color=named.get(role, text), bgcolor=back, **emphasis)  # type: ignore[arg-type]


def _none(theme: ThemeFile, role: str, ground: str) -> Style:  # noqa: ARG001 - one of three of a kind
    emphasis = dict.fromkeys(WITHOUT.get(role, ()), True)
    return Style(reverse=ground == "chosen" or None, **emphasis)  # type: ignore[arg-type]


def _grey(theme: ThemeFile) -> bool:
    """Whether a theme does without colours."""
    return all(c[1:3] == c[3:5] == c[5:7] for c in theme.colours.values())


def _shows_blanks(style: Style) -> bool:
    """Whether a blank in a style looks other than the ground."""
    return bool(style.reverse or style.underline)


def textual_theme(paint: Paint) -> Theme:
    """The theme as Textual wants it, for what it draws itself: palette, scroll bars, notices."""
    theme = paint.theme
    name = f"{theme.name}-{paint.depth}"
    if paint.depth != "full":
        from dataclasses import replace

        likest = BUILTIN_THEMES["ansi-dark" if theme.dark else "ansi-light"]
        if paint.depth == "none":
            return replace(likest, name=name)
        text, back = ("white", "black") if theme.dark else ("black", "bright_white")
        text, back = f"ansi_{text}", f"ansi_{back}"
        return replace(
            likest, name=name, foreground=text, background=back, surface=back, panel=back
        )
    colours = theme.colours
    return Theme(
        name=name,
        primary=colours["key"],
        secondary=colours["key"],
        accent=colours["changed"],
        warning=colours["changed"],
        error=colours["denied"],
        success=colours["allowed"],
        foreground=colours["text"],
        background=colours["background"],
        surface=colours["background"],
        panel=colours["chosen"],
        dark=theme.dark,
    )
