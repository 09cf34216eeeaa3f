"""A table whose rows are branches that can be folded."""

from __future__ import annotations

from typing import TYPE_CHECKING

from s2tui.tui.commands.table import bindings
from s2tui.tui.widgets.table import TableView
from s2tui.view.kit.tree import ids, tree_table

if TYPE_CHECKING:
    from collections.abc import Sequence

    from s2tui.view.kit.table import Table
    from s2tui.view.kit.text import Line
    from s2tui.view.kit.tree import Branch


class TreeView(TableView, can_focus=True):
    """Rows below rows."""

    BINDINGS = bindings("tree")
    corner = ""
    heads: tuple[str, ...] = ()
    _branches: Sequence[Branch] = ()
    _open: frozenset[str] = frozenset()

    def plant(self, branches: Sequence[Branch], title: str, beside: Line = ()) -> None:
        """Show a tree; what was unfolded stays so."""
        self._branches = branches
        self._all = frozenset(id_ for one in branches for id_ in ids(one))
        self.fill(self.sifted(), title, beside)

    _all: frozenset[str] = frozenset()

    def sifted(self) -> Table:
        """What is unfolded, or what the filter finds."""
        found = tree_table(self.corner, self.heads, self._branches, self._open, self.wanted)
        if not self.wanted:
            self._table = found
        return found

    def unfold(self, opened: frozenset[str]) -> None:
        """Unfold these branches and no others."""
        self._open = opened
        self._sift()
        self.redraw()
        self.moved()

    @property
    def on_branch(self) -> bool:
        """Whether the cursor is on something that can be folded."""
        return self.row is not None and self.row.id in self._all

    def action_fold(self) -> None:
        """Fold or unfold what is under the cursor."""
        if self.row is not None and self.on_branch:
            self.unfold(self._open ^ {self.row.id})

    def action_fold_all(self) -> None:
        """Unfold everything, or fold it again."""
        self.unfold(frozenset() if self._all <= self._open else self._all)

    def action_across(self, by: int) -> None:
        """Unfold to the right, fold to the left; with nothing to fold, scroll or go up."""
        row = self.row
        if row is None:
            return
        unfolded = row.id in self._open
        if by < 0 and self._left:
            super().action_across(by)
        elif self.on_branch and unfolded == (by < 0):
            self.action_fold()
        elif by < 0:
            self._to_parent()
        else:
            super().action_across(by)

    def _to_parent(self) -> None:
        """Go up to the branch that holds this one."""
        rows = self._shown.rows[: self.at]
        depth = _depth(self._shown.rows[self.at].label)
        above = [at for at, row in enumerate(rows) if _depth(row.label) < depth]
        if above:
            self.go(above[-1])

    def action_enter(self) -> None:
        """Unfold a branch; open what is no branch."""
        if self.on_branch:
            self.action_fold()
        else:
            super().action_enter()


def _depth(label: Line) -> int:
    """How far in a label stands."""
    return len(label[0].text)
