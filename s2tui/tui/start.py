"""How the app begins: what was asked for, what was saved, and what somebody configured."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING

from rich.console import Console
from textual.constants import COLOR_SYSTEM

from s2tui.errors import RequestError
from s2tui.kvm.policies.registry import DEFAULT as KERNEL
from s2tui.kvm.scenario.fields import DEFAULT
from s2tui.terminal import lacks_signs
from s2tui.tui.app import S2App
from s2tui.tui.commands import keymap
from s2tui.tui.commands.screens import FIRST
from s2tui.tui.session import store
from s2tui.tui.session.history import Session
from s2tui.tui.session.state import Baseline, State
from s2tui.tui.session.store import Saved
from s2tui.tui.terminal import themes
from s2tui.tui.terminal.paint import Shows

if TYPE_CHECKING:
    from s2tui.kvm.scenario.fields import Scenario
    from s2tui.tui.terminal.paint import Depth


def begin(
    given: tuple[Scenario | None, tuple[str, ...], str | None],
    theme: str | None,
    *,
    fresh: bool,
    ascii_only: bool = False,
    linear: bool = False,
) -> S2App:
    """The app, about to run.

    Args:
        given: the scenario, what is to be said about it, and the kernel, as far as they were asked
            for; they win over what was saved.
        theme: the theme that was asked for.
        fresh: whether what was saved is left aside. It is replaced all the same.
        ascii_only: whether ASCII was asked for; else it is where the signs would be lost.
        linear: whether it is for a screen reader.

    Raises:
        RequestError: the theme is unknown or no theme.
    """
    scenario, notes, kernel = given
    file = store.path()
    saved, said = (Saved(), "") if fresh else store.load(file)
    config = keymap.load(keymap.path())
    state = saved.state or State(DEFAULT, KERNEL)
    if scenario is not None or kernel is not None:
        state = State(
            state.wanted if scenario is None else scenario,
            kernel or state.kernel,
            state.baseline if state.pinned else None,
            state.pinned,
        )
        saved = saved._replace(screen=FIRST)
    name, wrong = _theme(theme, saved.theme)
    session = Session(file, saved, config.keys)
    wrongs = " / ".join(config.wrong)
    said_all = tuple(note for note in (*notes, said, wrong, wrongs) if note)
    ascii_only = ascii_only or lacks_signs(_encoding(), terminal=True)
    kind = S2App
    if linear:
        from s2tui.tui.linear import LinearApp

        kind = LinearApp
    return kind(state, name, said_all, session, Shows(_depth(), ascii_only))


def show(app: S2App, line: str, pin: str) -> None:
    """Have an app that is about to run begin with something else.

    Args:
        app: on its first state.
        line: a screen and what it is to show, as it is typed after `:`; empty for none.
        pin: the scenario to compare with; empty for none.

    Raises:
        RequestError: there is nothing like that.
    """
    state = app.state
    if pin and state is not None:
        from s2tui.kvm.scenario.notation import parse_words

        base = Baseline(parse_words([pin]).scenario, state.kernel)
        state = state._replace(baseline=base, pinned=True)
        app.have(state)
    if line and state is not None:
        from s2tui.tui.line.order import orders

        app.first = orders(line, state, run=True)[0]


def _encoding() -> str | None:
    """How what Textual writes is encoded."""
    return getattr(sys.__stderr__, "encoding", None)


def _depth() -> Depth:
    """How many colours the terminal has, or may be used."""
    if "NO_COLOR" in os.environ:
        return "none"
    # Textual makes such a console too, but only once it runs.
    system = Console(color_system=COLOR_SYSTEM).color_system  # type: ignore[arg-type]
    return "full" if system in ("truecolor", "256") else "few"


def _theme(asked: str | None, saved: str) -> tuple[str, str]:
    """The theme to begin with, and what is to be said if it is not the one that was saved."""
    if asked is not None or not saved:
        return asked or themes.DEFAULT, ""
    try:
        themes.load(saved)
    except RequestError as error:
        return themes.DEFAULT, str(error)
    return saved, ""
