"""What all that fills the terminal does where there is no room: it shows the answer alone.

The screens do so, and what is laid over them; each comes back as it was when there is room again.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.screen import Screen

from s2tui.tui.widgets.bars import Reduced

if TYPE_CHECKING:
    from textual import events
    from textual.geometry import Size
    from textual.widget import Widget

SMALL = frozenset({"-tiny", "-flat"})
"""The sizes at which only the reduced view is shown; app.tcss hides everything else."""


class CalmScreen(Screen[None]):
    """Has a reduced view, from the first time on that it is needed."""

    # Screen declares both as instance attributes, so they cannot be ClassVar.
    HORIZONTAL_BREAKPOINTS = [  # noqa: RUF012
        (0, "-tiny"),
        (60, "-narrow"),
        (100, "-medium"),
        (160, "-wide"),
    ]
    VERTICAL_BREAKPOINTS = [  # noqa: RUF012
        (0, "-flat"),
        (18, "-short"),
        (23, "-usual"),
        (36, "-tall"),
    ]
    _had_keys: Widget | None = None

    def room(self, size: Size) -> tuple[str, str]:
        """The classes that the breakpoints give a size."""
        return (
            [name for least, name in self.HORIZONTAL_BREAKPOINTS if least <= size.width][-1],
            [name for least, name in self.VERTICAL_BREAKPOINTS if least <= size.height][-1],
        )

    def reduced(self) -> Reduced:
        """The reduced view, made for the present answer."""
        raise NotImplementedError

    def on_mount(self) -> None:
        """Textual adds the classes of a size only after it has painted once."""
        self.add_class(*self.room(self.app.size))
        self._make_room(self.app.size)

    def on_resize(self, event: events.Resize) -> None:
        """Show the reduced view, or the rest again."""
        self._make_room(event.size)

    def _make_room(self, size: Size) -> None:
        if SMALL & set(self.room(size)):
            # What is hidden loses the keys.
            self._had_keys = self.focused or self._had_keys
            if not self.query(Reduced):
                self.mount(self.reduced())
        elif self.focused is None:
            self.call_after_refresh(self._give_back_keys)

    def _give_back_keys(self) -> None:
        widget, self._had_keys = self._had_keys, None
        if self.focused is None:
            if widget is not None and widget.is_attached:
                widget.focus()
            else:
                self.focus_next(self.AUTO_FOCUS or "*")
