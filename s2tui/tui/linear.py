"""The app for a screen reader: every screen is one text, with the terminal's cursor in it."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, cast

from s2tui.tui.app import S2App
from s2tui.tui.screens.linear import LinearScreen
from s2tui.tui.terminal.textual_private import show_cursor

if TYPE_CHECKING:
    from s2tui.tui.screens.base import BaseScreen


def read_screen(name: str) -> type[BaseScreen]:
    """What makes a screen of the table as one that is read: the same class for all of them."""
    return cast("type[BaseScreen]", partial(LinearScreen, name))


class LinearApp(S2App):
    """What it says it says in the text, and first."""

    maker = staticmethod(read_screen)

    @property
    def read(self) -> LinearScreen:
        """The screen that is open."""
        screen = self.base
        assert isinstance(screen, LinearScreen)
        return screen

    def on_ready(self) -> None:
        """Readers follow the cursor, which Textual hides."""
        show_cursor(self)

    def notice(self, text: str) -> None:
        """Say something first of all."""
        self.read.announce(text)

    def action_turn(self, name: str, by: int) -> None:
        """Turn an input; the screen that is open says what changed."""
        if self.state is not None:
            self.read.turn(self.state, name, by)

    def action_focus_next(self) -> None:
        """Go to the next pane of the text."""
        self.read.text.action_pane(1)

    def action_focus_previous(self) -> None:
        """Go to the pane before."""
        self.read.text.action_pane(-1)
