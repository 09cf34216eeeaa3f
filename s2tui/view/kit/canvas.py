"""A drawing of boxes and arrows out of characters, which becomes lines. No domain knowledge."""

from __future__ import annotations

from itertools import groupby, pairwise
from typing import TYPE_CHECKING

from s2tui.view.kit.text import Span

if TYPE_CHECKING:
    from collections.abc import Sequence

    from s2tui.view.kit.text import Line, Role

Point = tuple[int, int]
"""Column and row, from the top left."""
HEADS = {(1, 0): "▶", (-1, 0): "◀", (0, 1): "▼", (0, -1): "▲"}
CORNERS = {
    ((1, 0), (0, 1)): "┓",
    ((0, -1), (-1, 0)): "┓",
    ((-1, 0), (0, 1)): "┏",
    ((0, -1), (1, 0)): "┏",
    ((1, 0), (0, -1)): "┛",
    ((0, 1), (-1, 0)): "┛",
    ((-1, 0), (0, -1)): "┗",
    ((0, 1), (1, 0)): "┗",
}
"""The character of a bend, by the directions before and after it."""


class Canvas:
    """Characters with roles; what falls outside is left out."""

    def __init__(self, width: int, height: int) -> None:
        self.width, self.height = width, height
        self._cells: list[list[tuple[str, Role]]] = [[(" ", "text")] * width for _ in range(height)]

    def put(self, at: Point, text: str, role: Role = "text", room: int | None = None) -> None:
        """Write a text; *room* columns of it where that is given."""
        x, y = at
        if not 0 <= y < self.height:
            return
        for column, character in enumerate(text[:room], x):
            if 0 <= column < self.width:
                self._cells[y][column] = (character, role)

    def box(self, at: Point, size: Point, title: str, role: Role = "dim") -> None:
        """A frame with a title in its upper edge."""
        (x, y), (width, height) = at, size
        self.put(at, "┌" + "─" * (width - 2) + "┐", role)
        for row in range(y + 1, y + height - 1):
            self.put((x, row), "│", role)
            self.put((x + width - 1, row), "│", role)
        self.put((x, y + height - 1), "└" + "─" * (width - 2) + "┘", role)
        self.put((x + 2, y), f" {title} ", "title", width - 3)

    def divide(self, at: Point, width: int, role: Role = "dim") -> None:
        """A line across a box."""
        self.put(at, "├" + "─" * (width - 2) + "┤", role)

    def arrow(self, points: Sequence[Point], label: str, role: Role) -> None:
        """An arrow along some points, with a label in its longest piece that lies flat."""
        steps = [_towards(a, b) for a, b in pairwise(points)]
        for (a, b), step in zip(pairwise(points), steps, strict=True):
            self._stretch(a, b, step, role)
        for point, bend in zip(points[1:-1], pairwise(steps), strict=True):
            self.put(point, CORNERS.get(bend, "━" if bend[0][0] else "┃"), role)
        self.put(points[-1], HEADS[steps[-1]], role)
        flat = [(a, b) for a, b in pairwise(points) if a[1] == b[1]]
        if label and flat:
            a, b = max(flat, key=lambda piece: abs(piece[0][0] - piece[1][0]))
            middle = (a[0] + b[0] + 1) // 2
            said = f" {label} "
            self.put((middle - len(said) // 2, a[1]), said, role)

    def _stretch(self, a: Point, b: Point, step: Point, role: Role) -> None:
        x, y = a
        while (x, y) != b:
            self.put((x, y), "━" if step[0] else "┃", role)
            x, y = x + step[0], y + step[1]

    def lines(self) -> list[Line]:
        """The drawing, row by row, neighbours of one role in one span."""
        return [
            tuple(
                Span("".join(character for character, _ in cells), role)
                for role, cells in groupby(row, key=lambda cell: cell[1])
            )
            for row in self._cells
        ]


def _towards(a: Point, b: Point) -> Point:
    """One step from a point to another in the same row or column."""
    return ((b[0] > a[0]) - (b[0] < a[0]), (b[1] > a[1]) - (b[1] < a[1]))
