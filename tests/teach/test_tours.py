"""The tours: each begins with a scenario that can be asked, on a screen that exists."""

from __future__ import annotations

import pytest

from s2tui.kvm.report.explain import report
from s2tui.teach.lines import tour_line, tour_lines
from s2tui.teach.tours import Tour, tours
from s2tui.tui.commands.screens import BY_NAME
from s2tui.view.kit.text import plain


@pytest.mark.parametrize("tour", tours(), ids=lambda tour: tour.name)
def test_a_tour_begins_where_one_can_go(tour: Tour) -> None:
    assert report(tour.kernel, tour.scenario).kernel == tour.kernel
    if tour.against:
        assert report(tour.against, tour.scenario).kernel == tour.against
    assert tour.screen in BY_NAME


@pytest.mark.parametrize("tour", tours(), ids=lambda tour: tour.name)
def test_a_tour_has_a_sentence_and_a_question(tour: Tour) -> None:
    assert tour.text.endswith(".")
    assert tour.asks.endswith("?")
    assert tour.title in plain([tour_line(tour, 1, 80, chosen=False)])


@pytest.mark.parametrize("width", [48, 80, 110])
@pytest.mark.parametrize("tour", tours(), ids=lambda tour: tour.name)
def test_a_tour_in_full_fits_below_the_list(tour: Tour, width: int) -> None:
    lines = plain(tour_lines(tour, width, 6)).split("\n")
    assert all(len(line) <= width for line in lines)
    said = " ".join(" ".join(lines).split())
    assert tour.text in said
    assert tour.asks in said
    assert f"begins on {tour.screen}, under {tour.kernel}" in said
    if width >= 80:
        assert len(lines) <= 6


def test_names_and_titles_are_unique() -> None:
    assert len({tour.name for tour in tours()}) == len({t.title for t in tours()}) == len(tours())
