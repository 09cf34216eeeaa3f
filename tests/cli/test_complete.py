"""Completion: what is offered where the cursor is, and that bash takes it."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from s2tui.arm.cpus import load as cpus
from s2tui.cli.argparse_private import arguments_of
from s2tui.cli.commands import COMMANDS, SHELLS, parser_of
from s2tui.cli.complete import SOURCES, candidates, split
from s2tui.cli.list import WHAT
from s2tui.cli.shells import offer, script
from s2tui.kvm.policies.registry import POLICIES
from s2tui.kvm.scenario.fields import FIELDS
from tests.cli.calls import Call, call, refused

__all__ = ["call"]

ROOT = Path(__file__).parents[2]


def offered(line: str) -> list[str]:
    return candidates(split(line)[1:])


def test_commands_and_options_are_offered() -> None:
    assert offered("s2tui ") == [*COMMANDS, "help"]
    assert set(offered("s2tui --")) >= {"--version", "--man", "--kernel", "--fresh"}
    assert offered("s2tui expl") == ["explain"]
    assert offered("s2tui help ex") == ["explain"]
    assert offered("s2tui explain --br") == ["--brief"]
    assert set(offered("s2tui decode --no-f")) == {"--no-fwb"}
    assert offered("s2tui --completion ") == list(SHELLS)
    assert offered("s2tui nothing ") == []


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("s2tui explain host.fwb=", ["host.fwb=true", "host.fwb=false"]),
        ("s2tui explain @ram host.pa", ["host.page_size="]),
        ("s2tui explain backing=pfnmap,host.fwb=f", ["backing=pfnmap,host.fwb=false"]),
        ("s2tui explain --kernel patch-v9 --js", ["--json"]),
        ("s2tui explain --kernel v6.12 ", None),
        ("s2tui explain --kernel=patch-v9", ["--kernel=patch-v9"]),
        ("s2tui explain --color a", ["auto", "always"]),
        ("s2tui list inv", ["invariants"]),
        ("s2tui list rules sean-p", ["sean-param"]),
        ("s2tui new-policy mine --from sean-p", ["sean-param"]),
        ("s2tui diff v6.9 patch-v9", ["patch-v9"]),
        ("s2tui compare --kernels v6.9,sean-p", ["v6.9,sean-param"]),
        ("s2tui compare --kernels v6.9,v6.9", []),
        ("s2tui compare --scenarios @gpu-memory-no-d", ["@gpu-memory-no-dic"]),
        ("s2tui compare --scenarios --kernel sean-p", ["sean-param"]),
        ("s2tui migrate --from host.cpu=graviton3", ["host.cpu=graviton3"]),
        ("s2tui migrate --to host.fwb=false,ker", ["host.fwb=false,kernel="]),
        ("s2tui migrate --to backing", []),
        ("s2tui check --invariant cour", ["courtesy"]),
        ("s2tui check v6.9 --where backing=mix", ["backing=mixedmap"]),
        ("s2tui whatif --want mapping.ty", ["mapping.type="]),
        ("s2tui whatif --want fault.result=er", ["fault.result=error"]),
        ("s2tui --theme mono", ["monochrome"]),
        ("s2tui --scenario backing=hug", ["backing=hugetlb"]),
        ("s2tui encode kind=b", ["kind=block"]),
        ("s2tui encode MemA", ["MemAttr="]),
        ("s2tui combine --s1 off", ["off", "off-ifetch"]),
        ("s2tui combine --s2-sh i", ["ish"]),
        ("s2tui esr ", []),
    ],
)
def test_what_a_word_may_be_is_offered(line: str, expected: list[str] | None) -> None:
    found = offered(line)
    if expected is None:
        assert {"@ram", "backing=", "host.cpu="} <= set(found)
    else:
        assert found == expected


def test_every_name_is_offered() -> None:
    words = set(offered("s2tui explain "))
    assert {f"{name}=" for name in FIELDS} <= words
    assert {"@gpu-memory", "@E12"} <= words
    assert set(POLICIES) <= set(offered("s2tui explain --kernel "))
    assert {"v6.12", "patch-v10"} <= set(offered("s2tui explain --kernel "))
    assert offered("s2tui explain host.cpu=") == [f"host.cpu={cpu}" for cpu in cpus()]
    assert offered("s2tui list ") == list(WHAT)


def test_files_are_offered_where_a_file_is_taken(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("fleet.toml", "mine.py", "notes.txt", ".hidden.toml"):
        (tmp_path / name).touch()
    (tmp_path / "more").mkdir()
    monkeypatch.chdir(tmp_path)
    assert offered("s2tui migrate --fleet ") == ["fleet.toml", "mine.py", "more/", "notes.txt"]
    assert offered("s2tui explain fl") == ["fleet.toml"]
    assert {"marc", "mine.py", "more/"} <= set(offered("s2tui diff v6.9 m"))
    assert "notes.txt" not in offered("s2tui diff v6.9 n")
    assert offered("s2tui check --against ./m") == ["./mine.py", "./more/"]
    assert offered("s2tui explain nowhere/") == []


FREE = {"app": {"mode"}, "decode": {"values", "level"}, "encode": {"level"}, "combine": {"s2"},
        "find": {"value"}, "esr": {"value"}, "quiz": {"seed", "questions"}}  # fmt: skip
"""What takes a number, or a seed, which nobody can complete."""


@pytest.mark.parametrize("name", ["app", *COMMANDS])
def test_nothing_that_takes_a_word_is_forgotten(name: str) -> None:
    unknown = {
        action.dest
        for action in arguments_of(parser_of(name))
        if action.nargs != 0
        and action.choices is None
        and action.dest not in SOURCES
        and f"{name} {action.dest}" not in SOURCES
    }
    assert unknown == FREE.get(name, set())


def test_a_line_is_read_as_a_shell_reads_it() -> None:
    assert split("s2tui explain ") == ["s2tui", "explain", ""]
    assert split("s2tui explain 'ba") == ["s2tui", "explain", "ba"]
    assert split('s2tui "a b" c') == ["s2tui", "a b", "c"]


# bash: the word stands behind the last break, but for an @, which it takes with it.
@pytest.mark.parametrize(
    ("line", "breaks", "expected"),
    [
        ("s2tui explain host.fwb=f", "@=:", ["false"]),
        ("s2tui explain host.fwb=f", "", ["host.fwb=false"]),
        ("s2tui explain @gpu-memory-no-d", "@=:", ["@gpu-memory-no-dic"]),
        ("s2tui explain backing=pfnmap,host.fw", "=", ["pfnmap,host.fwb="]),
    ],
)
def test_bash_gets_what_it_puts_in(line: str, breaks: str, expected: list[str]) -> None:
    assert offer(["bash", line, breaks]) == expected


def test_zsh_gets_whole_words_and_tcsh_reads_its_line(monkeypatch: pytest.MonkeyPatch) -> None:
    assert offer(["zsh", "explain", "host.fwb=f"]) == ["host.fwb=false"]
    monkeypatch.setenv("COMMAND_LINE", "s2tui explain host.fwb=f")
    assert offer(["tcsh"]) == ["host.fwb=false"]


@pytest.mark.parametrize("shell", SHELLS)
def test_a_script_asks_the_program(shell: str, call: Call) -> None:
    found = call("--completion", shell)
    assert (found.status, found.err) == (0, "")
    assert found.out == script(shell) + "\n"
    assert f"--complete {shell}" in found.out


def test_wrong_requests_for_a_script_are_one_line(call: Call) -> None:
    refused(call("--completion", "fish"), "fish", "bash")
    refused(call("--completion"), "bash")


@pytest.mark.slow
@pytest.mark.skipif(shutil.which("bash") is None, reason="needs bash")
@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("s2tui expl", "explain"),
        ("s2tui explain @gpu-memory-no-d", "@gpu-memory-no-dic"),
        ("s2tui explain host.fwb=f", "false"),
        ("s2tui whatif --want fault.result=sk", "skip"),
    ],
)
def test_bash_completes(line: str, expected: str, tmp_path: Path) -> None:
    program = tmp_path / "s2tui"
    program.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m s2tui "$@"\n')
    program.chmod(0o755)
    asked = f"""
eval "$(s2tui --completion bash)"
COMP_LINE="{line}" COMP_POINT={len(line)} COMP_WORDS=(s2tui) COMP_CWORD=1
COMP_WORDBREAKS=$' \\t\\n"\\'@><=;|&(:'
_s2tui
printf '%s\\n' "${{COMPREPLY[@]}}"
"""
    environment = {
        **os.environ,
        "PATH": f"{tmp_path}:{os.environ['PATH']}",
        "PYTHONPATH": str(ROOT),
    }
    found = subprocess.run(
        ["bash", "--norc", "-c", asked],
        capture_output=True,
        text=True,
        check=True,
        timeout=60,
        env=environment,
    )
    assert (found.stdout, found.stderr) == (f"{expected}\n", "")
