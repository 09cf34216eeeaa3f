"""The line that asks what to filter by."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.widgets import Input

if TYPE_CHECKING:
    from textual import events
    from textual.widget import Widget

    from s2tui.tui.screens.base import BaseScreen


class Filter(Input):
    """Filters its screen with every character; enter keeps the filter, escape drops it."""

    def __init__(self, text: str) -> None:
        super().__init__(text, placeholder="show only what has this in it", compact=True)
        self._before: Widget | None = None

    def on_mount(self) -> None:
        """Take the keys, and remember who had them."""
        self._before = self.screen.focused
        self.focus()

    @property
    def _screen(self) -> BaseScreen:
        return self.screen  # type: ignore[return-value]

    def on_input_changed(self, event: Input.Changed) -> None:
        """Filter by what there is so far."""
        event.stop()
        self._screen.refine(event.value)

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Keep the filter."""
        event.stop()
        self._leave()

    def on_key(self, event: events.Key) -> None:
        """Drop the filter."""
        if event.key == "escape":
            event.stop()
            self._screen.refine("")
            self._leave()

    def _leave(self) -> None:
        if self._before is not None:
            self._before.focus()
        self.remove()
