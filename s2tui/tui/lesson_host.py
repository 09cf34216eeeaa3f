"""The app as lessons see it, and what the user had before one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple, Protocol

if TYPE_CHECKING:
    from collections.abc import Callable

    from textual.geometry import Size

    from s2tui.tui.places import Place
    from s2tui.tui.screens.base import BaseScreen
    from s2tui.tui.session.history import Session
    from s2tui.tui.session.state import Answer, State
    from s2tui.tui.terminal.paint import Paint


class App(Protocol):
    """The app, as this part of it sees it."""

    state: State | None
    session: Session
    places: tuple[Place, ...]
    paint: Paint
    maker: Callable[[str], Callable[[Answer, Size], BaseScreen]]
    made: dict[str, BaseScreen]
    desk: str

    @property
    def base(self) -> BaseScreen:
        """The screen that is open."""

    @property
    def answer(self) -> Answer:
        """What may be seen of what the domain says."""

    def screen_of(self, name: str) -> BaseScreen:
        """A screen of the table; it is made when it is first asked for."""

    def open(self, name: str) -> BaseScreen:
        """Go to a screen."""

    def have(self, state: State | None) -> None:
        """Have another state, of which no screen hears."""

    def notice(self, text: str) -> None:
        """Say something for a moment."""

    def clear_notifications(self) -> None:
        """Take away what was said."""

    def keep(self) -> None:
        """Write what the next session gets."""

    def dress(self, name: str) -> None:
        """Change the theme."""

    def add_mode(self, mode: str, base_screen: Any) -> None:
        """Have another stack of screens."""

    def switch_mode(self, mode: str) -> object:
        """Show another stack."""

    def remove_mode(self, mode: str) -> object:
        """Put a stack away."""

    def uninstall_screen(self, screen: Any) -> str | None:
        """Forget a screen."""


class Home(NamedTuple):
    """What the user had."""

    state: State | None
    session: Session
    made: dict[str, BaseScreen]
    maker: Callable[[str], Callable[[Answer, Size], BaseScreen]]
    places: tuple[Place, ...]
    theme: str
