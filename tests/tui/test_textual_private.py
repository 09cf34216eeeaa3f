"""What Textual has for itself is still there, and still does what the app uses it for."""

from __future__ import annotations

import ast
import inspect
from pathlib import Path
from threading import Thread
from typing import TYPE_CHECKING, Any

import pytest
import textual
from textual.app import App
from textual.dom import DOMNode
from textual.drivers._writer_thread import WriterThread
from textual.drivers.linux_driver import LinuxDriver
from textual.screen import Screen

import s2tui.tui
from s2tui.tui.terminal import textual_private
from s2tui.tui.terminal.textual_private import CHECKED, PartialUpdate, binding_ids, drawn, key_of
from tests.tui.driving import driven

if TYPE_CHECKING:
    from textual.pilot import Pilot

    from s2tui.tui.app import S2App

AGAIN = f"textual_private.py was checked with Textual {CHECKED}, this is {textual.__version__}: "
USED: dict[tuple[type[Any], str], list[str]] = {
    (App, "_display"): ["self", "screen", "renderable"],
    (App, "_shutdown"): ["self"],
}
"""What is overridden, with what it takes."""
MODULES = sorted(Path(s2tui.tui.__file__).parent.rglob("*.py"))


@pytest.mark.parametrize(("cls", "name"), USED, ids=lambda part: getattr(part, "__name__", part))
def test_what_is_overridden_is_there_and_takes_what_it_took(cls: type[Any], name: str) -> None:
    found = getattr(cls, name, None)
    assert found is not None, f"{AGAIN}{cls.__name__}.{name} is gone"
    assert list(inspect.signature(found).parameters) == USED[cls, name], f"{AGAIN}{name} changed"


def test_the_writer_of_a_driver_says_whether_it_still_writes() -> None:
    """It is asked for by name, and where there is none it is taken to write."""
    taken = "\n".join(inspect.getsource(f) for f in (LinuxDriver.write, LinuxDriver.close))
    assert taken.count("self._writer_thread") > 1, f"{AGAIN}something else writes"
    assert issubclass(WriterThread, Thread), f"{AGAIN}the writer is no thread"


def test_an_update_of_parts_says_where_and_what() -> None:
    taken = list(inspect.signature(PartialUpdate).parameters)
    assert taken == ["chops", "spans", "chop_ends"], f"{AGAIN}a partial update is another thing"


@driven()
async def test_a_screen_says_what_is_drawn_and_a_node_what_it_binds(
    app: S2App, pilot: Pilot[None]
) -> None:
    await pilot.pause(0)
    assert len(drawn(app.screen)) == app.size.height, f"{AGAIN}nothing is drawn"
    assert "app.undo" in binding_ids(app), f"{AGAIN}nothing is bound"


def test_a_character_has_the_name_of_its_key() -> None:
    assert [key_of(c) for c in "?q/"] == ["question_mark", "q", "slash"], f"{AGAIN}keys are named"


def test_no_other_module_uses_a_private_name_of_textual() -> None:
    own = {
        name for cls in (App, Screen, DOMNode) for name in dir(cls) if name[:1] == "_" != name[1:2]
    }
    for path in MODULES:
        if path == Path(textual_private.__file__):
            continue
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("textual"):
                names = [node.module or "", *(alias.name for alias in node.names)]
                assert not [name for name in names if "._" in name or name.startswith("_")], path
            if isinstance(node, ast.Attribute):
                assert node.attr not in own, (path.name, node.attr)
