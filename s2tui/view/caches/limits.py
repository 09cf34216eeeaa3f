"""What the machine behind Caches leaves out, for the help and whoever relies on an answer."""

from __future__ import annotations

from typing import TYPE_CHECKING

from s2tui.arm.coherence.machine import VALUE_WORDS
from s2tui.view.kit.layout import flow
from s2tui.view.kit.text import Span

if TYPE_CHECKING:
    from s2tui.view.kit.text import Line

TITLE = "What Caches does not model"
LIMITS = (
    "more than one coherency granule: what is written back together with it",
    "ordering and barriers: every event is over before the next one begins",
    "tags: Allocation Tags are lost and kept in ways of their own",
    "races between cores: all cores of the coherency domain see the same line",
    "a mismatch of shareability alone, which R_NSCNC leaves IMPLEMENTATION DEFINED",
    "implementation choices beyond the table: what a core does that the architecture only permits"
    " for other types",
)
LETTERS = "The letters of Caches"


def limit_lines(width: int) -> list[Line]:
    """The letters and the limits, as the help shows them."""
    lines: list[Line] = [(Span(LETTERS, "title"),)]
    for letter, text in VALUE_WORDS.items():
        lines += flow((Span(f"  {letter}  ", "key"),), text, width)
    lines += [(), (Span(TITLE, "title"),)]
    for text in LIMITS:
        lines += flow((Span("  - ", "dim"),), text, width)
    return lines
