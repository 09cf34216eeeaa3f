"""The palette as it is used: what comes first, what Enter and Tab do, and that nothing is lost."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from textual import events

from s2tui.kvm.scenario.fields import FIELDS, word
from s2tui.kvm.scenario.notation import parse_words
from s2tui.tui.commands.screens import SCREENS
from s2tui.tui.commands.table import COMMANDS, MODAL
from s2tui.tui.overlays.finding import found
from s2tui.tui.overlays.items import items
from s2tui.tui.overlays.palette import PaletteScreen
from s2tui.tui.screens.check import CheckScreen
from s2tui.tui.screens.compare import CompareScreen
from s2tui.tui.screens.descriptor import DescriptorScreen
from s2tui.tui.screens.diff import DiffScreen
from s2tui.tui.screens.migrate import MigrateScreen
from tests.tui.driving import MEDIUM, NARROW, TINY, driven, press, screen_lines, screen_text, until

if TYPE_CHECKING:
    from pathlib import Path

    import pytest
    from textual.pilot import Pilot

    from s2tui.tui.app import S2App
    from s2tui.tui.screens.base import BaseScreen

S = TypeVar("S", bound="BaseScreen")


async def ask(app: S2App, pilot: Pilot[None], line: str, *keys: str) -> None:
    """Type something after `:`, then press keys."""
    await press(pilot, "colon")
    await until(pilot, lambda: isinstance(app.screen, PaletteScreen) and app.screen.is_mounted)
    palette(app).line.value = line
    await press(pilot, *keys)


async def opened(app: S2App, pilot: Pilot[None], line: str, kind: type[S]) -> S:
    """The screen that a line opens."""
    await ask(app, pilot, line, "enter")
    await until(pilot, lambda: isinstance(app.screen, kind) and app.screen.is_mounted)
    assert isinstance(app.screen, kind)
    return app.screen


def palette(app: S2App) -> PaletteScreen:
    """The palette, which is open."""
    assert isinstance(app.screen, PaletteScreen)
    return app.screen


def firsts(app: S2App, text: str) -> list[str]:
    """The kinds and names of what comes first."""
    assert app.state is not None
    rows, _ = found(text, list(items(app)), app.state)
    return [name for row in rows[:1] for name in (row.kind, *row.names)]


@driven(size=MEDIUM)
async def test_names_find_what_they_name(app: S2App, pilot: Pilot[None]) -> None:
    await pilot.pause()
    for text, first in (
        ("migrate", "open.migrate"),
        ("pin", "app.pin"),
        ("reset", "app.reset"),
        ("filter", "app.filter"),
        ("clipboard", "app.copy"),
        ("screenshot", "app.picture"),
        ("help", "app.help"),
        ("neoverse", "cpu neoverse-n1"),
        ("graviton3", "cpu graviton3"),
        ("hugetlb", "backing=hugetlb"),
        ("host.fwb=false", "host.fwb=false"),
        ("backing=pfnmap", "backing=pfnmap"),
        ("@E30", "@E30"),
        ("v6.12", "v6.12"),
        ("vma.memtype", "vma.memtype"),
        ("0x00400000800007c7", "0x00400000800007c7"),
    ):
        assert first in firsts(app, text), text


@driven(size=MEDIUM)
async def test_every_word_of_a_footer_finds_its_command(app: S2App, pilot: Pilot[None]) -> None:
    for entry in SCREENS:
        app.open(entry.name)
        await until(pilot, lambda: app.base.is_mounted)
        assert app.state is not None
        for command in COMMANDS:
            if command.footer and command.place in ("app", entry.name):
                rows, _ = found(command.footer, list(items(app)), app.state)
                same = [r.kind for r in rows if command.footer in r.names]
                assert rows[0].kind in same, command.footer
                assert command.id in same, command.footer


@driven(size=MEDIUM)
async def test_every_field_and_value_is_found_by_its_name(app: S2App, pilot: Pilot[None]) -> None:
    await pilot.pause()
    for field in FIELDS.values():
        assert field.name in firsts(app, field.name)
        for value in field.values:
            said = f"{field.name}={word(value)}"
            assert said in firsts(app, said)


@driven(size=MEDIUM)
async def test_keys_of_a_cursor_come_last_and_not_unasked(app: S2App, pilot: Pilot[None]) -> None:
    await pilot.pause()
    assert app.state is not None
    known = list(items(app))
    rows, _ = found("", known, app.state)
    said = [row.text for row in rows]
    assert not [text for text in said if text.startswith(("go up", "go down", "scroll"))]
    rows, _ = found("down", known, app.state)
    assert [row.last for row in rows] == sorted(row.last for row in rows)
    assert {c.id for c in COMMANDS if c.place not in MODAL} <= {i.kind for i in known}


@driven("host.dic=false", size=MEDIUM)
async def test_a_line_is_done_and_can_be_undone(app: S2App, pilot: Pilot[None]) -> None:
    before = app.state
    await ask(app, pilot, "host.fwb=false backing=pfnmap", "enter")
    await until(pilot, lambda: app.screen is app.explorer)
    await until(pilot, lambda: app.state is not before)
    assert app.state is not None
    words = ["host.dic=false", "host.fwb=false", "backing=pfnmap"]
    assert app.state.scenario == parse_words(words).scenario
    await press(pilot, "u")
    assert app.state == before


@driven("host.dic=false", size=MEDIUM)
async def test_the_second_row_takes_the_line_for_a_whole_scenario(
    app: S2App, pilot: Pilot[None]
) -> None:
    before = app.state
    await ask(app, pilot, "host.fwb=false backing=pfnmap", "down", "enter")
    await until(pilot, lambda: app.state is not before)
    assert app.state is not None
    assert app.state.scenario == parse_words(["host.fwb=false", "backing=pfnmap"]).scenario


@driven(size=NARROW)
async def test_what_is_wrong_is_said_and_nothing_is_lost(app: S2App, pilot: Pilot[None]) -> None:
    await ask(app, pilot, "host.fwb=maybe", "enter")
    assert palette(app).line.value == "host.fwb=maybe"
    assert "value for host.fwb: 'maybe'" in screen_text(app)
    await press(pilot, "escape")
    assert app.screen is app.explorer


@driven(size=MEDIUM)
async def test_a_file_that_is_no_policy_is_said_in_the_palette(
    app: S2App, pilot: Pilot[None], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "mine.py").write_text("policy = (")
    await ask(app, pilot, "./mine.py", "enter")
    await until(
        pilot, lambda: "./mine.py:1: SyntaxError: '(' was never closed " in screen_text(app)
    )
    assert palette(app).line.value == "./mine.py"
    text = "from s2tui.kvm.policies.kernels.v7_3 import policy as v7_3\n"
    (tmp_path / "mine.py").write_text(f'{text}policy = v7_3.patched("mine", "a test")\n')
    await press(pilot, "enter")
    await until(pilot, lambda: app.screen is app.explorer)
    await until(pilot, lambda: app.state is not None and app.state.kernel == "./mine.py")
    await ask(app, pilot, "mine")
    await until(pilot, lambda: "▶./mine.py" in screen_text(app))


@driven(size=MEDIUM)
async def test_whoever_asks_for_the_history_is_led_to_compare(
    app: S2App, pilot: Pilot[None]
) -> None:
    await ask(app, pilot, "history", "enter")
    await until(pilot, lambda: app.base.PLACE == "compare")


@driven(size=MEDIUM)
async def test_tab_completes_as_far_as_it_is_certain(app: S2App, pilot: Pilot[None]) -> None:
    await ask(app, pilot, "host.f", "tab")
    assert palette(app).line.value == "host.fwb"
    await press(pilot, "tab")
    assert palette(app).line.value == "host.fwb="
    await press(pilot, "f", "tab")
    assert palette(app).line.value == "host.fwb=false"
    palette(app).line.value = "diff sean-p"
    await press(pilot, "tab")
    assert palette(app).line.value == "diff sean-param"
    palette(app).line.value = "hugetlb"
    await press(pilot, "tab")
    assert palette(app).line.value == "backing=hugetlb"


@driven(size=MEDIUM)
async def test_enter_on_the_beginning_of_a_line_goes_on_with_it(
    app: S2App, pilot: Pilot[None]
) -> None:
    await ask(app, pilot, "host.dic=false host.fw", "enter")
    assert palette(app).line.value == "host.dic=false host.fwb="


@driven(size=MEDIUM)
async def test_a_field_is_gone_to_also_where_its_group_is_folded(
    app: S2App, pilot: Pilot[None]
) -> None:
    await ask(app, pilot, "vma.cow", "enter")
    await until(pilot, lambda: app.screen is app.explorer)
    await until(pilot, lambda: "copy on write" in screen_text(app))
    form = app.explorer.query_one("Form")
    assert form.chosen == "vma.cow"  # type: ignore[attr-defined]
    assert app.focused is form


@driven("backing=pfnmap", size=MEDIUM, kernel="v7.3")
async def test_screens_open_on_what_a_line_gives_them(app: S2App, pilot: Pilot[None]) -> None:
    await check_screens(app, pilot)  # Each is made.
    await check_screens(app, pilot)  # Each is there.


async def check_screens(app: S2App, pilot: Pilot[None]) -> None:
    """Give each screen something to show."""
    diff = await opened(app, pilot, "diff v6.9", DiffScreen)
    assert (diff.first, diff.second) == ("v6.9", "v7.3")
    compare = await opened(app, pilot, "compare v6.12 sean", CompareScreen)
    await until(pilot, lambda: {"v6.12", "sean"} <= set(compare.table.names))
    assert "v6.9" not in compare.table.names
    check = await opened(app, pilot, "check v6.12", CheckScreen)
    await until(pilot, lambda: check.table.row and check.table.row.id == "v6.12")
    bits = await opened(app, pilot, "0x00400000800007c7", DescriptorScreen)
    assert bits.edited.value == 0x00400000800007C7


@driven("backing=pfnmap", size=MEDIUM, kernel="v7.3")
async def test_ends_of_a_move_stand_beside_the_three_kinds_of_host(
    app: S2App, pilot: Pilot[None]
) -> None:
    await ask(app, pilot, "from neoverse-n1 to graviton3 v6.9", "enter")
    await until(pilot, lambda: isinstance(app.screen, MigrateScreen) and app.screen.is_mounted)
    screen = app.screen
    assert isinstance(screen, MigrateScreen)
    await until(pilot, lambda: "graviton3 v6.9" in screen_text(app))
    # Neoverse N1 is Armv8.2, without FEAT_S2FWB; Graviton3's V1 is Armv8.4, with it.
    ends = screen.hosts["neoverse-n1"], screen.hosts["graviton3 v6.9"]
    assert [end.fields["host_fwb"] for end in ends] == [False, True]
    assert [end.kernel for end in ends] == ["v7.3", "v6.9"]
    assert screen.table.row is not None
    assert (screen.table.row.id, list(screen.hosts)[screen.table.column]) == (
        "neoverse-n1",
        "graviton3 v6.9",
    )
    await ask(app, pilot, "from", "enter")
    await until(pilot, lambda: len(screen.hosts) == 3)


@driven(size=MEDIUM)
async def test_what_is_typed_at_once_is_not_lost(app: S2App, pilot: Pilot[None]) -> None:
    for character in ":diff sean":
        key = {":": "colon", " ": "space"}.get(character, character)
        app.post_message(events.Key(key, character))
    app.post_message(events.Key("enter", "\r"))
    await until(pilot, lambda: isinstance(app.screen, DiffScreen))
    assert isinstance(app.screen, DiffScreen)
    assert app.screen.first == "sean"
    assert app.state is not None
    assert app.state.baseline is None


@driven(size=TINY)
async def test_a_tiny_terminal_shows_what_there_is_room_for(app: S2App, pilot: Pilot[None]) -> None:
    await ask(app, pilot, "theme")
    for size in (TINY, (7, 3), (1, 1), MEDIUM):
        await pilot.resize_terminal(*size)
        await pilot.pause()
        assert all(len(line) <= size[0] for line in screen_lines(app))
    await until(pilot, lambda: "▶theme" in screen_text(app))
    await press(pilot, "escape")
    assert app.screen is app.explorer


@driven(size=MEDIUM)
async def test_only_copies_are_offered_for_copying(app: S2App, pilot: Pilot[None]) -> None:
    await press(pilot, "Y")
    await until(pilot, lambda: "copy markdown" in screen_text(app))
    assert {item.kind.split()[0] for item in palette(app).found.shown or ()} == {"copy"}
    palette(app).line.value = "json"
    await press(pilot, "enter")
    await until(pilot, lambda: app.clipboard.startswith("{"))
    await press(pilot, "Y")
    palette(app).line.value = "v6.9"
    await press(pilot, "enter")
    assert palette(app).line.value == "v6.9"


@driven(size=MEDIUM)
async def test_a_click_does_what_it_is_on_and_one_beside_leaves(
    app: S2App, pilot: Pilot[None]
) -> None:
    await ask(app, pilot, "theme light")
    await until(pilot, lambda: "▶theme light" in screen_text(app))
    line = next(i for i, text in enumerate(screen_lines(app)) if "▶theme light" in text)
    await pilot.click(offset=(5, line))
    await until(pilot, lambda: app.paint.theme.name == "light")
    await ask(app, pilot, "theme light")
    await pilot.click(offset=(5, MEDIUM[1] - 2))
    await until(pilot, lambda: app.screen is app.explorer)
