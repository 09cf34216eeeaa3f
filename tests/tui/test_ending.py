"""However the app is ended, it is gone, and what was changed is there at the next start.

Whatever the app is started by inherits one end of a pipe: the other end says when nobody has it any
more. Nothing here is timed: what does not end in a generous time is taken to stay for ever.
"""

from __future__ import annotations

import os
import select
import shutil
import signal
import subprocess
import sys
import termios
from typing import TYPE_CHECKING

import pytest

from s2tui.tui.session import store
from tests.bench.terminal import PATIENCE, Terminal

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from s2tui.tui.session.store import Saved

pytestmark = pytest.mark.slow

APP = (sys.executable, "-m", "s2tui")
READY = "\x1b[?2004h"
"""What the app writes when it listens to keys."""
BEGUN = "\x1b[?1049h"
"""The first that the app writes: it takes the terminal."""
LEFT = "\x1b[?1049l"
"""What the app writes when it gives the terminal back."""
ENDLESS = """
import os
from s2tui.kvm.policies.kernels.v7_3 import policy as v7_3
from s2tui.kvm.policy.rule import check
from s2tui.kvm.rules.memslot import no_slot


class Hang:
    said = False

    def __bool__(self):
        hangs = os.path.exists("{0}")
        if hangs and not self.said:
            self.said = True
            os.write(2, b"it hangs")
        return hangs


HANG = Hang()


@check("memslot", "it looks for ever", "nowhere")
def endless(scenario, decided):
    while HANG:
        pass


policy = v7_3.patched("endless", "it looks for ever", lambda p: p.replace(no_slot, endless))
"""
"""A policy that does not come back to the app once there is a file."""


class Held:
    """A pipe of which whatever is started from now on holds one end."""

    def __init__(self) -> None:
        self._end, self.held = os.pipe()
        os.set_inheritable(self.held, True)

    def release(self) -> None:
        """Only what was started holds it from now on."""
        os.close(self.held)

    def free(self) -> bool:
        """Wait until nobody holds it any more; whether that came about."""
        return bool(select.select([self._end], [], [], PATIENCE)[0]) and not os.read(self._end, 1)

    def close(self) -> None:
        os.close(self._end)


@pytest.fixture
def held() -> Iterator[Held]:
    held = Held()
    yield held
    held.close()


def started(held: Held, argv: Sequence[str] = APP) -> Terminal:
    """A program in a terminal, with an end of the pipe."""
    terminal = Terminal(argv, 120, 40)
    held.release()
    return terminal


def hung_up(terminal: Terminal, held: Held) -> int:
    """Close the terminal, and wait until nobody is left; how what was started in it has ended."""
    os.close(terminal.fd)
    return gone(terminal, held)


def gone(terminal: Terminal, held: Held) -> int:
    if not held.free():
        os.killpg(terminal.pid, signal.SIGKILL)
        os.waitpid(terminal.pid, 0)
        pytest.fail("somebody is left")
    return os.waitstatus_to_exitcode(os.waitpid(terminal.pid, 0)[1])


def died_of(number: int) -> tuple[int, int]:
    """How a process ends of a signal, itself and as a shell says it."""
    return -number, 128 + number


def kept() -> Saved:
    """What the next session gets, which is one whole file and nothing beside it."""
    saved, said = store.load(store.path())
    assert said == ""
    assert [file.name for file in store.path().parent.iterdir()] == [store.path().name]
    return saved


def turned(terminal: Terminal) -> None:
    """Turn FWB, and see it turned."""
    terminal.until(READY.encode())
    terminal.type("f")
    terminal.until(b"host.fwb=false")


def fwb_was_kept() -> bool:
    state = kept().state
    return state is not None and not state.wanted.host_fwb


def starter(how: str, folder: Path) -> tuple[str, ...]:
    """A way to start the app."""
    line = " ".join(APP)
    if how == "make":
        if not shutil.which("make"):
            pytest.skip("there is no make")
        (folder / "Makefile").write_text(f"run:\n\t@{line}\n")
        return ("make", "-f", str(folder / "Makefile"), "run")
    (folder / "start").write_text(f"{line}\necho it has ended\n")
    return {"direct": APP, "sh": ("sh", "-c", f"{line}; true")}.get(
        how, ("sh", str(folder / "start"))
    )


