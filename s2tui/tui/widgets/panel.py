"""The widget that all others are: it draws finished lines and repaints only those that changed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.geometry import Region
from textual.widget import Widget

from s2tui.tui.host import host_of
from s2tui.view.kit.cells import columns
from s2tui.view.kit.layout import fit
from s2tui.view.kit.text import Span

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from textual.geometry import Size
    from textual.strip import Strip

    from s2tui.tui.session.state import Answer
    from s2tui.view.kit.text import Line


class Panel(Widget):
    """Lines of one answer, made for the size that the panel has."""

    answer: Answer | None = None
    _lines: Sequence[Line] = ()
    _made_for: tuple[int, int] | None = None

    def draw(self, answer: Answer, width: int, height: int) -> Sequence[Line]:
        """The lines for an answer in a size; more than fit are cut."""
        raise NotImplementedError

    def show(self, answer: Answer) -> None:
        """Draw another answer."""
        self.answer = answer
        self.redraw()

    def redraw(self) -> None:
        """Make the lines again and repaint those that differ."""
        width, height = self.size
        if self.answer is None or not width or self._made_for != (width, height):
            self._made_for = None
            self.refresh()
            return
        old, new = self._lines, self.draw(self.answer, width, height)
        self._lines = new
        changed = [Region(*span) for span in _differences(old, new, self.size)]
        if changed:
            self.refresh(*changed)

    @property
    def lines(self) -> Sequence[Line]:
        """The lines as they stand on screen."""
        size = (self.size.width, self.size.height)
        if self._made_for != size:
            self._made_for = size
            self._lines = self.draw(self.answer, *size) if self.answer is not None else ()
        return self._lines

    def ground(self, y: int) -> str:
        """What a line stands on: `background`, or `chosen`."""
        return "background"

    def render_line(self, y: int) -> Strip:
        """One line, as the theme paints it."""
        app = host_of(self)
        lines = self.lines
        line = lines[y] if y < len(lines) else ()
        return app.paint.strip(line, self.size.width, self.ground(y))


def _differences(
    old: Sequence[Line], new: Sequence[Line], size: Size
) -> Iterator[tuple[int, int, int, int]]:
    """What has to be painted again: x, y, width, height of the part of each line that differs."""
    for y in range(min(size.height, max(len(old), len(new)))):
        before = old[y] if y < len(old) else ()
        after = new[y] if y < len(new) else ()
        if before != after:
            left, right = _span(_cells(before), _cells(after))
            if left < min(right, size.width):
                yield left, y, min(right, size.width) - left, 1


def _cells(line: Line) -> list[tuple[str, str]]:
    """What stands in the cells of a line with their roles; what is blank looks the same in any."""
    return [(c, "" if c == " " else span.role) for span in line for c in columns(span.text)]


def _span(before: list[tuple[str, str]], after: list[tuple[str, str]]) -> tuple[int, int]:
    """The columns from the first cell that differs to the last."""
    end = max(len(before), len(after))
    blank = (" ", "")
    before += [blank] * (end - len(before))
    after += [blank] * (end - len(after))
    left = 0
    while left < end and before[left] == after[left]:
        left += 1
    while end > left and before[end - 1] == after[end - 1]:
        end -= 1
    return left, end


def scrolled(lines: Sequence[Line], top: int, width: int, height: int) -> list[Line]:
    """The lines from *top* on that fit, the last one saying how many more there are."""
    part = list(lines[top : top + height])
    left = len(lines) - top - height
    if left > 0 and part:
        part[-1] = fit((Span(f"  ▾ {left + 1} more lines", "dim"),), width)
    return part
