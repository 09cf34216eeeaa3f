"""What README.md says of the commands is so."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest
from attrs import evolve

from s2tui.cli.commands import COMMANDS
from s2tui.cli.list import WHAT
from s2tui.cli.main import run
from s2tui.kvm.report.explain import report
from s2tui.kvm.scenario.notation import parse_words

pytestmark = pytest.mark.slow

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text("utf-8")
ALL = [
    line
    for block in re.findall(r"```sh\n(.*?)```", README, re.DOTALL)
    for line in block.splitlines()
    if line.startswith("s2tui ")
]
CALLS = [line for line in ALL if "./mine.py" not in line]
"""The commands that it shows; its own policy file is one that nobody has."""


def row(command: str) -> str:
    """The line of the table that begins with a command."""
    return next(line for line in README.splitlines() if line.startswith(f"| `{command}`"))


def test_every_command_has_a_line_and_no_other() -> None:
    _, _, table = README.partition("| command | answers |")
    table, _, _ = table.partition("\n\n")
    first = [line.split("|")[1] for line in table.splitlines() if line.startswith("| `")]
    assert {name for cell in first for name in re.findall(r"`([\w-]+)`", cell)} == set(COMMANDS)


def test_every_list_is_named() -> None:
    assert row("list").split("|")[2].strip() == ", ".join(WHAT)


@pytest.mark.parametrize("call", CALLS)
def test_what_is_shown_runs(call: str, capsys: pytest.CaptureFixture[str]) -> None:
    words = shlex.split(call)[1:]
    assert run(words) == (1 if words[0] in ("diff", "coherence") else 0)
    assert capsys.readouterr().err == ""


def test_commands_are_shown() -> None:
    assert len(CALLS) >= 5


@pytest.fixture
def mine(tmp_path: Path) -> Path:
    """The policy file that is shown."""
    (code,) = re.findall(r"```python\n(.*?)```", README, re.DOTALL)
    path = tmp_path / "mine.py"
    path.write_text(code, encoding="utf-8")
    return path


def test_under_the_patch_of_the_readme_fwb_is_enough(mine: Path) -> None:
    gpu = parse_words(["@gpu-memory"]).scenario
    for fwb in (True, False):
        for dic in (True, False):
            scenario = evolve(gpu, host_fwb=fwb, host_dic=dic)
            outcome = report(str(mine), scenario).outcome
            merged = report("v7.3", scenario).outcome
            if fwb:
                assert outcome.mapping is not None
                assert outcome.mapping.type == "normal"
                assert (merged.memslot.errno, dic) in ((None, True), ("EINVAL", False))
            else:
                assert outcome.memslot.errno == merged.memslot.errno == "EINVAL"


@pytest.mark.parametrize("call", [c for c in ALL if "./mine.py" in c])
def test_what_is_shown_of_it_runs(
    call: str, mine: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(mine.parent)
    words = shlex.split(call)[1:]
    assert run(words) == (0 if words[0] == "compare" else 1)
    out, err = capsys.readouterr()
    assert err == ""
    said = {
        "compare": "normal rw",
        "diff": "mine",
        "check": "maintainable",
        "coherence": "stale-fetch: the guest executes what is not there any more, in 4 steps",
    }
    assert said[words[0]] in out


def test_every_picture_and_file_that_the_readme_links_is_there() -> None:
    links = re.findall(r"\]\(([^)#:]+)\)", README)
    assert links
    assert [link for link in links if not (ROOT / link).exists()] == []
