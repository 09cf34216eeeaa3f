"""What every screen has: switching, pinning, finding, jumping, copying, colours."""

from __future__ import annotations

import json
import sys
from typing import TYPE_CHECKING

import pytest
from rich.color import ColorSystem

from s2tui.cli.main import run
from s2tui.kvm.policies.registry import POLICIES
from s2tui.kvm.scenario.fields import DEFAULT, filled
from s2tui.kvm.scenario.named import load
from s2tui.tui.commands.screens import SCREENS
from s2tui.tui.commands.table import COMMANDS, MODAL
from s2tui.tui.overlays import sharing
from s2tui.tui.overlays.items import items, perform
from s2tui.tui.overlays.jump import LETTERS, spots
from s2tui.tui.session.state import Baseline, State, moved, pinned
from s2tui.tui.terminal import themes
from s2tui.tui.terminal.paint import Paint
from s2tui.view.kit.text import Span
from tests.bench.terminal import Terminal
from tests.tui.colour import contrast
from tests.tui.driving import MEDIUM, TINY, WIDE, driven, press, screen_lines, screen_text, until

if TYPE_CHECKING:
    from pathlib import Path

    from textual.pilot import Pilot

    from s2tui.tui.app import S2App

PICTURES = ("s2tui-explore.svg", "s2tui-explore-2.svg")
DEVICE = filled({"backing": "pfnmap", "page_map_memory": False})


@driven(size=MEDIUM)
async def test_each_screen_is_one_key_away_and_shows_the_present_answer(
    app: S2App, pilot: Pilot[None]
) -> None:
    for entry in (*SCREENS, SCREENS[0]):
        await press(pilot, entry.key)
        assert entry.name == app.base.PLACE
        assert f"{entry.key} {entry.title.upper()}" in screen_lines(app)[0]
        app.action_turn("host.fwb", 1)
        await pilot.pause()
        assert app.base.answer.state == app.state
    assert len(app.screen_stack) == 1


@driven(size=MEDIUM)
async def test_a_screen_stays_as_it_was_left_and_hears_of_what_changed_meanwhile(
    app: S2App, pilot: Pilot[None]
) -> None:
    await press(pilot, "2")
    compare = app.base
    await press(pilot, "1", "f", "2")
    assert app.base is compare
    assert compare.answer.state == app.state
    assert "host.fwb=false" in screen_lines(app)[0]


@driven(size=MEDIUM)
async def test_a_click_on_the_title_opens_a_screen(app: S2App, pilot: Pilot[None]) -> None:
    await pilot.click(offset=(screen_lines(app)[0].index("Migrate") + 2, 0))
    await pilot.pause()
    assert app.base.PLACE == "migrate"


@driven(size=TINY)
async def test_a_screen_that_is_too_small_is_calm_on_every_screen(
    app: S2App, pilot: Pilot[None]
) -> None:
    for entry in SCREENS:
        await press(pilot, entry.key)
        assert screen_lines(app)[0].startswith("MemAttr 0110")


def test_a_pinned_baseline_stays_until_it_is_unpinned() -> None:
    first = State(DEFAULT, "v6.9")
    kept = pinned(first)
    assert (kept.baseline, kept.pinned) == (Baseline(DEFAULT, "v6.9"), True)
    later = moved(moved(kept, DEVICE, "v6.9"), DEVICE, "v6.17")
    assert later == State(DEVICE, "v6.17", Baseline(DEFAULT, "v6.9"), pinned=True)
    freed = pinned(later)
    assert freed == State(DEVICE, "v6.17")
    assert moved(freed, DEFAULT, "v6.17").baseline == Baseline(DEVICE, "v6.17")


@driven("host.fwb=false", size=MEDIUM)
async def test_a_pin_says_what_is_held_against_it(app: S2App, pilot: Pilot[None]) -> None:
    await press(pilot, "A")
    said = said_of(app)
    assert "pinned v6.17, host.fwb=false: Explore and Compare hold" in said
    assert "Diff against its kernel" in said


@driven(size=MEDIUM)
async def test_what_is_opened_from_a_table_says_that_it_is_pinned(
    app: S2App, pilot: Pilot[None]
) -> None:
    await press(pilot, "5", "enter")
    assert app.state is not None
    assert app.state.pinned
    assert "pinned v6.17, host.fwb=false host.dic=false" in said_of(app)


@driven("host.fwb=false", "backing=pfnmap", size=MEDIUM)
async def test_the_mark_of_a_pin_leaves_room_for_the_scenario(
    app: S2App, pilot: Pilot[None]
) -> None:
    app.open("learn")
    await press(pilot, "A", "F")
    title = screen_lines(app)[0]
    assert "◆ pin" in title
    assert "backing=pfnmap" in title


@driven(size=WIDE)
async def test_what_is_pinned_is_said_in_the_title_and_can_be_undone(
    app: S2App, pilot: Pilot[None]
) -> None:
    await press(pilot, "n", "A", "f")
    assert "◆ against a pinned scenario" in screen_lines(app)[0]
    await press(pilot, "n")
    assert "◆ against v6.18" in screen_lines(app)[0]
    await press(pilot, "u", "u", "u")
    assert "against" not in screen_lines(app)[0]
    assert app.state is not None
    assert not app.state.pinned


