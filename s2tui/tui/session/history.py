"""One session: the states before and after the present one, and what the next session gets."""

from __future__ import annotations

from typing import TYPE_CHECKING

from s2tui.tui.session.store import Saved

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from s2tui.tui.session.state import State


class Session:
    """Where the app has been, and the file that it is kept in, if it is kept."""

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

    @property
    def last(self) -> State | None:
        """Where undo goes back to; None where it goes nowhere."""
        return self._undo[-1] if self._undo else None

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

    def write(self, present: State | None) -> str:
        """Write what the next session gets.

        Args:
            present: the state that is on screen.

        Returns:
            What is to be said if that fails; then nothing is written any more.
        """
        if self.file is None:
            return ""
        from s2tui.tui.session.store import save

        saved = Saved(present, tuple(self._undo), tuple(self._redo), self.screen, self.theme)
        try:
            save(self.file, saved)
        except OSError as error:
            self.file = None
            return f"nothing can be kept for the next time: {error}"
        return ""


def _swap(source: list[State], target: list[State], present: State) -> State:
    if not source:
        return present
    target.append(present)
    return source.pop()
