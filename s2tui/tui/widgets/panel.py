"""The widget that all others are: it draws finished lines and repaints only those that changed."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Generic, TypeVar

from textual.geometry import Region, Size
from textual.reactive import var
from textual.widget import Widget

from s2tui.tui.host import host_of
from s2tui.view.kit.cells import cells, columns
from s2tui.view.kit.layout import hidden_lines

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from textual.strip import Strip

    from s2tui.teach.run.veil import Part
    from s2tui.view.kit.text import Line


T = TypeVar("T")
GAP = 14
"""Cells that are alike, from which on it takes fewer bytes to go on behind them."""


def nothing(*_: object) -> None:
    """What happens where nobody listens."""


class Panel(Widget, Generic[T]):
    """Lines of one value, made for the size that the panel has.

    What it has to tell its screen it tells by calling what the screen put there: a message would
    be answered only after the panel had been painted, in a second frame.
    """

    SAYS: ClassVar[Part] = "outcome"
    """What it tells: it stays empty while that is hidden, whatever it would have drawn."""
    TITLE = ""
    """What stands above the lines; of an empty panel too."""
    virtual_size = var(Size(0, 0))
    """Of a panel that never scrolls by itself nothing has to be laid out again for it."""
    shown: T | None = None
    """What is drawn."""
    resized: Callable[[], None] = staticmethod(nothing)
    """Called when it has more to say than before, or less, of the same thing."""
    _lines: Sequence[Line] = ()
    _chosen: range = range(0)
    _made_for: Size | None = None

    def draw(self, shown: T, width: int, height: int) -> Sequence[Line]:
        """The lines for a value in a size; more than fit are cut."""
        raise NotImplementedError

    @property
    def chosen_lines(self) -> range:
        """The lines that stand out, as those do that keys act on."""
        return range(0)

    def show(self, shown: T) -> None:
        """Draw another value."""
        self.shown = shown
        self.redraw()

    def redraw(self) -> None:
        """Make the lines again and repaint those that differ, in what they say or stand on."""
        size = width, height = self.size
        if self.shown is None or not width or self._made_for != size:
            self._made_for = None
            self.refresh()
            return
        old, stood_out = self._lines, self._chosen
        self._make(self.shown, width, height)
        changed = [Region(*span) for span in _differences(old, self._lines, size)]
        ground = sorted(set(stood_out) ^ set(self._chosen))
        changed += [Region(0, y, width, 1) for y in ground if y < height]
        if changed:
            self.refresh(*changed)

    def _make(self, shown: T | None, width: int, height: int) -> None:
        # Between two sizes a panel may have no line or no column: none has to think of that.
        if shown is None or width < 1 or height < 1:
            self._lines, self._chosen = (), self.chosen_lines
        elif self.SAYS in getattr(self.screen, "hides", ()):
            self._lines, self._chosen = hidden_lines(self.TITLE, width, height), range(0)
        else:
            self._lines = self.draw(shown, width, height)
            self._chosen = self.chosen_lines

    def watch_has_focus(self, has_focus: bool) -> None:
        """Show whether the keys act here; handlers of the event would come before it is so."""
        super().watch_has_focus(has_focus)
        self.redraw()

    @property
    def lines(self) -> Sequence[Line]:
        """The lines as they stand on screen."""
        return self._lines_for(self.size)

    def _lines_for(self, size: Size) -> Sequence[Line]:
        if self._made_for != size:
            self._made_for = size
            self._make(self.shown, *size)
        return self._lines

    def words(self) -> tuple[str, ...]:
        """What stands under the cursor; all that is seen where there is none."""
        chosen = [line for y, line in enumerate(self.lines) if y in self._chosen]
        return tuple("".join(span.text for span in line) for line in chosen or self.lines)

    def render_line(self, y: int) -> Strip:
        """One line, as the theme paints it."""
        size = self.size
        lines = self._lines_for(size)
        line = lines[y] if y < len(lines) else ()
        ground = "chosen" if y in self._chosen else "background"
        return host_of(self).paint.strip(line, size.width, ground)


def _differences(
    old: Sequence[Line], new: Sequence[Line], size: Size
) -> Iterator[tuple[int, int, int, int]]:
    """What has to be painted again: x, y, width, height of the part of each line that differs."""
    width, height = size
    for y in range(min(height, max(len(old), len(new)))):
        before = old[y] if y < len(old) else ()
        after = new[y] if y < len(new) else ()
        if before != after:
            for left, right in _spans(before, after):
                if left < min(right, width):
                    yield left, y, min(right, width) - left, 1


def _cells(line: Line) -> list[tuple[str, str]]:
    """What stands in the cells of a line with their roles; what is blank looks the same in any."""
    return [(c, "" if c == " " else span.role) for span in line for c in columns(span.text)]


def _spans(old: Line, new: Line) -> list[tuple[int, int]]:
    """From where to where two lines differ; what is alike between is a gap if it is wide."""
    alike = 0
    for one, other in zip(old, new, strict=False):
        if one != other:
            break
        alike += 1
    before, after = _cells(old[alike:]), _cells(new[alike:])
    end = max(len(before), len(after))
    blank = (" ", "")
    before += [blank] * (end - len(before))
    after += [blank] * (end - len(after))
    first = sum(cells(span.text) for span in old[:alike])
    found: list[tuple[int, int]] = []
    for at, (was, now) in enumerate(zip(before, after, strict=True), first):
        if was != now:
            begin = found.pop()[0] if found and at - found[-1][1] < GAP else at
            found.append((begin, at + 1))
    return found
