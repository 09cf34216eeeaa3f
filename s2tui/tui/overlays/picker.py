"""Lists that lie over the open screen: the values of an input, and the words of the field."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.screen import ModalScreen

from s2tui.tui.commands.table import bindings
from s2tui.tui.host import host_of
from s2tui.tui.overlays.overlay import Overlay
from s2tui.tui.session import state as states
from s2tui.tui.session.state import Answer
from s2tui.tui.widgets.list_panel import ListPanel
from s2tui.tui.widgets.scroll_text import ScrollText
from s2tui.view.explore import picks
from s2tui.view.kit.layout import heading
from s2tui.view.kit.text import Span

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textual import events
    from textual.app import ComposeResult

    from s2tui.tui.overlays.host import OverlayHost
    from s2tui.view.explore.picks import Pick
    from s2tui.view.kit.text import Line

LEAVE = "escape leaves it"


class Picks(ListPanel[Answer], can_focus=True):
    """One line for each; a click chooses one, another takes it."""

    title = ""
    items: Sequence[Pick] = ()
    above = 1

    @property
    def names(self) -> Sequence[str]:
        """What there is to pick from."""
        return [item.name for item in self.items]

    def draw(self, answer: Answer, width: int, height: int) -> Sequence[Line]:
        """A heading and the part of the list that fits."""
        count = (Span(f"{self.at + 1}/{len(self.items)}", "dim"),)
        column = max(len(name) for name in self.names)
        lines = [heading(self.title, width, count, focused=self.has_focus)]
        for at in self.in_sight(height - 1):
            chosen = at == self.at
            lines.append(picks.pick_line(self.items[at], column, width, chosen=chosen))
        return lines

    def on_key(self, event: events.Key) -> None:
        """Go to the next one that begins with a letter."""
        letter = (event.character or "").lower()
        if not letter.isalnum():
            return
        event.stop()
        places = [at for at, name in enumerate(self.names) if name.lower().startswith(letter)]
        if places:
            self.go(next((at for at in places if at > self.at), places[0]))

    def on_click(self, event: events.Click) -> None:
        """Choose the one under the mouse; take it if it was chosen already."""
        at = self.under(event.y)
        if at == self.at:
            self.opened()
        elif at is not None:
            self.go(at)


class PickText(ScrollText[Answer]):
    """The chosen one in full."""

    pick: Pick | None = None
    about: Sequence[str] = ()

    def put(self, pick: Pick) -> None:
        """Show another one."""
        self.TITLE = f"{pick.name}  {LEAVE}"
        self.pick, self.top = pick, 0
        self.redraw()

    def body(self, answer: Answer, width: int, height: int) -> Sequence[Line]:
        """What it is, and the words that are used to say so."""
        return picks.pick_lines(self.pick, self.about, width) if self.pick is not None else ()


class PickScreen(ModalScreen[None], Overlay):
    """A list above, and the chosen one in full below it."""

    CSS_PATH = "picker.tcss"
    BINDINGS = bindings("picker")

    def __init__(self, answer: Answer, title: str, items: Sequence[Pick], first: str) -> None:
        super().__init__()
        self.list, self.text = Picks(), PickText()
        self.list.shown = self.text.shown = answer
        self.list.title, self.list.items = title, items
        self.list.at = max(self.list.names.index(first) if first in self.list.names else 0, 0)
        self.list.moved, self.list.opened = self.tell, self.take

    def compose(self) -> ComposeResult:
        """The list, no taller than it has to be, and the text."""
        self.list.styles.max_height = len(self.list.items) + 1
        yield self.list
        yield self.text
        self.tell()

    def on_mount(self) -> None:
        """The keys act on the list."""
        super().on_mount()
        self.list.focus()

    def tell(self) -> None:
        """The cursor moved: say something else."""
        self.text.put(self.list.items[self.list.at])

    def action_move(self, by: int) -> None:
        """Go to another one."""
        self.list.action_move(by)

    def action_take(self) -> None:
        """Take the chosen one."""
        self.take()

    def action_leave(self) -> None:
        """Take none."""
        self.dismiss()

    def take(self) -> None:
        """Take the chosen one: of words there is nothing to take."""
        self.dismiss()


class ValuesScreen(PickScreen):
    """The values of one input; taking one sets the input."""

    def __init__(self, answer: Answer, name: str) -> None:
        state = answer.state
        items = picks.values_of(state.scenario, name)
        first = picks.present(state.scenario, answer.report.policy.id, name)
        super().__init__(answer, picks.heading_of(name), items, first)
        self.text.about = picks.about_input(name)
        self._input = name

    def take(self) -> None:
        """Set the input, or say why it cannot be."""
        app, pick = host_of(self), self.list.items[self.list.at]
        self.dismiss()
        if pick.why_not:
            app.notice(f"{self._input}={pick.name}: {pick.why_not}")
        elif app.state is not None:
            app.go(states.put(app.state, self._input, pick.value))


class GlossaryScreen(PickScreen):
    """Every word of the field."""

    def __init__(self, answer: Answer, texts: Sequence[str]) -> None:
        super().__init__(answer, "words", picks.glossary(), picks.first_word(texts))


def explain(app: OverlayHost, word: str) -> None:
    """Lay the words of the field over the open screen, at one of them."""
    app.push_screen(GlossaryScreen(app.base.answer, (word,)))
