"""The main program: help, version, completion, unknown commands, closed pipes."""

from __future__ import annotations

import subprocess
import sys

import pytest

from s2tui import __version__
from s2tui.cli.main import COMMANDS, SHELLS
from tests.cli.calls import Call, call, refused

__all__ = ["call"]


def test_version(call: Call) -> None:
    assert call("--version") == (0, f"s2tui {__version__}\n", "")


def test_help_names_every_command(call: Call) -> None:
    found = call("--help")
    assert found.status == 0
    for name in COMMANDS:
        assert f"\n  {name}" in found.out


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_has_help(name: str, call: Call, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as caught:
        call(name, "--help")
    assert caught.value.code == 0
    assert f"usage: s2tui {name}" in capsys.readouterr().out


@pytest.mark.parametrize("shell", SHELLS)
def test_completion_knows_the_commands(shell: str, call: Call) -> None:
    found = call("--completion", shell)
    assert found.status == 0
    assert all(name in found.out for name in COMMANDS)


def test_unknown_words_are_one_line(call: Call) -> None:
    refused(call("explian"), "explian", "did you mean explain?")
    refused(call("--completion", "fish"), "fish", "bash")
    refused(call("--completion"), "bash")
    refused(call("list", "things"), "things", "policies")
    refused(call("list"), "WHAT")


def test_a_bug_is_one_line_unless_it_is_looked_for(
    call: Call, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object) -> int:
        raise RuntimeError("first line\nsecond line")

    monkeypatch.setattr("s2tui.cli.list.run", broken)
    monkeypatch.setattr("s2tui.kvm.policies.OWN", [])  # whatever policies other tests have read
    refused(call("list", "fields"), "a bug of s2tui: RuntimeError: first line")
    monkeypatch.setenv("S2TUI_TRACEBACK", "1")
    with pytest.raises(RuntimeError, match="first line"):
        call("list", "fields")


@pytest.mark.parametrize("words", [["list", "fields"], ["explain"], ["explain", "--batch", "-"]])
def test_a_closed_pipe_ends_quietly(words: list[str]) -> None:
    process = subprocess.Popen(
        [sys.executable, "-m", "s2tui", *words],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    assert process.stdin
    assert process.stdout
    assert process.stderr
    process.stdout.close()
    try:
        process.stdin.write(b"{}\n" * 5000)
        process.stdin.close()
    except BrokenPipeError:
        pass
    errors = process.stderr.read()
    process.stderr.close()
    assert (process.wait(timeout=60), errors) == (0, b"")


def test_the_app_needs_a_terminal() -> None:
    answer = subprocess.run(
        [sys.executable, "-m", "s2tui"],
        input=b"",
        capture_output=True,
        check=False,
        timeout=60,
    )
    assert answer.returncode == 2
    assert answer.stdout == b""
    assert answer.stderr.count(b"\n") == 1
    assert b"terminal" in answer.stderr


@pytest.mark.parametrize("command", ["explain", "migrate", "whatif"])
def test_a_kernel_without_a_name_is_unknown(call: Call, command: str) -> None:
    refused(call(command, "--kernel", ""), "unknown kernel or policy ''")
