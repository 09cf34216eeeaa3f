"""`s2tui` alone: the explorer in the terminal."""

from __future__ import annotations

import gc
import sys
from typing import TYPE_CHECKING

from s2tui.errors import Wrong

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace

    from s2tui.kvm.scenario import Scenario


def configure(parser: ArgumentParser) -> None:
    """Declare the options."""
    parser.add_argument("--kernel", metavar="ID", help="the policy or kernel version that answers")
    parser.add_argument(
        "--scenario", metavar="TEXT-or-FILE", help="where to begin: FIELD=VALUE,... or a TOML file"
    )
    parser.add_argument("--theme", metavar="NAME", help="the colours")


def run(args: Namespace) -> int:
    """Open the explorer and wait until it is left.

    Raises:
        Wrong: there is no terminal, or the kernel, scenario or theme is unknown.
    """
    for name, stream in (("input", sys.stdin), ("output", sys.stdout)):
        if stream is None or not stream.isatty():
            raise Wrong(
                f"the explorer needs a terminal, but standard {name} is none;"
                " `s2tui explain` answers without one"
            )
    # Garbage collection finds nothing while modules are loaded, and takes a tenth of the start;
    # the app turns it on again when its first frame is there.
    gc.disable()
    scenario, notes, kernel = _begin(args)
    from s2tui.tui.app import S2App  # noqa: PLC0415 - no other command pays for Textual
    from s2tui.tui.state import State  # noqa: PLC0415
    from s2tui.tui.themes import DEFAULT  # noqa: PLC0415

    app = S2App(State(scenario, kernel), args.theme or DEFAULT, notes)
    app.run()
    return app.return_code or 0


def _begin(args: Namespace) -> tuple[Scenario, tuple[str, ...], str]:
    """Scenario, notes and kernel to begin with, all checked before anything is drawn."""
    from s2tui.kvm import policies, scenario  # noqa: PLC0415

    kernel = policies.DEFAULT if args.kernel is None else args.kernel
    policies.find(kernel)
    if not args.scenario:
        return scenario.DEFAULT, (), kernel
    from s2tui.kvm.notation.scenario import parse_words  # noqa: PLC0415

    return *parse_words([args.scenario]), kernel
