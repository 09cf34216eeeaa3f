"""Trees as tables: what is folded away, what a filter leaves, and the lines that stand for it."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from s2tui.view.kit.table import Row, Table, matching
from s2tui.view.kit.text import Span

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence

    from s2tui.view.kit.text import Line

FOLDED, UNFOLDED = "▸ ", "▾ "
"""Before a branch."""
INDENT = "  "


class Branch(NamedTuple):
    """A row of a tree with those below it."""

    row: Row
    kids: tuple[Branch, ...] = ()


def tree_table(
    corner: str,
    heads: tuple[str, ...],
    branches: Sequence[Branch],
    opened: Collection[str],
    wanted: str = "",
) -> Table:
    """The rows that are in sight.

    Args:
        corner: stands over the tree.
        heads: stand over the cells.
        branches: the tree.
        opened: ids of the branches that are unfolded.
        wanted: a filter; what it leaves is unfolded, below the branches that lead there.
    """
    if wanted.strip():
        branches = [kept for one in branches if (kept := _sifted(one, wanted)) is not None]
        opened = {id_ for one in branches for id_ in ids(one)}
    rows = tuple(row for one in branches for row in _rows(one, opened, 0))
    return Table(corner, heads, rows)


def ids(branch: Branch) -> Iterator[str]:
    """The branch's id and those of all branches below it that can be folded."""
    if branch.kids:
        yield branch.row.id
    for kid in branch.kids:
        yield from ids(kid)


def _sifted(branch: Branch, wanted: str) -> Branch | None:
    """A branch with what is found in it; all of it if it is found itself."""
    if matching(Table("", (), (branch.row,)), wanted).rows:
        return branch
    kids = tuple(kept for kid in branch.kids if (kept := _sifted(kid, wanted)) is not None)
    return branch._replace(kids=kids) if kids else None


def _rows(branch: Branch, opened: Collection[str], depth: int) -> Iterator[Row]:
    row = branch.row
    is_open = row.id in opened
    sign = "  " if not branch.kids else UNFOLDED if is_open else FOLDED
    label: Line = (Span(INDENT * depth), Span(sign, "key"), *row.label)
    yield row._replace(label=label)
    if is_open:
        for kid in branch.kids:
            yield from _rows(kid, opened, depth + 1)
