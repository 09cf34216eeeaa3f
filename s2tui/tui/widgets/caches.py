"""The panels of Caches: the list, the lanes, the events."""

from __future__ import annotations

from typing import TYPE_CHECKING

from s2tui.tui.commands.table import BY_ID, bindings, keys_of, shown
from s2tui.tui.host import host_of
from s2tui.tui.widgets.list_panel import ListPanel
from s2tui.tui.widgets.panel import Panel, nothing
from s2tui.view.caches import choices, events, lanes
from s2tui.view.caches.scene import Scene
from s2tui.view.kit.layout import heading, spread
from s2tui.view.kit.text import Span

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from textual import events as textual_events

    from s2tui.view.kit.text import Line


class Choices(ListPanel[Scene], can_focus=True):
    """What can go wrong, or what may happen next. A click chooses, another one opens."""

    BINDINGS = bindings("choices")
    above = 1
    indent = 1
    _rows: Sequence[choices.Choice] = ()

    @property
    def names(self) -> Sequence[str]:
        """The rows by their ids."""
        return [row.id for row in self._rows]

    def draw(self, scene: Scene, width: int, height: int) -> Sequence[Line]:
        """A heading, the rows in sight, and below what is set."""
        self._rows = choices.choices(scene, width)
        self.at = max(min(self.at, len(self._rows) - 1), 0)
        lines = [heading(choices.title(scene), width, focused=self.has_focus)]
        keymap = host_of(self).keymap
        keys = [shown(keys_of(BY_ID[id_], keymap)[0]) for id_ in ("caches.left", "caches.dma")]
        below = choices.set_lines(scene, width, keys)
        room = max(height - 1 - len(below), min(len(self._rows), height - 1))
        lines += [self._rows[at].line for at in self.in_sight(room)]
        return [*lines, *below]

    def action_open(self) -> None:
        """Open what the cursor is on."""
        if self._rows:
            self.opened()

    def on_click(self, event: textual_events.Click) -> None:
        """Choose the row under the mouse; open the one that was chosen already."""
        at = self.under(event.y)
        if at == self.at:
            self.action_open()
        elif at is not None:
            self.go(at)


class Lanes(Panel[Scene]):
    """Host, caches, memory and guest, and what happens between them."""

    number = 0
    """Which of the runs."""

    def draw(self, scene: Scene, width: int, height: int) -> Sequence[Line]:
        """The boxes of one run, below its name where there are several."""
        if self.number >= len(scene.runs):
            return ()
        run = scene.runs[self.number]
        if len(scene.runs) == 1 and not run.refused:
            return lanes.lane_lines(run, scene.step, width, height)
        above = heading(choices.run_title(scene, self.number), width)
        return [above, *lanes.lane_lines(run, scene.step, width, height - 1)]


class SecondLanes(Lanes):
    """Those of the other run."""

    number = 1


class Events(Panel[Scene], can_focus=True):
    """The events of a run; the present one is pointed at and always in sight."""

    BINDINGS = bindings("events")
    number = 0
    """Which of the runs."""
    stepped: Callable[[int], None] = staticmethod(nothing)
    """Called to go some events further."""
    top = 0
    """The first line in sight."""
    _listed = events.Listed((), ())

    def draw(self, scene: Scene, width: int, height: int) -> Sequence[Line]:
        """A heading and the lines in sight."""
        if self.number >= len(scene.runs):
            return ()
        run = scene.runs[self.number]
        said, heads = events.title(run, width, free=scene.player.free), events.heads(run, width)
        rule = heading(said, width - len(heads) - 1, focused=self.has_focus)
        top = spread(rule, (Span(heads, "dim"),), width)
        self._listed = events.event_list(run, scene.step, width)
        self._follow(self._listed.of(run.at(scene.step)), height - 1)
        lines = self._listed.lines[self.top : self.top + height - 1]
        return [top, *lines]

    def _follow(self, own: range, room: int) -> None:
        """Scroll as little as keeps some lines in sight, with one more below if there is one."""
        count = len(self._listed.lines)
        below = min(own.stop + 1, count) if own else 0
        self.top = max(min(self.top, own.start if own else 0, count - room), below - room, 0)

    @property
    def chosen_lines(self) -> range:
        """The present event stands out."""
        scene = self.shown
        if scene is None or self.number >= len(scene.runs):
            return range(0)
        own = self._listed.of(scene.runs[self.number].at(scene.step))
        height = self.size.height - 1
        first, last = max(own.start - self.top, 0), min(own.stop - self.top, height)
        return range(first + 1, max(last, first) + 1)

    def action_step(self, by: int) -> None:
        """Go some events further."""
        self.stepped(by)

    def _event(self, y: int) -> int | None:
        """The event on a line."""
        at = self.top + y - 1
        return self._listed.events[at] if y > 0 and at < len(self._listed.events) else None

    def on_click(self, event: textual_events.Click) -> None:
        """Go to the event under the mouse."""
        at = self._event(event.y)
        if at is not None and self.shown is not None:
            self.stepped(at - self.shown.step)

    def on_mouse_scroll_down(self) -> None:
        """Go on."""
        self.stepped(1)

    def on_mouse_scroll_up(self) -> None:
        """Go back."""
        self.stepped(-1)

    def spots(self) -> list[tuple[int, int, str]]:
        """Where each event stands, for jump mode."""
        found: dict[int, int] = {}
        for y in range(1, self.size.height):
            at = self._event(y)
            if at is not None:
                found.setdefault(at, y)
        return [(0, y, str(at)) for at, y in found.items()]

    def jump(self, name: str) -> None:
        """Go to an event of jump mode."""
        if self.shown is not None:
            self.stepped(int(name) - self.shown.step)


class SecondEvents(Events):
    """Those of the other run."""

    number = 1
