"""One pane that fills the screen, and all of them again."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.widget import Widget

from s2tui.tui.screens.calm import SMALL, CalmScreen
from s2tui.tui.terminal.textual_private import lay_out, look_again
from s2tui.tui.widgets.bars import Bar, Reduced

if TYPE_CHECKING:
    from textual import events


class ZoomScreen(CalmScreen):
    """Shows all its panes, or the one that has the keys alone; the zoom goes where they go.

    The styles are set by hand and not by a class: the keys may go on to a pane at once, before
    Textual would have applied one.
    """

    zoomed: Widget | None = None
    """The pane that is shown alone."""

    def zoom(self) -> None:
        """Show the pane that has the keys alone, or all of them again."""
        pane = None if self.zoomed else self._pane_of(self.focused)
        if not SMALL & set(self.room(self.app.size)):
            self._show_alone(pane)

    def set_focus(
        self, widget: Widget | None, scroll_visible: bool = True, from_app_focus: bool = False
    ) -> None:
        """Give the keys to a widget; what is zoomed is its pane from now on."""
        pane = self._pane_of(widget)
        if self.zoomed is not None and pane not in (None, self.zoomed):
            self._hide(None)
            self._show_alone(pane if pane.display else self.zoomed)
        super().set_focus(widget, scroll_visible, from_app_focus)

    def focus_next(self, selector: str | type = "*") -> Widget | None:
        """Go to the next pane, which is zoomed if the present one is."""
        return super().focus_next(selector) if self.zoomed is None else self._step(1)

    def focus_previous(self, selector: str | type = "*") -> Widget | None:
        """Go to the pane before, which is zoomed if the present one is."""
        return super().focus_previous(selector) if self.zoomed is None else self._step(-1)

    def on_resize(self, event: events.Resize) -> None:
        """Show all panes again where the size leaves the zoomed one out."""
        if self.zoomed is not None:
            self.call_after_refresh(self._zoom_on)

    def _zoom_on(self) -> None:
        """Go on with the zoom, also beside what is mounted by now; or not, if its pane is gone."""
        pane = self.zoomed
        self._show_alone(pane if pane is not None and pane.display else None)

    def _pane_of(self, widget: Widget | None) -> Widget | None:
        """The child of the screen that holds a widget."""
        above = () if widget is None else widget.ancestors_with_self
        nodes = (node for node in above if isinstance(node, Widget) and node.parent is self)
        return next(filter(_is_pane, nodes), None)

    def _show_alone(self, pane: Widget | None) -> None:
        """Show a pane alone; none shows all."""
        before, self.zoomed = self.zoomed, pane
        if before is None and pane is None:
            return
        self._hide(pane)
        self.say_ways()
        lay_out(self)

    def _hide(self, pane: Widget | None) -> None:
        """Hide what is beside a pane; none shows all again."""
        for child in self.children:
            if not _is_pane(child):
                continue
            if pane is None or child is pane:
                child.styles.inline.clear_rule("display")
            else:
                child.styles.inline.set_rule("display", "none")
        if pane is None:
            self.styles.inline.clear_rule("layout")
        else:
            self.styles.layout = "vertical"
        look_again(self)

    def _step(self, by: int) -> Widget | None:
        """Zoom another pane, in the order in which they are made: hidden ones stand nowhere."""
        self._hide(None)
        chain = [node for node in self.query(Widget) if node.focusable and node.display]
        here = chain.index(self.focused) if self.focused in chain else 0
        found = chain[(here + by) % len(chain)]
        self.set_focus(found)
        self._zoom_on()
        return found

    def say_ways(self) -> None:
        """Say what Escape does now."""
        raise NotImplementedError


def _is_pane(child: Widget) -> bool:
    """Whether it stands between title and footer, and not in the place of one of them."""
    return not isinstance(child, (Bar, Reduced)) and not getattr(child, "PASSING", False)
