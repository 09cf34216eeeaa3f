"""Jump mode: a letter on every control of the screen below, and the letter goes there."""

from __future__ import annotations

from string import ascii_lowercase, ascii_uppercase, digits
from typing import TYPE_CHECKING, NamedTuple

from textual.screen import ModalScreen
from textual.strip import Strip
from textual.widget import Widget

from s2tui.tui.commands.table import bindings
from s2tui.tui.host import host_of
from s2tui.tui.overlays.overlay import Overlay

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from textual import events
    from textual.app import ComposeResult

    from s2tui.tui.screens.base import BaseScreen

LETTERS = ascii_lowercase + digits + ascii_uppercase


class Spot(NamedTuple):
    """Something to jump to."""

    x: int
    """Where its letter stands, from the left of the screen."""
    y: int
    go: Callable[[], object]


def spots(screen: BaseScreen) -> list[Spot]:
    """What can be jumped to: each pane, and what a pane says it has (`spots` of a widget).

    A widget's own are `(x, y, name)` from its top left corner, and `jump(name)` goes there.
    """
    found = []
    for widget in screen.focus_chain:
        region = widget.content_region
        if not region:
            continue
        own = list(getattr(widget, "spots", tuple)())
        if not own:
            found.append(Spot(region.x, region.y, widget.focus))
        for x, y, name in own:
            if 0 <= x < region.width and 0 <= y < region.height:
                found.append(Spot(region.x + x, region.y + y, _going(widget, name)))
    return found[: len(LETTERS)]


def _going(widget: Widget, name: str) -> Callable[[], None]:
    def go() -> None:
        widget.focus()
        widget.jump(name)  # type: ignore[attr-defined]

    return go


class Letters(Widget, can_focus=True):
    """The screen below with a letter on each spot."""

    def __init__(self, below: Iterable[Strip], spots: Iterable[tuple[str, Spot]]) -> None:
        super().__init__()
        self._below = list(below)
        self._spots: dict[int, list[tuple[int, str]]] = {}
        for letter, spot in spots:
            self._spots.setdefault(spot.y, []).append((spot.x, letter))

    def render_line(self, y: int) -> Strip:
        """One line of what is below, with the letters in it."""
        width = self.size.width
        line = self._below[y] if y < len(self._below) else Strip.blank(width)
        paint = host_of(self).paint
        for x, letter in self._spots.get(y, ()):
            mark = paint.label(letter)
            line = Strip.join([line.crop(0, x), mark, line.crop(x + mark.cell_length)])
        return line.crop(0, width)


class JumpScreen(ModalScreen[None], Overlay):
    """Shows the letters until one is pressed."""

    CSS = "JumpScreen { background: $background; } Letters { width: 100%; height: 100%; }"
    BINDINGS = bindings("jump")

    def __init__(self, below: BaseScreen) -> None:
        super().__init__()
        self._strips = below.drawn()
        self._made_for = below.size
        self._spots = dict(zip(LETTERS, spots(below), strict=False))

    def compose(self) -> ComposeResult:
        """What is below, with the letters."""
        yield Letters(self._strips, self._spots.items())

    def on_resize(self, event: events.Resize) -> None:
        """The letters stand where something was: leave with the size that they were made for."""
        if self.is_current and event.size != self._made_for:
            self.dismiss()

    async def on_key(self, event: events.Key) -> None:
        """Go where the letter is; any other key stays."""
        event.stop()
        event.prevent_default()
        if not self.is_current:
            # A key that was typed before the first one had been answered.
            return
        self.dismiss()
        spot = self._spots.get(event.character or "")
        if spot is not None:
            self.app.call_later(spot.go)

    def on_click(self) -> None:
        """Stay."""
        if self.is_current:
            self.dismiss()
