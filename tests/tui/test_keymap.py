"""Moving keys by a configuration, and what one with mistakes does."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import pytest

from s2tui.tui.commands import keymap
from s2tui.tui.commands.table import COMMANDS, keys_of
from s2tui.tui.start import begin
from tests.tui.driving import press, screen_lines, screen_text

if TYPE_CHECKING:
    from pathlib import Path

    from s2tui.tui.app import S2App


def config(text: str) -> None:
    """Write the configuration."""
    file = keymap.path()
    file.parent.mkdir(parents=True)
    file.write_text(text)


def drive(*keys: str) -> tuple[S2App, str]:
    """The app after some keys, and what it showed."""
    app = begin((None, (), None), None, fresh=True)
    shown = ""

    async def run() -> None:
        nonlocal shown
        async with app.run_test(size=(120, 40), notifications=True) as pilot:
            await pilot.pause()
            await press(pilot, *keys)
            shown = screen_text(app) + "\n" + screen_lines(app)[-1]

    asyncio.run(run())
    return app, shown


def test_a_key_that_was_moved_works_and_is_shown_and_the_old_one_does_nothing() -> None:
    config('[keys]\n"turn.host.fwb" = "Z"\n"app.help" = "!"\n')
    app, shown = drive("f")
    assert app.state is not None
    assert app.state.scenario.host_fwb
    assert shown.splitlines()[-1].startswith(" Z FWB")
    assert "! help" in shown.splitlines()[-1]
    app, _ = drive("Z")
    assert app.state is not None
    assert not app.state.scenario.host_fwb
    assert "help: / filters, escape leaves it" in drive("exclamation_mark")[1]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("[keys", "is not TOML"),
        ("[colours]\n", "unknown key in config.toml 'colours'"),
        ("keys = 3\n", "keys is not a table"),
        ('[keys]\n"app.hlep" = "x"\n', "'app.hlep'; did you mean app.help?"),
        ('[keys]\n"app.help" = 3\n', "app.help = 3 is no key"),
        ('[keys]\n"app.help" = ""\n', "app.help = '' is no key"),
        ('[keys]\n"app.help" = "q"\n', "app.help = 'q' is a key of app.quit already"),
        ('[keys]\n"form.up" = "u"\n', "form.up = 'u' is a key of app.undo already"),
    ],
)
def test_a_configuration_with_a_mistake_is_noticed_and_nothing_moves(
    tmp_path: Path, text: str, said: str
) -> None:
    file = tmp_path / "config.toml"
    file.write_text(text)
    found = keymap.load(file)
    assert dict(found.keys) == {}
    assert len(found.wrong) == 1
    assert said in found.wrong[0]


def test_a_mistake_does_not_keep_the_app_from_opening() -> None:
    config('[keys]\n"app.hlep" = "x"\n"app.redo" = "R"\n')
    app, shown = drive("f")
    assert app.state is not None
    assert not app.state.scenario.host_fwb
    assert ["did you mean app.help?" in note.message for note in app._notifications] == [True]
    assert "unknown command in [keys] 'app.hlep'" in shown


def test_keys_may_change_places() -> None:
    config('[keys]\n"app.undo" = "r"\n"app.reset" = "u"\n')
    moved = keymap.load(keymap.path())
    assert moved.wrong == ()
    app, _ = drive("f", "d", "r")
    assert app.state is not None
    assert not app.state.scenario.host_fwb
    assert app.state.scenario.host_dic


def test_without_a_configuration_every_command_has_its_own_keys(tmp_path: Path) -> None:
    found = keymap.load(tmp_path / "none.toml")
    assert (found.keys, found.wrong) == ({}, ())
    for command in COMMANDS:
        assert ",".join(keys_of(command, found.keys)) == command.keys
