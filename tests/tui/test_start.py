"""Opening the app from the command line: what it takes, and what it refuses in one line."""

from __future__ import annotations

import argparse
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from s2tui.cli import app
from s2tui.cli.main import run
from s2tui.errors import RequestError
from s2tui.kvm.scenario.fields import DEFAULT
from s2tui.kvm.scenario.notation import parse_words
from s2tui.tui.session import store
from s2tui.tui.start import begin, show
from tests.bench.terminal import Terminal

if TYPE_CHECKING:
    from pathlib import Path

S2TUI = (sys.executable, "-m", "s2tui")
READY = "\x1b[?2004h"
"""What the app writes when it listens to keys: pasted text is to be marked as such."""


def in_terminal(wanted: str, *arguments: str) -> str:
    """What `s2tui` writes to a terminal until it has written something."""
    terminal = Terminal((*S2TUI, *arguments), 80, 24)
    try:
        terminal.until(wanted.encode())
        return terminal.written.decode(errors="replace")
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
    terminal = Terminal((*S2TUI, *arguments), 80, 24)
    assert terminal.ended() == 2
    written = terminal.written.decode()
    assert written.startswith("s2tui: ")
    assert said in written
    assert written.count("\n") == 1


def test_it_opens_on_the_scenario_and_kernel_that_it_was_given(tmp_path: Path) -> None:
    value = "0x00000000800007ff"
    given = ("--kernel", "v6.12", "--scenario", "host.fwb=false,backing=shmem")
    assert "v6.12" in in_terminal(value, *given)
    file = tmp_path / "mine.toml"
    file.write_text("[host]\nfwb = false\n")
    assert "v7.3" in in_terminal(value, "--scenario", str(file), "--theme", "light")


def test_a_value_that_was_replaced_is_noted_on_the_screen() -> None:
    assert in_terminal("page.map_memory=false became", "--scenario", "page.map_memory=false")


@pytest.mark.parametrize(("columns", "lines"), [(20, 5), (1, 1), (300, 100)])
def test_it_opens_in_a_terminal_of_any_size(columns: int, lines: int) -> None:
    written, status = until_left(READY, "q", size=(columns, lines))
    assert "Traceback" not in written
    assert status == 0


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


def test_a_screen_with_what_it_shows_and_a_pin_can_be_asked_for() -> None:
    opened = begin((None, (), None), None, fresh=True)
    show(opened, app.line_of("diff", "v6.9"), "@bar")
    assert opened.first is not None
    assert (opened.first.screen, opened.first.given) == ("diff", ("v6.9",))
    assert opened.state is not None
    assert opened.state.pinned
    assert opened.state.baseline is not None
    assert opened.state.baseline.scenario == parse_words(["@bar"]).scenario
    assert app.line_of("compare", "debate sean S3") == "debate sean S3"
    assert app.line_of(None, None) == ""


@pytest.mark.parametrize(
    ("screen", "mode", "said"),
    [(None, "v6.9", "--screen names it"), ("dif", None, "did you mean diff")],
)
def test_a_mode_needs_a_screen_that_there_is(
    screen: str | None, mode: str | None, said: str
) -> None:
    with pytest.raises(RequestError, match=said):
        app.line_of(screen, mode)


def test_leaving_says_nothing_and_the_next_start_goes_on_from_there() -> None:
    written, status = until_left("MemAttr", "f3q")
    assert status == 0
    assert "s2tui: " not in written.rpartition("\x1b[?1049l")[2]
    saved, said = store.load(store.path())
    assert said == ""
    assert saved.screen == "diff"
    assert saved.state is not None
    assert not saved.state.wanted.host_fwb
    assert [state.wanted for state in saved.undo] == [DEFAULT]
    written, status = until_left("host.fwb=false", "q")
    assert status == 0
    assert "DIFF" in written
    written, _ = until_left("EXPLORE", "q", "--fresh")
    assert "host.fwb=false" not in written


def until_left(
    wanted: str, keys: str, *arguments: str, size: tuple[int, int] = (120, 40)
) -> tuple[str, int]:
    """What the app writes until keys leave it, pressed once it wrote something; its exit status."""
    terminal = Terminal((*S2TUI, *arguments), *size)
    terminal.until(wanted.encode())
    terminal.type(keys)
    status = terminal.ended()
    return terminal.written.decode(), status