@pytest.mark.parametrize("how", ["direct", "make", "sh", "script"])
def test_it_does_not_outlive_its_terminal(how: str, held: Held, tmp_path: Path) -> None:
    terminal = started(held, starter(how, tmp_path))
    turned(terminal)
    hung_up(terminal, held)
    assert fwb_was_kept()


@pytest.mark.parametrize("moment", [None, BEGUN, READY])
def test_it_does_not_outlive_a_terminal_that_goes_while_it_starts(
    moment: str | None, held: Held, tmp_path: Path
) -> None:
    terminal = started(held, starter("make", tmp_path))
    if moment is not None:
        terminal.until(moment.encode())
    hung_up(terminal, held)


@pytest.mark.parametrize(
    ("keys", "seen"),
    [("?", "escape leaves it"), (":", "find, set or ask"), ("4", "CHECK"), ("3", "DIFF")],
)
def test_nothing_that_is_open_or_under_way_keeps_it(
    keys: str, seen: str, held: Held, tmp_path: Path
) -> None:
    terminal = started(held, starter("make", tmp_path))
    turned(terminal)
    terminal.type(keys)
    terminal.until(seen.encode())
    hung_up(terminal, held)
    assert fwb_was_kept()


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP, signal.SIGINT])
def test_a_signal_ends_it_in_order(number: signal.Signals, held: Held) -> None:
    """Whoever started it sees which signal it was, and the terminal is as it was."""
    terminal = started(held)
    turned(terminal)
    assert not termios.tcgetattr(terminal.fd)[3] & termios.ICANON
    os.kill(terminal.pid, number)
    terminal.until(LEFT.encode())
    assert held.free()
    assert termios.tcgetattr(terminal.fd)[3] & termios.ICANON
    assert terminal.ended() in died_of(number)
    assert fwb_was_kept()


def test_an_answer_that_nobody_waits_for_does_not_keep_it(held: Held) -> None:
    terminal = started(held)
    turned(terminal)
    terminal.type("4")
    terminal.until(b"CHECK")
    terminal.type("q")
    assert terminal.ended() == 0
    assert held.free()
    assert kept().screen == "check"


@pytest.mark.parametrize("number", [None, signal.SIGTERM])
def test_an_app_that_does_not_come_back_to_itself_ends_all_the_same(
    number: signal.Signals | None, held: Held, tmp_path: Path
) -> None:
    mine = tmp_path / "mine.py"
    mine.write_text(ENDLESS.format(tmp_path / "hang"))
    terminal = started(held, (*APP, "--kernel", str(mine)))
    terminal.until(READY.encode())
    terminal.type("f")
    terminal.until(b"clean the data cache")  # The title has no room beside the file's name.
    (tmp_path / "hang").touch()
    # What one key would do has been asked already where there was time for it.
    terminal.type("dwt")
    terminal.until(b"it hangs")
    if number is None:
        assert hung_up(terminal, held) in died_of(signal.SIGHUP)
    else:
        os.kill(terminal.pid, number)
        terminal.until(LEFT.encode())
        assert terminal.ended() in died_of(number)
    (tmp_path / "hang").unlink()
    assert fwb_was_kept()


def test_a_terminal_that_takes_nothing_any_more_does_not_keep_it(held: Held) -> None:
    """As over ssh when the network is gone: what is written waits, and then the app does."""
    terminal = started(held)
    turned(terminal)
    terminal.type("2f" * 500)
    hung_up(terminal, held)
    kept()


@pytest.mark.skipif(not shutil.which("tmux"), reason="there is no tmux")
def test_it_stays_while_tmux_is_left_and_goes_with_tmux(held: Held, tmp_path: Path) -> None:
    """No pipe is handed on by tmux, so what it starts holds a named one."""
    held.release()
    fifo, socket = tmp_path / "fifo", tmp_path / "socket"
    os.mkfifo(fifo)
    end = os.open(fifo, os.O_RDONLY | os.O_NONBLOCK)
    tmux = ("tmux", "-S", str(socket), "-f", os.devnull)
    terminal = Terminal((*tmux, "new-session", f"{' '.join(APP)} 9> {fifo}"), 120, 40)
    turned(terminal)
    os.close(terminal.fd)
    os.waitpid(terminal.pid, 0)
    subprocess.run((*tmux, "send-keys", "f", "3"), check=True)
    subprocess.run((*tmux, "kill-server"), check=True)
    assert select.select([end], [], [], PATIENCE)[0]
    assert os.read(end, 1) == b""
    os.close(end)
    kept()
