"""Getting something out of the app: the clipboard, and pictures of the screen."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from s2tui.tui.overlays.host import OverlayHost
    from s2tui.tui.results.result import Form
    from s2tui.tui.screens.base import BaseScreen


COMMAND = "command"
FORMS = {"text": "as text", "markdown": "in Markdown", "json": "as JSON"}
"""Forms of a result, and how they are spoken of."""
OPTIONS = {"markdown": " --markdown", "json": " --json"}
"""What is added to the command of a result for a form."""


class Copy(NamedTuple):
    """Something that can be copied."""

    title: str
    make: Form
    elsewhere: str
    """The command that prints the same; nothing where none does."""


def copies(screen: BaseScreen) -> dict[str, Copy]:
    """What can be copied of a screen as it is now, by name: what `y` copies is called text."""
    found: dict[str, Copy] = {}
    for result in screen.results():
        before = f"{result.name} " if result.name else ""
        for form, make in result.forms.items():
            command = result.command + OPTIONS.get(form, "") if result.command else ""
            found[before + form] = Copy(f"{result.what} {FORMS[form]}", make, command)
        if result.command:
            said = result.command
            title = f"the command for {result.what}"
            found[before + COMMAND] = Copy(title, partial(str, said), said)
    return found


def copy(app: OverlayHost, name: str) -> None:
    """Copy something by OSC 52, and say where else to get it: no terminal says if it took it."""
    wanted = copies(app.base)[name]

    def take(text: str) -> None:
        app.copy_to_clipboard(text)
        said = f"sent to the clipboard: {wanted.title}"
        if wanted.elsewhere:
            said += f". If your terminal does not take it: {wanted.elsewhere}"
        app.notice(said)

    if callable(wanted.make):
        take(wanted.make())
    else:
        from s2tui.tui.background import ask, known

        if known(wanted.make) is None:
            app.notice(f"{wanted.title}: still being found out")
        ask(app.base, wanted.make, take)


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
