"""What an overlay asks of the app beyond what every widget may: it sees the screen below it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Protocol

from s2tui.tui.host import Host

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from textual.dom import DOMNode
    from textual.screen import Screen

    from s2tui.tui.screens.base import BaseScreen
    from s2tui.tui.screens.explore import ExploreScreen
    from s2tui.tui.session.state import Answer


class OverlayHost(Host, Protocol):
    """The app, as an overlay sees it."""

    said: bool
    """Whether something was said of the present state."""

    @property
    def screen(self) -> Screen[Any]:
        """The screen that has the keys."""

    @property
    def base(self) -> BaseScreen:
        """The screen that is open, below whatever lies over it."""

    @property
    def answer(self) -> Answer:
        """What the domain says about the present state."""

    @property
    def explorer(self) -> ExploreScreen:
        """The screen of the scenario's inputs, open or not."""

    def open(self, name: str) -> BaseScreen:
        """Go to a screen."""

    def go_back(self) -> None:
        """Go to where the present screen was opened from."""

    def forget(self) -> None:
        """Forget where the present screen was opened from."""

    def notify(self, message: str, *, markup: bool = True) -> None:
        """Say something for a moment, beside what was said before."""

    def clear_notifications(self) -> None:
        """Take away what was said for a moment."""

    def keep(self) -> None:
        """Write what the next session gets."""

    def dress(self, name: str) -> None:
        """Change the theme."""

    def push_screen(self, screen: Screen[Any]) -> Awaitable[None]:
        """Lay a screen over the open one."""

    def call_later(self, callback: Callable[..., Any], *args: Any) -> bool:
        """Do something once what is on its way has been handled."""

    def run_action(self, action: str, default_namespace: DOMNode | None = None) -> Awaitable[bool]:
        """Do what an action says."""

    def copy_to_clipboard(self, text: str) -> None:
        """Have the terminal keep a text."""

    def export_screenshot(self, *, title: str | None = None) -> str:
        """A picture of the screen as SVG."""
