"""What every screen of the app is: a title, panels that show one answer, and a footer."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar, TypeVar

from s2tui.tui.commands.table import COMMANDS
from s2tui.tui.host import host_of
from s2tui.tui.screens.calm import SMALL
from s2tui.tui.screens.zoom import ZoomScreen
from s2tui.tui.terminal.textual_private import binding_ids, drawn
from s2tui.tui.widgets.bars import KeyBar, Reduced, Title
from s2tui.view.kit.layout import cut

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from textual.app import ComposeResult
    from textual.geometry import Size
    from textual.strip import Strip
    from textual.widget import Widget

    from s2tui.teach.run.veil import Hides
    from s2tui.tui.results.result import Result
    from s2tui.tui.session.state import Answer
    from s2tui.tui.widgets.panel import Panel
    from s2tui.view.kit.text import Line

P = TypeVar("P", bound="Panel[Answer]")
FILTER = 20
"""Columns for the text that is filtered by."""


class BaseScreen(ZoomScreen):
    """Arranges panels and hands each answer on to them.

    A screen says its `PLACE`, binds `bindings(PLACE)` and yields its widgets from `body`.
    """

    PLACE: ClassVar[str] = ""
    """Its name in the table of screens, and the place of its own commands."""
    FILTERS: ClassVar[bool] = False
    """Whether `filter` does something."""
    taken = 0
    """Lines above the title that are not for its panes."""

    def __init__(self, answer: Answer, size: Size) -> None:
        # Textual adds these only after it has painted once; the first paint should be right.
        super().__init__(classes=" ".join(self.room(size)))
        self.answer: Answer = answer
        self.panels: list[Panel[Answer]] = []

    def body(self) -> Iterable[Widget]:
        """The widgets between title and footer; panels are made with `new`."""
        raise NotImplementedError

    def compose(self) -> ComposeResult:
        """Title, body, footer, with the first answer in them."""
        yield self.new(Title)
        yield from self.body()
        if SMALL & set(self.classes):
            yield self.reduced()
        yield self.new(KeyBar)

    def reduced(self) -> Reduced:
        """One that gets every further answer."""
        return self.new(Reduced)

    def new(self, kind: type[P]) -> P:
        """A panel that has the answer before it is painted, and gets every further one."""
        panel = kind()
        panel.shown = self.answer
        self.panels.append(panel)
        return panel

    def show(self, answer: Answer) -> None:
        """Draw another answer."""
        self.answer = answer
        for panel in self.panels:
            panel.show(answer)

    @property
    def hides(self) -> Hides:
        """The parts of the answer that no panel shows yet."""
        return self.answer.hides

    def name_case(self) -> None:
        """Say in the title which case the scenario is, once the cases are read."""
        from s2tui.tui.background import ask
        from s2tui.tui.questions import named_cases

        ask(self, named_cases(), lambda _: self.query_one(Title).redraw())

    def drawn(self) -> list[Strip]:
        """The lines that are on screen now."""
        return drawn(self)

    def places(self) -> list[str]:
        """Where keys work on this screen: the screen itself, and its widgets."""
        nodes = (self, *self.query("*"))
        ids = {id_ for node in nodes for id_ in binding_ids(node)}
        return [self.PLACE, *{c.place: None for c in COMMANDS if c.id in ids}]

    def words(self) -> tuple[str, ...]:
        """What stands under the cursor, for whoever looks up the words in it."""
        words = getattr(self.focused, "words", tuple)
        return tuple(words())

    def action_filter(self) -> None:
        """Ask for a text to filter by, in the place of the footer."""
        if self.FILTERS:
            self.prompt("show only what has this in it", self.filtered, lambda _: True, self.refine)

    def prompt(
        self,
        what: str,
        text: str,
        answered: Callable[[str], bool],
        typed: Callable[[str], None] = lambda _: None,
    ) -> None:
        """Ask for a text in the place of the footer, unless something is asked there or none is.

        The arguments are those of `Prompt`, which is loaded when it is first needed.
        """
        from s2tui.tui.widgets.prompt import Prompt

        if not self.query(Prompt) and not SMALL & set(self.classes):
            prompt = Prompt(what, text, answered, typed)
            prompt.stand(self, before=self.query_one(KeyBar))

    filtered = ""
    """The text that is filtered by."""

    def leave(self) -> bool:
        """What Escape does first: show all panes again, or what a filter hides; whether it did."""
        if self.zoomed is not None:
            self.zoom()
        elif self.filtered:
            self.refine("")
        elif self.held:
            self.let_go()
        else:
            return False
        return True

    @property
    def held(self) -> str:
        """What else Escape leads to on this screen; nothing where it is so."""
        return ""

    def let_go(self) -> None:
        """Go to that."""

    def ways(self) -> list[tuple[str, str]]:
        """What is left out of the screen, and what Escape does: ids of commands with words."""
        found = [("app.filter", f'only "{cut(self.filtered, FILTER)}"')] if self.filtered else []
        if self.zoomed is not None:
            return [*found, ("app.unfilter", "all panes")]
        if self.filtered:
            return [*found, ("app.unfilter", "everything")]
        back = host_of(self).back_to()
        word = self.held or (f"back to {back}" if back else "")
        return [("app.unfilter", word)] if word else []

    def spot(self) -> object:
        """Where the cursor is, for whoever comes back."""
        return None

    def return_to(self, spot: Any) -> None:
        """Put the cursor where it was."""

    def refine(self, text: str) -> None:
        """Filter by another text, and keep it."""
        self.filtered = text
        self.filter(text)
        self.say_ways()

    def say_ways(self) -> None:
        """Say in the footer what Escape does now."""
        for bar in self.query(KeyBar):
            bar.redraw()

    def filter(self, text: str) -> None:
        """Show only what has a text in it; nothing shows all. Screens with long lists do."""

    def go_to(self, name: str) -> None:
        """Put the cursor on an input, where there are inputs."""

    def take(self, given: Sequence[str]) -> None:
        """Show what was asked for by a line; called also before anything was composed."""

    def notes(self, width: int) -> Sequence[Line]:
        """What the help of this screen says beside its keys."""
        return ()

    def take_back(self) -> bool:
        """Take back the last change of what only this screen shows; whether there was one."""
        return False

    def put_again(self) -> bool:
        """Make such a change again; whether there was one."""
        return False

    def results(self) -> tuple[Result, ...]:
        """What can be copied: what `y` copies first, then whatever else is shown."""
        from s2tui.tui.results.page import explained

        return explained(self.answer.report)
