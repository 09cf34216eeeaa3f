"""The command line and palette: do, open, set or ask anything by its name, or by a line."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, cast

from textual import on
from textual.screen import ModalScreen
from textual.widgets import Input

from s2tui.errors import RequestError
from s2tui.tui.line.order import orders
from s2tui.tui.line.ranking import shared
from s2tui.tui.overlays.finding import found
from s2tui.tui.overlays.items import Item, do, far_items, near_items
from s2tui.tui.overlays.overlay import Overlay
from s2tui.tui.overlays.parts import AROUND, Found, Head, Line
from s2tui.tui.terminal.loop import reading

if TYPE_CHECKING:
    from collections.abc import Callable

    from textual import events
    from textual.app import ComposeResult

    from s2tui.tui.overlays.host import OverlayHost
    from s2tui.tui.session.state import State

ASKED = "name, field=value, @case, v6.12, cpu NAME, 0x7db, ./mine.py, diff v6.9"
COPIED = "what to copy"
MOST = 16
"""Rows in sight at most."""


class PaletteScreen(ModalScreen[None], Overlay):
    """A line, and what answers to it."""

    CSS_PATH = "palette.tcss"

    def __init__(self, *, copies: bool = False) -> None:
        """Ask for anything, or only for what to copy."""
        super().__init__()
        self._copies = copies
        self._near: list[Item] = []
        self._far: list[Item] | None = None
        self._shown_for = ""
        """The text that the rows answer to."""
        self.head, self.found = Head(), Found()
        self.line = Line(placeholder=COPIED if copies else ASKED, compact=True)

    @property
    def host(self) -> OverlayHost:
        """The app."""
        return cast("OverlayHost", self.app)

    def compose(self) -> ComposeResult:
        """The three parts."""
        self._near = list(near_items(self.host))
        if self._copies:
            self._near = [item for item in self._near if item.kind.startswith("copy ")]
            self._far = []
        self.head.shown = "copy" if self._copies else "find, set or ask"
        self.line.run, self.line.complete, self.line.leave = self._run, self._complete, self._leave
        self.line.move, self.found.opened = self.found.action_move, self._run
        self.found.shown = tuple(found("", self._near, self._state)[0])
        yield from (self.head, self.line, self.found)

    @property
    def _state(self) -> State:
        state = self.host.state
        assert state is not None
        return state

    def on_mount(self) -> None:
        """Take the keys; what is in files is read once this is drawn."""
        self.set_focus(self.line)
        self.call_after_refresh(self._known)

    def _known(self) -> list[Item]:
        """Everything that has a name."""
        if self._far is None:
            with reading():
                self._far = list(far_items(self.host))
        return [*self._near, *self._far]

    @on(Input.Changed)
    def _typed(self, event: Input.Changed) -> None:
        """Show what answers to the text as it is now."""
        event.stop()
        self._show()

    def _show(self) -> None:
        """Show what answers to the text as it is now, if that is not what is shown."""
        text = self.line.value
        if text == self._shown_for:
            return
        self._shown_for = text
        rows, wrong = found(text, self._known(), self._state)
        if self._copies:
            rows = [item for item in rows if item in self._near]
        self.found.at = self.found.top = 0
        self.found.wrong = wrong
        self.found.show(tuple(rows))
        said = len(self.found.said(max(self.size.width, 1)))
        self.found.styles.max_height = min(len(rows), MOST) + said - 1 + AROUND

    def _put(self, text: str) -> None:
        """Type something."""
        self.line.value = text
        self.line.cursor_position = len(text)

    def _complete(self) -> None:
        """Type what all rows that complete the text begin with, or the chosen one."""
        self._show()
        typed = self.line.value.lstrip()
        names = [item.names[0] for item in self.found.shown or () if item.names[0] != typed]
        beginning = [name for name in names if name.startswith(typed)]
        chosen = self.found.chosen
        text = shared(beginning, typed) if beginning else typed
        if text == typed and chosen is not None:
            text = chosen.names[0]
        self._put(text)

    def _run(self) -> None:
        """Do what is chosen; what is wrong with it is said, and everything stays."""
        if not self.is_current:
            return  # A key that was typed before the one that left this was answered.
        self._show()
        chosen = self.found.chosen
        if chosen is not None and chosen.more:
            self._put(chosen.names[0])
            return
        try:
            act = self._act(chosen)
        except RequestError as error:
            self.found.say(str(error))
            return
        self._leave()
        self.app.call_later(act)

    def _act(self, chosen: Item | None) -> Callable[[], object]:
        """What there is to do.

        Raises:
            RequestError: nothing.
        """
        line = self.line.value if chosen is None else chosen.line
        if chosen is not None and not line:
            return chosen.run
        if self._copies:
            raise RequestError(f"nothing to copy is called {line!r}")
        read = orders(line, self._state, run=True)
        number = 0 if chosen is None else chosen.reading
        return partial(do, self.host, read[number])

    def _leave(self) -> None:
        if self.is_current:
            self.dismiss()

    def on_click(self, event: events.Click) -> None:
        """Leave it by a click beside it."""
        if self.get_widget_at(event.screen_x, event.screen_y)[0] is self:
            self._leave()
