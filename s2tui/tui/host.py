"""What a widget, a screen or an overlay may ask of the app, so that none of them has to know it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol, cast

if TYPE_CHECKING:
    from collections.abc import Mapping

    from textual.message_pump import MessagePump

    from s2tui.kvm.scenario.fields import Scenario
    from s2tui.teach.run.scripts import Script
    from s2tui.tui.session.state import Baseline, State
    from s2tui.tui.terminal.paint import Paint


class Guide(Protocol):
    """What leads through lessons, as those see it who are shown in one."""

    def pick(self, at: int) -> None:
        """Choose what a letter stands for."""

    def page(self, by: int) -> None:
        """Go on or back: to the answer, or to another page."""

    def look(self) -> None:
        """Look around, or return to the page."""

    def step_out(self) -> None:
        """Return to the page, or leave the lesson, which is asked for once."""

    def begin(self, script: Script, at: int = 0) -> None:
        """Begin a lesson."""


class Host(Protocol):
    """The app, as those see it who are shown in it."""

    @property
    def lessons(self) -> Guide:
        """What leads through lessons."""

    @property
    def state(self) -> State | None:
        """What is on screen."""

    @property
    def keymap(self) -> Mapping[str, str]:
        """By the id of a command, the keys that somebody gave it instead of its own."""

    @property
    def paint(self) -> Paint:
        """What a role looks like."""

    def go(self, state: State) -> None:
        """Move to a state that can be undone."""

    def explore(self, scenario: Scenario, kernel: str, baseline: Baseline | None = None) -> None:
        """Open the explorer on a scenario; a baseline that is given is pinned."""

    def come_from(self) -> None:
        """Note where the cursor is: what is opened now is left for it."""

    def back_to(self) -> str:
        """Where the present screen was opened from; nothing where it was not."""

    def open(self, name: str) -> object:
        """Go to a screen."""

    def notice(self, text: str) -> None:
        """Say something for a moment."""

    def action_turn(self, name: str, by: int) -> None:
        """Turn an input."""

    def action_values(self, name: str) -> None:
        """Show the values of an input."""


def host_of(node: MessagePump) -> Host:
    """What `node.app` is in this program; Textual knows it only as some app."""
    return cast("Host", node.app)
