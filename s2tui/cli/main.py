"""The main program: find the command, load only what it needs, turn errors into one line.

Each command is a module of this package with `configure(parser)`, which only declares arguments,
and `run(args)`, which answers and returns the exit status. Without a command the explorer opens.
"""

from __future__ import annotations

import os
import sys
from importlib import import_module
from typing import TYPE_CHECKING

from s2tui.cli import output
from s2tui.cli.commands import ABOUT, COMMANDS, OPTIONS, module_of, parser_of
from s2tui.cli.trees import know_trees
from s2tui.errors import RequestError, short, unknown

if TYPE_CHECKING:
    from collections.abc import Sequence

INTERRUPTED = 130
TRACEBACK = "S2TUI_TRACEBACK"
"""Set in the environment, errors of s2tui's own are raised with all that Python says of them."""


def run(argv: Sequence[str]) -> int:
    """Run one command line and return its exit status; never raises for a wrong request."""
    try:
        output.check()
        status = _dispatch(list(argv))
        output.flush()
        return status
    except RequestError as error:
        return _complain(error)
    except BrokenPipeError:
        # The reader has gone; nothing is left to say.
        output.discard()
        return 0
    except KeyboardInterrupt:
        return INTERRUPTED
    except Exception as error:
        blamed = _blame(error)
        if blamed is None and TRACEBACK in os.environ:
            raise
        return _complain(blamed or _unwritten(error) or _bug(error))


def _unwritten(error: Exception) -> RequestError | None:
    """What to say of an answer that could not be written; None if that was not the error."""
    if not isinstance(error, OSError) or error.filename is not None:
        return None
    output.discard()
    return RequestError(f"cannot write to standard output: {error.strerror}")


def _complain(error: RequestError) -> int:
    """One line on standard error, whatever was in the words and files that it quotes."""
    if sys.stderr is None:
        return 2  # print() would fall back to standard output
    said = "".join(c if c.isprintable() else " " for c in str(error))
    sys.stderr.write(f"s2tui: {said}\n")
    return 2


def _blame(error: Exception) -> RequestError | None:
    """What to say of an error that somebody's own policy may have made; None if there is none."""
    policies = sys.modules.get("s2tui.kvm.policies.registry")
    blamed: RequestError | None = policies.blame(error) if policies else None
    return blamed


def _bug(error: Exception) -> RequestError:
    """What to say of an error that should not have happened."""
    return RequestError(
        f"a bug of s2tui: {type(error).__name__}: {error} ({TRACEBACK}=1 shows where)"
    )


def _dispatch(argv: list[str]) -> int:
    first = argv[0] if argv else ""
    if first in ABOUT:
        from s2tui.cli.about import answer

        return answer(first, argv[1:])
    if first and not first.startswith("-"):
        if first not in COMMANDS:
            if first.startswith("@") or "=" in first:
                raise RequestError(f"unknown command {short(first)!r}; did you mean s2tui explain?")
            raise unknown("command", first, (*COMMANDS, "help"))
        return _run_command(first, argv[1:])
    return _run_command("app", argv)


def _run_command(name: str, argv: list[str]) -> int:
    module = import_module(module_of(name))
    if "s2tui.kvm.policies.registry" in sys.modules:
        know_trees()
    if name == "app" and not argv:
        # Nothing to parse: without the parser the explorer is there a hundredth sooner.
        return int(module.run(module.NOTHING_ASKED))
    parser = parser_of(name)
    args, rest = parser.parse_known_intermixed_args(argv)
    if rest:
        if not rest[0].startswith("-"):
            raise RequestError(f"unexpected argument {short(rest[0])!r} of {parser.prog}")
        from s2tui.cli.argparse_private import arguments_of

        options = [o for a in arguments_of(parser) for o in a.option_strings]
        if name == "app":
            options += OPTIONS
        raise unknown("option", rest[0], options)
    if name != "app":
        markdown = getattr(args, "markdown", False)
        output.choose(args.color, ascii_only=args.ascii, markdown=markdown)
    status: int = module.run(args)
    output.finish()
    return status
