"""What was pasted, in few lines: what looks the same, and what held nothing to decode."""

from __future__ import annotations

from typing import TYPE_CHECKING

from s2tui.arm.descriptor.geometry import size_text
from s2tui.view.kit.layout import flow
from s2tui.view.kit.text import Span

if TYPE_CHECKING:
    from collections.abc import Sequence

    from s2tui.kvm.pasted import Bad, Group
    from s2tui.view.kit.text import Line

SHOWN = 5
"""Bad lines that are shown."""


def summary_lines(groups: Sequence[Group], width: int) -> list[Line]:
    """A line for each kind of descriptor: how many, and what they have in common."""
    if not groups:
        return [(Span("nothing fits", "dim"),)]
    column = max(len(f"{group.times:,}") for group in groups)
    found: list[Line] = []
    for group in groups:
        head = (
            Span(f"{group.times:>{column},} ", "key"),
            Span(f"{group.kind} level {group.level} "),
        )
        found += flow(head, _said(group), width)
    return found


def bad_lines(bad: Sequence[Bad], lines: int, width: int) -> list[Line]:
    """The lines that held nothing to decode: how many, and the first of them; mostly none."""
    if not bad:
        return []
    head = f"{counted(bad, lines)}:"
    found = flow((), head, width, "dim")
    for one in bad[:SHOWN]:
        found += flow((Span("  "),), f"line {one.number}: {one.why}", width, "dim")
    if len(bad) > SHOWN:
        found += flow((Span("  "),), f"and {len(bad) - SHOWN} more", width, "dim")
    return found


def counted(bad: Sequence[Bad], lines: int) -> str:
    """How many lines held nothing."""
    hold = "holds" if len(bad) == 1 else "hold"
    return f"{len(bad):,} of {lines:,} lines {hold} nothing to decode"


def _said(group: Group) -> str:
    size = "" if group.size is None else f"{size_text(group.size)}: "
    if group.kind == "invalid":
        return f"{size}nothing there"
    if group.words:
        return f"{size}{' '.join(group.words)}"
    return f"{size}{', '.join(f'{f.name} {f.value:#x} {f.meaning}' for f in group.fields)}"
