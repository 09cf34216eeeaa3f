"""The parser of commands, and all that it needs of what argparse keeps to itself.

tests/cli/test_argparse_private.py names the versions of Python that this was checked with.
"""

from __future__ import annotations

from argparse import ArgumentParser, HelpFormatter
from typing import TYPE_CHECKING, NoReturn

from s2tui.cli import output
from s2tui.errors import RequestError, unknown

if TYPE_CHECKING:
    from argparse import Action
    from collections.abc import Sequence


HELP_WIDTH = 80
"""Columns of a help that no terminal shows; argparse says the same."""


class Parser(ArgumentParser):
    """A parser that raises RequestError instead of printing its usage and exiting."""

    def error(self, message: str) -> NoReturn:
        """Say what is wrong.

        Raises:
            RequestError: always.
        """
        raise RequestError(message)

    def format_help(self) -> str:
        """The arguments, and below them examples and formats."""
        from s2tui.cli import guide

        name = self.prog.partition(" ")[2] or "app"
        return f"{super().format_help()}\n{guide.text(name, output.width(HELP_WIDTH))}\n"

    def print_help(self, file: object = None) -> None:
        """Print the help; argparse itself ignores that it could not be written."""
        output.text(self.format_help().removesuffix("\n"))
        output.flush()

    def _get_formatter(self) -> HelpFormatter:
        """The formatter, told its width.

        argparse makes one for each argument that is declared, and one that is told no width loads
        shutil and all compressors with it, a tenth of the start.
        """
        return HelpFormatter(self.prog, width=output.width(HELP_WIDTH) - 2)

    def _check_value(self, action: Action, value: object) -> None:
        """Name what is accepted, and what is near."""
        if action.choices is not None and value not in action.choices:
            name = action.option_strings[0] if action.option_strings else action.dest
            raise unknown(name, str(value), map(str, action.choices))


def arguments_of(parser: ArgumentParser) -> Sequence[Action]:
    """Everything that a parser takes, in the order in which it was declared."""
    return parser._actions
