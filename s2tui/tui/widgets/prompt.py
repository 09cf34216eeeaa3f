"""A line that asks for a text, in the place of the footer: for a filter, or a file."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from textual.widgets import Input

if TYPE_CHECKING:
    from collections.abc import Callable

    from textual import events
    from textual.screen import Screen
    from textual.widget import Widget


class Prompt(Input):
    """Asks until the answer will do, or escape is pressed."""

    PASSING = True
    """It is no pane: it stands in the footer's place."""

    def __init__(
        self,
        what: str,
        text: str,
        answered: Callable[[str], bool],
        typed: Callable[[str], None] = lambda _: None,
    ) -> None:
        """Ask for something.

        Args:
            what: is asked for; stands there until something is typed.
            text: stands there already.
            answered: gets the answer, and says whether it will do.
            typed: gets what there is so far with every character; nothing when it is left.
        """
        super().__init__(text, placeholder=what, compact=True)
        self._answered, self._typed = answered, typed
        self._before: Widget | None = None

    def stand(self, screen: Screen[Any], before: Widget | None = None) -> None:
        """Stand on a screen, before another widget or last, and take the keys."""
        self._before = screen.focused
        screen.mount(self, before=before)
        # At once: the next key may be on its way.
        screen.set_focus(self)

    def on_input_changed(self, event: Input.Changed) -> None:
        """Tell what there is so far."""
        event.stop()
        self._typed(event.value)

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Answer."""
        event.stop()
        if self._answered(event.value):
            self._leave()

    def on_key(self, event: events.Key) -> None:
        """Leave it."""
        if event.key == "escape":
            event.stop()
            self._typed("")
            self._leave()

    def _leave(self) -> None:
        if self._before is not None:
            self._before.focus()
        self.remove()
