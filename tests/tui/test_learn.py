"""The list of tours as a person uses it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from s2tui.teach.tours import tours
from s2tui.tui.widgets.tours import TourList
from tests.tui.driving import MEDIUM, NARROW, driven, press, screen_lines, screen_text

if TYPE_CHECKING:
    from textual.pilot import Pilot

    from s2tui.tui.app import S2App

GPU = next(tour for tour in tours() if tour.name == "gpu")
BITS = next(tour for tour in tours() if tour.name == "bits")


@driven(size=NARROW)
async def test_every_tour_is_listed_and_the_chosen_one_is_said(
    app: S2App, pilot: Pilot[None]
) -> None:
    await press(pilot, "7")
    text = screen_text(app)
    for tour in tours():
        assert tour.title in text
    assert "s2tui lesson and s2tui quiz ask" in text
    await press(pilot, "j", "end", "k")
    lines = [line.strip() for line in screen_lines(app)]
    assert any(line.startswith(tours()[-2].title + " ─") for line in lines)


@driven(size=MEDIUM)
async def test_a_tour_opens_where_it_begins_with_what_it_compares_pinned(
    app: S2App, pilot: Pilot[None]
) -> None:
    await press(pilot, "7", *["down"] * tours().index(GPU), "enter")
    assert app.base.PLACE == "explore"
    state = app.state
    assert state is not None
    assert state.scenario == GPU.scenario
    assert (state.kernel, state.pinned) == (GPU.kernel, True)
    assert state.baseline is not None
    assert state.baseline.kernel == GPU.against
    await press(pilot, "7")
    chosen = app.screen.query_one(TourList).chosen
    assert chosen == GPU
    await press(pilot, "home", *["down"] * tours().index(BITS), "space")
    assert app.base.PLACE == "descriptor"


@driven(size=MEDIUM)
async def test_a_click_chooses_a_tour_and_a_second_one_opens_it(
    app: S2App, pilot: Pilot[None]
) -> None:
    await press(pilot, "7")
    y = next(y for y, line in enumerate(screen_lines(app)) if GPU.title in line)
    await pilot.click(offset=(8, y))
    assert app.base.PLACE == "learn"
    assert GPU.text.split(",")[0] in " ".join(screen_text(app).split())
    await pilot.click(offset=(8, y))
    assert app.base.PLACE == "explore"


@driven(size=MEDIUM)
async def test_the_list_can_be_filtered(app: S2App, pilot: Pilot[None]) -> None:
    await press(pilot, "7")
    app.base.filter("migr")
    await pilot.pause()
    listed = app.screen.query_one(TourList)
    assert {tour.name for tour in listed.tours} == {"migration"}
    app.base.filter("nothing like that")
    await press(pilot, "enter", "down")
    assert listed.chosen is None
    assert app.base.PLACE == "learn"
    app.base.filter("")
    await pilot.pause()
    assert len(listed.tours) == len(tours())
