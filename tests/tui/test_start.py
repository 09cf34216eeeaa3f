"""Opening the app from the command line: what it takes, and what it refuses in one line."""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from s2tui.cli import app
from s2tui.cli.main import run
from s2tui.kvm.scenario.fields import DEFAULT
from s2tui.tui.session import store
from tests.bench.terminal import Terminal

if TYPE_CHECKING:
    from pathlib import Path

S2TUI = (sys.executable, "-m", "s2tui")


def in_terminal(*arguments: str, columns: int = 80, lines: int = 24) -> str:
    """What `s2tui` writes to a terminal until it is quiet."""
    terminal = Terminal((*S2TUI, *arguments), columns, lines)
    try:
        return terminal.settle(1.0).data.decode()
    finally:
        terminal.close()


def test_without_a_terminal_it_says_so_in_one_line_and_does_not_load_textual() -> None:
    program = (
        "import sys\nfrom s2tui.cli.main import run\n"
        "status = run([])\nsys.exit(9 if 'textual' in sys.modules else status)"
    )
    done = subprocess.run(
        [sys.executable, "-c", program],
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 2
    assert done.stdout == ""
    assert done.stderr.startswith("s2tui: the explorer needs a terminal, but standard input")
    assert done.stderr.count("\n") == 1


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("--theme", "drak"), "unknown theme 'drak'; did you mean dark?"),
        (("--kernel", "v6.x"), "unknown kernel or policy 'v6.x'"),
        (("--scenario", "host.fbw=true"), "unknown field 'host.fbw'; did you mean host.fwb?"),
        (("--scenario", "host.fwb=maybe"), "host.fwb"),
    ],
)
def test_a_wrong_option_is_one_line_in_a_terminal_too(
    arguments: tuple[str, ...], said: str
) -> None:
    written = in_terminal(*arguments)
    assert written.startswith("s2tui: ")
    assert said in written
    assert written.count("\n") == 1


def test_it_opens_on_the_scenario_and_kernel_that_it_was_given(tmp_path: Path) -> None:
    written = in_terminal("--kernel", "v6.12", "--scenario", "host.fwb=false,backing=shmem")
    assert "v6.12" in written
    assert "0x00000000800007ff" in written
    file = tmp_path / "mine.toml"
    file.write_text("[host]\nfwb = false\n")
    assert "0x00000000800007ff" in in_terminal("--scenario", str(file), "--theme", "light")


def test_a_value_that_was_replaced_is_noted_on_the_screen() -> None:
    written = in_terminal("--scenario", "page.map_memory=false")
    assert "page.map_memory=false became" in written


@pytest.mark.parametrize(("columns", "lines"), [(20, 5), (1, 1), (300, 100)])
def test_it_opens_in_a_terminal_of_any_size(columns: int, lines: int) -> None:
    written = in_terminal(columns=columns, lines=lines)
    assert "Traceback" not in written
    assert "\x1b[?1049h" in written


def test_nothing_asked_is_what_the_parser_makes_of_no_arguments() -> None:
    parser = argparse.ArgumentParser()
    app.configure(parser)
    assert vars(parser.parse_args([])) == vars(app.NOTHING_ASKED)


def test_the_options_are_declared_for_help_and_completion(
    capsys: pytest.CaptureFixture[str],
) -> None:
    with pytest.raises(SystemExit) as left:
        run(["--kernel", "v6.9", "--help"])
    assert left.value.code == 0
    text = capsys.readouterr().out
    for option in ("--kernel", "--scenario", "--theme"):
        assert option in text


def test_leaving_says_nothing_and_the_next_start_goes_on_from_there() -> None:
    written, status = until_left("f", "3", "q")
    assert status == 0
    assert "s2tui: " not in written.rpartition("\x1b[?1049l")[2]
    saved, said = store.load(store.path())
    assert said == ""
    assert saved.screen == "diff"
    assert saved.state is not None
    assert not saved.state.wanted.host_fwb
    assert [state.wanted for state in saved.undo] == [DEFAULT]
    written, status = until_left("q")
    assert status == 0
    assert "DIFF" in written
    assert "host.fwb=false" in written
    written, _ = until_left("q", arguments=("--fresh",))
    assert "EXPLORE" in written
    assert "host.fwb=false" not in written


def until_left(*keys: str, arguments: tuple[str, ...] = ()) -> tuple[str, int]:
    """What the app writes from its start until a key leaves it, and its exit status."""
    terminal = Terminal((*S2TUI, *arguments), 120, 40)
    written = terminal.settle(1.0).data
    for key in keys:
        written += terminal.press(key, 0.2).data
    _, status = os.waitpid(terminal.pid, 0)
    os.close(terminal.fd)
    return written.decode(), os.waitstatus_to_exitcode(status)
