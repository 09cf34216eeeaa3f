"""What survives between sessions: the last state with its history, the screen and the theme.

One JSON file in the state directory, replaced as a whole. A file that cannot be understood is set
aside under another name; nothing that is in it or happens to it ever stops the app.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, NamedTuple

from s2tui import kept
from s2tui.errors import RequestError
from s2tui.kvm.policies.registry import find
from s2tui.kvm.scenario.fields import DEFAULT, FIELDS, bind, word
from s2tui.kvm.scenario.notation import parse_given
from s2tui.tui.commands.screens import BY_NAME, FIRST
from s2tui.tui.session.state import Baseline, State

if TYPE_CHECKING:
    from pathlib import Path

    from s2tui.kvm.scenario.fields import Scenario

VERSION = 1
HISTORY = 100
"""How many states are kept to go back to, and to go forward to."""


class Saved(NamedTuple):
    """What one session leaves to the next."""

    state: State | None = None
    undo: tuple[State, ...] = ()
    redo: tuple[State, ...] = ()
    screen: str = FIRST
    theme: str = ""
    """Empty: none was ever chosen."""


def path() -> Path:
    """The file."""
    return kept.folder() / "state.json"


def load(file: Path) -> tuple[Saved, str]:
    """What was saved, and what is to be said about it; nothing where there is no file."""
    return kept.load(file, VERSION, _saved, Saved())


def save(file: Path, saved: Saved) -> None:
    """Replace the file at once; whoever reads it sees the old one or the new one.

    Raises:
        OSError: it cannot be written.
    """
    kept.replace(file, json.dumps(_object(saved)))


def _object(saved: Saved) -> dict[str, Any]:
    return {
        "version": VERSION,
        "screen": saved.screen,
        "theme": saved.theme,
        "state": _state_object(saved.state) if saved.state else None,
        "undo": [_state_object(state) for state in saved.undo[-HISTORY:]],
        "redo": [_state_object(state) for state in saved.redo[-HISTORY:]],
    }


def _state_object(state: State) -> dict[str, Any]:
    base = state.baseline
    return {
        "kernel": state.kernel,
        "scenario": _text(state.wanted),
        "baseline": base and {"kernel": base.kernel, "scenario": _text(base.scenario)},
        "pinned": state.pinned,
        "case": state.case,
        "lifted": state.lifted,
    }


def _saved(given: dict[str, Any]) -> Saved:
    """What an object says.

    Raises:
        ValueError: it does not say what `save` writes.
    """
    screen, theme = given["screen"], given["theme"]
    if not isinstance(theme, str):
        raise RequestError(f"no theme: {theme!r}")
    return Saved(
        _state(given["state"]) if given["state"] is not None else None,
        tuple(_state(state) for state in given["undo"][-HISTORY:]),
        tuple(_state(state) for state in given["redo"][-HISTORY:]),
        screen if screen in BY_NAME else FIRST,
        theme,
    )


def _state(given: dict[str, Any]) -> State:
    base = given["baseline"]
    return State(
        _scenario(given["scenario"]),
        _kernel(given["kernel"]),
        base and Baseline(bind(_scenario(base["scenario"]))[0], _kernel(base["kernel"])),
        pinned=given["pinned"] is True and bool(base),
        case=str(given.get("case", "")),
        lifted=given.get("lifted") is True,
    )


def _text(wanted: Scenario) -> str:
    """Every field that is not at its default, also those that the others leave another value."""
    values = ((f, getattr(wanted, f.attribute)) for f in FIELDS.values())
    return ",".join(f"{f.name}={word(value)}" for f, value in values if value != f.default)


def _scenario(text: str) -> Scenario:
    """A scenario as it was wanted, also where its fields contradict each other."""
    return parse_given([text]).scenario if text else DEFAULT


def _kernel(name: str) -> str:
    find(name)
    return name
