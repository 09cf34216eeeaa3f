"""What is copied is what the screen shows, and its command prints the JSON that is offered."""

from __future__ import annotations

import asyncio
import json
from typing import TYPE_CHECKING

import pytest

from s2tui.cli.main import run
from s2tui.tui.commands.screens import SCREENS
from s2tui.tui.overlays import sharing
from s2tui.tui.overlays.sharing import copies
from tests.tui.driving import MEDIUM, driven, make_app, press, until
from tests.tui.settling import settled, settled_after
from tests.view.asking import DEVICE

if TYPE_CHECKING:
    from pathlib import Path

    from textual.pilot import Pilot

    from s2tui.tui.app import S2App

WITHOUT_TREES = [entry.name for entry in SCREENS if entry.name != "review"]
"""Review has nothing to copy of its own without a tree; tests/tui/test_review.py gives it one."""
REFUSED = (*DEVICE, "host.fwb=false")
KEYS = {
    "explore": (),
    "compare": ("o",),
    "diff": ("down", "space"),
    "check": ("right", "right"),
    "migrate": ("down", "right"),
    "descriptor": ("space", "w"),
    "learn": ("down",),
    "caches": ("o", "z"),
}
"""By screen, what is done there so that something else is to be copied than at first."""
FILTERS = {"check": "v6.9", "compare": "v6"}
"""By screen, what only is shown: the commands answer for that and take less long."""
FLEET = """
[[host]]
name = "a"
cpu = "graviton3"
kernel = "v6.17"
[[host]]
name = "b"
fwb = false
"""


async def copied(app: S2App, pilot: Pilot[None], name: str) -> str:
    """What the clipboard has after something was copied."""
    app._clipboard = ""
    sharing.copy(app, name)
    await until(pilot, lambda: app.clipboard)
    return app.clipboard


async def _pairs(app: S2App, pilot: Pilot[None]) -> dict[str, str]:
    """Each command that is offered, with what is offered as its JSON."""
    found = {}
    for name in copies(app.base):
        if name.endswith(sharing.COMMAND) and name.replace("command", "json") in copies(app.base):
            command = await copied(app, pilot, name)
            found[command] = await copied(app, pilot, name.replace("command", "json"))
    return found


def _holds(found: dict[str, str], capsys: pytest.CaptureFixture[str]) -> None:
    """Run each command and compare."""
    assert found
    for command, offered in found.items():
        capsys.readouterr()
        assert run([*command.split()[1:], "--json"]) in (0, 1), command
        assert json.loads(capsys.readouterr().out) == json.loads(offered), command


@pytest.mark.parametrize("words", [(), REFUSED], ids=["ordinary", "refused"])
@pytest.mark.parametrize("screen", WITHOUT_TREES)
def test_the_command_of_every_screen_prints_the_json_that_is_offered(
    screen: str, words: tuple[str, ...], capsys: pytest.CaptureFixture[str]
) -> None:
    found: dict[str, str] = {}

    async def offered() -> None:
        app = make_app(words)
        async with app.run_test(size=MEDIUM) as pilot:
            await settled_after(pilot, "A", "n", "n")
            app.open(screen)
            await pilot.pause()
            if screen in FILTERS:
                app.base.refine(FILTERS[screen])
            await settled(pilot)
            found.update(await _pairs(app, pilot))
            await settled_after(pilot, *KEYS[screen])
            found.update(await _pairs(app, pilot))

    asyncio.run(offered())
    _holds(found, capsys)


