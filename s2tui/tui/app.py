"""The app: one state, one watcher, and the actions that move from state to state. It only wires."""

from __future__ import annotations

import gc
from typing import TYPE_CHECKING, Any, ClassVar

from textual.reactive import var

from s2tui.errors import RequestError
from s2tui.tui.commands.screens import FIRST
from s2tui.tui.commands.table import bindings
from s2tui.tui.files import Files
from s2tui.tui.lessons import OUTSIDE, Lessons
from s2tui.tui.moves import Moves
from s2tui.tui.overlays.actions import Overlays
from s2tui.tui.places import Places
from s2tui.tui.screens import screen_class
from s2tui.tui.screens.base import BaseScreen
from s2tui.tui.screens.explore import ExploreScreen
from s2tui.tui.session import state as states
from s2tui.tui.session.history import Session
from s2tui.tui.session.state import State
from s2tui.tui.terminal import themes
from s2tui.tui.terminal.fewer_bytes import cropped, fewer_bytes_driver
from s2tui.tui.terminal.in_turn import KeysInTurn
from s2tui.tui.terminal.loop import reading
from s2tui.tui.terminal.paint import ANYTHING, Paint, Shows, textual_theme
from s2tui.view.kit.layout import brief

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from textual.driver import Driver
    from textual.geometry import Size
    from textual.timer import Timer
    from textual.types import CSSPathType

    from s2tui.tui.line.reading import Order
    from s2tui.tui.session.state import Answer


PATIENCE = 1.0
"""Seconds between two writes of the session, at least."""


