"""`s2tui` alone: the explorer in the terminal."""

from __future__ import annotations

import gc
import sys
from types import SimpleNamespace
from typing import TYPE_CHECKING, Protocol

from s2tui.cli.trees import know_trees
from s2tui.errors import RequestError, unknown

if TYPE_CHECKING:
    from argparse import ArgumentParser

    from s2tui.kvm.scenario.fields import Scenario


class Asked(Protocol):
    """What the command line says."""

    kernel: str | None
    scenario: str | None
    theme: str | None
    fresh: bool
    ascii: bool
    linear: bool
    screen: str | None
    mode: str | None
    pin: str | None


LITTLE = 700, 10, 10
"""What is made between two collections, as Python has had it for long."""
NOTHING_ASKED = SimpleNamespace(
    kernel=None,
    scenario=None,
    theme=None,
    fresh=False,
    ascii=False,
    linear=False,
    screen=None,
    mode=None,
    pin=None,
)
"""What the parser makes of no arguments."""


def configure(parser: ArgumentParser) -> None:
    """Declare the options."""
    parser.add_argument("--kernel", metavar="ID", help="the policy or kernel version that answers")
    parser.add_argument(
        "--scenario", metavar="TEXT-or-FILE", help="where to begin: FIELD=VALUE,... or a TOML file"
    )
    parser.add_argument("--theme", metavar="NAME", help="the colors")
    parser.add_argument(
        "--fresh", action="store_true", help="begin as if for the first time: ignore what was saved"
    )
    parser.add_argument("--screen", metavar="NAME", help="the screen to open, such as compare")
    parser.add_argument(
        "--mode", metavar="WORDS", help="what it is to show, as after `:`; also `debate sean S3`"
    )
    parser.add_argument(
        "--pin", metavar="TEXT-or-FILE", help="the scenario to compare with from now on"
    )
    parser.add_argument(
        "--linear",
        action="store_true",
        help="for a screen reader: every screen as one text, what changed last first",
    )
    parser.add_argument(
        "--ascii", action="store_true", help="signs in ASCII; S2TUI_ASCII=1 says so for always"
    )


def run(args: Asked) -> int:
    """Open the explorer and wait until it is left.

    Raises:
        RequestError: there is no terminal, or the kernel, scenario or theme is unknown.
    """
    for name, stream in (("input", sys.stdin), ("output", sys.stdout)):
        if stream is None or not stream.isatty():
            raise RequestError(
                f"the explorer needs a terminal, but standard {name} is none;"
                " `s2tui explain` answers without one"
            )
    # Garbage collection finds nothing while modules are loaded, and takes a tenth of the start;
    # the app turns it on again when its first frame is there. Then little at a time: nobody should
    # wait for it between two keys.
    gc.disable()
    gc.set_threshold(*LITTLE)
    know_trees()
    given = _given(args)
    from s2tui.tui.ending import run as run_until_left
    from s2tui.tui.start import begin, show

    line = line_of(args.screen, args.mode)
    app = begin(given, args.theme, fresh=args.fresh, ascii_only=args.ascii, linear=args.linear)
    show(app, line, args.pin or "")
    return run_until_left(app)


def line_of(screen: str | None, mode: str | None) -> str:
    """What is typed after `:` to open a screen and have it show something.

    Raises:
        RequestError: there is a mode and no screen, or no such screen.
    """
    if screen is None and mode is None:
        return ""
    from s2tui.tui.commands.screens import BY_NAME

    if screen not in BY_NAME:
        if screen is None:
            raise RequestError("--mode says what a screen is to show: --screen names it")
        raise unknown("screen", screen, BY_NAME)
    words = mode or ""
    # The debate is a table of Compare with a name of its own.
    return words if words.split()[:1] == ["debate"] else f"{screen} {words}"


def _given(args: Asked) -> tuple[Scenario | None, tuple[str, ...], str | None]:
    """Scenario, notes and kernel that were asked for, all checked before anything is drawn."""
    if args.kernel is not None:
        from s2tui.kvm.policies import registry

        registry.find(args.kernel)
    if not args.scenario:
        return None, (), args.kernel
    from s2tui.kvm.scenario.notation import parse_words

    return *parse_words([args.scenario]), args.kernel