def test_so_does_the_command_of_a_fleet(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "fleet.toml"
    file.write_text(FLEET, encoding="utf-8")
    found: dict[str, str] = {}

    @driven(*DEVICE, "vm.mte=true", "host.mte=false")
    async def offered(app: S2App, pilot: Pilot[None]) -> None:
        app.open("migrate").take(("fleet", str(file)))
        await press(pilot, "n", "right")
        found.update(await _pairs(app, pilot))
        assert len(found) == 2
        app.base.take(("from neoverse-n1", "to graviton3 v6.9"))
        found.update(await _pairs(app, pilot))
        assert "table command" not in copies(app.base)
        assert "graviton3" in await copied(app, pilot, "table text")

    offered()
    _holds(found, capsys)


SHOWN = {
    "explore": "host.fwb=false,backing=pfnmap,page.map_memory=false",
    "compare": "v6.9",
    "diff": "scenarios",
    "check": "said    ",
    "migrate": "why     ",
    "descriptor": "0x0000000000000000  invalid",
    "learn": "✓ memslot",
    "caches": "s2tui coherence host.fwb=false",
}
"""By screen, what must be in the text that `y` copies of a refused slot's scenario."""


@pytest.mark.parametrize("screen", WITHOUT_TREES)
@driven(*REFUSED, size=MEDIUM)
async def test_the_text_is_what_the_screen_shows_and_the_notice_says_what_it_was(
    app: S2App, pilot: Pilot[None], screen: str
) -> None:
    app.open(screen)
    await settled(pilot)
    app._clipboard = ""
    await press(pilot, "y")
    await until(pilot, lambda: app.clipboard)
    assert SHOWN[screen] in app.clipboard
    first = app.base.results()[0]
    said = [note.message for note in app._notifications][-1]
    assert said.startswith(f"sent to the clipboard: {first.what} as text.")
    told = said.partition("take it: ")[2]
    assert told
    # Where a command is longer than a message may be, its beginning is said.
    assert told == first.command or first.command.startswith(told.rstrip("…"))


@driven(*REFUSED, size=MEDIUM)
async def test_a_summary_of_a_refused_slot_has_the_reason_and_its_source(
    app: S2App, pilot: Pilot[None]
) -> None:
    summary = await copied(app, pilot, "markdown")
    assert "* memslot: error EINVAL" in summary
    assert "* because: a cacheable VM_PFNMAP VMA needs a host with FWB and DIC" in summary
    assert "mmu.c:kvm_arch_prepare_memory_region @ 6.17" in summary
    assert "* - " not in summary


@driven(*DEVICE, size=MEDIUM)
async def test_a_group_of_a_difference_is_copied_with_both_rules_and_where_it_is(
    app: S2App, pilot: Pilot[None]
) -> None:
    await settled_after(pilot, "3", "down")
    text = await copied(app, pilot, "text")
    assert text.startswith("◆ memslot: ok → error EINVAL")
    assert text.count("(arch/arm64/kvm/mmu.c:kvm_arch_prepare_memory_region @ 6.17") == 1
    command = await copied(app, pilot, "command")
    assert command.startswith("s2tui diff v6.9 v6.17 --where ")
    assert await copied(app, pilot, "whole command") == "s2tui diff v6.9 v6.17"
    assert "v6.9 -> v6.17" in await copied(app, pilot, "whole text")
    assert "* if " in await copied(app, pilot, "whole markdown")


@driven(*DEVICE, size=MEDIUM)
async def test_a_failing_cell_is_copied_with_counterexample_and_sentence(
    app: S2App, pilot: Pilot[None]
) -> None:
    await settled_after(pilot, "4")
    table = app.base.query_one("TableView")
    row = app.base._finding  # type: ignore[attr-defined]
    for _ in range(30):
        if row().holds is False:
            break
        await settled_after(pilot, "right")
    finding = row()
    assert finding.holds is False
    assert table.has_focus
    text = await copied(app, pilot, "text")
    assert f"fails in {finding.violations:,} scenarios" in text
    assert "e.g. " in text
    assert "said    " in text
    command = await copied(app, pilot, "command")
    assert command == f"s2tui check v6.17 --invariant {finding.invariant.id}"
    assert "v6.17" in await copied(app, pilot, "table text")


@driven(size=MEDIUM)
async def test_a_cell_of_the_debate_is_copied_alone(app: S2App, pilot: Pilot[None]) -> None:
    await press(pilot, "2", "o")
    await until(pilot, lambda: app.base.results()[-1].name == "cell")
    whole, cell = app.base.results()
    assert (whole.command, cell.name) == ("s2tui debate", "cell")
    assert cell.command.startswith("s2tui explain ")
    await press(pilot, "enter")
    assert app.state is not None
    assert f"--kernel {app.state.kernel}" in cell.command
