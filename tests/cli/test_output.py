"""How answers are written: in the terminal's width and colors, in ASCII, and plain into a pipe."""

from __future__ import annotations

import fcntl
import json
import os
import re
import struct
import subprocess
import sys
import termios
import unicodedata
from pathlib import Path
from typing import TYPE_CHECKING, get_args

import pytest

from s2tui.cli import output
from s2tui.cli.color import CODES
from s2tui.terminal import LOCALE, lacks_signs
from s2tui.view.kit.ascii import DRAWING, SIGNS, in_ascii, only_ascii
from s2tui.view.kit.cells import cells
from s2tui.view.kit.text import MARKS, Role
from tests.cli.calls import Call, call

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["call"]

ROOT = Path(__file__).parents[2]
FLEET = str(ROOT / "tests" / "data" / "fleet.toml")
SGR = re.compile(r"\x1b\[[0-9;]*m")
ANSWERS = [
    "explain @gpu-memory-no-dic",
    "explain @gpu-memory --kernel v6.9",
    "compare @gpu-memory",
    "compare backing=no-slot access.kind=exec",
    "debate",
    "debate --mail",
    "coherence @gpu-memory --kernel v6.9",
    "coherence access.kind=exec host.dic=false",
    "list terms",
    "migrate @gpu-memory",
    "migrate @gpu-memory --from host.fwb=true --to host.fwb=false",
    f"migrate @gpu-memory --fleet {FLEET}",
    "diff v6.9 v6.17",
    "check v6.9 v7.3",
    "whatif @gpu-memory vm.mte=true",
    "whatif @gpu-memory --want fault.result=error",
    "find 0x800007db",
    "decode 0x00400000800007c7 0x1 0x4001",
    "combine --s1 0x40 --s2 6 --fwb --xs",
    "combine --s1 0x41 --s2 6 --no-fwb",
    "esr 0x93c08047",
    *(f"list {what}" for what in ("policies", "kernels", "architectures", "cpus", "fields")),
    *(f"list {what}" for what in ("scenarios", "invariants", "hazards", "themes")),
]


