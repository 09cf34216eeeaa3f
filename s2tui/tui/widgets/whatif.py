"""The what-if line: single changes that change the outcome, and the key that makes one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from s2tui.tui.commands.table import bindings
from s2tui.tui.host import host_of
from s2tui.tui.session import state as states
from s2tui.tui.session.state import Answer
from s2tui.tui.widgets.panel import Panel
from s2tui.view.explore import inputs, whatif_line
from s2tui.view.kit.layout import heading
from s2tui.view.kit.text import Span

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textual import events

    from s2tui.analysis.whatif import Effect
    from s2tui.view.kit.text import Line


class WhatIf(Panel[Answer], can_focus=True):
    """One line, or a list of the changes where there is room."""

    BINDINGS = bindings("whatif")
    SAYS = "effects"
    TITLE = "what if"

    chosen = 0
    """The place of the change that would be made."""

    @property
    def effects(self) -> Sequence[Effect]:
        """The changes to choose from."""
        more = self.shown.more if self.shown is not None else None
        return more.effects if more is not None else ()

    def draw(self, answer: Answer, width: int, height: int) -> Sequence[Line]:
        """The chosen change, and as many others as fit."""
        if answer.more is None:
            return [heading(self.TITLE, width)] if height > 1 else [(Span(self.TITLE, "title"),)]
        effects = self.effects
        self.chosen = max(min(self.chosen, len(effects) - 1), 0)
        if height == 1:
            return [whatif_line.chosen_line(effects, self.chosen, width)]
        beside = (Span(whatif_line.position(effects, self.chosen), "dim"),)
        size = (width, height - 1)
        return [
            heading(self.TITLE, width, beside, focused=self.has_focus),
            *whatif_line.change_lines(effects, self.chosen, size, focused=self.has_focus),
        ]

    def wants(self, shown: Answer, width: int) -> Sequence[int]:
        """Lines in which every change is seen."""
        return (1 + max(len(shown.more.effects) if shown.more is not None else 0, 1),)

    @property
    def chosen_lines(self) -> range:
        """A single line has no heading to show that the keys act on it."""
        return range(1 if self.has_focus and self.size.height == 1 else 0)

    def action_choose(self, by: int) -> None:
        """Choose another change."""
        if self.effects:
            self.chosen = (self.chosen + by) % len(self.effects)
            self.redraw()

    def action_go(self, by: int) -> None:
        """Choose a change further up or down, no further than there are any."""
        self.chosen = max(min(self.chosen + by, len(self.effects) - 1), 0)
        self.redraw()

    def go_to(self, at: int) -> None:
        """Choose a change, and take the keys."""
        self.chosen = at
        self.action_go(0)
        self.screen.set_focus(self)

    def action_page(self, by: int) -> None:
        """Go on by as many changes as are seen."""
        self.action_go(by * max(self.size.height - 1, 1))

    def action_apply(self) -> None:
        """Make the chosen change."""
        app = host_of(self)
        if self.effects and app.state is not None:
            effect = self.effects[self.chosen]
            wanted = inputs.put(app.state.wanted, effect.name, effect.value)
            app.come_from()
            app.go(states.moved(app.state, wanted, app.state.kernel))

    def on_click(self, event: events.Click) -> None:
        """Choose the change under the mouse; a click on the chosen one makes it."""
        if not self.effects:
            return
        height = self.size.height
        at = self.chosen
        if height > 1:
            if event.y == 0:
                return
            at = whatif_line.top(len(self.effects), self.chosen, height - 1) + event.y - 1
        if at == self.chosen:
            self.action_apply()
        elif at < len(self.effects):
            self.chosen = at
            self.redraw()

    def on_mouse_scroll_down(self) -> None:
        """Choose the next change."""
        self.action_choose(1)

    def on_mouse_scroll_up(self) -> None:
        """Choose the change before."""
        self.action_choose(-1)
