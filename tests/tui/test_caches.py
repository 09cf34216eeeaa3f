"""Caches by its keys and with the mouse: stepping, playing, turning, choosing events."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
import textual.screen

from s2tui.cli.main import run
from s2tui.kvm.scenario.notation import parse_words
from s2tui.tui.app import S2App
from s2tui.tui.overlays import sharing
from s2tui.tui.screens import caches as module
from s2tui.tui.screens.caches import CachesScreen
from s2tui.tui.session.beside import beside
from s2tui.tui.session.state import Baseline, State, pinned
from s2tui.tui.widgets.caches import Choices, Events
from s2tui.tui.widgets.explore_texts import Result
from s2tui.view.caches.player import ORDER
from tests.tui.driving import MEDIUM, NARROW, WIDE, driven, press, screen_lines, screen_text, until
from tests.tui.settling import settled_after

if TYPE_CHECKING:
    from textual.pilot import Pilot

GPU = "@gpu-memory"
HOUR = 3600.0
LEAK = "the guest reads the previous owner's data"


def screen(app: S2App) -> CachesScreen:
    """The open screen."""
    assert isinstance(app.screen, CachesScreen)
    return app.screen


def playing(caches: CachesScreen) -> bool:
    """Whether events are played now, whatever was known of that before."""
    return caches.plays


def row(app: S2App, text: str) -> int:
    """The line of the screen that has a text in it."""
    return next(y for y, line in enumerate(screen_lines(app)) if text in line)


@pytest.mark.parametrize("size", [NARROW, MEDIUM, WIDE])
@driven(GPU, kernel="v6.9")
async def test_events_are_stepped_through_and_taken_back(
    app: S2App, pilot: Pilot[None], size: tuple[int, int]
) -> None:
    assert app.size == size
    await press(pilot, "8")
    assert "0 of 3" in screen_text(app)
    assert f"✗ {LEAK}" not in screen_text(app)
    await press(pilot, "space", "pagedown", "space")
    assert "3 of 3" in screen_text(app)
    assert f"✗ {LEAK}" in screen_text(app)
    await press(pilot, "space")
    assert screen(app).scene.step == 3
    await press(pilot, "pageup")
    assert "2 of 3  KVM maps the page" in screen_text(app)
    await press(pilot, "home", "backspace")
    assert screen(app).scene.step == 0
    await press(pilot, "end")
    assert screen(app).scene.step == 3


@driven(GPU, kernel="v6.9")
async def test_up_and_down_choose_the_damage(app: S2App, pilot: Pilot[None]) -> None:
    await press(pilot, "8", "space", "down")
    assert screen(app).player.damage == "host-store-lost"
    assert "0 of 5" in screen_text(app)
    await press(pilot, "j", "j", "k")
    assert screen(app).player.damage == "guest-store-lost"


@driven(GPU, kernel="v6.9")
async def test_an_input_reruns_in_place_and_what_is_looked_at_stays(
    app: S2App, pilot: Pilot[None]
) -> None:
    await press(pilot, "8", "down", "down", "end")
    assert "✗ reads Z" in screen_text(app)
    await press(pilot, "v", "v")
    assert app.state is not None
    assert app.state.scenario.vma_memtype == "normal-nc"
    assert screen(app).player.damage == "guest-store-lost"
    assert screen(app).scene.step == 5
    assert "✓ none of" in screen_text(app)
    assert "✗ reads" not in screen_text(app)
    await press(pilot, "u", "u")
    assert "✗ reads Z" in screen_text(app)


@driven("page.poisoned=true", kernel="v7.3")
async def test_without_a_leaf_the_reason_is_said_and_nothing_moves(
    app: S2App, pilot: Pilot[None]
) -> None:
    await press(pilot, "8", "space", "end", "a", "i", "space", "enter")
    text = screen_text(app)
    assert "nothing is mapped, so nothing can be lost" in text
    assert "no leaf was written (signal)" in text
    assert not screen(app).plays


@driven("@bar", kernel="v6.9")
async def test_what_the_owner_left_and_a_device_are_turned_and_seen(
    app: S2App, pilot: Pilot[None]
) -> None:
    """The spot checks: a dirty line that was left is written back over the zeroes."""
    await press(pilot, "8")
    assert "✓ previous-owner   none of" in screen_text(app)
    await press(pilot, "o", "o")
    assert "◆ o owner left a dirty line" in screen_text(app)
    assert "✗ previous-owner   4 steps" in screen_text(app)
    assert "S dirty" in screen_text(app)
    await press(pilot, "o", "z")
    assert "◆ z DMA through the caches" in screen_text(app)
    assert "device Write-Back" in screen_text(app)


@driven(GPU, kernel="v6.9")
async def test_what_is_played_goes_on_by_itself_and_stops_at_the_end(
    app: S2App, pilot: Pilot[None], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "PACE", 0.001)
    await press(pilot, "8", "a")
    await until(pilot, lambda: not screen(app).plays)
    assert screen(app).scene.step == 3
    await press(pilot, "enter")
    await until(pilot, lambda: not screen(app).plays)
    assert screen(app).scene.step == 3


@pytest.mark.parametrize("key", ["a", "f", "space", "Q", "1"])
@driven(GPU, kernel="v6.9")
async def test_any_key_stops_what_is_played(app: S2App, pilot: Pilot[None], key: str) -> None:
    await press(pilot, "8", "a")
    caches = screen(app)
    assert caches.plays
    assert caches.scene.step == 1
    await press(pilot, key)
    assert not playing(caches)
    await press(pilot, "8", "end", "a")
    assert caches.plays
    assert caches.scene.step == 0
    await press(pilot, "escape")


@driven(GPU, kernel="v6.9")
async def test_the_person_chooses_the_events(app: S2App, pilot: Pilot[None]) -> None:
    await press(pilot, "8", "i")
    text = screen_text(app)
    assert "what may happen next" in text
    assert "stores zeroes" in text
    assert "maps the page" not in text
    await press(pilot, "enter", "enter")
    assert "2 of 2  KVM maps the page" in screen_text(app)
    await press(pilot, "enter")
    assert f"✗ {LEAK}" in screen_text(app)
    await press(pilot, "backspace")
    assert f"✗ {LEAK}" not in screen_text(app)
    await press(pilot, "down", "space")
    assert "stores G" in screen_text(app)
    await press(pilot, "pageup", "home")
    assert screen(app).player.taken == ()
    await press(pilot, "escape")
    assert "what can go wrong" in screen_text(app)
    assert not screen(app).player.free


@driven(GPU, kernel="v6.9")
async def test_chosen_events_go_on_from_the_present_one_and_survive_a_toggle(
    app: S2App, pilot: Pilot[None]
) -> None:
    await press(pilot, "8", "end", "i")
    assert [s.event.id for s in screen(app).player.taken] == ["zero", "map", "load"]
    await press(pilot, "N")
    app.explore(parse_words([GPU]).scenario, "v7.3")
    await press(pilot, "8")
    assert "loads Z from the line" in screen_text(app)
    await press(pilot, "i")
    assert not screen(app).player.free


@driven(GPU, size=WIDE, kernel="v6.9")
async def test_two_runs_stand_beside_each_other_and_step_together(
    app: S2App, pilot: Pilot[None]
) -> None:
    await press(pilot, "8", "end")
    text = screen_text(app)
    assert "v6.9 host.fwb=true" in text
    assert "v6.9 host.fwb=false" in text
    assert text.count("3 of 3") == 2
    await press(pilot, "1")
    app.explore(parse_words([GPU]).scenario, "v7.3", Baseline(parse_words([GPU]).scenario, "v6.9"))
    await press(pilot, "8")
    lines = screen_lines(app)
    assert any(line.startswith("v7.3 ─") and " v6.9 ─" in line for line in lines)
    verb = row(app, "reads  ")
    assert [mark for mark in screen_lines(app)[verb - 1] if mark in "✓✗"] == ["✓"]
    assert "GUEST ✗" in screen_text(app)


@driven(GPU, size=WIDE, kernel="v6.9")
async def test_the_second_run_comes_and_goes_with_the_room(app: S2App, pilot: Pilot[None]) -> None:
    await press(pilot, "8")
    assert len(screen(app).scene.runs) == 2
    await pilot.resize_terminal(*NARROW)
    await until(pilot, lambda: len(screen(app).scene.runs) == 1)
    await pilot.resize_terminal(*WIDE)
    await until(pilot, lambda: len(screen(app).scene.runs) == 2)
    assert "host.fwb=false" in screen_text(app)


def test_beside_stands_what_is_pinned_or_else_the_other_fwb() -> None:
    state = State(parse_words([GPU]).scenario, "v6.9")
    other = beside(state)
    assert not other.scenario.host_fwb
    assert other.kernel == "v6.9"
    assert beside(state._replace(wanted=other.scenario)).scenario == state.scenario
    kept = pinned(state)._replace(kernel="v7.3")
    assert beside(kept) == Baseline(state.scenario, "v6.9")


@driven(GPU, size=MEDIUM, kernel="v6.9")
async def test_a_click_chooses_a_damage_or_an_event_and_the_wheel_steps(
    app: S2App, pilot: Pilot[None]
) -> None:
    await press(pilot, "8")
    await pilot.click(offset=(6, row(app, "host-reads-stale")))
    assert screen(app).player.damage == "host-reads-stale"
    line = row(app, "stores G to memory")
    await pilot.click(offset=(60, line))
    assert screen(app).scene.step == 3
    listed = app.screen.query_one(Events)
    listed.on_mouse_scroll_down()
    assert screen(app).scene.step == 4
    listed.on_mouse_scroll_up()
    assert screen(app).scene.step == 3
    await pilot.click(offset=(6, row(app, "▶✗ host-reads-stale")))
    assert screen(app).plays
    await press(pilot, "escape")


@driven(GPU, size=MEDIUM, kernel="v6.9")
async def test_events_are_keyed_through_and_jumped_to(app: S2App, pilot: Pilot[None]) -> None:
    await press(pilot, "8", "tab")
    assert isinstance(app.focused, Events)
    await press(pilot, "down", "down", "up")
    assert screen(app).scene.step == 1
    listed = app.screen.query_one(Events)
    assert [name for _, _, name in listed.spots()] == ["0", "1", "2", "3"]
    listed.jump("3")
    assert screen(app).scene.step == 3
    app.screen.query_one(Choices).jump("stale-fetch")
    assert screen(app).player.damage == "stale-fetch"


@driven(GPU, kernel="v6.9")
async def test_a_damage_may_be_chosen_before_the_screen_is_there(
    app: S2App, pilot: Pilot[None]
) -> None:
    """As from the palette, which does not wait for it."""
    caches = app.open("caches")
    assert isinstance(caches, CachesScreen)
    caches.choose(ORDER[1])
    await until(pilot, lambda: caches.query(Choices) and caches.player.damage == ORDER[1])
    assert caches.choices.at == 1
    assert "0 of" in screen_text(app)


@driven(GPU, kernel="v6.9")
async def test_enter_on_what_the_guest_gets_opens_the_first_hazard_of_the_caches(
    app: S2App, pilot: Pilot[None]
) -> None:
    await press(pilot, "8", "down", "down", "end", "1")
    app.explorer.query_one(Result).focus()
    await press(pilot, "enter")
    assert screen(app).player.damage == "previous-owner"
    assert screen(app).scene.step == 0


@driven(kernel="v7.3", size=MEDIUM)
async def test_where_nothing_is_lost_enter_says_more_as_elsewhere(
    app: S2App, pilot: Pilot[None]
) -> None:
    result = app.explorer.query_one(Result)
    result.focus()
    await press(pilot, "enter")
    assert app.base.PLACE == "explore"
    assert result.full


@driven(GPU, kernel="v6.9")
async def test_what_is_copied_is_what_is_shown_with_its_command(
    app: S2App, pilot: Pilot[None]
) -> None:
    await press(pilot, "8", "o", "y")
    assert "loads S from memory past the caches" in app.clipboard
    command = app.clipboard.strip().splitlines()[-1]
    assert command.endswith("--kernel v6.9 --left clean")
    said = [note.message for note in app._notifications]
    assert said[-1].startswith("sent to the clipboard: the order of events as text.")
    assert command in said[-1]
    sharing.copy(app, "markdown")
    assert app.clipboard.startswith("**v6.9** (")
    sharing.copy(app, "command")
    assert app.clipboard == command


def test_the_json_that_is_copied_is_the_commands(capsys: pytest.CaptureFixture[str]) -> None:
    copied: list[str] = []

    @driven(GPU, kernel="v6.9")
    async def copy(app: S2App, pilot: Pilot[None]) -> None:
        await press(pilot, "8", "o", "o", "z")
        for name in ("command", "json"):
            sharing.copy(app, name)
            copied.append(app.clipboard)

    copy()
    command, as_json = copied
    assert run([*command.split()[1:], "--json"]) == 1
    assert json.loads(capsys.readouterr().out) == json.loads(as_json)


@driven(size=WIDE)
async def test_the_help_says_what_is_not_modelled(app: S2App, pilot: Pilot[None]) -> None:
    await press(pilot, "8", "question_mark")
    text = screen_text(app)
    assert "What Caches does not model" in text
    assert "ordering and barriers" in text
    await press(pilot, "escape", "1", "question_mark")
    assert "What Caches does not model" not in screen_text(app)


@pytest.mark.parametrize("size", [NARROW, MEDIUM, WIDE])
@driven(GPU, kernel="v6.9")
async def test_no_key_is_answered_in_more_than_one_frame(
    app: S2App, pilot: Pilot[None], size: tuple[int, int], monkeypatch: pytest.MonkeyPatch
) -> None:
    assert app.size == size
    # No clock draws in the middle of it on a busy machine: `settled` does, when all was handled.
    monkeypatch.setattr(textual.screen, "UPDATE_PERIOD", HOUR)
    await settled_after(pilot, "8")
    frames: list[Any] = []

    def watched(_: S2App, update: Any) -> Any:
        frames.append(update)
        return update

    monkeypatch.setattr(S2App, "frame", watched)
    keys = ("space", "down", "end", "home", "f", "v", "n", "o", "z", "i", "space", "pageup")
    for key in (*keys, "escape", "u"):
        frames.clear()
        before = screen_text(app)
        await settled_after(pilot, key)
        assert len(frames) == (screen_text(app) != before), key


@pytest.mark.parametrize("size", [NARROW, MEDIUM])
@driven(
    "backing=pfnmap", "host.fwb=false", "page.map_memory=false", "guest.mmu=false", kernel="v7.3"
)
async def test_a_refusal_is_shown_by_what_would_happen_without_it(
    app: S2App, pilot: Pilot[None], size: tuple[int, int]
) -> None:
    assert app.size == size
    await press(pilot, "8")
    assert "v7.3, refused; this is without the 2 checks for it" in screen_text(app)
    assert "finds no mapping to clean" in screen_text(app)
    await press(pilot, "f")
    assert "refused; this" not in screen_text(app)
