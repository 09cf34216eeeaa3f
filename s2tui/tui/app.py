"""The app: one state, one watcher, and the actions that move from state to state. It only wires."""

from __future__ import annotations

import gc
from typing import TYPE_CHECKING, ClassVar

from textual.app import App
from textual.reactive import var

from s2tui.tui import state as states
from s2tui.tui import themes
from s2tui.tui.commands import bindings
from s2tui.tui.paint import Paint, textual_theme
from s2tui.tui.screens.explore import ExploreScreen

if TYPE_CHECKING:
    from textual.screen import Screen
    from textual.types import CSSPathType

    from s2tui.tui.state import State


class S2App(App[None]):
    """The explorer."""

    TITLE = "s2tui"
    CSS_PATH: ClassVar[CSSPathType] = ["app.tcss", "screens/explore.tcss"]
    BINDINGS = bindings("app")
    ENABLE_COMMAND_PALETTE = False

    state: var[State | None] = var(None, init=False)
    """What is on screen. A plain variable: only the panels that differ are repainted."""

    def __init__(
        self, state: State, theme: str = themes.DEFAULT, notes: tuple[str, ...] = ()
    ) -> None:
        """Open on a state.

        Args:
            state: where to begin.
            theme: the name of a theme.
            notes: what is to be said about how the state was given.

        Raises:
            Wrong: the theme or the kernel is unknown.
        """
        self.paint = Paint(themes.load(theme))
        self._first = states.answer(state)
        self._notes = notes
        super().__init__()
        self.register_theme(textual_theme(self.paint.theme))
        # Before anything is drawn nothing has to hear of it; a watcher would parse all CSS again.
        self.set_reactive(S2App.theme, self.paint.theme.name)
        self.stylesheet.set_variables(self.get_css_variables())
        self.set_reactive(S2App.state, state)
        self._undo: list[State] = []
        self._redo: list[State] = []

    def get_default_screen(self) -> Screen[None]:
        """The explorer itself, so that nothing else is ever painted."""
        return ExploreScreen(self._first, self.size)

    def on_ready(self) -> None:
        """The first frame is there: what was loaded stays, garbage is collected from now on."""
        gc.freeze()
        gc.enable()
        for note in self._notes:
            self.notify(note, title="note", markup=False)

    @property
    def explorer(self) -> ExploreScreen:
        """The screen at the bottom."""
        screen = self.screen_stack[0]
        assert isinstance(screen, ExploreScreen)
        return screen

    def watch_state(self, state: State) -> None:
        """Ask the domain, and hand the answer to the screen."""
        self.explorer.show(states.answer(state))

    def go(self, state: State) -> None:
        """Move to a state that can be undone."""
        present = self.state
        if present is not None and state != present:
            self._undo.append(present)
            self._redo.clear()
            self.state = state

    def action_turn(self, name: str, by: int) -> None:
        """Turn an input."""
        if self.state is not None:
            self.go(states.turned(self.state, name, by))

    def action_reset(self) -> None:
        """Every field at its default."""
        if self.state is not None:
            self.go(states.reset(self.state))

    def action_undo(self) -> None:
        """Back to the state before the last move."""
        self._swap(self._undo, self._redo)

    def action_redo(self) -> None:
        """Forward again."""
        self._swap(self._redo, self._undo)

    def _swap(self, source: list[State], target: list[State]) -> None:
        if source and self.state is not None:
            target.append(self.state)
            self.state = source.pop()

    def action_fold(self) -> None:
        """Show or hide the rarely needed inputs."""
        self.explorer.fold()

    def action_help(self) -> None:
        """Every key and what it does."""
        from s2tui.tui.screens.help import HelpScreen  # noqa: PLC0415 - not for the first paint

        self.push_screen(HelpScreen(self.explorer.answer))