@driven()
async def test_explore_opens_a_scenario_beside_its_baseline(app: S2App, pilot: Pilot[None]) -> None:
    await press(pilot, "7", "question_mark")
    app.explore(DEVICE, "v6.17", Baseline(DEVICE, "v6.9"))
    await pilot.pause()
    assert app.screen is app.explorer
    assert app.state == State(DEVICE, "v6.17", Baseline(DEVICE, "v6.9"), pinned=True)
    await press(pilot, "u")
    assert app.state is not None
    assert app.state.kernel == "v6.17"
    assert app.state.wanted == DEFAULT


@driven()
async def test_everything_can_be_found_by_name(app: S2App, pilot: Pilot[None]) -> None:
    await pilot.pause()
    found = list(items(app))
    kinds = {item.kind for item in found}
    assert {c.id for c in COMMANDS if c.place not in MODAL} <= kinds
    said = [item.title for item in found]
    for entry in SCREENS:
        assert any(entry.text in title for title in said)
    for named in load().values():
        assert bool(named.needs) != any(title.startswith(f"@{named.name} ") for title in said)
    for policy in POLICIES:
        assert any(title.startswith(f"{policy} ") for title in said)
    for theme in themes.names():
        assert f"theme {theme}" in said


@driven()
async def test_the_palette_takes_a_scenario_by_its_name(app: S2App, pilot: Pilot[None]) -> None:
    await press(pilot, "colon")
    await press(pilot, *"@E12")
    await until(pilot, lambda: "▶@E12  an admin hides" in screen_text(app))
    await press(pilot, "enter")
    await until(pilot, lambda: app.screen is app.explorer)
    assert app.state is not None
    assert app.state.wanted.backing == "pfnmap"


@driven()
async def test_a_command_is_done_on_its_screen_and_in_its_widget(
    app: S2App, pilot: Pilot[None]
) -> None:
    by_id = {command.id: command for command in COMMANDS}
    await press(pilot, "7")
    await perform(app, by_id["form.fold"])
    assert app.base.PLACE == "explore"
    app.explorer.query_one("Bits").focus()
    form = app.explorer.query_one("Form")
    await perform(app, by_id["form.down"])
    await pilot.pause()
    assert app.focused is form
    await perform(app, by_id["app.reset"])


@driven(size=MEDIUM)
async def test_a_letter_jumps_to_what_it_stands_on(app: S2App, pilot: Pilot[None]) -> None:
    places = spots(app.base)
    assert len(places) >= len(app.base.focus_chain)
    below = screen_lines(app)
    await press(pilot, "J")
    shown = screen_lines(app)
    for letter, spot in zip(LETTERS, places, strict=False):
        assert shown[spot.y][spot.x] == letter
    pane = next(w for w in app.explorer.focus_chain if type(w).__name__ == "Journey")
    at = next(i for i, spot in enumerate(places) if pane.content_region.contains(spot.x, spot.y))
    await press(pilot, LETTERS[at])
    assert app.focused is pane
    await press(pilot, "J", "escape")
    assert app.screen is app.explorer
    assert [line[:20] for line in screen_lines(app)] == [line[:20] for line in below]


@driven("host.fwb=false", "backing=pfnmap")
async def test_what_is_copied_can_be_given_back_to_the_commands(
    app: S2App, pilot: Pilot[None]
) -> None:
    await press(pilot, "y")
    assert app.clipboard == "host.fwb=false,backing=pfnmap"
    said = [note.message for note in app._notifications]
    assert "s2tui explain host.fwb=false backing=pfnmap --kernel v6.17" in said[0]
    sharing.copy(app, "json")
    report = json.loads(app.clipboard)
    assert report["fault"]["result"] == "none"
    assert report["memslot"] == {"result": "error", "errno": "EINVAL"}
    sharing.copy(app, "markdown")
    assert "* memslot: error EINVAL" in app.clipboard
    sharing.copy(app, "command")
    assert app.clipboard == "s2tui explain host.fwb=false backing=pfnmap --kernel v6.17"


def test_what_is_copied_of_the_default_scenario_is_a_scenario(
    capsys: pytest.CaptureFixture[str],
) -> None:
    copied = ""

    @driven()
    async def copy(app: S2App, pilot: Pilot[None]) -> None:
        nonlocal copied
        await press(pilot, "y")
        copied = app.clipboard

    copy()
    assert run(["explain", copied, "--kernel", "v6.17", "--json"]) == 0
    with_it = capsys.readouterr().out
    assert run(["explain", "--kernel", "v6.17", "--json"]) == 0
    assert capsys.readouterr().out == with_it


