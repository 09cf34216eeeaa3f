"""What Compare, Diff, Check and Migrate have in common: a table, and what is said about its row."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from s2tui.kvm.policies.registry import KERNELS, PROPOSALS, listed
from s2tui.tui.host import host_of
from s2tui.tui.screens.shared_room import Row, SharedRoomScreen
from s2tui.tui.session.state import Answer
from s2tui.tui.widgets.scroll_text import ScrollText
from s2tui.tui.widgets.table import TableView

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from textual.geometry import Size
    from textual.widget import Widget

    from s2tui.tui.host import Host
    from s2tui.view.kit.text import Line


EVERY = "every policy"
FIXED = {
    "kernels": tuple(kernel.id for kernel in KERNELS),
    "proposals": tuple(proposal.id for proposal in PROPOSALS),
}
LEAST = {"-short": 5, "-usual": 9, "-tall": 14}
"""By the height of the terminal, lines of the words where table and words both want more."""
GUTTER = 2
"""Columns between words that stand beside each other."""
PRESETS = (EVERY, *FIXED)
"""Policies that a table can be asked about at once."""


def policies_of(preset: str) -> tuple[str, ...]:
    """The policies of a preset; every policy has those of files among it."""
    return FIXED.get(preset) or listed()


class Detail(ScrollText[Answer]):
    """What is to be said about the row or the cell under the cursor."""

    TITLE = "in words"
    say: Callable[[int], Sequence[Line]] = staticmethod(lambda _: ())
    """The lines for a width."""

    def body(self, answer: Answer, width: int, height: int) -> Sequence[Line]:
        """Whatever the screen says."""
        return self.say(width)


class Beside(Detail):
    """What else is to be said where there is room for it: on wide screens."""


class TableScreen(SharedRoomScreen):
    """A table, what is said about the place of the cursor, and more of it on wide screens."""

    CSS_PATH = "tables.tcss"
    FILTERS = True
    VIEW: ClassVar[type[TableView]] = TableView
    ALSO = ""
    """The heading of what else is said."""

    def __init__(self, answer: Answer, size: Size) -> None:
        super().__init__(answer, size)
        self.table = self.new(self.VIEW)
        self.detail = self.new(Detail)
        self.detail.say = self.said
        self.beside = self.new(Beside)
        self.beside.TITLE, self.beside.say = self.ALSO, self.also
        self.table.moved, self.table.opened = self.tell, self.enter
        self.table.resized = self._resized

    def body(self) -> Iterable[Widget]:
        """The table and the words."""
        self.refill()
        return (self.table, self.detail, self.beside)

    @property
    def is_wide(self) -> bool:
        """Whether there is room to say more beside."""
        return self.has_class("-wide")

    @property
    def host(self) -> Host:
        """The app."""
        return host_of(self)

    def rows(self, size: Size) -> Sequence[Row]:
        """The table, and what is said about it; where both want more, the words have so many."""
        wide = "-wide" in self.room(size)
        width = (size.width - GUTTER) // 2 if wide else size.width
        panels = (self.detail, self.beside) if wide else (self.detail,)
        words = max(max(panel.wants(self.answer, width)) for panel in panels)
        height = size.height - 2 - self.taken
        least = next(LEAST[name] for name in self.room(size) if name in LEAST)
        if wide and least == LEAST["-tall"]:
            least = height // 2
        return Row(self.above(size), height - least), Row(words, least)

    def above(self, size: Size) -> int:
        """Lines in which the table shows all its rows."""
        return self.table.wants

    def _resized(self) -> None:
        """The table has more rows than it had, or fewer."""
        if self.is_mounted:
            self.share(self.size)

    def refill(self) -> None:
        """Make the table again, for the present answer."""
        raise NotImplementedError

    def said(self, width: int) -> Sequence[Line]:
        """What is to be said about what the cursor is on."""
        raise NotImplementedError

    def also(self, width: int) -> Sequence[Line]:
        """What else is to be said where there is room for it."""
        raise NotImplementedError

    def enter(self) -> None:
        """Open what the cursor is on."""
        raise NotImplementedError

    def tell(self) -> None:
        """The cursor moved: say something else."""
        for panel in (self.detail, self.beside):
            panel.top = 0
            panel.redraw()
        self.hold()

    def again(self) -> None:
        """Make the table again, and say what the cursor is on in it."""
        self.refill()
        self.tell()

    def renew(self) -> None:
        """Make the table again if it was made; else it is when the screen is composed."""
        if self.is_mounted:
            self.again()

    def spot(self) -> tuple[str, int] | None:
        """The row and the column of the cursor."""
        row = self.table.row
        return None if row is None else (row.id, self.table.column)

    def return_to(self, spot: Any) -> None:
        """Put the cursor there, and the keys on the table."""
        if spot is not None:
            self.table.go_to(*spot)
        self.set_focus(self.table)

    def show(self, answer: Answer) -> None:
        """Draw another answer."""
        self.answer = answer
        self.refill()
        super().show(answer)
        self.hold()

    def filter(self, text: str) -> None:
        """Show the rows that have a text in them."""
        self.table.filter(text)
