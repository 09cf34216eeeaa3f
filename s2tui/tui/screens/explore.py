"""The explorer: inputs on the left, the answer on the right."""

from __future__ import annotations

import asyncio
from functools import partial
from typing import TYPE_CHECKING, Any

from s2tui.tui.commands.table import bindings
from s2tui.tui.host import host_of
from s2tui.tui.screens.resting import RestingScreen
from s2tui.tui.session import state as states
from s2tui.tui.session.follow_up import followed
from s2tui.tui.widgets.bits import Bits
from s2tui.tui.widgets.explore_texts import Changes, Fields, Moves, Result
from s2tui.tui.widgets.form import Form
from s2tui.tui.widgets.journey import Journey
from s2tui.tui.widgets.whatif import WhatIf
from s2tui.view.explore.inputs import why_fixed

if TYPE_CHECKING:
    from collections.abc import Iterable

    from textual import events
    from textual.geometry import Size
    from textual.widget import Widget

    from s2tui.tui.session.state import Answer, State
    from s2tui.tui.widgets.panel import Panel


class ExploreScreen(RestingScreen):
    """Arranges the panels of one scenario."""

    PLACE = "explore"
    FILTERS = True
    BINDINGS = bindings("explore")

    def __init__(self, answer: Answer, size: Size) -> None:
        super().__init__(answer, size)
        self._loaded = False

    def body(self) -> Iterable[Widget]:
        """The panels that the size asks for."""
        kinds: list[type[Panel[Answer]]] = [Form, Bits, Journey]
        if self.has_class("-wide"):
            kinds.append(Fields)
        kinds += [Result, WhatIf, Moves, Changes]
        for kind in kinds:
            panel = self.new(kind)
            panel.resized = self._asked
            if isinstance(panel, Result):
                panel.opened = self._caches
            yield panel

    def on_mount(self) -> None:
        """What needs the analyses comes after the first frame."""
        self.call_after_refresh(self._load)

    def _load(self) -> None:
        self._loaded = True
        self.show(self.answer)

    def show(self, answer: Answer) -> None:
        """Draw another answer, with what follows from it once that can be asked."""
        if self._loaded:
            answer = followed(answer, self.answer)
            if not self.heights:
                self._share(answer, self.size)
            self.hold()
        super().show(answer)

    def settle(self) -> None:
        """Share the room, and ask what every policy does; a key is one small frame until then."""
        self._share(self.answer, self.size)
        journey = self.query_one(Journey)
        # The journey's own: what asks for it ends with it.
        ask: Any = partial(self._remember, journey)
        journey.run_worker(ask, group="history", exclusive=True)

    def share_now(self) -> None:
        """Share the room; what every policy does is asked when the hand rests."""
        self._share(self.answer, self.size)

    async def _remember(self, journey: Journey) -> None:
        """Ask every policy, one at a time: no key has to wait until all are loaded."""
        from s2tui.view.explore.history import history

        scenario, found = self.answer.state.scenario, []
        for past in history(scenario):
            found.append(past)
            await asyncio.sleep(0)
        journey.remember(scenario, found)

    def _asked(self) -> None:
        """Somebody asked a pane for more: give it the room, whoever has it now."""
        self._share(self.answer, self.size, keep=False)

    def _share(self, answer: Answer, size: Size, *, keep: bool = True) -> None:
        """Give the panes the heights that suit what they have to say."""
        from s2tui.tui.screens.explore_room import heights

        self._have_all(size)
        self.put(heights(self, answer, size, self.heights if keep else ()) or ())

    def on_resize(self, event: events.Resize) -> None:
        """Share the room that there is now."""
        self._have_all(event.size)
        if self._loaded:
            self._share(self.answer, event.size)

    def _have_all(self, size: Size) -> None:
        """Mount what only this size shows, if it is not there yet: the start is quicker so.

        Below another screen this one hears of its size only when it is opened again.
        """
        if "-wide" in self.room(size) and not self.query(Fields):
            self.mount(self.new(Fields), after=self.query_one(Journey))

    def turn(self, state: State, name: str, by: int) -> None:
        """Turn an input and put the cursor there; where it cannot be turned it is said why."""
        form, app = self.query_one(Form), host_of(self)
        form.look_at(name)
        app.go(states.turned(state, name, by))
        if app.state == state:
            form.refuse()
            if self.app.screen is not self:
                app.notice(f"{name}: {why_fixed(state.scenario, name)}")

    def spot(self) -> int | None:
        """The place of the change that keys act on, if they do."""
        line = self.query_one(WhatIf)
        return line.chosen if line.has_focus else None

    def return_to(self, spot: Any) -> None:
        """Go to that change."""
        if spot is not None:
            self.query_one(WhatIf).go_to(spot)

    def filter(self, text: str) -> None:
        """Show only the inputs that have a text in them."""
        self.query_one(Form).filter(text)

    def go_to(self, name: str) -> None:
        """Put the cursor on an input."""
        form = self.query_one(Form)
        form.reveal(name)
        self.set_focus(form)

    def _caches(self) -> None:
        """Show the first hazard that is one of the caches', step by step."""
        from s2tui.kvm.hazards.caches import worst
        from s2tui.tui.screens.caches import CachesScreen

        found = worst(self.answer.report.hazards, self.answer.report.caches)
        host_of(self).come_from()
        screen = host_of(self).open("caches")
        if found is not None and isinstance(screen, CachesScreen):
            screen.choose(found.damage)

    def action_fold(self) -> None:
        """Show or hide the rarely needed inputs."""
        self.query_one(Form).fold()

    def action_whatif(self) -> None:
        """Go to the what-if line, or on to the next change in it."""
        line = self.query_one(WhatIf)
        if self.focused is line:
            line.action_choose(1)
        # At once: the next key may be on its way.
        self.set_focus(line)
