"""A panel of the explorer: beside the answer it draws what follows from it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from s2tui.tui.widgets.panel import Panel

if TYPE_CHECKING:
    from s2tui.kvm.report.report import Report
    from s2tui.tui.session.follow_up import More


class Part(Panel):
    """A panel that also gets what needs the analyses, once they are there."""

    more: More | None = None
    """Nothing before the first frame."""
    since: tuple[Report, ...] = ()
    """The reports since the baseline, the present one last."""

    def watch_has_focus(self, has_focus: bool) -> None:
        """Show whether the keys act here; handlers of the event would come before it is so."""
        super().watch_has_focus(has_focus)
        self.redraw()
