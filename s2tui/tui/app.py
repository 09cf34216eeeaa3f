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
from s2tui.tui.screens import BY_NAME, FIRST, make
from s2tui.tui.screens.base import BaseScreen
from s2tui.tui.screens.explore import ExploreScreen
from s2tui.tui.state import State

if TYPE_CHECKING:
    from textual.types import CSSPathType

    from s2tui.kvm.scenario import Scenario
    from s2tui.tui.state import Answer, Baseline


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
        self._screens: dict[str, BaseScreen] = {}

    def get_default_screen(self) -> BaseScreen:
        """The explorer itself, so that nothing else is ever painted."""
        return self._made(FIRST)

    def on_ready(self) -> None:
        """The first frame is there: what was loaded stays, garbage is collected from now on."""
        gc.freeze()
        gc.enable()
        for note in self._notes:
            self.notify(note, title="note", markup=False)

    @property
    def explorer(self) -> ExploreScreen:
        """The screen of the scenario's inputs, open or not."""
        screen = self._made(FIRST)
        assert isinstance(screen, ExploreScreen)
        return screen

    @property
    def base(self) -> BaseScreen:
        """The screen that is open, below whatever lies over it."""
        return next(s for s in reversed(self.screen_stack) if isinstance(s, BaseScreen))

    @property
    def answer(self) -> Answer:
        """What the domain says about the present state."""
        return states.answer(self.state) if self.state is not None else self._first

    def _made(self, name: str) -> BaseScreen:
        """A screen of the table; it is made when it is first asked for, and then stays."""
        if name not in self._screens:
            screen = make(BY_NAME[name], self.answer, self.size)
            self._screens[name] = screen
            self.install_screen(screen, name)
        return self._screens[name]

    def open(self, name: str) -> BaseScreen:
        """Go to a screen, and leave whatever lies over the present one."""
        screen = self._made(name)
        while not isinstance(self.screen, BaseScreen):
            self.pop_screen()
        if screen is not self.screen:
            # The explorer is always the lowest; at most one other screen lies over it.
            if len(self.screen_stack) == 1:
                self.push_screen(name)
            elif name == FIRST:
                self.pop_screen()
            else:
                self.switch_screen(name)
        self._show()
        return screen

    def explore(self, scenario: Scenario, kernel: str, baseline: Baseline | None = None) -> None:
        """Open the explorer on a scenario; a baseline that is given is pinned."""
        self.go(State(scenario, kernel, baseline, pinned=baseline is not None))
        self.open(FIRST)

    def notice(self, text: str) -> None:
        """Say something for a moment."""
        self.notify(text, markup=False)

    def watch_state(self) -> None:
        """Ask the domain, and hand the answer to the screen."""
        self._show()

    def _show(self) -> None:
        """Give the open screen the present answer, if it does not have it."""
        answer = self.answer
        if self.base.answer != answer:
            self.base.show(answer)

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

    def action_pin(self) -> None:
        """Compare with the present scenario and kernel from now on, or no more."""
        if self.state is not None:
            self.go(states.pinned(self.state))
            pinned = self.state.pinned
            self.notice("pinned: everything is compared with this now" if pinned else "unpinned")

    def action_open(self, name: str) -> None:
        """Go to a screen."""
        self.open(name)

    def action_help(self) -> None:
        """Every key and what it does."""
        from s2tui.tui.screens.help import HelpScreen  # noqa: PLC0415 - not for the first paint

        self.push_screen(HelpScreen(self.base.answer))
