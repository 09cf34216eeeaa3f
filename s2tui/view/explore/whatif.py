"""What would change an outcome, as lines."""

from __future__ import annotations

from typing import TYPE_CHECKING

from s2tui.kvm.scenario.fields import word
from s2tui.view.kit.layout import flow, wrap
from s2tui.view.kit.text import Span, line

if TYPE_CHECKING:
    from collections.abc import Sequence

    from s2tui.analysis.whatif import Effect, Solution
    from s2tui.view.kit.text import Line

MOST = 20
"""Solutions that are printed; --json has all."""


def effect_lines(effects: Sequence[Effect], width: int = 100) -> list[Line]:
    """A line for each single change, wrapped where need be: what to set, and what it changes."""
    if not effects:
        return [line("no change of a single field changes the outcome")]
    said = [_set(effect) for effect in effects]
    column = min(max(map(len, said)), width // 2)
    lines: list[Line] = []
    for text, effect in zip(said, effects, strict=True):
        beside = text
        if len(text) > column:
            lines += flow((), text, width, "key")
            beside = ""
        lines += flow((Span(f"{beside:<{column}}", "key"), Span("  ")), change(effect), width)
    return lines


def change(effect: Effect) -> str:
    """What one change does: `fault.result: mapped -> error`."""
    was, now = effect.was, effect.now
    return f"{was.member}.{was.name}: {shown(was.value)} -> {shown(now.value)}"


def solution_lines(
    solutions: Sequence[Solution], wants: Sequence[str], width: int = 100
) -> list[Line]:
    """The nearest scenarios, each as the fields to change."""
    wish = " and ".join(wants)
    if not solutions:
        return [line(f"no scenario gives {wish}")]
    size = len(solutions[0].changes)
    if not size:
        return [line(f"{wish} is so already")]
    count = f"{len(solutions)} way{'' if len(solutions) == 1 else 's'}"
    lines = [line(Span(f"{wish}: {size} change{'' if size == 1 else 's'}, {count}", "title"))]
    for solution in solutions[:MOST]:
        text = " ".join(f"{n}={word(v)}" for n, v in solution.changes.items())
        lines += [line("  ", Span(piece, "key")) for piece in wrap(text, width - 2)]
    if len(solutions) > MOST:
        lines.append(line(Span(f"  and {len(solutions) - MOST} more (--json has all)", "dim")))
    return lines


def shown(value: object) -> str:
    """A value of an outcome as the JSON has it."""
    if isinstance(value, bool):
        return word(value)
    if isinstance(value, tuple):
        return " or ".join(" ".join(pair) for pair in value)
    return "null" if value is None else str(value)


def typed(effect: Effect) -> str:
    """What is to be set, as it is typed."""
    return f"{effect.name}={word(effect.value)}"


def _set(effect: Effect) -> str:
    also = " ".join(f"{name}={word(value)}" for name, value in effect.also.items())
    return typed(effect) + (f" (and {also})" if also else "")
