"""What the caches can do to the page: lanes, the list of damages, and the order of events."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from s2tui.tui.commands.table import bindings
from s2tui.tui.host import host_of
from s2tui.tui.screens.base import BaseScreen
from s2tui.tui.session.beside import beside
from s2tui.tui.session.state import report_for
from s2tui.tui.widgets.caches import Choices, Events, Lanes, SecondEvents, SecondLanes
from s2tui.view.caches import player as players
from s2tui.view.caches.player import ORDER, Player
from s2tui.view.caches.scene import Scene, scene

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from textual import events
    from textual.geometry import Size
    from textual.timer import Timer
    from textual.widget import Widget

    from s2tui.arm.coherence.damage import Damage
    from s2tui.tui.results.result import Result
    from s2tui.tui.session.state import Answer
    from s2tui.tui.widgets.panel import Panel
    from s2tui.view.kit.text import Line

P = TypeVar("P", bound="Panel[Scene]")
PACE = 1.0
"""Seconds between two events that are played."""
ROOM = frozenset({"-wide", "-tall"})
"""The sizes in which two runs stand beside each other."""


class CachesScreen(BaseScreen):
    """Keeps what is looked at, and hands what is to be shown to its panels."""

    PLACE = "caches"
    CSS_PATH = "caches.tcss"
    BINDINGS = bindings("caches")

    def __init__(self, answer: Answer, size: Size) -> None:
        super().__init__(answer, size)
        self.player = Player()
        self._parts: list[Panel[Scene]] = []
        self._timer: Timer | None = None
        self._stopped = False
        """Whether the key that is being handled has stopped what was played."""
        self.scene = self._scene(frozenset(self.classes))
        # What is to be looked at may be told before the rest is there.
        self.choices = self._panel(Choices)
        self.choices.moved, self.choices.opened = self._moved, self._opened

    def body(self) -> Iterable[Widget]:
        """The lanes, the list, the events."""
        lanes = [self._panel(kind) for kind in (Lanes, SecondLanes)]
        listed = [self._panel(kind) for kind in (Events, SecondEvents)]
        for panel in listed:
            panel.stepped = self.action_step
        return (*lanes, self.choices, *listed)

    def _panel(self, kind: type[P]) -> P:
        """A panel that draws the scene, and every further one."""
        panel = kind()
        panel.shown = self.scene
        self._parts.append(panel)
        return panel

    def on_mount(self) -> None:
        """The keys act on the list to begin with."""
        self.choices.focus()

    # What is shown.

    def _scene(self, room: frozenset[str]) -> Scene:
        """What is to be shown in a size."""
        reports = [self.answer.report]
        if room >= ROOM:
            other = beside(self.answer.state)
            reports.append(report_for(other.kernel, other.scenario))
        return scene(self.player, reports)

    def show(self, answer: Answer) -> None:
        """Run the machine again for another answer; what is looked at stays."""
        super().show(answer)
        self._put(self.player)

    def _put(self, player: Player) -> None:
        """Look at something else, or at the same thing in another answer."""
        self.player = player
        self.scene = self._scene(frozenset(self.classes))
        self.player = players.saw(player, self.scene.found)
        self.choices.at = player.offered if player.free else ORDER.index(player.damage)
        for panel in self._parts:
            panel.show(self.scene)

    def on_resize(self, event: events.Resize) -> None:
        """There may be room for another run now, or no more."""
        super().on_resize(event)
        room = frozenset(self.room(event.size))
        if (len(self.scene.runs) > 1) != (room >= ROOM):
            self.scene = self._scene(room)
            for panel in self._parts:
                panel.show(self.scene)

    # Moves.

    def choose(self, damage: Damage) -> None:
        """Look at a damage from its start."""
        self._halt()
        self._put(players.chosen(players.bound(self.player), damage))

    def _moved(self) -> None:
        at = self.choices.at
        if self.player.free:
            self._put(self.player._replace(offered=at))
        else:
            self._put(players.chosen(self.player, ORDER[at]))

    def _opened(self) -> None:
        """Take the event, or play from the start."""
        if self.player.free:
            self._take()
        else:
            self._play(self.player._replace(step=0))

    def _take(self) -> None:
        offered = self.scene.offered
        if offered:
            self._put(players.took(self.player, offered[self.choices.at]))

    def action_step(self, by: int) -> None:
        """Some events further, or back; where the person chooses, take one or take it back."""
        if not self.player.free:
            self._put(players.stepped(self.player, by, self.scene.last))
        elif by > 0:
            self._take()
        else:
            self._put(players.took_back(self.player, -by))

    def action_turn_left(self) -> None:
        """The previous owner left something else."""
        self._put(players.turned_left(self.player))

    def action_turn_dma(self) -> None:
        """A device writes the page in another way."""
        self._put(players.turned_dma(self.player))

    def action_free(self) -> None:
        """Choose the events, those that have happened being taken; or no more."""
        if self.player.free:
            self.let_go()
            return
        self._put(players.freed(self.player, self.scene.runs[0].so_far(self.scene.step)))
        self.set_focus(self.choices)

    @property
    def held(self) -> str:
        """Where Escape leads from what is chosen freely."""
        return "the shortest" if self.player.free else ""

    def let_go(self) -> None:
        """Back to the shortest order of events."""
        self._put(players.bound(self.player))

    # What the rest of the app asks for.

    def notes(self, width: int) -> Sequence[Line]:
        """The letters, and what is not modelled."""
        from s2tui.view.caches.limits import limit_lines

        return limit_lines(width)

    def results(self) -> tuple[Result, ...]:
        """The order of events."""
        from s2tui.tui.results.page import coherent

        return (coherent(self.scene),)

    # Playing.

    def action_play(self) -> None:
        """Play what is left, or all of it at the end; stop it if it plays."""
        if self._stopped or self.player.free:
            return
        if not self.scene.last:
            host_of(self).notice("there is nothing to play: no order of events leads there")
        elif self.scene.step == self.scene.last:
            self._play(self.player._replace(step=0))
        else:
            self._play(players.stepped(self.player, 1, self.scene.last))

    def _play(self, player: Player) -> None:
        """Show where it begins, and one more event after each pause."""
        self._halt()
        self._put(player)
        if self.scene.step < self.scene.last:
            self._timer = self.set_interval(PACE, self.tick)

    def tick(self) -> None:
        """The next event, unless it was the last."""
        self._put(players.stepped(self.player, 1, self.scene.last))
        if self.scene.step == self.scene.last:
            self._halt()

    @property
    def plays(self) -> bool:
        """Whether the events are being played."""
        return self._timer is not None

    def _halt(self) -> bool:
        """Stop what is played; whether anything was."""
        timer, self._timer = self._timer, None
        if timer is not None:
            timer.stop()
        return timer is not None

    def on_key(self) -> None:
        """Any key stops what is played."""
        self._stopped = self._halt()

    def on_screen_suspend(self) -> None:
        """Nothing plays on a screen that is not seen."""
        self._halt()
        self._stopped = False
