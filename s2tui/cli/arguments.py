"""Arguments that several commands take, each worded once."""

from __future__ import annotations

from typing import TYPE_CHECKING

from s2tui.kvm.policies.registry import DEFAULT

if TYPE_CHECKING:
    import argparse
    from argparse import _MutuallyExclusiveGroup


def add_words(parser: argparse.ArgumentParser) -> None:
    """A scenario, as `parse_words` reads it."""
    parser.add_argument(
        "words",
        nargs="*",
        metavar="FIELD=VALUE",
        help="what differs from the defaults; also a comma-separated text, a TOML file or @NAME",
    )


def add_kernel(parser: argparse.ArgumentParser) -> None:
    """Who answers."""
    parser.add_argument("--kernel", metavar="ID", help=f"kernel, policy or file ({DEFAULT})")


def add_form_of_answer(parser: argparse.ArgumentParser) -> _MutuallyExclusiveGroup:
    """The contract's JSON or Markdown instead of words for a terminal; others may be added."""
    form = parser.add_mutually_exclusive_group()
    form.add_argument("--json", action="store_true", help="answer in JSON, for scripts")
    form.add_argument("--markdown", action="store_true", help="answer in Markdown, for a mail")
    return form


def add_form(parser: argparse.ArgumentParser) -> None:
    """How lines are written; every command that answers takes it."""
    from s2tui.cli.output import WHEN

    parser.add_argument(
        "--color", choices=WHEN, default="auto", help="auto: on a terminal, unless NO_COLOR is set"
    )
    parser.add_argument(
        "--ascii", action="store_true", help="signs in ASCII; S2TUI_ASCII=1 says so for always"
    )


def add_where(parser: argparse.ArgumentParser) -> None:
    """A condition, as `parse_condition` reads it."""
    parser.add_argument(
        "--where",
        action="append",
        default=[],
        metavar="FIELD=VALUE",
        help="look only at these scenarios; a field given twice may have either value",
    )