@driven()
async def test_a_picture_is_saved_here_and_never_over_another(
    app: S2App, pilot: Pilot[None], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    await press(pilot, "s", "s")
    said = [note.message for note in app._notifications]
    assert said == [f"saved {tmp_path / PICTURES[-1]}"]
    for name in PICTURES:
        assert (tmp_path / name).read_text().startswith("<svg")


def grounds(app: S2App) -> set[str]:
    """The colours of what stands behind the text of the screen."""
    return {
        segment.style.bgcolor.name
        for strip in app.base.drawn()
        for segment in strip
        if segment.style and segment.style.bgcolor
    }


@driven()
async def test_the_theme_changes_live_on_every_screen(app: S2App, pilot: Pilot[None]) -> None:
    await press(pilot, "7", "1")
    light = themes.load("light").colours
    app.dress("light")
    for key in ("1", "7"):
        await press(pilot, key)
        await until(pilot, lambda: grounds(app) == {light["background"], light["chosen"]})


@driven()
async def test_each_theme_is_a_key_away_and_a_broken_one_does_no_harm(
    app: S2App, pilot: Pilot[None]
) -> None:
    names = themes.names()
    mine = themes.own_folder() / "mine.toml"
    mine.parent.mkdir(parents=True)
    mine.write_text((themes.folder() / "light.toml").read_text())
    assert set(themes.names()) == {*names, "mine"}
    seen = []
    for _ in themes.names():
        await press(pilot, "T")
        seen.append(app.paint.theme.name)
    assert set(seen) == {*names, "mine"}
    mine.write_text("no theme")
    app.dress("mine")
    assert app.paint.theme.name == seen[-1]


def test_of_sixteen_colours_every_role_is_legible() -> None:
    """The palette of the Linux console; other terminals differ less from it than from black."""
    console = {
        "black": "#000000",
        "blue": "#0000aa",
        "white": "#aaaaaa",
        "red": "#aa0000",
        "magenta": "#aa00aa",
        "bright_red": "#ff5555",
        "bright_green": "#55ff55",
        "bright_yellow": "#ffff55",
        "bright_magenta": "#ff55ff",
        "bright_cyan": "#55ffff",
        "bright_white": "#ffffff",
    }
    for name in themes.names():
        paint = Paint(themes.load(name), "few")
        for role in themes.ROLES:
            for ground in themes.GROUNDS:
                (segment,) = paint.strip((Span("x", role),), 1, ground)
                assert segment.style is not None
                text, back = segment.style.color, segment.style.bgcolor
                assert text is not None
                assert back is not None
                assert contrast(console[text.name], console[back.name]) >= 4.5, (name, role, ground)


def test_without_colours_nothing_is_coloured_and_roles_still_differ() -> None:
    paint = Paint(themes.load("dark"), "none")
    seen = set()
    for role in ("text", "changed", "denied", "unknown"):
        (segment,) = paint.strip((Span("x", role),), 1)
        assert segment.style is not None
        assert segment.style.color is None
        assert segment.style.bgcolor is None
        seen.add(segment.style.render("x", color_system=ColorSystem.TRUECOLOR))
    assert len(seen) >= 3


@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
def test_no_color_is_honoured_in_a_terminal(size: tuple[int, int]) -> None:
    terminal = Terminal(("env", "NO_COLOR=1", sys.executable, "-m", "s2tui", "--fresh"), *size)
    try:
        terminal.until(b"MemAttr")
        written = terminal.written.decode()
    finally:
        terminal.close()
    assert "MemAttr" in written
    assert "38;2;" not in written
    assert "48;2;" not in written


@pytest.mark.parametrize("size", [(72, 20), (80, 24), (100, 30), MEDIUM])
@driven()
async def test_the_title_names_every_screen_and_a_click_goes_there(
    app: S2App, pilot: Pilot[None], size: tuple[int, int]
) -> None:
    for entry in SCREENS:
        await pilot.resize_terminal(*size)
        await pilot.pause()
        first = screen_lines(app)[0].lower()
        for other in SCREENS:
            assert (other.short or other.title).lower() in first
        await pilot.click(offset=(first.index((entry.short or entry.title).lower()), 0))
        await pilot.pause()
        assert entry.name == app.base.PLACE
        shown = screen_lines(app)[0]
        assert (entry.short or entry.title).upper() in shown
        assert shown.rstrip().endswith("v6.17")


def said_of(app: S2App) -> str:
    """What is said for a moment."""
    return " ".join(notice.message for notice in app._notifications)


@driven()
async def test_the_help_is_filtered_and_photographed(
    app: S2App, pilot: Pilot[None], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    await press(pilot, "question_mark", "slash", *"pictur")
    await until(pilot, lambda: "save a picture" in screen_text(app))
    shown = [line for line in screen_lines(app)[1:] if line.strip()]
    assert all("picture" in line or line.split() == ["pictur"] for line in shown)
    await press(pilot, "enter", "s")
    assert len(list(tmp_path.glob("*.svg"))) == 1
    await press(pilot, "slash", "escape")
    assert any("Keys on the explorer" in line for line in screen_lines(app))
    await press(pilot, "escape")
    assert app.screen is app.explorer