@pytest.mark.slow
@pytest.mark.parametrize("width", [60, 80])
@pytest.mark.parametrize("words", ANSWERS)
def test_nothing_runs_over_the_edge(
    words: str, width: int, call: Call, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(output, "width", lambda *_: width)
    found = call(*words.split())
    assert found.err == ""
    assert [line for line in found.out.splitlines() if cells(line) > width] == []


@pytest.mark.parametrize("words", ["explain @gpu-memory-no-dic", "compare @bar", "esr 0x93c08047"])
def test_color_changes_no_letter(words: str, call: Call) -> None:
    plain = call(*words.split()).out
    colored = call(*words.split(), "--color", "always").out
    assert "\x1b" not in plain
    assert "\x1b[1m" in colored
    assert SGR.sub("", colored) == plain
    assert call(*words.split(), "--color", "never").out == plain


def test_every_role_has_one_of_the_sixteen_colors() -> None:
    assert set(CODES) == set(get_args(Role))
    for code in CODES.values():
        assert all(int(n) in (1, 2, *range(30, 38)) for n in code.split(";") if n)


class Terminal:
    """Standard output as a terminal has it."""

    encoding = "utf-8"

    def isatty(self) -> bool:
        return True


# TERM, NO_COLOR (https://no-color.org: present and not empty), --color -> whether there is color.
@pytest.mark.parametrize(
    ("term", "no_color", "when", "expected"),
    [
        ("xterm-256color", None, "auto", True),
        ("xterm-256color", "", "auto", True),
        ("xterm-256color", "1", "auto", False),
        ("dumb", None, "auto", False),
        ("xterm-256color", "1", "always", True),
        ("xterm-256color", None, "never", False),
    ],
)
def test_color_is_for_a_terminal_that_wants_it(
    monkeypatch: pytest.MonkeyPatch, term: str, no_color: str | None, when: str, expected: bool
) -> None:
    monkeypatch.setattr(sys, "stdout", Terminal())
    monkeypatch.setenv("TERM", term)
    monkeypatch.delenv("NO_COLOR", raising=False)
    if no_color is not None:
        monkeypatch.setenv("NO_COLOR", no_color)
    assert output.colored(when) is expected


def test_every_sign_has_an_ascii_form_of_its_own() -> None:
    forms = list(SIGNS.values())
    assert len(set(forms)) == len(forms)
    # A question mark is what nobody ever said, an exclamation mark what needs attention.
    assert not {"?", "!", "-"} & set(forms)
    for sign, form in (SIGNS | DRAWING).items():
        assert len(form) == cells(sign) == 1
        assert form.isascii()
    assert {mark for mark in MARKS.values() if not mark.isascii()} <= set(SIGNS)


def strange() -> Iterator[tuple[str, str]]:
    """Every character of the program and its data that is not ASCII, and where it is."""
    for path in sorted((ROOT / "s2tui").rglob("*")):
        if path.suffix not in (".py", ".toml", ".json", ".md"):
            continue
        text = path.read_text("utf-8")
        named = re.findall(r"\\N\{([A-Z -]+)\}", text)
        for character in set(text) | {unicodedata.lookup(name) for name in named}:
            if not character.isascii() and path.name not in ("ascii.py", "cells.py"):
                yield character, str(path.relative_to(ROOT))


def test_every_sign_that_occurs_is_known() -> None:
    found = dict(strange())
    assert "✓" in found
    assert {c: where for c, where in found.items() if c not in SIGNS | DRAWING} == {}


@pytest.mark.parametrize("words", ["explain @gpu-memory-no-dic", "debate", "check v6.9"])
def test_ascii_is_ascii_in_the_same_places(words: str, call: Call) -> None:
    plain = call(*words.split()).out
    found = call(*words.split(), "--ascii").out
    assert found.isascii()
    assert found == in_ascii(plain)
    assert found.count("?") == plain.count("?")


@pytest.mark.parametrize(
    ("asked", "term", "encoding", "expected"),
    [
        (None, "xterm", "utf-8", False),
        (None, "linux", "utf-8", True),
        (None, "xterm", "latin-1", True),
        (None, "xterm", "ascii", True),
        (None, "xterm", "utf-16", False),
        ("1", "xterm", "utf-8", True),
        ("0", "linux", "ascii", False),
    ],
)
def test_ascii_is_for_what_lacks_the_signs(
    monkeypatch: pytest.MonkeyPatch, asked: str | None, term: str, encoding: str, expected: bool
) -> None:
    stdout = Terminal()
    stdout.encoding = encoding
    monkeypatch.setattr(sys, "stdout", stdout)
    monkeypatch.setenv("TERM", term)
    for name in ("S2TUI_ASCII", *LOCALE):
        monkeypatch.delenv(name, raising=False)
    if asked is not None:
        monkeypatch.setenv("S2TUI_ASCII", asked)
    assert output.needs_ascii() is expected


@pytest.mark.parametrize(
    ("environment", "expected"),
    [
        ({}, False),
        ({"LANG": "C.UTF-8"}, False),
        ({"LANG": "de_DE.utf8@euro"}, False),
        ({"LANG": "en_US"}, False),
        ({"LANG": "de_DE.ISO-8859-1"}, True),
        ({"LANG": "en_US.UTF-8", "LC_ALL": "C"}, True),
        ({"LANG": "en_US.UTF-8", "LC_CTYPE": "POSIX"}, True),
        ({"LANG": "C", "LC_ALL": "en_US.UTF-8"}, False),
    ],
)
def test_a_terminal_has_the_characters_of_its_locale_and_a_pipe_those_of_its_encoding(
    monkeypatch: pytest.MonkeyPatch, environment: dict[str, str], expected: bool
) -> None:
    for name in ("S2TUI_ASCII", *LOCALE):
        monkeypatch.delenv(name, raising=False)
    for name, value in {"TERM": "xterm", **environment}.items():
        monkeypatch.setenv(name, value)
    assert lacks_signs("utf-8", terminal=True) is expected
    assert lacks_signs("utf-8", terminal=False) is False


def test_what_is_no_sign_is_left_as_a_letter_or_a_line() -> None:
    assert only_ascii("b\u00f6se \u2713 \u5b57 \u00df") == "bose + __ _"


def in_terminal(words: str, columns: int, **environment: str) -> str:
    """What a command writes into a terminal of some width."""
    ours, theirs = os.openpty()
    fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", 40, columns, 0, 0))
    gone = ("COLUMNS", "NO_COLOR", "S2TUI_ASCII", "PYTHONIOENCODING", *LOCALE)
    env = {k: v for k, v in os.environ.items() if k not in gone}
    process = subprocess.Popen(
        [sys.executable, "-m", "s2tui", *words.split()],
        stdin=subprocess.DEVNULL,
        stdout=theirs,
        env={**env, "TERM": "xterm-256color", "PYTHONUTF8": "1", **environment},
    )
    os.close(theirs)
    found = b""
    try:
        while piece := os.read(ours, 65536):
            found += piece
    except OSError:
        pass  # how Linux says that the other end is closed
    os.close(ours)
    assert process.wait(timeout=60) == 0
    return found.decode().replace("\r\n", "\n")


@pytest.mark.slow
def test_a_terminal_has_its_width_and_its_colors() -> None:
    found = in_terminal("explain @bar", 72)
    assert "\x1b[32m✓" in found
    assert max(cells(line) for line in SGR.sub("", found).splitlines()) == 72
    wide = SGR.sub("", in_terminal("explain @bar", 150))
    assert max(map(cells, wide.splitlines())) == 150
    assert "\x1b" not in in_terminal("explain @bar", 72, NO_COLOR="1")
    assert in_terminal("explain @bar", 72, TERM="linux").isascii()


@pytest.mark.slow
def test_json_is_laid_out_for_somebody_who_looks_at_it(call: Call) -> None:
    found = in_terminal("explain @bar --json", 80)
    line = call("explain", "@bar", "--json").out
    assert line.count("\n") == 1
    assert found.count("\n") > 50
    assert json.loads(found) == json.loads(line)


@pytest.mark.slow
def test_a_name_that_cannot_be_written_is_no_question_mark(tmp_path: Path) -> None:
    fleet = tmp_path / "fleet.toml"
    fleet.write_text('[[host]]\nname = "böse"\n[[host]]\nname = "b"\n', encoding="utf-8")
    answer = subprocess.run(
        [sys.executable, "-m", "s2tui", "migrate", "@ram", "--fleet", str(fleet)],
        capture_output=True,
        check=True,
        timeout=60,
        env={**os.environ, "PYTHONIOENCODING": "ascii"},
    )
    assert rb"b\xf6se" in answer.stdout
    assert b"b?se" not in answer.stdout
