"""The main program: help, version, completion, unknown commands, closed pipes."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from s2tui import __version__
from s2tui.cli.commands import COMMANDS
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
    monkeypatch.setattr(
        "s2tui.kvm.policies.registry.OWN", []
    )  # whatever policies other tests have read
    refused(call("list", "fields"), "a bug of s2tui: RuntimeError: first line")
    monkeypatch.setenv("S2TUI_TRACEBACK", "1")
    with pytest.raises(RuntimeError, match="first line"):
        call("list", "fields")


@pytest.mark.slow
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


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--verson"], "did you mean --version?"),
        (["--complet"], "did you mean --completion?"),
        (["--kernel", "v6.9", "explain"], "unexpected argument 'explain'"),
        (["esr", "1", "2"], "unexpected argument '2'"),
        (["decode", "3", "--page-size", "16K"], "did you mean 16k?; accepted: 4k, 16k, 64k"),
        (["list", "polices"], "did you mean policies?"),
    ],
)
def test_a_word_out_of_place_is_said_to_be_so(call: Call, words: list[str], said: str) -> None:
    refused(call(*words), said)


def shell(command: str, **environment: str) -> subprocess.CompletedProcess[bytes]:
    """Run `s2tui` inside a shell that redirects it."""
    return subprocess.run(
        ["/bin/sh", "-c", command.replace("s2tui", f'"{sys.executable}" -m s2tui', 1)],
        stdin=subprocess.DEVNULL,
        capture_output=True,
        check=False,
        timeout=60,
        env={**os.environ, **environment},
    )


@pytest.mark.slow
@pytest.mark.parametrize(
    ("command", "said"),
    [
        ("s2tui --version >&-", b"standard output is closed"),
        ("s2tui explain --json >&-", b"standard output is closed"),
        ("s2tui explain --batch - <&-", b"standard input is closed"),
        ("s2tui combine --batch - <&-", b"standard input is closed"),
        ("s2tui decode - <&-", b"standard input is closed"),
    ],
)
def test_a_closed_stream_is_one_line(command: str, said: bytes) -> None:
    found = shell(command)
    assert found.returncode == 2
    assert found.stderr.startswith(b"s2tui: " + said)
    assert found.stderr.count(b"\n") == 1


@pytest.mark.slow
@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs a device that is always full")
@pytest.mark.parametrize("words", ["explain --json", "list fields --json", "decode --help"])
def test_a_full_disk_is_one_line(words: str) -> None:
    found = shell(f"s2tui {words} >/dev/full")
    assert found.returncode == 2
    assert found.stderr == b"s2tui: cannot write to standard output: No space left on device\n"


def test_an_error_is_never_among_the_answers() -> None:
    found = shell("s2tui esr x 2>&-")
    assert (found.returncode, found.stdout, found.stderr) == (2, b"", b"")


@pytest.mark.slow
@pytest.mark.parametrize("words", ["explain @gpu-memory", "compare @gpu-memory", "debate"])
@pytest.mark.parametrize("encoding", ["ascii", "latin-1"])
def test_words_survive_a_terminal_that_lacks_the_signs(words: str, encoding: str) -> None:
    found = shell(f"s2tui {words}", PYTHONIOENCODING=encoding)
    assert (found.returncode, found.stderr) == (0, b"")
    assert found.stdout


@pytest.mark.parametrize("command", ["explain", "migrate", "whatif"])
def test_a_kernel_without_a_name_is_unknown(call: Call, command: str) -> None:
    refused(call(command, "--kernel", ""), "unknown kernel or policy ''")
