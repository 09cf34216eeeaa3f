"""The descriptor screen: any 64 bits, typed, pasted or flipped, and what they mean."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from textual import on
from textual.containers import Horizontal

from s2tui.errors import RequestError
from s2tui.tui import background
from s2tui.tui.commands.table import bindings
from s2tui.tui.host import host_of
from s2tui.tui.questions import writers
from s2tui.tui.screens.base import BaseScreen
from s2tui.tui.widgets.bit_editor import Editor
from s2tui.tui.widgets.descriptor import Entry, Facts, Label, Meaning, OnDesk, Origin, Writers
from s2tui.tui.widgets.options import Options
from s2tui.view.descriptor import edited as desks
from s2tui.view.explore import copies

if TYPE_CHECKING:
    from collections.abc import Iterable

    from textual import events
    from textual.geometry import Size
    from textual.timer import Timer
    from textual.widget import Widget

    from s2tui.tui.session.state import Answer
    from s2tui.view.descriptor.edited import Desk
    from s2tui.view.descriptor.writers import Written

CALM = 0.25
"""Seconds without a move after which it is asked who writes the value."""
KEPT = 200
"""Changes that can be taken back."""


class DescriptorScreen(BaseScreen):
    """Keeps the desk, hands it to its panels, and has it asked who writes the value."""

    PLACE = "descriptor"
    CSS_PATH = "descriptor.tcss"
    BINDINGS = bindings("descriptor")

    def __init__(self, answer: Answer, size: Size) -> None:
        super().__init__(answer, size)
        self.desk = desks.following(answer.report)
        self._past: list[Desk] = []
        self._future: list[Desk] = []
        self._typed_over: Desk | None = None
        self._asked: tuple[str, int] | None = None
        self._timer: Timer | None = None

    def body(self) -> Iterable[Widget]:
        """Options on the left, the rest on the right."""
        yield self._panel(Options)
        entry = Entry(desks.typed_form(self.desk), compact=True, select_on_focus=True)
        yield Horizontal(self._panel(Label), entry, self._panel(Origin), id="value")
        for kind in (Editor, Meaning, Facts, Writers):
            yield self._panel(kind)

    def _panel(self, kind: type[OnDesk]) -> OnDesk:
        panel = self.new(kind)
        panel.desk = self.desk
        return panel

    def on_mount(self) -> None:
        """The keys act on the bits to begin with."""
        self.query_one(Editor).focus()
        self._ask()

    def show(self, answer: Answer) -> None:
        """Follow the scenario as long as the value is not somebody's own."""
        before = self.answer
        super().show(answer)
        # What was changed last is taken back first: from now on that is the scenario.
        self._past.clear()
        self._future.clear()
        if self.desk.own:
            desk = desks.on_host(self.desk, answer.report.scenario, before.report.scenario)
        else:
            desk = desks.following(answer.report, self.desk)
        self._put(desk)
        self._ask()

    def _go(self, desk: Desk) -> None:
        """Put a changed value on the desk; it can be taken back."""
        if desk is self.desk:
            return
        self._keep(self.desk)
        self._put(desk)
        self._ask()

    def _keep(self, desk: Desk) -> None:
        """Keep what was on the desk before a change, for taking it back."""
        self._past = [*self._past[-KEPT:], desk]
        self._future.clear()

    def take_back(self) -> bool:
        """Take the last change of the value back; whether there was one."""
        return self._swap(self._past, self._future)

    def put_again(self) -> bool:
        """Make the change again that was taken back; whether there was one."""
        return self._swap(self._future, self._past)

    def _swap(self, source: list[Desk], target: list[Desk]) -> bool:
        if not source:
            return False
        target.append(self.desk)
        self._put(source.pop())
        self._ask()
        return True

    def _put(self, desk: Desk) -> None:
        """Draw what is on the desk now."""
        self.desk = desk
        editor = self.query_one(Editor)
        editor.wrong = ""
        for panel in self.panels:
            if isinstance(panel, OnDesk):
                panel.put(desk)
        entry = self.query_one(Entry)
        if not entry.has_focus:
            with entry.prevent(Entry.Changed):
                entry.value = desks.typed_form(desk)

    # Moves.

    @on(Editor.Flip)
    def _flip(self, event: Editor.Flip) -> None:
        self._go(desks.flipped(self.desk, event.bit))

    @on(Editor.Back)
    def _back(self) -> None:
        self.take_back()

    @on(Options.Turn)
    def _turn(self, event: Options.Turn) -> None:
        self._go(desks.turned(self.desk, event.name, event.by))

    @on(Entry.Changed)
    def _typed(self, event: Entry.Changed) -> None:
        """Show what is typed as it grows; what it replaces stays what it is compared with."""
        editor = self.query_one(Editor)
        if self._typed_over is None:
            self._typed_over = self.desk
        try:
            desk = desks.typed(self._typed_over, event.value)
        except RequestError as error:
            editor.say(str(error) if event.value.strip() else "")
            return
        self._put(desk)
        self._ask()

    @on(Entry.Left)
    def _left(self) -> None:
        self.query_one(Editor).focus()

    def on_descendant_blur(self) -> None:
        """Show the value as it is, whatever was typed, once nobody types any more."""
        if self.query_one(Entry).has_focus:
            return
        before, self._typed_over = self._typed_over, None
        if before is not None and before != self.desk:
            self._keep(before)
        self._put(self.desk)

    def on_paste(self, event: events.Paste) -> None:
        """A value may be pasted from anywhere."""
        entry = self.query_one(Entry)
        if not entry.has_focus:
            entry.focus()
            entry.value = desks.pasted(event.text)

    def action_type(self) -> None:
        """Type a value."""
        self.query_one(Entry).focus()

    def action_follow(self) -> None:
        """Take what the policy writes in the present scenario."""
        self._go(desks.following(self.answer.report, self.desk))

    # Who writes it.

    def _ask(self) -> None:
        """Have it asked who writes the value, once it has not changed for a moment."""
        wanted = (self.answer.report.kernel, self.desk.value)
        if wanted == self._asked:
            return
        self._asked = wanted
        self.query_one(Writers).wait()
        if self._timer is not None:
            self._timer.stop()
        self._timer = self.set_timer(CALM, partial(self._find, *wanted))

    def _find(self, kernel: str, value: int) -> None:
        background.ask(self, writers(kernel, value), self._tell, self._doing)

    def _doing(self, text: str) -> None:
        """Say what is being looked at."""
        self.query_one(Writers).wait(text)

    def _tell(self, found: Written) -> None:
        """Say the answer, if it is still the question."""
        if self._asked == (found.kernel, found.value):
            self.query_one(Writers).tell(found)

    @on(Writers.Open)
    def _open(self) -> None:
        app = host_of(self)
        written = self.query_one(Writers).written
        if written is None or written.example is None:
            app.notice("there is no such scenario" if written else "still asking")
            return
        app.explore(written.example, written.kernel)

    # Copies.

    def copy_text(self) -> str:
        """The value in hexadecimal."""
        return desks.typed_form(self.desk)

    def copy_json(self) -> str:
        """What `decode --json` says of it."""
        from s2tui.contract.descriptor import decode_json

        return decode_json([self.desk.now])

    def copy_markdown(self) -> str:
        """Its fields as a table."""
        return copies.descriptor_table(self.desk.now)
