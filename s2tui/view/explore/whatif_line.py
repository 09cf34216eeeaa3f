"""Which single change would change the outcome, and to what: the what-if line of the explorer."""

from __future__ import annotations

from typing import TYPE_CHECKING

from s2tui.kvm.report.members import MEMBERS
from s2tui.kvm.scenario.fields import FIELDS, word
from s2tui.view.explore.inputs import INPUTS
from s2tui.view.explore.whatif import shown, typed
from s2tui.view.kit.layout import fit
from s2tui.view.kit.text import Span

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from s2tui.analysis.whatif import Effect
    from s2tui.kvm.report.members import Inner
    from s2tui.view.kit.text import Line

SAYS_IT_ALL = ("result", "value")
"""Inner members that need no name."""
WIDEST = 36
"""Columns of what is to be set, beyond which what it changes begins further right."""
NOTHING = "no single change of an input changes this outcome"
HERE = "▶"


def ranked(effects: Iterable[Effect]) -> tuple[Effect, ...]:
    """The changes in the order in which they are told.

    Those that change an earlier member come first; among these inputs with a letter.
    """
    order = {name: place for place, name in enumerate(FIELDS)}
    return tuple(
        sorted(
            effects,
            key=lambda e: (MEMBERS.index(e.now.member), not INPUTS[e.name].key, order[e.name]),
        )
    )


def change_lines(
    effects: Sequence[Effect], chosen: int, size: tuple[int, int], *, focused: bool = False
) -> list[Line]:
    """The changes that fit, with the chosen one among them.

    Args:
        effects: in the order in which they are told.
        chosen: the place of the one that would be applied.
        size: columns and lines.
        focused: whether the keys act on it, which marks the chosen one.
    """
    width, height = size
    if not effects:
        return [(Span(NOTHING, "dim"),)]
    first = top(len(effects), chosen, height)
    part = effects[first : first + height]
    left = min(max(len(typed(effect)) for effect in part), WIDEST)
    return [
        _line(effect, left, width, marked=focused and first + at == chosen)
        for at, effect in enumerate(part)
    ]


def top(count: int, chosen: int, height: int) -> int:
    """The place of the first change that is in sight."""
    return max(min(chosen - height // 2, count - height), 0)


def position(effects: Sequence[Effect], chosen: int) -> str:
    """Which of how many changes is chosen, and what they are."""
    if not effects:
        return ""
    return f"{chosen + 1}/{len(effects)} single changes change it, enter makes one"


def chosen_line(effects: Sequence[Effect], chosen: int, width: int) -> Line:
    """The chosen change in one line, and how many there are."""
    if not effects:
        return fit((Span("what if ", "title"), Span(NOTHING, "dim")), width)
    effect = effects[chosen]
    count = f"  {chosen + 1}/{len(effects)}"
    said = (Span("what if ", "title"), *_said(effect, 0))
    return (*fit(said, width - len(count)), Span(count, "dim"))


def _line(effect: Effect, left: int, width: int, *, marked: bool) -> Line:
    return fit((Span(HERE if marked else " ", "key"), *_said(effect, left)), width)


def _said(effect: Effect, left: int) -> tuple[Span, ...]:
    was, now = effect.was, effect.now
    key = INPUTS[effect.name].key or " "
    also = "".join(f", {name}={word(value)}" for name, value in effect.also.items())
    return (
        Span(f"{key} ", "key"),
        Span(f"{typed(effect):<{left}}  {_member(was)} "),
        Span(f"{shown(was.value)} → {shown(now.value)}", "title"),
        Span(f" (with {also[2:]})" if also else "", "dim"),
    )


def _member(inner: Inner) -> str:
    """A member by its name, its inner one where it has several that say what it is."""
    return inner.member if inner.name in SAYS_IT_ALL else f"{inner.member}.{inner.name}"
