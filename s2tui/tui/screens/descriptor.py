"""The descriptor screen: any 64 bits, typed, pasted or flipped, and what they mean."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, TypeVar

from textual import on
from textual.containers import Horizontal

from s2tui.errors import RequestError
from s2tui.tui import background
from s2tui.tui.commands.table import bindings
from s2tui.tui.host import host_of
from s2tui.tui.questions import writers
from s2tui.tui.screens import descriptor_room
from s2tui.tui.screens.shared_room import Row, SharedRoomScreen
from s2tui.tui.widgets.bit_editor import Editor
from s2tui.tui.widgets.descriptor import Entry, Facts, Meaning, Origin, ValueLabel, Writers
from s2tui.tui.widgets.options import Options
from s2tui.view.descriptor import edited as edits

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from textual import events
    from textual.geometry import Size
    from textual.timer import Timer
    from textual.widget import Widget

    from s2tui.tui.results.result import Result
    from s2tui.tui.session.state import Answer
    from s2tui.tui.widgets.panel import Panel
    from s2tui.view.descriptor.edited import EditedDescriptor
    from s2tui.view.descriptor.writers import Written

E = TypeVar("E", bound="Panel[EditedDescriptor]")
CALM = 0.25
"""Seconds without a move after which it is asked who writes the value."""
KEPT = 200
"""Changes that can be taken back."""


class DescriptorScreen(SharedRoomScreen):
    """Keeps the value that is edited, hands it to its panels, and asks who writes it."""

    PLACE = "descriptor"
    CSS_PATH = "descriptor.tcss"
    BINDINGS = bindings("descriptor")

    def __init__(self, answer: Answer, size: Size) -> None:
        super().__init__(answer, size)
        self.edited = edits.following(answer.report)
        self._parts: list[Panel[EditedDescriptor]] = []
        self._past: list[EditedDescriptor] = []
        self._future: list[EditedDescriptor] = []
        self._typed_over: EditedDescriptor | None = None
        self._asked: tuple[str, int] | None = None
        self._timer: Timer | None = None

    def body(self) -> Iterable[Widget]:
        """Options on the left, the rest on the right."""
        options, editor, writers = self._panel(Options), self._panel(Editor), self._panel(Writers)
        options.turn, editor.flip, writers.opened = self._turn, self._flip, self._open
        editor.take_back, editor.resized = self.take_back, self.hold
        entry = Entry(edits.typed_form(self.edited), compact=True, select_on_focus=True)
        entry.left = editor.focus
        origin = self._panel(Origin)
        origin.kernel = self.answer.report.kernel
        yield options
        yield Horizontal(self._panel(ValueLabel), entry, origin, id="value")
        yield from (editor, self._panel(Meaning), self._panel(Facts), writers)

    def rows(self, size: Size) -> Sequence[Row]:
        """The value, its bits, what they mean, and who writes it."""
        return descriptor_room.rows(self, self.edited, size)

    def _panel(self, kind: type[E]) -> E:
        """A panel that draws the value, and every further one."""
        panel = kind()
        panel.shown = self.edited
        self._parts.append(panel)
        return panel

    def on_mount(self) -> None:
        """The keys act on the bits to begin with."""
        self.set_focus(self.query_one(Editor))
        self._ask()

    def show(self, answer: Answer) -> None:
        """Follow the scenario as long as the value is not somebody's own."""
        before = self.answer
        super().show(answer)
        # What was changed last is taken back first: from now on that is the scenario.
        self._past.clear()
        self._future.clear()
        if self.edited.own:
            edited = edits.on_host(self.edited, answer.report.scenario, before.report.scenario)
        else:
            edited = edits.following(answer.report, self.edited)
        self._put(edited)
        self._ask()

    def _go(self, edited: EditedDescriptor) -> None:
        """Change the value; it can be taken back."""
        if edited is self.edited:
            return
        self._keep(self.edited)
        self._put(edited)
        self._ask()

    def _keep(self, edited: EditedDescriptor) -> None:
        """Keep what the value was before a change, for taking it back."""
        self._past = [*self._past[-KEPT:], edited]
        self._future.clear()

    def take_back(self) -> bool:
        """Take the last change of the value back; whether there was one."""
        return self._swap(self._past, self._future)

    def put_again(self) -> bool:
        """Make the change again that was taken back; whether there was one."""
        return self._swap(self._future, self._past)

    def _swap(self, source: list[EditedDescriptor], target: list[EditedDescriptor]) -> bool:
        if not source:
            return False
        target.append(self.edited)
        self._put(source.pop())
        self._ask()
        return True

    def _put(self, edited: EditedDescriptor) -> None:
        """Draw another value."""
        self.edited = edited
        editor = self.query_one(Editor)
        editor.wrong = ""
        self.query_one(Origin).kernel = self.answer.report.kernel
        for panel in self._parts:
            panel.show(edited)
        self.hold()
        entry = self.query_one(Entry)
        if self.focused is not entry:
            with entry.prevent(Entry.Changed):
                entry.value = edits.typed_form(edited)

    # Moves.

    def _flip(self, bit: int) -> None:
        self._go(edits.flipped(self.edited, bit))

    def _turn(self, name: str, by: int) -> None:
        self._go(edits.turned(self.edited, name, by))

    @on(Entry.Changed)
    def _typed(self, event: Entry.Changed) -> None:
        """Show what is typed as it grows; what it replaces stays what it is compared with."""
        editor = self.query_one(Editor)
        if self._typed_over is None:
            self._typed_over = self.edited
        try:
            edited = edits.typed(self._typed_over, event.value)
        except RequestError as error:
            editor.say(str(error) if event.value.strip() else "")
            return
        self._put(edited)
        self._ask()

    def on_descendant_blur(self) -> None:
        """Show the value as it is, whatever was typed, once nobody types any more."""
        if isinstance(self.focused, Entry):
            return
        before, self._typed_over = self._typed_over, None
        editor = self.query_one(Editor)
        wrong = editor.wrong
        if before is not None and wrong:
            # What could be read of it on the way is nothing that anybody meant.
            self._put(before)
            self._ask()
            editor.say(wrong)
            return
        if before is not None and before != self.edited:
            self._keep(before)
        self._put(self.edited)

    def on_paste(self, event: events.Paste) -> None:
        """A value may be pasted from anywhere."""
        entry = self.query_one(Entry)
        if not entry.has_focus:
            entry.take_keys()
            entry.value = edits.pasted(event.text)

    def take(self, given: Sequence[str]) -> None:
        """Take a value apart."""
        if not given:
            return
        edited = edits.typed(self.edited, given[0])
        if self.is_mounted:
            self._go(edited)
        else:
            self.edited = edited

    def action_type(self, text: str = "") -> None:
        """Type a value, which may have been begun."""
        entry = self.query_one(Entry)
        if text:
            entry.begin(text)
        else:
            entry.take_keys()

    def action_follow(self) -> None:
        """Take what the policy writes in the present scenario."""
        self._go(edits.following(self.answer.report, self.edited))

    # Who writes it.

    def _ask(self) -> None:
        """Have it asked who writes the value, once it has not changed for a moment."""
        wanted = (self.answer.report.kernel, self.edited.value)
        if wanted == self._asked:
            return
        self._asked = wanted
        self.query_one(Writers).wait()
        if self._timer is not None:
            self._timer.stop()
        self._timer = self.set_timer(CALM, partial(self._find, *wanted))

    def _find(self, kernel: str, value: int) -> None:
        doing = self.query_one(Writers).wait
        background.ask(self, writers(kernel, value), self._tell, doing)

    def _tell(self, written: Written) -> None:
        """Say the answer, if it is still the question."""
        if self._asked == (written.kernel, written.found.value):
            self.query_one(Writers).tell(written)
            self.hold()

    def _open(self) -> None:
        app = host_of(self)
        written = self.query_one(Writers).written
        if written is None or written.found.example is None:
            app.notice("there is no such scenario" if written else "still asking")
            return
        app.explore(written.found.example, written.kernel)

    def results(self) -> tuple[Result, ...]:
        """The value, with its fields and alone."""
        from s2tui.tui.results.page import decoded

        return decoded(self.edited)
