"""What argparse keeps to itself is still as the commands need it."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

import s2tui
from s2tui.cli.argparse_private import Parser, arguments_of
from s2tui.errors import RequestError

CHECKED_WITH = ((3, 11), (3, 12), (3, 13))
"""The versions of Python whose argparse was looked at."""


def parser() -> Parser:
    made = Parser(prog="s2tui x", allow_abbrev=False)
    made.add_argument("what", choices=("one", "two"))
    made.add_argument("--sh", choices=("ish", "osh"))
    return made


def test_this_python_was_looked_at() -> None:
    assert sys.version_info[:2] in CHECKED_WITH


def test_every_argument_is_there_in_order() -> None:
    assert [action.dest for action in arguments_of(parser())] == ["help", "what", "sh"]


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["oen"], "unknown what 'oen'; did you mean one?; accepted: one, two"),
        (["one", "--sh", "x"], "unknown --sh 'x'; accepted: ish, osh"),
        ([], "the following arguments are required: what"),
    ],
)
def test_a_wrong_word_is_named_with_what_is_accepted(words: list[str], said: str) -> None:
    with pytest.raises(RequestError) as caught:
        parser().parse_known_intermixed_args(words)
    assert str(caught.value) == said


def test_nothing_else_of_the_commands_reaches_into_argparse() -> None:
    folder = Path(s2tui.__file__).parent / "cli"
    others = [p for p in folder.glob("*.py") if p.name != "argparse_private.py"]
    private = ("._actions", "_check_value", "_get_formatter")
    assert not [p for p in others if any(name in p.read_text() for name in private)]
