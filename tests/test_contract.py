"""CONTRACT.md and the program agree: commands, options, fields and the keys of every answer."""

from __future__ import annotations

import json
import re
import shlex
from pathlib import Path
from typing import TYPE_CHECKING, Any, get_args

import pytest

from s2tui.arm.descriptor.regime_options import OPTIONS
from s2tui.cli.argparse_private import arguments_of
from s2tui.cli.commands import COMMANDS, SHELLS, parser_of
from s2tui.cli.list import WHAT
from s2tui.contract.combine import KEYS
from s2tui.kvm.policies.registry import DEFAULT
from s2tui.kvm.policy.results import FaultResult, MemslotResult
from s2tui.kvm.scenario.fields import FIELDS, word
from tests.cli.calls import Call, call
from tests.source.kernel.invented import write

if TYPE_CHECKING:
    from argparse import Action
    from collections.abc import Iterable

    from _pytest.mark import ParameterSet

__all__ = ["call"]

DATA = Path(__file__).parent / "data"
TEXT = (Path(__file__).parents[1] / "CONTRACT.md").read_text("utf-8")
ANSWERS = dict(re.findall(r"### `s2tui (.*?)`\n\n```json\n(.*?)```", TEXT, re.DOTALL))
"""Each command that is shown with what it answers."""
DUMP = DATA / "kvm-captures" / "stage2-page-tables-linux-7.3.4.txt"
ANY = "..."
OPTION = re.compile(r"--[a-z0-9-]+")
DIFFERENT = 1
COMMON = {"--color", "--ascii"}
"""What every command takes."""
LONG = ("find", "diff")
"""Commands whose cubes take a second to find."""


def table(head: str) -> list[list[str]]:
    """The cells of the rows below a head whose first cell is given."""
    _, found, rest = TEXT.partition(f"\n| {head} |")
    assert found, head
    rows = rest.partition("\n\n")[0].splitlines()[2:]
    return [[cell.strip() for cell in row.strip("| ").split(" | ")] for row in rows]


def values(cell: str) -> list[str]:
    return cell.split(", ")


def options(action: Action) -> set[str]:
    """The long option of an argument; of a switch the form that turns it on."""
    long = [option for option in action.option_strings if option.startswith("--")]
    return set(long[:1]) - {"--help"}


def documented() -> dict[str, set[str]]:
    """The options of each command, by the document."""
    reading = {cells[0].strip("`") for cells in table("option")}
    found: dict[str, set[str]] = {}
    for cells in table("command"):
        _, *words = cells[0].strip("`").split()
        name = words[0] if words[0][0].isalpha() else "app"
        own = set(OPTION.findall(cells[0])) | (reading if "[READING]" in words else set())
        found.setdefault(name, set()).update(own)
    return found


def test_every_command_is_there_with_its_options_and_no_other() -> None:
    real = {
        name: {o for action in arguments_of(parser_of(name)) for o in options(action)}
        for name in ("app", *COMMANDS)
    }
    assert all(real[name] >= COMMON for name in COMMANDS)
    assert all(f"`{option}" in TEXT for option in COMMON)
    assert documented() == {name: own - COMMON for name, own in real.items()}


def test_the_options_of_a_reading_are_there_with_their_values() -> None:
    found = {cells[0]: values(cells[1]) for cells in table("option")}
    assert found.pop("`--level`")
    assert found == {
        f"`--{option.name.replace('_', '-')}`": [str(value).lower() for value in option.values]
        for option in OPTIONS
    }


def test_every_field_is_there_with_its_values_in_order() -> None:
    found = [(cells[0].strip("`"), values(cells[1])) for cells in table("field")]
    assert found == [(f.name, [word(value) for value in f.values]) for f in FIELDS.values()]


def test_every_result_is_there() -> None:
    assert [cells[0] for cells in table("`memslot.result`")] == list(get_args(MemslotResult))
    assert [cells[0] for cells in table("`fault.result`")] == list(get_args(FaultResult))


def test_every_key_of_a_batch_is_there() -> None:
    assert [cells[0].strip("`") for cells in table("key")] == list(KEYS)


def test_what_else_is_named_is_so() -> None:
    assert f"Without one {DEFAULT} answers" in TEXT
    assert f"({', '.join(SHELLS)})" in TEXT


def marked(lines: Iterable[str]) -> list[ParameterSet | str]:
    """The commands, those marked that take long."""
    return [
        pytest.param(line, marks=pytest.mark.slow) if line.split()[0] in LONG else line
        for line in lines
    ]


def agree(shown: Any, real: Any) -> None:
    """Assert that an answer is as it is shown, key by key and in order."""
    if shown == ANY or real is None:
        return
    if isinstance(shown, list):
        assert isinstance(real, list)
        for one in real:
            agree(shown[0], one)
    elif list(shown) == [ANY]:
        for one in real.values():
            agree(shown[ANY], one)
    else:
        assert list(shown) == list(real)
        for key, value in shown.items():
            agree(value, real[key])


@pytest.mark.parametrize("line", marked(ANSWERS))
def test_an_answer_has_the_keys_that_are_shown(
    line: str, call: Call, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(tmp_path / "linux")
    monkeypatch.chdir(tmp_path)
    found = call(*shlex.split(line))
    assert found.status <= DIFFERENT
    assert found.err == ""
    agree(json.loads(ANSWERS[line]), json.loads(found.out))


def test_every_command_that_answers_in_json_is_shown() -> None:
    shown = {line.split()[0] for line in ANSWERS}
    assert shown | {"list"} == {name for name, own in documented().items() if "--json" in own}


@pytest.mark.parametrize("cells", table("`s2tui list ... --json`"), ids=lambda cells: cells[0])
def test_every_key_of_a_list_is_there(cells: list[str], call: Call) -> None:
    entries = json.loads(call("list", cells[0].strip("`"), "--json").out)
    named = re.findall(r"`(\w+)`", cells[1])
    if cells[0] == "`misconceptions`":
        real = {*entries[0], *(key for entry in entries for key in entry["example"])}
    elif cells[0] == "`cpus`":
        real = {
            *entries[0],
            *(key for entry in entries for v in entry["values"].values() for key in v),
        }
    else:
        real = {key for entry in entries for key in entry}
    assert set(named) == real


def test_every_list_is_there() -> None:
    assert [cells[0].strip("`") for cells in table("`s2tui list ... --json`")] == list(WHAT)


def test_a_line_of_a_dump_has_the_keys_that_are_named(call: Call) -> None:
    found = json.loads(call("decode", "-", "--json", stdin=DUMP.read_bytes()).out)[0]
    named = set(re.findall(r"`(\w+)`", TEXT.partition("### `s2tui decode")[2].partition("###")[0]))
    assert {*found, *found["permissions"]} <= named | {"level"}


def test_a_bad_line_is_answered_as_it_is_shown(call: Call) -> None:
    (shown,) = re.findall(r'`\{"(error)": "...", "(line)": N\}`', TEXT)
    assert tuple(json.loads(call("combine", "--batch", "-", stdin=b"x\n").out)) == shown
