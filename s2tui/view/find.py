"""Which scenarios write a descriptor, as lines."""

from __future__ import annotations

from typing import TYPE_CHECKING

from s2tui.view import words
from s2tui.view.layout import wrap
from s2tui.view.phrases import conditions_phrase
from s2tui.view.text import Span, line

if TYPE_CHECKING:
    from s2tui.analysis.find import Found
    from s2tui.view.text import Line

MOST = 12
"""Lines of conditions that are printed; --json has every cube."""


def find_lines(found: Found, kernel: str, width: int = 100) -> list[Line]:
    """How many scenarios write it, under which conditions, and one of them."""
    value = f"0x{found.value:016x}"
    if not found.scenarios:
        lines = [line(f"no scenario of {kernel} writes {value}")]
        if found.elsewhere is not None:
            hint = f"every page here is at 0x80000000; there it would be 0x{found.elsewhere:016x}"
            lines.append(line(hint))
        return lines
    assert found.example is not None
    shown = found.conditions()
    plural = "" if found.scenarios == 1 else "s"
    count = f"{kernel} writes {value} in {found.scenarios:,} scenario{plural}: of those with a leaf"
    lines = [line(Span(count, "title"))]
    for place, one in enumerate(shown[:MOST]):
        pieces = wrap(conditions_phrase(one.all_of), width - 5)
        for at, piece in enumerate(pieces):
            head = "     " if at else ("  or " if place else "  if ")
            lines.append(line(Span(head, "dim"), piece))
    if len(shown) > MOST:
        rest = sum(one.scenarios for one in shown[MOST:])
        text = f"  and {len(shown) - MOST} more cases with {rest:,} scenarios (--json has all)"
        lines.append(line(Span(text, "dim")))
    example = " ".join(words.changed_fields(found.example)) or "every field at its default"
    lines += [line(Span(f"  {piece}", "dim")) for piece in wrap(f"e.g. {example}", width - 2)]
    return lines
