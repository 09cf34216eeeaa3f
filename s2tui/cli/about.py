"""What s2tui says of itself: its version, help, man page and completion."""

from __future__ import annotations

from typing import TYPE_CHECKING

from s2tui import __version__
from s2tui.cli import output
from s2tui.cli.commands import COMMANDS, SHELLS, parser_of
from s2tui.errors import RequestError, short, unknown

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping


def _version(argv: list[str]) -> None:
    _no_more(argv, "--version")
    output.text(f"s2tui {__version__}")


def _help(argv: list[str]) -> None:
    """`s2tui help`, or `s2tui help COMMAND`."""
    if not argv:
        output.text(overview())
        return
    if argv[0] not in COMMANDS:
        raise unknown("command", argv[0], COMMANDS)
    _no_more(argv[1:], "help")
    parser_of(argv[0]).print_help()


def _completion(argv: list[str]) -> None:
    if len(argv) != 1 or argv[0] not in SHELLS:
        raise unknown("shell", " ".join(argv), SHELLS)
    from s2tui.cli.shells import script

    output.text(script(argv[0]))


def _complete(argv: list[str]) -> None:
    """What may stand where the cursor is; asked by the completion scripts."""
    from s2tui.cli.shells import offer

    for word in offer(argv):
        output.text(word)


def _man(argv: list[str]) -> None:
    _no_more(argv, "--man")
    from s2tui.cli.man import page

    output.text(page())


ANSWERS: Mapping[str, Callable[[list[str]], None]] = {
    "--version": _version,
    "--help": _help,
    "-h": _help,
    "help": _help,
    "--man": _man,
    "--completion": _completion,
    "--complete": _complete,
}
"""By the first word. `--complete` is for the scripts that `--completion` prints."""


def answer(first: str, rest: list[str]) -> int:
    """Print one of them.

    Raises:
        RequestError: a word too many, or a command or shell that there is not.
    """
    ANSWERS[first](rest)
    return 0


def overview() -> str:
    """The help of the program as a whole."""
    width = max(map(len, COMMANDS))
    rows = "".join(f"  {name:<{width}}  {text}\n" for name, text in COMMANDS.items())
    return (
        "s2tui: how KVM on arm64 builds stage-2 memory attributes\n\n"
        "usage: s2tui [--kernel ID] [--scenario TEXT-or-FILE] [--theme NAME]\n"
        "             [--fresh] [--linear] [--ascii]\n"
        "                              open the explorer where it was left, or afresh\n"
        "       s2tui COMMAND [...]    answer on standard output\n\n"
        f"commands:\n{rows}\n"
        "options:\n"
        "  --version             print the version\n"
        f"  --completion SHELL    print a completion script: {', '.join(SHELLS)}\n"
        "  --man                 print the man page: s2tui --man > s2tui.1; man ./s2tui.1\n"
        "  --help                print this\n\n"
        "`s2tui help COMMAND` has its options, examples and file formats. To begin with:\n\n"
        "  s2tui list scenarios         what people talk about\n"
        "  s2tui explain @gpu-memory    what happens to one of them\n"
        "  s2tui list fields            what a scenario may say\n"
        "  s2tui list kernels           who answers for which release"
    )


def _no_more(argv: list[str], of: str) -> None:
    if argv:
        raise RequestError(f"unexpected argument {short(argv[0])!r} of s2tui {of}")
