"""What holds the app together: the command table, the layers, and that model text is only text."""

from __future__ import annotations

import ast
import subprocess
import sys
from importlib import import_module
from pathlib import Path
from pkgutil import walk_packages
from typing import TYPE_CHECKING, Any

import pytest
from attrs import evolve
from textual.widget import Widget

import s2tui.tui
from s2tui.kvm.hazards.catalogue import Hazard
from s2tui.kvm.policy.rule import Step
from s2tui.tui.app import S2App
from s2tui.tui.commands.table import COMMANDS, MODAL, PLACES, bindings, shown
from s2tui.tui.overlays.help import help_lines
from s2tui.tui.screens.base import BaseScreen
from s2tui.tui.screens.explore import ExploreScreen
from s2tui.tui.widgets.bits import Bits
from s2tui.tui.widgets.form import Form
from s2tui.tui.widgets.scroll_text import ScrollText
from s2tui.view.explore.inputs import KEYS
from s2tui.view.kit.text import plain
from tests.tui.driving import MEDIUM, driven, screen_text

if TYPE_CHECKING:
    from textual.pilot import Pilot

TUI = Path(s2tui.tui.__file__).parent
WIDGETS = sorted((TUI / "widgets").glob("*.py"))
DOMAIN = ("s2tui.kvm", "s2tui.arm", "s2tui.analysis")
NASTY = "[/] [DBM] x[i] VMA[cacheable] MemAttr[5:2] [bold]"


def imported(path: Path) -> set[str]:
    """What a module imports when it runs, type checking apart."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    found: set[str] = set()
    for node in tree.body:
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        if isinstance(node, ast.ImportFrom) and node.module:
            found |= {node.module, *(f"{node.module}.{alias.name}" for alias in node.names)}
    return found


@pytest.mark.parametrize("path", WIDGETS, ids=lambda path: path.name)
def test_a_widget_knows_no_rules_and_computes_nothing(path: Path) -> None:
    assert not [name for name in imported(path) if name.startswith(DOMAIN)]


@pytest.mark.parametrize("path", sorted(TUI.rglob("*.py")), ids=lambda path: path.name)
def test_no_module_of_the_app_is_long(path: Path) -> None:
    assert len(path.read_text(encoding="utf-8").splitlines()) <= 250


def test_everything_but_the_app_runs_without_textual_and_rich() -> None:
    program = (
        "import sys, s2tui.cli.main, s2tui.cli.app, s2tui.tui.terminal.themes,"
        " s2tui.view.explore.report, s2tui.view.explore.inputs, s2tui.view.explore.changes\n"
        "sys.exit(any(name in sys.modules for name in ('textual', 'rich')))"
    )
    assert subprocess.run([sys.executable, "-c", program], check=False).returncode == 0


def test_ids_are_unique_and_every_command_says_what_it_does() -> None:
    ids = [command.id for command in COMMANDS]
    assert len(set(ids)) == len(ids)
    assert all(command.text and command.keys for command in COMMANDS)


@pytest.mark.parametrize("place", PLACES)
def test_no_key_means_two_things_in_one_place(place: str) -> None:
    # Where inputs cannot be seen, a screen may give their letters another meaning.
    inputs = place in ("app", "form", "strip", "text", "explore", "compare")
    keys = [
        key
        for command in COMMANDS
        if command.place == place
        or (command.place == "app" and place not in MODAL and (inputs or not command.input))
        for key in command.keys.split(",")
    ]
    assert sorted(set(keys)) == sorted(keys)


def test_every_command_has_a_plain_key() -> None:
    plain_names = {"space", "enter", "tab"}
    # Every program has this one where it has no other.
    plain_names |= {"ctrl+z"}
    plain_names |= {"home", "end", "pageup", "pagedown", "shift+tab", "backspace", "escape"}
    for command in COMMANDS:
        first = command.keys.split(",")[0]
        assert len(shown(first)) == 1 or first in plain_names, command.id


def test_bindings_come_from_the_table_with_their_ids() -> None:
    by_class = {
        S2App: "app",
        ExploreScreen: "explore",
        Form: "form",
        Bits: "strip",
        ScrollText: "text",
    }
    for cls, place in by_class.items():
        ids = {binding.id for binding in cls.BINDINGS}  # type: ignore[attr-defined]
        assert ids == {command.id for command in COMMANDS if command.place == place}
    assert len(bindings("app")) == sum(1 for command in COMMANDS if command.place == "app")


def test_the_help_names_every_command_and_every_letter() -> None:
    text = plain(help_lines(100))
    words = " ".join(text.split())
    for command in COMMANDS:
        assert command.id in words
        assert command.text in " ".join(plain(help_lines(300)).split())
    for key, name in KEYS.items():
        assert any(line.split()[:1] == [key] and name in line for line in text.splitlines())


def owners() -> dict[str, list[type[Any]]]:
    """The classes that bind the commands of each place, wherever in the app they are."""
    for module in walk_packages(s2tui.tui.__path__, "s2tui.tui."):
        import_module(module.name)
    found: dict[str, list[type[Any]]] = {place: [] for place in PLACES}
    classes: list[type[Any]] = [S2App, BaseScreen, Widget]
    for cls in classes:
        classes += cls.__subclasses__()
        ids = {getattr(binding, "id", None) for binding in cls.__dict__.get("BINDINGS", ())}
        for place in {command.place for command in COMMANDS if command.id in ids}:
            found[place].append(cls)
    return found


def test_actions_of_the_table_exist() -> None:
    binding = owners()
    for command in COMMANDS:
        place, action = command.place, command.action.partition("(")[0]
        if action.startswith("app."):
            place, action = "app", action.removeprefix("app.")
        assert binding[place], f"nobody binds {command.id}"
        assert all(hasattr(cls, f"action_{action}") for cls in binding[place]), command.id


@driven(size=MEDIUM)
async def test_text_of_the_model_is_never_markup(app: S2App, pilot: Pilot[None]) -> None:
    shown = app.explorer.answer
    report = shown.report
    descriptor = report.outcome.descriptor
    assert descriptor is not None
    fields = tuple(field._replace(meaning=NASTY) for field in descriptor.fields)
    rule = evolve(report.outcome.trace[0].rule, text=NASTY, cite=NASTY)
    trace = tuple(Step(rule, passed=False) for _ in report.outcome.trace)
    outcome = report.outcome._replace(descriptor=descriptor._replace(fields=fields), trace=trace)
    nasty = report._replace(
        kernel=NASTY, outcome=outcome, hazards=(Hazard(NASTY, NASTY, "kills"),), notes=(NASTY,)
    )
    app.explorer.show(shown._replace(report=nasty, was=report))
    await pilot.pause()
    text = screen_text(app)
    assert f"MemAttr [5:2] 0110  {NASTY}" in text
    assert text.count(NASTY) >= 4
    assert "[/]" in app.export_screenshot().replace("&#160;", " ")
