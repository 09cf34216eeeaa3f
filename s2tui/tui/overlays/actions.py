"""The app's actions that lay something over the open screen or take something out of it.

What they need is loaded when it is first asked for: none of it is on the first screen.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from s2tui.tui.terminal import themes
from s2tui.tui.terminal.loop import reading
from s2tui.view.explore.inputs import KERNEL
from s2tui.view.kit.layout import brief

if TYPE_CHECKING:
    from s2tui.tui.overlays.host import OverlayHost

ASKED = "names of scenarios and policies tell the answer: not before it is revealed"
"""Why nothing is found by name while something is asked."""


class Overlays:
    """A part of the app."""

    said = False
    """Whether something was said of the present state."""

    def notice(self: OverlayHost, text: str) -> None:
        """Say something for a moment, in place of what was said before; it is no place to read."""
        self.clear_notifications()
        self.notify(brief(text), markup=False)
        self.said = True

    def unsay(self: OverlayHost) -> None:
        """There is another state: take away what was said of the one before."""
        if self.said:
            self.clear_notifications()
            self.said = False

    def action_open(self: OverlayHost, name: str) -> None:
        """Go to a screen; where others were opened from is forgotten."""
        self.forget()
        self.open(name)

    def action_filter(self: OverlayHost) -> None:
        """Ask what to filter the open screen by."""
        self.base.action_filter()

    def action_next_theme(self: OverlayHost) -> None:
        """Go to the next theme, and say which it is."""
        names = themes.names()
        present = self.paint.theme.name
        self.dress(names[(names.index(present) + 1) % len(names) if present in names else 0])
        self.notice(f"theme {self.paint.theme.title}")

    def action_copy(self: OverlayHost, name: str) -> None:
        """Copy something."""
        from s2tui.tui.overlays import sharing

        sharing.copy(self, name)

    def action_picture(self: OverlayHost) -> None:
        """Save a picture of the screen here."""
        from s2tui.tui.overlays import sharing

        sharing.screenshot(self, Path.cwd())

    def action_suspend(self: OverlayHost) -> None:
        """Go back to the shell for a while."""
        from s2tui.tui.terminal import shell

        self.keep()
        wrong = shell.stop(self.base.app)
        if wrong:
            self.notice(wrong)

    def action_help(self: OverlayHost) -> None:
        """Every key and what it does."""
        with reading():
            from s2tui.tui.overlays.help import HelpScreen

        base = self.base
        self.push_screen(HelpScreen(base.answer, base.places(), base.words(), base.notes))

    def action_values(self: OverlayHost, name: str) -> None:
        """The values of an input; not the policies with what they do, while something is asked."""
        if "outcome" in self.answer.hides and name == KERNEL:
            self.notice(ASKED)
            return
        with reading():
            from s2tui.tui.overlays.picker import ValuesScreen

        self.push_screen(ValuesScreen(self.base.answer, name))

    def action_words(self: OverlayHost) -> None:
        """The words of the field, at one that is under the cursor."""
        with reading():
            from s2tui.tui.overlays.picker import GlossaryScreen

        self.push_screen(GlossaryScreen(self.base.answer, self.base.words()))

    def action_jump(self: OverlayHost) -> None:
        """Letters on everything that can be gone to."""
        with reading():
            from s2tui.tui.overlays.jump import JumpScreen

        self.push_screen(JumpScreen(self.base))

    def action_palette(self: OverlayHost) -> None:
        """Everything, by name; while something is asked, names would tell."""
        if "outcome" in self.answer.hides:
            self.notice(ASKED)
            return
        with reading():
            from s2tui.tui.overlays.palette import PaletteScreen

        self.push_screen(PaletteScreen())

    def action_copies(self: OverlayHost) -> None:
        """What can be copied, by name; while something is asked it is the question alone."""
        if "outcome" in self.answer.hides:
            self.notice(ASKED)
            return
        with reading():
            from s2tui.tui.overlays.palette import PaletteScreen

        self.push_screen(PaletteScreen(copies=True))

    def action_unfilter(self: OverlayHost) -> None:
        """Leave what the open screen is in, else the screen for the one that it was opened from."""
        self.clear_notifications()
        if not self.base.leave():
            self.go_back()

    def action_zoom(self: OverlayHost) -> None:
        """Let the pane that has the keys fill the screen, or no more."""
        self.base.zoom()
