"""The tours as lines: a list, and one of them in full."""

from __future__ import annotations

from typing import TYPE_CHECKING

from s2tui.view.kit.layout import cut, fit, flow
from s2tui.view.kit.text import Span
from s2tui.view.kit.words import ALL_DEFAULT

if TYPE_CHECKING:
    from collections.abc import Iterable

    from s2tui.teach.tours import Tour
    from s2tui.view.kit.text import Line
    from s2tui.view.linear.fact import Pane

TITLE_COLUMN = 30
BESIDE_LEAST = 70
"""Columns below which the list has only titles: what a tour is about is said in full elsewhere."""
INTRO = "Where each begins; s2tui lesson and s2tui quiz ask, and answer."


def intro_lines(width: int) -> list[Line]:
    """What the list is, in a sentence."""
    return flow((Span("  "),), INTRO, width, "dim")


def tour_line(tour: Tour, number: int, width: int, *, chosen: bool) -> Line:
    """A tour in the list: its number, its title and, where there is room, what it is about."""
    room = width - TITLE_COLUMN - 4
    beside = cut(tour.text, room) if room >= BESIDE_LEAST else ""
    return fit(
        (
            Span("▶ " if chosen else "  ", "key"),
            Span(f"{number:>2}  ", "dim"),
            Span(f"{tour.title:<{TITLE_COLUMN - 2}}", "title" if chosen else "text"),
            Span(f"  {beside}" if beside else "", "dim"),
        ),
        width,
    )


def tour_lines(tour: Tour, width: int, height: int) -> list[Line]:
    """A tour in full: what it is about, its question, and where it begins.

    Blank lines are left out where they would push something out of sight.
    """
    fields = " ".join(tour.words) or ALL_DEFAULT
    kernel = f"{tour.kernel} against {tour.against}" if tour.against else tour.kernel
    lines: list[Line] = [
        *flow((), tour.text, width),
        (),
        *flow((Span("? ", "key"),), tour.asks, width),
        (),
        *flow((Span("begins on  ", "dim"),), f"{tour.screen}, under {kernel}", width),
        *flow((Span("with       ", "dim"),), fields, width),
    ]
    return lines if len(lines) <= height else [line for line in lines if line]


def tour_panes(tours: Iterable[Tour]) -> Iterable[Pane]:
    """Every tour for somebody who listens; Enter goes where it begins."""
    from s2tui.view.linear.fact import Fact, Pane, There

    for number, tour in enumerate(tours, 1):
        against = (tour.scenario, tour.against) if tour.against else None
        there = There(tour.scenario, tour.kernel, against)
        facts = (Fact(tour.text, there), Fact(tour.asks, there))
        yield Pane(f"Tour {number}, {tour.title}", facts)
