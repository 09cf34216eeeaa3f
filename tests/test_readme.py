"""What README.md says of the commands is so."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest

from s2tui.cli.list import WHAT
from s2tui.cli.main import COMMANDS, run

README = (Path(__file__).parents[1] / "README.md").read_text("utf-8")
CALLS = [
    line
    for block in re.findall(r"```sh\n(.*?)```", README, re.DOTALL)
    for line in block.splitlines()
    if line.startswith("s2tui ") and "./mine.py" not in line
]
"""The commands that it shows; its own policy file is one that nobody has."""


def row(command: str) -> str:
    """The line of the table that begins with a command."""
    return next(line for line in README.splitlines() if line.startswith(f"| `{command}`"))


def test_every_command_has_a_line_and_no_other() -> None:
    _, _, table = README.partition("| command | answers |")
    table, _, _ = table.partition("\n\n")
    first = [line.split("|")[1] for line in table.splitlines() if line.startswith("| `")]
    assert {name for cell in first for name in re.findall(r"`(\w+)`", cell)} == set(COMMANDS)


def test_every_list_is_named() -> None:
    assert row("list").split("|")[2].strip() == ", ".join(WHAT)


@pytest.mark.parametrize("call", CALLS)
def test_what_is_shown_runs(call: str, capsys: pytest.CaptureFixture[str]) -> None:
    words = shlex.split(call)[1:]
    assert run(words) == (1 if words[0] == "diff" else 0)
    assert capsys.readouterr().err == ""


def test_commands_are_shown() -> None:
    assert len(CALLS) >= 5
