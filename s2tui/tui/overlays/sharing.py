"""Getting something out of the app: the clipboard, and pictures of the screen."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable

    from s2tui.tui.overlays.host import OverlayHost
    from s2tui.tui.screens.base import BaseScreen


class Copy(NamedTuple):
    """Something that can be copied."""

    title: str
    make: Callable[[BaseScreen], str]
    elsewhere: str
    """Added to the command of the screen, which prints the same."""


COPIES: dict[str, Copy] = {
    "text": Copy("the scenario as text", lambda screen: screen.copy_text(), ""),
    "json": Copy("the answer as JSON", lambda screen: screen.copy_json(), " --json"),
    "markdown": Copy("a summary in Markdown", lambda screen: screen.copy_markdown(), ""),
    "command": Copy("the command that answers the same", lambda screen: screen.copy_command(), ""),
}


def copy(app: OverlayHost, name: str) -> None:
    """Copy something by OSC 52, and say where else to get it: no terminal says if it took it."""
    wanted = COPIES[name]
    app.copy_to_clipboard(wanted.make(app.base))
    command = app.base.copy_command() + wanted.elsewhere
    title = app.base.COPIED if name == "text" else wanted.title
    app.notice(f"sent to the clipboard: {title}. If your terminal does not take it: {command}")


def screenshot(app: OverlayHost, folder: Path) -> None:
    """Save the screen as SVG, under a name that is free, and say where."""
    name = f"s2tui-{app.base.PLACE}"
    path = folder / f"{name}.svg"
    number = 1
    while path.exists():
        number += 1
        path = folder / f"{name}-{number}.svg"
    try:
        path.write_text(app.export_screenshot(title="s2tui"), encoding="utf-8")
    except OSError as error:
        app.notice(f"no picture in {folder}: {error.strerror}")
        return
    app.notice(f"saved {path}")
