"""Ctrl+Z stops the app as it stops any program, and `fg` brings it back as it was."""

from __future__ import annotations

import os
import signal
import sys
from typing import TYPE_CHECKING

import pytest

from s2tui.tui.session import store
from tests.bench.terminal import Terminal

if TYPE_CHECKING:
    from pathlib import Path

    from s2tui.tui.session.store import Saved

pytestmark = pytest.mark.slow

APP = f"{sys.executable} -m s2tui"
CTRL_Z = "\x1a"
READY = b"\x1b[?2004h"
"""What the app writes when it listens to keys."""
DRAWN = b"EXPLORE"


class Shell:
    """A shell with job control in a terminal."""

    def __init__(self) -> None:
        self.terminal = Terminal(("sh", "-i"), 120, 40)

    def does(self, keys: str, *wanted: bytes) -> None:
        """Type something, and wait for what is written from then on, one after the other."""
        self.terminal.written = b""
        self.terminal.type(keys)
        for piece in wanted:
            self.terminal.until(piece)
            self.terminal.written = self.terminal.written.partition(piece)[2]


@pytest.fixture
def shell(monkeypatch: pytest.MonkeyPatch) -> Shell:
    monkeypatch.setenv("PS1", "$ ")
    monkeypatch.delenv("ENV", raising=False)
    return Shell()


def left(shell: Shell) -> Saved:
    """Leave the app and the shell, and see what was kept."""
    shell.does("q", b"$ ")
    shell.does("echo $?\n", b"0\r\n", b"$ ")
    shell.terminal.type("exit\n")
    assert shell.terminal.ended() == 0
    saved, said = store.load(store.path())
    assert said == ""
    return saved


@pytest.mark.parametrize("under", ["nothing", "make", "help"])
def test_ctrl_z_gives_the_terminal_back_and_fg_draws_all_again(
    under: str, shell: Shell, tmp_path: Path
) -> None:
    """The letters of `fg` turn two inputs where the app gets them."""
    start = APP
    if under == "make":
        (tmp_path / "Makefile").write_text(f"run:\n\t@{APP}\n")
        start = f"make -f {tmp_path / 'Makefile'} run"
    shell.does(f"{start}\n", READY, DRAWN)
    shell.does("b", b"backing=shmem")
    if under == "help":
        shell.does("?", b"escape leaves it")
    shell.does(CTRL_Z, b"Stopped", b"$ ")
    shell.does("echo here $((20 + 1))\n", b"here 21\r\n", b"$ ")
    shell.does("fg\n", READY, b"escape leaves it" if under == "help" else b"backing=shmem")
    if under == "help":
        shell.does("?", DRAWN)
    state = left(shell).state
    assert state is not None
    assert state.wanted.backing == "shmem"
    assert state.wanted.host_fwb


def test_it_draws_all_again_where_another_stopped_it(shell: Shell, tmp_path: Path) -> None:
    shell.does(f"{APP} & echo $! > {tmp_path / 'pid'}; echo $((20 + 1))\n", b"21\r\n")
    pid = int((tmp_path / "pid").read_text())
    shell.does("fg\n", READY, DRAWN)
    os.kill(pid, signal.SIGTSTP)
    shell.does("", b"Stopped", b"$ ")
    shell.does("fg\n", READY, DRAWN)
    left(shell)


def test_being_told_to_go_on_while_it_runs_changes_nothing(shell: Shell, tmp_path: Path) -> None:
    """One more reader of the keys than there should be keeps the app from ending."""
    pid = tmp_path / "pid"
    shell.does(f"sh -c 'echo $$ > {pid}; exec {APP}'\n", READY, DRAWN)
    for _ in range(3):
        os.kill(int(pid.read_text()), signal.SIGCONT)
        shell.does("?", b"escape leaves it")
        shell.does("?", DRAWN)
    left(shell)


def test_where_nothing_would_wake_it_again_it_does_not_stop() -> None:
    terminal = Terminal((sys.executable, "-m", "s2tui"), 120, 40)
    terminal.until(READY)
    terminal.type(CTRL_Z)
    terminal.until(b"no shell started this")
    terminal.type("q")
    assert terminal.ended() == 0