class S2App(Overlays, Files, Places, Moves, KeysInTurn):
    """The explorer."""

    TITLE = "s2tui"
    DEFAULT_MODE = OUTSIDE
    CSS_PATH: ClassVar[CSSPathType] = ["app.tcss", "screens/explore.tcss"]
    BINDINGS = bindings("app")
    ENABLE_COMMAND_PALETTE = False
    maker: Callable[[str], Callable[[Answer, Size], BaseScreen]] = staticmethod(screen_class)
    first: Order | None = None
    """What was asked for by the command line beside a state, done once there is a screen."""
    desk = ""
    """Before the names of the screens, as long as those of a lesson are shown."""

    state: var[State | None] = var(None, init=False)
    """What is on screen. A plain variable: only the panels that differ are repainted."""

    def __init__(
        self,
        state: State,
        theme: str = themes.DEFAULT,
        notes: tuple[str, ...] = (),
        session: Session | None = None,
        shows: Shows = ANYTHING,
    ) -> None:
        """Open on a state.

        Args:
            state: where to begin.
            theme: the name of a theme.
            notes: what is to be said about how the state was given.
            session: what was before and where to keep what comes; without one nothing is kept.
            shows: what the terminal can show.

        Raises:
            RequestError: the theme or the kernel is unknown.
        """
        self.paint = Paint(themes.load(theme), shows.depth)
        self.shows = shows
        self._first = states.answer(state)
        self._notes = notes
        self.made: dict[str, BaseScreen] = {}
        self.lessons = Lessons(self)
        self.session = session or Session()
        self._waiting: Timer | None = None
        self.keymap: Mapping[str, str] = self.session.keys
        """By the id of a command, the keys that somebody gave it instead of its own."""
        super().__init__(ansi_color=None if shows.depth == "full" else True)
        self._wear(self.paint)
        # Before anything is drawn nothing has to hear of it; a watcher would parse all CSS again.
        self.set_reactive(S2App.theme, self.current_name)
        self.stylesheet.set_variables(self.get_css_variables())
        self.set_reactive(S2App.state, state)
        if self.keymap:
            self.set_keymap(dict(self.keymap))

    def _wear(self, paint: Paint) -> None:
        theme = textual_theme(paint)
        self.current_name = theme.name
        self.register_theme(theme)

    def get_driver_class(self) -> type[Driver]:
        """The one for this terminal, writing in fewer bytes."""
        return fewer_bytes_driver(super().get_driver_class(), ascii_only=self.shows.ascii_only)

    def frame(self, update: Any) -> Any:
        """A frame, as little of it as there is to show."""
        return cropped(update)

    def get_default_screen(self) -> BaseScreen:
        """The explorer itself, so that nothing else is ever painted."""
        return self.screen_of(FIRST)

    def on_mount(self) -> None:
        """Go to where the last session was left."""
        if self.session.screen != FIRST:
            self.open(self.session.screen)

    def on_ready(self) -> None:
        """The first frame is there: what was loaded stays, garbage is collected from now on."""
        gc.freeze()
        gc.enable()
        for note in self._notes:
            self.notify(brief(note), markup=False)
        self.watch_files()
        self.base.name_case()
        if self.first is not None:
            from s2tui.tui.overlays.items import do

            do(self, self.first)

    def on_driver_signal_resume(self) -> None:
        """The process goes on after it was stopped: the terminal has forgotten what was drawn."""
        self.refresh(layout=True)

    @property
    def explorer(self) -> ExploreScreen:
        """The screen of the scenario's inputs, open or not."""
        screen = self.screen_of(FIRST)
        assert isinstance(screen, ExploreScreen)
        return screen

    @property
    def base(self) -> BaseScreen:
        """The screen that is open, below whatever lies over it."""
        return next(s for s in reversed(self.screen_stack) if isinstance(s, BaseScreen))

    @property
    def answer(self) -> Answer:
        """What the domain says about the present state."""
        found = states.answer(self.state) if self.state is not None else self._first
        return self.lessons.seen(found)

    def screen_of(self, name: str) -> BaseScreen:
        """A screen of the table; it is made when it is first asked for, and then stays."""
        if name not in self.made:
            screen = self.maker(name)(self.answer, self.size)
            self.made[name] = screen
            self.install_screen(screen, self.desk + name)
        return self.made[name]

    def have(self, state: State | None) -> None:
        """Have another state, of which no screen hears: those that show it are yet to be made."""
        self.set_reactive(S2App.state, state)

    def open(self, name: str) -> BaseScreen:
        """Go to a screen, and leave whatever lies over the present one."""
        self.unsay()
        with reading():
            screen = self.screen_of(name)
        while not isinstance(self.screen, BaseScreen):
            self.pop_screen()
        if screen is not self.screen:
            # The explorer is always the lowest; at most one other screen lies over it.
            if len(self.screen_stack) == 1:
                self.push_screen(screen)
            elif name == FIRST:
                self.pop_screen()
            else:
                self.switch_screen(screen)
        self.session.screen = name
        self.watch_state()
        screen.say_ways()
        return screen

    def watch_state(self) -> None:
        """Ask the domain, and give the open screen the answer if it does not have it."""
        self.unsay()
        self.lessons.moved()
        answer, shown = self.answer, self.base.answer
        if (shown.state, shown.editions) != (answer.state, answer.editions):
            self.base.show(answer)
        if self.places:
            self.base.say_ways()
        self._keep_soon()
        self.watch_files()

    def go(self, state: State) -> None:
        """Move to a state that can be undone."""
        present = self.state
        if present is not None and state != present and self.can_show(state):
            self.session.moved(present)
            self.state = state

    def _keep_soon(self) -> None:
        """Something changed that the next session gets: write it, at most once a second."""
        if self.session.file is not None and self._waiting is None:
            self._waiting = self.set_timer(PATIENCE, self.keep)

    def keep(self) -> None:
        """Write what the next session gets; where that fails it is said once."""
        self._waiting = None
        wrong = self.session.write(self.state)
        if wrong and self.is_running:
            self.notice(wrong)

    def dress(self, name: str) -> None:
        """Change the theme, at once and for the next time."""
        try:
            self.paint = Paint(themes.load(name), self.paint.depth)
        except RequestError as error:
            self.notice(str(error))
            return
        self._wear(self.paint)
        self.theme = self.current_name
        for screen in self.made.values():
            for widget in screen.walk_children():
                widget.refresh()
        self.session.theme = name
        self._keep_soon()

    def action_undo(self) -> None:
        """Back to the state before the last move, unless the screen has one of its own."""
        if not self.base.take_back() and self.state is not None:
            self.state = self.session.back(self.state)

    def action_redo(self) -> None:
        """Forward again."""
        if not self.base.put_again() and self.state is not None:
            self.state = self.session.forth(self.state)
