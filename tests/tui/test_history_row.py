"""Explore says beside the journey's title what every kernel does with the scenario."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from s2tui.tui.widgets.journey import Journey
from tests.tui.driving import MEDIUM, NARROW, WIDE, driven
from tests.tui.settling import settled, settled_after

if TYPE_CHECKING:
    from textual.pilot import Pilot

    from s2tui.tui.app import S2App

pytestmark = pytest.mark.tui


def title(app: S2App) -> str:
    return "".join(span.text for span in app.screen.query_one(Journey).lines[0])


@pytest.mark.parametrize("size", [NARROW, MEDIUM, WIDE])
@driven("backing=pfnmap", "page.map_memory=false", kernel="v6.17")
async def test_it_follows_the_scenario_and_the_kernel(
    app: S2App, pilot: Pilot[None], size: tuple[int, int]
) -> None:
    await settled(pilot)
    assert "v6.1 DDDD v6.17 [W]WWWWW" in title(app)
    await settled_after(pilot, "n")
    assert "v6.1 DDDD v6.17 W[W]WWWW" in title(app)
    await settled_after(pilot, "f")
    assert "v6.1 DDDD v6.17 ✗[✗]✗✗✗✗" in title(app)
    assert (" mails " in title(app)) == (size != NARROW)


@driven("backing=pfnmap", "page.map_memory=false", size=MEDIUM)
async def test_it_never_speaks_of_another_scenario(app: S2App, pilot: Pilot[None]) -> None:
    await settled(pilot)
    assert "v6.1" in title(app)
    app.action_turn("host.fwb", 1)
    assert "v6.1" not in title(app)
    await settled(pilot)
    assert "v6.17 [✗]✗✗✗✗✗" in title(app)
