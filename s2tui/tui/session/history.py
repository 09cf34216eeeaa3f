"""One session: the states before and after the present one, and what the next session gets."""

from __future__ import annotations

from typing import TYPE_CHECKING

from s2tui.tui.session.store import Saved

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from textual.timer import Timer

    from s2tui.tui.app import S2App
    from s2tui.tui.session.state import State

PATIENCE = 1.0
"""Seconds between two writes, at least."""


class Session:
    """Where the app has been. With a file it is written there, at most once a second."""

    def __init__(
        self,
        file: Path | None = None,
        saved: Saved | None = None,
        keys: Mapping[str, str] | None = None,
    ) -> None:
        saved = saved or Saved()
        self.file = file
        self.keys = keys or {}
        self.screen = saved.screen
        self.theme = saved.theme
        self._undo = list(saved.undo)
        self._redo = list(saved.redo)
        self._timer: Timer | None = None

    def moved(self, present: State) -> None:
        """The app leaves a state for another one."""
        self._undo.append(present)
        self._redo.clear()

    def back(self, present: State) -> State:
        """The state before the last move; the present one if there was none."""
        return _swap(self._undo, self._redo, present)

    def forth(self, present: State) -> State:
        """The state that was last gone back from."""
        return _swap(self._redo, self._undo, present)

    def touch(self, app: S2App) -> None:
        """Something changed: write it soon."""
        if self.file is not None and self._timer is None:
            self._timer = app.set_timer(PATIENCE, lambda: self._later(app))

    def _later(self, app: S2App) -> None:
        self._timer = None
        self.write(app)

    def write(self, app: S2App) -> None:
        """Write what the next session gets; where that fails it is said once."""
        if self.file is None:
            return
        from s2tui.tui.session.store import save

        saved = Saved(app.state, tuple(self._undo), tuple(self._redo), self.screen, self.theme)
        try:
            save(self.file, saved)
        except OSError as error:
            self.file = None
            if app.is_running:
                app.notice(f"nothing can be kept for the next time: {error}")


def _swap(source: list[State], target: list[State], present: State) -> State:
    if not source:
        return present
    target.append(present)
    return source.pop()
