"""Where there is no room, the answer alone is shown, whatever is open; and all comes back."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import pytest
from textual import events

from s2tui.tui.commands.screens import SCREENS
from s2tui.tui.overlays.overlay import Overlay
from s2tui.tui.widgets.panel import Panel
from s2tui.tui.widgets.prompt import Prompt
from tests.tui.driving import NARROW, driven, press, screen_lines, screen_text, until

if TYPE_CHECKING:
    from textual.pilot import Pilot

    from s2tui.tui.app import S2App

SMALL = ((50, 15), (80, 16), (59, 30), (30, 6))
ANSWER = ["MemAttr 0110 force Normal Write…", "✓ mapped", "→ normal-wb"]
"""The default scenario with FWB, in the fewest columns of these."""
NEEDED = "full view: 60x18"
OVERLAYS = {
    "question_mark": "escape leaves it",
    "colon": "name, field=value, @case",
    "Y": "what to copy",
}
"""What opens something over the screen, and what is read in it."""


def is_calm(app: S2App, size: tuple[int, int] | None = None) -> bool:
    """Whether the answer is all there is on the screen, and the size that is needed."""
    lines = [line.rstrip() for line in screen_lines(app)]
    said = [line for line in lines if line]
    return bool(
        said
        and size in (None, app.screen.size)
        and said[0].startswith(ANSWER[0].rstrip("…")[: app.size.width - 1])
        and said[1:3] == ANSWER[1:]
        and NEEDED in said
        and len(said) <= 8
    )


@pytest.mark.parametrize("name", [entry.name for entry in SCREENS])
@driven(size=NARROW)
async def test_a_screen_without_room_says_the_answer_and_what_it_needs(
    app: S2App, pilot: Pilot[None], name: str
) -> None:
    app.open(name)
    await pilot.pause(0)
    for size in SMALL:
        await pilot.resize_terminal(*size)
        await until(pilot, partial(is_calm, app, size))
    await pilot.resize_terminal(*NARROW)
    await until(pilot, lambda: NEEDED not in screen_text(app))
    await until(pilot, lambda: app.screen.focused is not None)


@pytest.mark.parametrize("name", [entry.name for entry in SCREENS])
@driven(size=(40, 12))
async def test_a_screen_that_is_opened_without_room_is_calm(
    app: S2App, pilot: Pilot[None], name: str
) -> None:
    app.open(name)
    await until(pilot, lambda: is_calm(app))


@pytest.mark.parametrize("key", OVERLAYS)
@driven(size=NARROW)
async def test_what_lies_over_a_screen_is_calm_too_and_comes_back(
    app: S2App, pilot: Pilot[None], key: str
) -> None:
    await press(pilot, key)
    await until(pilot, lambda: OVERLAYS[key] in screen_text(app))
    opened, keys = app.screen, app.focused
    for width in (40, 8, 7, 2, 1, 40):
        await pilot.resize_terminal(width, 12)
        await pilot.pause(0)
    await until(pilot, lambda: is_calm(app))
    await pilot.resize_terminal(*NARROW)
    await until(pilot, lambda: OVERLAYS[key] in screen_text(app))
    await until(pilot, lambda: app.focused is keys)
    assert app.screen is opened
    await press(pilot, "escape")
    assert app.screen is app.base


@pytest.mark.parametrize("key", [*OVERLAYS, "J"])
@driven()
async def test_what_is_left_twice_leaves_nothing_else(
    app: S2App, pilot: Pilot[None], key: str
) -> None:
    """As by two keys that are both on their way before the first one is answered."""
    app.open("compare")
    await press(pilot, key)
    over = app.screen
    assert isinstance(over, Overlay)
    over.dismiss()
    over.dismiss()
    await until(pilot, lambda: app.screen is app.base)
    assert app.base.PLACE == "compare"


@driven()
async def test_a_second_enter_that_comes_too_late_does_nothing_twice(
    app: S2App, pilot: Pilot[None], monkeypatch: pytest.MonkeyPatch
) -> None:
    await press(pilot, "Y", "down")
    await until(pilot, lambda: OVERLAYS["Y"] in screen_text(app))
    copied: list[str] = []
    monkeypatch.setattr(app, "copy_to_clipboard", copied.append)
    for _ in range(3):
        app.post_message(events.Key("enter", None))
    await until(pilot, lambda: copied)
    await press(pilot, "up")
    assert app.screen is app.base
    assert len(copied) == 1


@pytest.mark.parametrize("key", OVERLAYS)
@driven(size=(7, 12))
async def test_what_is_opened_without_room_is_there_once_there_is_room(
    app: S2App, pilot: Pilot[None], key: str
) -> None:
    await press(pilot, key)
    assert app.screen is not app.base
    await until(pilot, lambda: "MemAtt" in screen_text(app))
    await pilot.resize_terminal(*NARROW)
    await until(pilot, lambda: OVERLAYS[key] in screen_text(app))
    await until(pilot, lambda: app.focused is not None)
    await press(pilot, "escape")
    assert app.screen is app.base


@driven(size=NARROW)
async def test_nothing_is_asked_for_where_it_cannot_be_seen(app: S2App, pilot: Pilot[None]) -> None:
    await pilot.resize_terminal(40, 12)
    await until(pilot, lambda: is_calm(app))
    await press(pilot, "slash", "f")
    assert not app.screen.query(Prompt)
    assert app.state is not None
    assert not app.state.wanted.host_fwb


@driven(size=NARROW)
async def test_letters_to_jump_to_go_with_the_size_that_they_were_made_for(
    app: S2App, pilot: Pilot[None]
) -> None:
    await press(pilot, "J")
    assert app.screen is not app.base
    await pilot.resize_terminal(120, 40)
    await until(pilot, lambda: app.screen is app.base)


@pytest.mark.parametrize("name", [entry.name for entry in SCREENS])
@driven(size=NARROW)
async def test_a_panel_without_a_line_or_a_column_draws_nothing(
    app: S2App, pilot: Pilot[None], name: str
) -> None:
    """As between two sizes, before the classes of the new one hide it."""
    screen = app.open(name)
    await press(pilot, "tab")
    panels = screen.query(Panel)
    assert len(panels) > 2
    for panel in panels:
        for size in ((80, 0), (0, 24), (0, 0)):
            panel._make(panel.shown, *size)
            assert not panel._lines
