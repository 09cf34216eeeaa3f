"""The app's actions that lay something over the open screen or take something out of it.

What they need is loaded when it is first asked for: none of it is on the first screen.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from s2tui.tui.terminal import themes
from s2tui.tui.terminal.loop import reading

if TYPE_CHECKING:
    from s2tui.tui.app import S2App


class Overlays:
    """A part of the app."""

    @property
    def _whole(self) -> S2App:
        return self  # type: ignore[return-value]

    def action_next_theme(self) -> None:
        """Go to the next theme, and say which it is."""
        app = self._whole
        names = themes.names()
        at = names.index(app.paint.theme.name) if app.paint.theme.name in names else -1
        app.dress(names[(at + 1) % len(names)])
        app.notice(f"theme {app.paint.theme.title}")

    def action_copy(self, name: str) -> None:
        """Copy something."""
        from s2tui.tui.overlays import sharing

        sharing.copy(self._whole, name)

    def action_picture(self) -> None:
        """Save a picture of the screen here."""
        from s2tui.tui.overlays import sharing

        sharing.screenshot(self._whole, Path.cwd())

    def action_help(self) -> None:
        """Every key and what it does."""
        with reading():
            from s2tui.tui.overlays.help import HelpScreen

        base = self._whole.base
        self._whole.push_screen(HelpScreen(base.answer, base.places()))

    def action_jump(self) -> None:
        """Letters on everything that can be gone to."""
        with reading():
            from s2tui.tui.overlays.jump import JumpScreen

        self._whole.push_screen(JumpScreen(self._whole.base))

    def action_palette(self) -> None:
        """Everything, by name."""
        with reading():
            from s2tui.tui.overlays.palette import palette

        self._whole.push_screen(palette())

    def action_copies(self) -> None:
        """What can be copied, by name."""
        with reading():
            from s2tui.tui.overlays.palette import Copies, palette

        self._whole.push_screen(palette(Copies))
