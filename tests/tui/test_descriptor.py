"""The descriptor screen as a person uses it."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from textual import events

from s2tui.arm.descriptor.codec import decode
from s2tui.kvm.scenario.fields import DEFAULT, Scenario
from s2tui.tui.overlays import sharing
from s2tui.tui.screens.descriptor import DescriptorScreen
from s2tui.tui.widgets.bit_editor import Editor
from s2tui.tui.widgets.descriptor import Entry, Facts, Writers
from s2tui.tui.widgets.options import Options
from tests.tui.driving import (
    MEDIUM,
    NARROW,
    TINY,
    WIDE,
    driven,
    press,
    screen_lines,
    screen_text,
    until,
)

if TYPE_CHECKING:
    from textual.pilot import Pilot

    from s2tui.tui.app import S2App

WB_PAGE = 0x0000_0000_8000_07DB
"""architecture.md 1.9: a page, FWB, force Write-Back: what v6.17 writes to begin with."""
DEVICE_PAGE = "0x00400000800007c7"
"""architecture.md 1.9: a page, FWB, Device-nGnRE, not executable."""


def descriptor_screen(app: S2App) -> DescriptorScreen:
    screen = app.screen
    assert isinstance(screen, DescriptorScreen)
    return screen


def scenario_of(app: S2App) -> Scenario:
    assert app.state is not None
    return app.state.scenario


async def answered(app: S2App, pilot: Pilot[None]) -> Writers:
    """The list of who writes it, once it is there."""
    writers = app.screen.query_one(Writers)
    await until(pilot, lambda: writers.written is not None)
    return writers


@driven(size=MEDIUM)
async def test_it_opens_on_what_the_policy_writes_and_follows_it(
    app: S2App, pilot: Pilot[None]
) -> None:
    await press(pilot, "6")
    assert descriptor_screen(app).edited.value == WB_PAGE
    text = screen_text(app)
    assert "0x00000000800007db" in text
    assert "what v6.17 writes" in text
    assert "nothing to be said against it" in text
    assert "force Normal Write-Back" in text
    await press(pilot, "f")
    assert "0x00000000800007ff" in screen_text(app)
    assert "FWB off (as read)" in screen_text(app)


@driven(size=MEDIUM)
async def test_a_typed_value_is_shown_while_it_is_typed(app: S2App, pilot: Pilot[None]) -> None:
    await press(pilot, "6", "i", *DEVICE_PAGE)
    assert descriptor_screen(app).edited.value == int(DEVICE_PAGE, 16)
    text = screen_text(app)
    assert "Device-nGnRE" in text
    assert "yours" in text
    await press(pilot, "z")
    assert "is not hexadecimal" in screen_text(app)
    assert descriptor_screen(app).edited.value == int(DEVICE_PAGE, 16)
    await press(pilot, "backspace", "enter")
    text = screen_text(app)
    assert "is not hexadecimal" not in text
    assert DEVICE_PAGE in text
    assert isinstance(app.focused, Editor)
    await press(pilot, "o")
    assert descriptor_screen(app).edited.value == WB_PAGE
    assert "what v6.17 writes" in screen_text(app)


@driven(size=MEDIUM)
async def test_a_zero_begins_a_value(app: S2App, pilot: Pilot[None]) -> None:
    """Elsewhere x turns what the access is and 4 opens another screen."""
    await press(pilot, "6", *DEVICE_PAGE)
    assert descriptor_screen(app).edited.value == int(DEVICE_PAGE, 16)
    assert scenario_of(app) == DEFAULT
    await press(pilot, "enter", "0", "b", "1", "1", "enter")
    assert descriptor_screen(app).edited.value == 3
    await press(pilot, "i", "1", "enter")
    assert descriptor_screen(app).edited.value == 1


@pytest.mark.parametrize("typed", ["0xzz", "hello", "0x7dbzz"])
@driven(size=MEDIUM)
async def test_what_is_no_value_changes_nothing_and_is_said(
    app: S2App, pilot: Pilot[None], typed: str
) -> None:
    await press(pilot, "6", "i", *typed, "enter")
    await until(pilot, lambda: "is not hexadecimal" in screen_text(app))
    assert descriptor_screen(app).edited.value == WB_PAGE
    assert not descriptor_screen(app).edited.own


@driven(size=MEDIUM)
async def test_a_value_can_be_pasted_from_anywhere(app: S2App, pilot: Pilot[None]) -> None:
    await press(pilot, "6")
    app.screen.post_message(events.Paste(f'a leaf: "{DEVICE_PAGE}",\nmore'))
    await pilot.pause()
    await pilot.pause()
    assert descriptor_screen(app).edited.value == int(DEVICE_PAGE, 16)
    assert isinstance(app.focused, Entry)


@driven(size=MEDIUM)
async def test_bits_are_flipped_with_keys_and_taken_back(app: S2App, pilot: Pilot[None]) -> None:
    await press(pilot, "6", "space")
    assert descriptor_screen(app).edited.value == WB_PAGE ^ 1 << 5
    assert "◆ was 0110" in screen_text(app)
    assert "MemAttr[3] is RES0 with FWB=1" in screen_text(app)
    await press(pilot, "l", "enter", "end", "space")
    assert descriptor_screen(app).edited.value == WB_PAGE ^ (1 << 5 | 1 << 4 | 1)
    assert "an invalid entry" in screen_text(app)
    await press(pilot, "backspace", "backspace", "backspace", "backspace")
    assert descriptor_screen(app).edited.value == WB_PAGE
    await press(pilot, "home", "pagedown")
    assert app.screen.query_one(Editor).bit == 62
    await press(pilot, "k", "down", "pageup", "h")
    assert descriptor_screen(app).edited.value == WB_PAGE


@driven(size=NARROW)
async def test_a_click_on_a_digit_flips_it_and_one_on_a_name_looks_at_it(
    app: S2App, pilot: Pilot[None]
) -> None:
    await press(pilot, "6")
    editor = app.screen.query_one(Editor)
    texts = ["".join(span.text for span in line) for line in editor.lines]
    names = max(y for y, text in enumerate(texts) if "S2AP" in text and "[" not in text)
    x = texts[names].index("S2AP")
    await pilot.click(Editor, offset=(x, names))
    assert editor.bit == 7
    assert descriptor_screen(app).edited.value == WB_PAGE
    await pilot.click(Editor, offset=(x, names - 1))
    assert descriptor_screen(app).edited.value == WB_PAGE ^ 1 << 7
    assert "write-only" not in screen_text(app)
    assert "read-only" in screen_text(app)


@driven(size=MEDIUM)
async def test_options_say_how_the_bits_are_read(app: S2App, pilot: Pilot[None]) -> None:
    await press(pilot, "6")
    app.screen.query_one(Options).focus()
    await pilot.pause()
    await press(pilot, "home", "down", "down", "space")
    assert not descriptor_screen(app).edited.regime.fwb
    assert "FWB off (as read)" in screen_text(app)
    await press(pilot, "h", "k", "l")
    assert descriptor_screen(app).edited.regime.fwb
    assert descriptor_screen(app).edited.level is None
    row = next(y for y, line in enumerate(screen_lines(app)) if line.strip().startswith("S2PIE"))
    await pilot.click(Options, offset=(6, row - 1))
    assert descriptor_screen(app).edited.regime.s2pie
    assert "PIIndex" in screen_text(app)
    await pilot.click(Options, offset=(6, row - 1), button=3)
    assert not descriptor_screen(app).edited.regime.s2pie


@driven(size=MEDIUM)
async def test_it_says_who_writes_the_value_and_opens_an_example(
    app: S2App, pilot: Pilot[None]
) -> None:
    await press(pilot, "6", "i", *DEVICE_PAGE, "enter")
    writers = await answered(app, pilot)
    assert "v6.17 writes 0x00400000800007c7 in " in screen_text(app)
    writers.focus()
    await pilot.pause()
    await press(pilot, "enter")
    assert app.state is not None
    assert app.state.scenario.backing in ("pfnmap", "mixedmap")
    descriptor = app.answer.report.outcome.descriptor
    assert descriptor is not None
    assert descriptor.value == int(DEVICE_PAGE, 16)
    assert app.base.PLACE == "explore"


@driven(size=MEDIUM)
async def test_it_says_that_nobody_writes_a_value_and_what_is_written_instead(
    app: S2App, pilot: Pilot[None]
) -> None:
    await press(pilot, "6", "space")
    writers = await answered(app, pilot)
    text = screen_text(app)
    assert "no scenario of v6.17 writes 0x00000000800007fb" in text
    assert "the closest that one writes is 0x" in text
    writers.focus()
    await pilot.pause()
    await press(pilot, "enter")
    assert app.base.PLACE == "descriptor"


@driven(size=WIDE)
async def test_lint_stands_before_the_fields(app: S2App, pilot: Pilot[None]) -> None:
    await press(pilot, "6", "i", *"0x00040000800007db", "enter")
    lines = ["".join(s.text for s in line) for line in app.screen.query_one(Facts).lines]
    assert lines[1].startswith("! d[50]: ")


@driven(size=MEDIUM)
async def test_what_is_copied_is_the_value_its_json_and_a_table(
    app: S2App, pilot: Pilot[None]
) -> None:
    await press(pilot, "6")
    sharing.copy(app, "value text")
    assert app.clipboard == "0x00000000800007db"
    sharing.copy(app, "text")
    assert app.clipboard.startswith("0x00000000800007db  page, level 3")
    sharing.copy(app, "json")
    (found,) = json.loads(app.clipboard)
    assert found["output_address"] == f"{decode(WB_PAGE).output_address:#x}"
    assert found["fields"]["MemAttr"]["value"] == 6
    sharing.copy(app, "markdown")
    assert "| 5:2 | MemAttr | `0110` | force Normal Write-Back |" in app.clipboard


@driven(size=WIDE)
async def test_it_stays_as_it_was_through_sizes_and_other_screens(
    app: S2App, pilot: Pilot[None]
) -> None:
    await press(pilot, "6", "space", "1", "6")
    assert descriptor_screen(app).edited.value == WB_PAGE ^ 1 << 5
    for size in (TINY, NARROW, MEDIUM, (60, 18), WIDE):
        await pilot.resize_terminal(*size)
        await pilot.pause()
        assert ("0x00000000800007fb" in screen_text(app)) is (size != TINY)


@pytest.mark.parametrize("size", [TINY, (59, 30), (90, 17)])
@driven()
async def test_a_small_terminal_gets_the_calm_view(
    app: S2App, pilot: Pilot[None], size: tuple[int, int]
) -> None:
    await press(pilot, "6")
    assert screen_lines(app)[0].startswith("MemAttr 0110"[: size[0] - 1])


@driven(size=MEDIUM)
async def test_a_typed_value_is_compared_with_what_it_replaces_and_taken_back_at_once(
    app: S2App, pilot: Pilot[None]
) -> None:
    await press(pilot, "6", "i", *"0x800007df", "enter")
    assert descriptor_screen(app).edited.was == decode(WB_PAGE, 3)
    assert "◆ was 0110" in screen_text(app)
    await press(pilot, "backspace")
    assert descriptor_screen(app).edited.value == WB_PAGE


@driven(size=MEDIUM)
async def test_a_heavy_rule_says_where_the_keys_act(app: S2App, pilot: Pilot[None]) -> None:
    await press(pilot, "6")
    (line,) = [line for line in screen_lines(app) if "bit 5 of a page" in line]
    assert "━━━" in line
    await press(pilot, "tab")
    assert "━━━" not in next(line for line in screen_lines(app) if "bit 5 of a page" in line)
    assert sum("━━━" in line for line in screen_lines(app)) == 1


@driven(size=MEDIUM)
async def test_undo_takes_back_what_was_changed_last_value_or_scenario(
    app: S2App, pilot: Pilot[None]
) -> None:
    await press(pilot, "m", "6", "space", "l", "space", "u")
    assert descriptor_screen(app).edited.value == WB_PAGE ^ 1 << 5
    await press(pilot, "u", "U")
    assert descriptor_screen(app).edited.value == WB_PAGE ^ 1 << 5
    await press(pilot, "f", "u")
    assert scenario_of(app) == Scenario(guest_memtype="normal-wt")
    assert descriptor_screen(app).edited.value == WB_PAGE ^ 1 << 5
    await press(pilot, "u")
    assert scenario_of(app) == Scenario()


@driven(size=MEDIUM)
async def test_nobody_types_into_the_value_unawares(app: S2App, pilot: Pilot[None]) -> None:
    await press(pilot, "6")
    screen = app.screen
    assert isinstance(screen, DescriptorScreen)
    entry = screen.query_one(Entry)
    for key in ("tab", "shift+tab"):
        for _ in range(8):
            await press(pilot, key)
            assert not entry.has_focus
    await press(pilot, "i")
    assert entry.has_focus
    await press(pilot, "escape")
    assert not entry.has_focus
