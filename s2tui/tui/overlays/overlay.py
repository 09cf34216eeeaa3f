"""What is laid over a screen: where there is no room for it, only the answer is shown."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from textual.await_complete import AwaitComplete

from s2tui.tui.screens.calm import CalmScreen
from s2tui.tui.widgets.bars import Reduced

if TYPE_CHECKING:
    from s2tui.tui.overlays.host import OverlayHost


class Overlay(CalmScreen):
    """The last base of palette, help and jump mode; the screen below does not change meanwhile."""

    def dismiss(self, result: None = None) -> AwaitComplete:
        """Leave. A key that comes too late, when it has left already, leaves nothing else."""
        return super().dismiss(result) if self.is_current else AwaitComplete()

    def reduced(self) -> Reduced:
        """The answer of the screen below."""
        panel = Reduced()
        panel.shown = cast("OverlayHost", self.app).answer
        return panel
