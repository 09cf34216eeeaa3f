"""Policies in files of somebody's own: the app looks whether they changed, and says what did."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from s2tui.kvm.policies import own

if TYPE_CHECKING:
    from collections.abc import Callable

    from textual.timer import Timer

    from s2tui.tui.session.state import Answer, State

LOOK = 1.0
"""Seconds between two looks at the files."""


class FilesHost(Protocol):
    """The app, as this part of it sees it."""

    looking: Timer | None

    @property
    def answer(self) -> Answer:
        """What the domain says about the present state."""

    def notice(self, text: str) -> None:
        """Say something for a moment."""

    def watch_state(self) -> None:
        """Show the present answer."""

    def reread(self) -> None:
        """Ask again what files say that changed."""

    def set_interval(self, interval: float, callback: Callable[[], object]) -> Timer:
        """Do something again and again."""


class Files:
    """A part of the app."""

    looking: Timer | None = None
    """Ticks as soon as a policy was read from a file."""

    def watch_files(self: FilesHost) -> None:
        """Look at the files from now on, if there are any."""
        if self.looking is None and own.paths():
            self.looking = self.set_interval(LOOK, self.reread)

    def can_show(self: FilesHost, state: State) -> bool:
        """Whether a state can be answered; a file whose policy fails with it is blamed."""
        if state.kernel not in own.paths():
            return True
        from s2tui.tui.session.files import why_not

        wrong = why_not(state)
        if wrong:
            self.notice(wrong)
        return not wrong

    def reread(self: FilesHost) -> None:
        """Ask again what files say that changed, and say so."""
        from s2tui.tui.session.files import reread

        said = reread(self.answer)
        for text in said:
            self.notice(text)
        if said:
            self.watch_state()
