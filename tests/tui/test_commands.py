"""Every command has a help text and is in the palette; every key of a footer does something."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from textual.binding import Binding
from textual.widget import Widget
from textual.widgets import Input

from s2tui.kvm.policies.registry import POLICIES, find
from s2tui.kvm.scenario.fields import DEFAULT
from s2tui.kvm.scenario.named import askable
from s2tui.tui.app import S2App
from s2tui.tui.commands.screens import SCREENS
from s2tui.tui.commands.table import COMMANDS, MODAL, PLACES, in_footer, shown
from s2tui.tui.overlays.items import items, perform
from s2tui.tui.screens import screen_class
from s2tui.tui.terminal import themes
from s2tui.tui.widgets.bars import KeyBar
from tests.tui.driving import MEDIUM, WIDE, driven, press, screen_lines, screen_text, until

if TYPE_CHECKING:
    from pathlib import Path

    from textual.pilot import Pilot

    from s2tui.tui.commands.command import Command
    from s2tui.tui.overlays.items import Item

ON = {
    "form": "explore",
    "strip": "explore",
    "journey": "explore",
    "whatif": "explore",
    "text": "explore",
    "table": "compare",
    "tree": "diff",
    "editor": "descriptor",
    "entry": "descriptor",
    "options": "descriptor",
    "writers": "descriptor",
    "lessons": "learn",
    "choices": "caches",
    "events": "caches",
    "result": "explore",
}
"""The screen that a widget's place is on."""
LEAVES = ("app.quit",)
NAMES = [entry.name for entry in SCREENS]


def declared() -> list[tuple[type[Any], Binding]]:
    """Every binding that a class of the app declares, with the class."""
    for name in NAMES:
        screen_class(name)
    classes: list[type[Any]] = [S2App, Widget]
    found = []
    for cls in classes:
        classes += cls.__subclasses__()
        if cls.__module__.startswith("s2tui."):
            found += [(cls, binding) for binding in cls.__dict__.get("BINDINGS", ())]
    return found


def test_every_screen_of_the_table_is_loaded_by_its_name() -> None:
    for name in NAMES:
        assert name == screen_class(name).PLACE


def test_every_binding_is_of_the_table_and_has_a_help_text() -> None:
    texts = {command.id: command.text for command in COMMANDS}
    assert len(declared()) >= len(COMMANDS) - len(MODAL)
    for cls, binding in declared():
        assert isinstance(binding, Binding), (cls, binding)
        assert binding.id in texts, (cls, binding)
        assert binding.description == texts[binding.id] != ""


def test_every_place_has_a_name_and_every_place_of_a_command_is_one() -> None:
    assert {command.place for command in COMMANDS} <= set(PLACES)
    assert all(PLACES.values())


def test_a_footer_is_short_enough_to_be_read() -> None:
    for name in NAMES:
        assert len({command.id for command in in_footer(name)}) <= 14
        assert all(len(command.footer) <= 12 for command in in_footer(name))


def found_in_palette() -> list[Item]:
    """Everything that the palette finds."""
    found: list[Item] = []

    @driven(size=MEDIUM)
    async def look(app: S2App, _pilot: Pilot[None]) -> None:
        found.extend(items(app))

    look()
    return found


def test_every_action_is_in_the_palette_with_its_key() -> None:
    found = {item.kind: item for item in found_in_palette()}
    for command in COMMANDS:
        if command.place in MODAL:
            continue
        assert command.text in found[command.id].text
        assert found[command.id].key == shown(command.keys)


def test_every_kernel_is_in_the_palette_with_what_it_stands_for() -> None:
    titles = [item.title for item in found_in_palette()]
    for name in POLICIES:
        assert f"{name} {find(name).title}" in titles
    assert any(title.startswith("v6.12 answered by v6.9: ") for title in titles)
    assert any(title.startswith("v7.2 answered by v7.1: ") for title in titles)


def test_every_scenario_policy_screen_and_theme_is_in_the_palette() -> None:
    titles = [item.title for item in found_in_palette()]
    for name in askable():
        assert any(title.startswith(f"@{name} ") for title in titles), name
    for name in POLICIES:
        assert any(title.startswith(f"{name} ") for title in titles), name
    for entry in SCREENS:
        assert any(title.startswith(f"{entry.name} {entry.text}") for title in titles), entry.name
    for name in themes.names():
        assert f"theme {name}" in titles


def screen_of(command: Command) -> str:
    """The screen on which a command works; the first one where it works on all."""
    if command.place in NAMES:
        return command.place
    return ON.get(command.place, NAMES[0])


@driven(size=WIDE)
async def test_every_command_can_be_done_from_the_palette(
    app: S2App, pilot: Pilot[None], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    said: list[str] = []
    monkeypatch.setattr(S2App, "notice", lambda _, text: said.append(text))
    refused = [f": only {where}" for where in PLACES.values()]
    for command in COMMANDS:
        if command.place in MODAL or command.id in LEAVES:
            continue
        app.open(screen_of(command))
        await until(pilot, lambda: app.base.query(KeyBar) and app.base.query_one(KeyBar).is_mounted)
        said.clear()
        await perform(app, command)
        await until(pilot, lambda: app.screen.is_mounted)
        assert app.is_running, command.id
        assert not [s for s in said if s.endswith(tuple(refused))], command.id
        while app.screen is not app.base:
            app.pop_screen()


def snapshot(app: S2App) -> tuple[object, ...]:
    """What a key may change."""
    notices = [notice.message for notice in app._notifications]
    return (
        screen_text(app),
        app.focused,
        app.screen,
        app.state,
        app.paint,
        app.clipboard,
        app._exit,
        *notices,
    )


@pytest.mark.parametrize("name", [name for name in NAMES if name != "review"])
@driven(size=WIDE)
async def test_every_key_in_the_footer_does_something(
    app: S2App, pilot: Pilot[None], name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    app.open(name)
    await press(pilot, "f")
    if name in ("diff", "check"):  # there is nothing to open before it is answered
        await until(pilot, lambda: all(worker.is_finished for worker in app.workers))
    commands = in_footer(name)
    last = screen_lines(app)[-1]
    assert commands
    for command in commands:
        assert command.footer in last
    for command in sorted(commands, key=lambda c: c.id in LEAVES):
        key = command.keys.split(",")[0]
        assert app.state is not None
        if app.state.scenario == DEFAULT:
            await press(pilot, "f")  # so that there is something to undo and to reset
        before = snapshot(app)
        await press(pilot, key)
        assert snapshot(app) != before, (command.id, key)
        app.open(name)
        if isinstance(app.focused, Input):
            await press(pilot, "escape")
        await pilot.pause()


@pytest.mark.parametrize("name", ["explore", "learn"])
@driven(size=WIDE)
async def test_a_click_in_the_footer_does_what_its_key_does(
    app: S2App, pilot: Pilot[None], name: str
) -> None:
    app.open(name)
    await until(pilot, lambda: "help" in "".join(screen_lines(app)[-1:]))
    last = screen_lines(app)[-1]
    await pilot.click(offset=(last.index("help"), WIDE[1] - 1))
    await until(pilot, lambda: app.screen is not app.base)
