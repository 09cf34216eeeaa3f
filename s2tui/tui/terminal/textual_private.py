"""What Textual has for itself and this app uses all the same, in one place.

Each was looked at in the version that is named here; a test says which of them is gone when
another one is installed.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from textual._compositor import ChopsUpdate
from textual.app import App
from textual.keys import _character_to_key

if TYPE_CHECKING:
    from textual.dom import DOMNode
    from textual.driver import Driver
    from textual.screen import Screen
    from textual.strip import Strip

CHECKED = "8.2.8"
"""The version of Textual whose own names these are."""
PartialUpdate = ChopsUpdate
"""A frame of which only parts have changed: spans of lines, and what stands in them."""
key_of = _character_to_key
"""A key as Textual calls it, by its character: `?` is question_mark."""


class FrameApp(App[None]):
    """An app that sees each frame before it is shown."""

    def frame(self, update: Any) -> Any:
        """What is shown in place of a frame."""
        return update

    def _display(self, screen: Screen[Any], renderable: Any) -> None:
        super()._display(screen, self.frame(renderable))

    async def _shutdown(self) -> None:
        # Screens lose their panels one after another: nothing may come to one meanwhile.
        self.workers.cancel_all()
        for node in tuple(self._registry):
            for timer in tuple(node._timers):
                timer.stop()
        await super()._shutdown()


def writes(driver: Driver) -> bool:
    """Whether what is given to a driver is written: its writer ends when the terminal is gone.

    Whoever goes on writing then fills a queue that nobody empties, and waits for ever.
    """
    writer = getattr(driver, "_writer_thread", None)
    return writer is None or writer.is_alive()


def listens(driver: Driver) -> bool:
    """Whether a driver reads keys; one that has no thread for that does not say."""
    reader = getattr(driver, "_key_thread", None)
    return reader is not None and reader.is_alive()


def show_cursor(app: App[Any]) -> None:
    """Have the terminal show its cursor, which stands at the app's `cursor_position`."""
    if app._driver is not None:
        app._driver.write("\x1b[?25h")


def lay_out(screen: Screen[Any]) -> None:
    """Have a screen laid out again before it is painted next, once.

    A change of a style has each child ask for that by itself, and each gets a frame of its own.
    """
    screen._clear_arrangement_cache()
    screen.refresh(repaint=False, layout=True)


def look_again(screen: Screen[Any]) -> None:
    """Have a screen find out anew which of its children are displayed, when that is next asked."""
    screen._nodes.updated()


def drawn(screen: Screen[Any]) -> list[Strip]:
    """The lines of a screen as they are now, under whatever lies over it."""
    return screen._compositor.render_strips()


def binding_ids(node: DOMNode) -> set[str | None]:
    """The ids of what a node binds, what it inherits included."""
    return {binding.id for _, binding in node._bindings}
