"""Panes of facts as one text below the other, for a screen reader: the cursor is where it reads."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.geometry import Offset

from s2tui.tui.commands.table import bindings
from s2tui.tui.session.state import Answer
from s2tui.tui.widgets.panel import Panel, nothing
from s2tui.view.kit.layout import wrap
from s2tui.view.kit.text import Span

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from s2tui.view.kit.text import Line, Role
    from s2tui.view.linear.fact import Fact, Pane

CHANGE = 1
"""The line of what changed last, below the one that says where one is."""


class LinearText(Panel[Answer], can_focus=True):
    """Lines from the left edge, none beside another; arrows go by facts, Tab by panes."""

    BINDINGS = bindings("linear")
    opened: Callable[[Fact], None] = staticmethod(nothing)
    at = 0
    """The fact that the cursor is on; heads of panes count."""
    top = 0
    _texts: Sequence[tuple[str, Fact | None]] = ()
    """Each line's text; the head of a pane is no fact."""

    def put(self, here: str, panes: Sequence[Pane], at: int | None) -> None:
        """Say something else.

        Args:
            here: which screen it is, said first.
            panes: what there is to say, what changed first.
            at: where the cursor goes; None leaves it.
        """
        texts: list[tuple[str, Fact | None]] = [(here, None)]
        for number, pane in enumerate(panes):
            # What changed is announced by its own first words.
            texts += [(f"{pane.title}:", None)] if number else []
            texts += [(fact.text, fact) for fact in pane.facts]
        self._texts = texts
        self.at = min(self.at if at is None else at, len(texts) - 1)
        self.redraw()

    @property
    def text(self) -> str:
        """All of it."""
        return "".join(f"{text}\n" for text, _ in self._texts)

    def draw(self, answer: Answer, width: int, height: int) -> Sequence[Line]:
        """The part that is in sight, and the terminal's cursor where it is to be read."""
        lines: list[Line] = []
        begins = []
        for text, fact in self._texts:
            begins.append(len(lines))
            role: Role = "title" if fact is None else "text"
            lines += [(Span(piece, role),) for piece in wrap(text, width)]
        here, end = begins[self.at], (*begins, len(lines))[self.at + 1]
        # The whole fact is in sight where it fits, its beginning in any case.
        self.top = max(min(self.top, here, len(lines) - height), min(end - height, here), 0)
        self.app.cursor_position = Offset(0, here - self.top + self.region.y)
        return lines[self.top : self.top + height]

    @property
    def chosen_lines(self) -> range:
        """The line that the cursor is on."""
        y = self.app.cursor_position.y - self.region.y
        return range(y, y + 1 if self.has_focus else y)

    def action_move(self, by: int) -> None:
        """Go on by some facts."""
        self.at = max(min(self.at + by, len(self._texts) - 1), 0)
        self.redraw()

    def action_pane(self, by: int) -> None:
        """Go to the next pane, or the one before, and round."""
        heads = [at for at, (_, fact) in enumerate(self._texts) if fact is None]
        heads.insert(1, CHANGE)
        below = [at for at in heads if at > self.at] + heads
        above = [at for at in heads[::-1] if at < self.at] + heads[::-1]
        self.at = (below if by > 0 else above)[0]
        self.redraw()

    def action_enter(self) -> None:
        """Open what the fact is about."""
        fact = self._texts[self.at][1]
        if fact is not None:
            self.opened(fact)
