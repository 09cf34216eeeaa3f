"""Compare, Diff, Check and Migrate by their keys and with the mouse; the words are view's."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from rich.cells import cell_len

from s2tui.kvm.debate import debate
from s2tui.kvm.policies.registry import POLICIES, find
from s2tui.kvm.report.explain import explain
from s2tui.tui.screens.check import CheckScreen
from s2tui.tui.screens.compare import CompareScreen
from s2tui.tui.screens.diff import DiffScreen
from s2tui.tui.screens.explore import ExploreScreen
from s2tui.tui.screens.migrate import MigrateScreen
from s2tui.tui.screens.tables import TableScreen
from tests.tui.driving import MEDIUM, NARROW, WIDE, driven, press, screen_lines, screen_text, until
from tests.tui.settling import settled

if TYPE_CHECKING:
    from textual.pilot import Pilot

    from s2tui.tui.app import S2App

DEVICE = ("backing=pfnmap", "page.map_memory=false")
S = TypeVar("S", bound=TableScreen)
FLEET = str(Path(__file__).parents[1] / "data" / "fleet.toml")


def screen(app: S2App, kind: type[S]) -> S:
    """The open screen."""
    assert isinstance(app.screen, kind)
    return app.screen


def chosen(app: S2App) -> str:
    """The row that the cursor is on, as it stands on screen."""
    return next(line for line in screen_lines(app) if "▶" in line)


@driven(*DEVICE)
async def test_compare_follows_what_is_turned(app: S2App, pilot: Pilot[None]) -> None:
    await press(pilot, "2")
    assert "v6.9" in screen_text(app)
    kernel = next(line for line in screen_lines(app) if " v6.18 " in line)
    assert "normal rwx" in kernel
    await press(pilot, "f")
    kernel = next(line for line in screen_lines(app) if " v6.18 " in line)
    assert "EINVAL" in kernel


@driven(*DEVICE)
async def test_compare_opens_a_policy_and_pins_nothing_of_its_own(
    app: S2App, pilot: Pilot[None]
) -> None:
    await press(pilot, "2", "home", "down", "enter")
    assert isinstance(app.screen, ExploreScreen)
    state = app.state
    assert state is not None
    assert (state.kernel, state.pinned) == (list(POLICIES)[1], False)
    await press(pilot, "A", "2", "home", "enter")
    state = app.state
    assert state is not None
    assert state.baseline is not None
    assert (state.pinned, state.baseline.kernel) == (True, list(POLICIES)[1])


@driven(*DEVICE)
async def test_compare_shows_only_chosen_policies_when_asked(
    app: S2App, pilot: Pilot[None]
) -> None:
    await press(pilot, "2", "home", "space", "z", "z", "z")
    table = screen(app, CompareScreen).table
    assert table.title == "chosen policies"
    assert f"{next(iter(POLICIES))} ●" in screen_text(app)
    assert "v7.3" not in screen_text(app)


@driven()
async def test_the_debate_opens_a_cell_held_against_what_was_merged(
    app: S2App, pilot: Pilot[None]
) -> None:
    await press(pilot, "2", "home", "o")
    await until(pilot, lambda: "S2" in screen_text(app))
    await press(pilot, "down", "right")
    await press(pilot, "enter")
    state = app.state
    position = debate.COLUMNS[1]
    assert state is not None
    assert state.kernel == position
    asked = debate.scenario_for(debate.rows()["S2"], find(position))
    assert state.scenario == asked
    assert state.baseline is not None
    assert state.baseline.kernel == "v6.17"


@driven(size=MEDIUM)
async def test_diff_opens_a_scenario_on_which_the_two_differ(
    app: S2App, pilot: Pilot[None]
) -> None:
    await press(pilot, "3")
    await until(pilot, lambda: screen(app, DiffScreen).found)
    assert "v6.9 → v6.17" in screen_text(app)
    await press(pilot, "down", "right", "down")
    assert " if " in chosen(app)
    await press(pilot, "enter")
    await until(pilot, lambda: isinstance(app.screen, ExploreScreen))
    state = app.state
    assert state is not None
    assert state.baseline is not None
    assert (state.baseline.kernel, state.kernel, state.pinned) == ("v6.9", "v6.17", True)
    was, now = (explain(find(kernel), state.scenario) for kernel in ("v6.9", "v6.17"))
    assert (was.memslot, was.fault, was.mapping) != (now.memslot, now.fault, now.mapping)


@driven()
async def test_diff_folds_filters_and_swaps(app: S2App, pilot: Pilot[None]) -> None:
    await press(pilot, "3")
    await until(pilot, lambda: screen(app, DiffScreen).found)
    diff = screen(app, DiffScreen)
    before = len(diff.table.sifted().rows)
    await press(pilot, "space")
    assert len(diff.table.sifted().rows) < before
    diff.refine("normal-nc")
    await pilot.pause()
    assert "normal-nc → normal" in screen_text(app)
    assert "memslot: ok" not in screen_text(app)
    diff.refine("")
    await press(pilot, "i")
    await until(pilot, lambda: "v6.17 → v6.9" in screen_text(app) and diff.found)
    assert app.state is not None
    assert app.state.kernel == "v6.9"


@driven()
async def test_diff_goes_through_the_other_policies_and_looks_where_it_is_told(
    app: S2App, pilot: Pilot[None]
) -> None:
    await press(pilot, "3", "right_square_bracket")
    diff = screen(app, DiffScreen)
    assert (diff.first, diff.second) == ("v6.18", "v6.17")
    await press(pilot, "left_square_bracket", "f", "z")
    assert diff.where == {"host_fwb": (False,)}
    await until(pilot, lambda: diff.found)
    assert "as the inputs are set" in screen_lines(app)[1]


@driven()
async def test_undo_takes_back_a_swap_as_a_whole(app: S2App, pilot: Pilot[None]) -> None:
    await press(pilot, "3")
    diff = screen(app, DiffScreen)
    swaps = [("v6.9", "v6.17"), ("v6.17", "v6.9"), ("v6.9", "v6.17")]
    for keys, pair in zip(("", "i", "i"), swaps, strict=True):
        await press(pilot, *keys)
        assert (diff.first, diff.second) == pair
    for key, pair in (("u", swaps[1]), ("u", swaps[0]), ("U", swaps[1]), ("u", swaps[0])):
        await press(pilot, key)
        assert (diff.first, diff.second) == pair
    await press(pilot, "i", "1", "u", "3")
    assert (diff.first, diff.second) == swaps[0]


@driven()
async def test_undo_takes_back_the_choice_of_a_policy(app: S2App, pilot: Pilot[None]) -> None:
    """What was turned after it is taken back before it."""
    await press(pilot, "3", "right_square_bracket", "i", "f")
    diff = screen(app, DiffScreen)
    assert (diff.first, diff.second) == ("v6.17", "v6.18")
    for pair in (("v6.17", "v6.18"), ("v6.18", "v6.17"), ("v6.9", "v6.17")):
        await press(pilot, "u")
        assert (diff.first, diff.second) == pair
    await press(pilot, "U", "U")
    assert (diff.first, diff.second) == ("v6.17", "v6.18")


@driven()
async def test_a_policy_is_never_held_against_itself(app: S2App, pilot: Pilot[None]) -> None:
    await press(pilot, "3", "right_square_bracket", "n")
    diff = screen(app, DiffScreen)
    assert diff.second == "v6.18"
    assert diff.first == "v6.17"


@driven()
async def test_check_shows_a_row_when_it_is_answered_and_opens_its_counterexample(
    app: S2App, pilot: Pilot[None]
) -> None:
    await press(pilot, "4")
    check = screen(app, CheckScreen)
    assert "v6.17" in chosen(app)
    await until(pilot, lambda: "v6.9" in check.found and "v6.17" in check.found)
    check.table.go_to("v6.9", 0)
    await pilot.pause()
    assert "✗ fails in" in screen_text(app)
    await press(pilot, "enter")
    assert isinstance(app.screen, ExploreScreen)
    state = app.state
    assert state is not None
    assert state.kernel == "v6.9"
    (finding, *_) = check.found["v6.9"]
    assert finding.counterexample is not None
    assert state.scenario == finding.counterexample.scenario


@driven(*DEVICE)
async def test_migrate_opens_the_destination_held_against_the_source(
    app: S2App, pilot: Pilot[None]
) -> None:
    await press(pilot, "5", "end", "home", "down", "down")
    assert "✗ cap" in chosen(app)
    await press(pilot, "enter")
    state = app.state
    assert state is not None
    assert state.baseline is not None
    assert state.baseline.scenario.host_fwb
    assert not state.scenario.host_fwb


@driven(*DEVICE)
async def test_migrate_reads_a_fleet_and_goes_back_to_the_classes(
    app: S2App, pilot: Pilot[None]
) -> None:
    await press(pilot, "5", "z")
    await pilot.pause()
    await pilot.press(*"nowhere.toml", "enter")
    await pilot.pause()
    assert screen(app, MigrateScreen).members == ()
    for _ in "nowhere.toml":
        await press(pilot, "backspace")
    await pilot.press(*FLEET, "enter")
    await pilot.pause()
    assert "graviton3-old" in screen_text(app)
    await press(pilot, "z")
    assert "FWB+DIC" in screen_text(app)


def test_wide_names_of_hosts_line_up(tmp_path: Path) -> None:
    fleet = tmp_path / "fleet.toml"
    fleet.write_text('[[host]]\nname = "東京-01"\n[[host]]\nname = "host-01"\n', "utf-8")

    @driven(*DEVICE)
    async def go(app: S2App, pilot: Pilot[None]) -> None:
        await press(pilot, "5")
        migrate = screen(app, MigrateScreen)
        assert migrate.read(str(fleet))
        await pilot.pause()
        rows = [s for s in migrate.drawn() if s.text.startswith(("  東京-01 ", "  host-01 "))]
        assert len(rows) == 2
        assert {strip.cell_length for strip in rows} == {app.size.width}
        assert {cell_len(strip.text) for strip in rows} == {app.size.width}
        assert len({cell_len(strip.text.split("✓")[0]) for strip in rows}) == 1

    go()


@driven(size=NARROW)
async def test_a_click_goes_to_a_row_and_a_second_opens_it(app: S2App, pilot: Pilot[None]) -> None:
    await press(pilot, "2")
    table = screen(app, CompareScreen).table
    assert table.row is not None
    assert table.row.id == "v6.17"
    await pilot.click(table, offset=(4, 2))
    assert table.row.id == next(iter(POLICIES))
    await pilot.click(table, offset=(4, 3))
    await pilot.click(table, offset=(4, 3))
    await pilot.pause()
    assert app.state is not None
    assert app.state.kernel == list(POLICIES)[1]


@driven(size=NARROW)
async def test_the_wheel_moves_the_cursor_and_every_row_is_reached(
    app: S2App, pilot: Pilot[None]
) -> None:
    await press(pilot, "2", "end")
    table = screen(app, CompareScreen).table
    assert table.row is not None
    assert table.row.id == list(POLICIES)[-1]
    assert list(POLICIES)[-1] in chosen(app)
    await press(pilot, "pageup", "k", "home")
    assert table.row.id == next(iter(POLICIES))


@driven(size=MEDIUM)
async def test_a_table_keeps_its_row_when_the_size_changes(app: S2App, pilot: Pilot[None]) -> None:
    await press(pilot, "2", "down", "down", "down")
    before = screen(app, CompareScreen).table.row
    await pilot.resize_terminal(*NARROW)
    await pilot.pause()
    assert screen(app, CompareScreen).table.row is before
    assert before is not None
    assert before.id in chosen(app)


@driven(*DEVICE, size=WIDE)
async def test_wide_screens_show_the_fault_under_both_policies(
    app: S2App, pilot: Pilot[None]
) -> None:
    await press(pilot, "2", "home", "down", "down", "down")
    await settled(pilot)
    shown = screen_text(app)
    assert " v6.9 ─" in shown
    assert " v6.17 ─" in shown
    await press(pilot, "3")
    await until(pilot, lambda: screen(app, DiffScreen).found)
    await press(pilot, "down")
    assert "for instance" in screen_text(app)
    assert " v6.9 ─" in screen_text(app)


@driven(*DEVICE)
async def test_compare_is_held_against_a_pinned_kernel(app: S2App, pilot: Pilot[None]) -> None:
    await press(pilot, "A", "n", "2")
    assert screen(app, CompareScreen).reference.kernel == "v6.17"
    assert "v6.17 reference" in screen_text(app)
    assert "v6.18 present" in screen_text(app)


@driven("host.fwb=false", *DEVICE)
async def test_migrate_has_a_row_for_a_host_that_is_of_no_class(
    app: S2App, pilot: Pilot[None]
) -> None:
    """The same that Explore has: DIC without FWB is none of the three."""
    await press(pilot, "5")
    await pilot.pause()
    shown = screen(app, MigrateScreen)
    assert list(shown.hosts) == ["this host", "no FWB", "FWB", "FWB+DIC"]
    assert "this host" in screen_text(app)
    await press(pilot, "f")
    await pilot.pause()
    assert list(shown.hosts) == ["no FWB", "FWB", "FWB+DIC"]
    assert "FWB+DIC here" in screen_text(app)
