"""Keys that are typed before the app has answered the ones before them."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import pytest
from textual.app import ComposeResult
from textual.events import Key, Paste
from textual.message import Message
from textual.widgets import Input

from s2tui.tui.screens.descriptor import DescriptorScreen
from s2tui.tui.screens.explore import ExploreScreen
from s2tui.tui.screens.migrate import MigrateScreen
from s2tui.tui.terminal.in_turn import Answered, KeysInTurn
from s2tui.tui.terminal.textual_private import key_of
from s2tui.tui.widgets.prompt import Prompt
from tests.tui.driving import MEDIUM, driven, press, until

if TYPE_CHECKING:
    from textual.pilot import Pilot

    from s2tui.tui.app import S2App

ENTER = "\r"
VALUE = "0x00400000800007c7"


def type_at_once(app: KeysInTurn, text: str) -> None:
    """Have many keys come together, as over a slow line."""
    for sign in text:
        app.post_message(Key("enter", ENTER) if sign == ENTER else Key(key_of(sign), sign))


def shows_it(app: S2App) -> bool:
    """Whether that value is being looked at."""
    screen = app.screen
    return isinstance(screen, DescriptorScreen) and screen.edited.value == int(VALUE, 16)


@pytest.mark.parametrize("first", ["6", "6i", "61426"], ids=["opening", "asked", "after others"])
@driven(size=MEDIUM)
async def test_a_number_typed_at_once_is_a_number(
    app: S2App, pilot: Pilot[None], first: str
) -> None:
    type_at_once(app, first + VALUE + ENTER)
    await until(pilot, lambda: shows_it(app))


@driven(size=MEDIUM)
async def test_lines_typed_at_once_are_read_one_after_another(
    app: S2App, pilot: Pilot[None]
) -> None:
    type_at_once(app, f":host.fwb=false backing=pfnmap{ENTER}:migrate{ENTER}")
    await until(pilot, lambda: isinstance(app.screen, MigrateScreen))
    assert app.state is not None
    assert (app.state.scenario.host_fwb, app.state.scenario.backing) == (False, "pfnmap")


@driven(size=MEDIUM)
async def test_what_is_pasted_waits_for_the_keys_before_it(app: S2App, pilot: Pilot[None]) -> None:
    type_at_once(app, "6")
    app.post_message(Paste(VALUE))
    await until(pilot, lambda: shows_it(app))


class Silent(Input):
    """A field that hands nothing on of what follows a key, as one that is removed meanwhile."""

    def post_message(self, message: Message) -> bool:
        return isinstance(message, Answered) or super().post_message(message)


class OneField(KeysInTurn):
    """An app of nothing else."""

    def compose(self) -> ComposeResult:
        yield Silent()


def test_a_key_whose_answer_never_comes_holds_up_nobody() -> None:
    async def drive() -> None:
        app = OneField()
        async with app.run_test() as pilot:
            type_at_once(app, "abc")
            await until(pilot, lambda: app.query_one(Silent).value == "abc")

    asyncio.run(drive())


@driven(size=MEDIUM)
async def test_a_second_key_after_a_jump_leaves_the_screen_below_alone(
    app: S2App, pilot: Pilot[None]
) -> None:
    await press(pilot, "J")
    app.simulate_key("a")
    app.simulate_key("b")
    await pilot.pause()
    assert isinstance(app.screen, ExploreScreen)


@driven(size=MEDIUM)
async def test_paging_through_a_palette_that_is_just_opening_is_harmless(
    app: S2App, pilot: Pilot[None]
) -> None:
    app.simulate_key("colon")
    for _ in range(20):
        app.simulate_key("pageup")
        app.simulate_key("pagedown")
        await pilot.pause(0)
    await press(pilot, "escape")
    assert isinstance(app.screen, ExploreScreen)


@pytest.mark.parametrize("before", ["", "3", "?"], ids=["explore", "diff", "help"])
@driven(size=MEDIUM)
async def test_a_filter_typed_at_once_loses_no_letter(
    app: S2App, pilot: Pilot[None], before: str
) -> None:
    type_at_once(app, f"{before}/fwb")
    await until(pilot, lambda: any(one.value == "fwb" for one in app.screen.query(Prompt)))
