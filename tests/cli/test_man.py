"""The man page: everything that the parsers know, in what troff reads."""

from __future__ import annotations

import shutil
import subprocess

import pytest

from s2tui.cli import guide
from s2tui.cli.argparse_private import arguments_of
from s2tui.cli.commands import COMMANDS, parser_of
from tests.cli.calls import Call, call, refused

__all__ = ["call"]


def test_every_command_option_and_example_is_there(call: Call) -> None:
    found = call("--man")
    assert (found.status, found.err) == (0, "")
    page = found.out.replace("\\-", "-")
    for name in COMMANDS:
        assert f"\n.SS {name}\n" in page
    for name in ("app", *COMMANDS):
        for action in arguments_of(parser_of(name)):
            for option in action.option_strings:
                assert f"\\fB{option}\\fR" in page
        for example in guide.GUIDES[name].examples:
            assert f"\\fB{example.line}\\fR" in page
    assert "[[host]]" in page
    assert "EXIT STATUS" in page


def test_only_requests_begin_with_a_dot(call: Call) -> None:
    known = {".TH", ".SH", ".SS", ".PP", ".TP", ".br", ".RS", ".RE", ".nf", ".fi"}
    requests = {x.split()[0] for x in call("--man").out.splitlines() if x.startswith((".", "'"))}
    assert requests <= known


@pytest.mark.skipif(shutil.which("groff") is None, reason="needs groff")
def test_troff_has_nothing_against_it(call: Call) -> None:
    page = call("--man").out
    found = subprocess.run(
        ["groff", "-man", "-Tascii", "-ww"],
        input=page,
        capture_output=True,
        text=True,
        check=True,
        timeout=60,
    )
    assert found.stderr == ""
    assert "s2tui - how KVM on arm64 builds stage-2 memory attributes" in found.stdout


def test_a_word_too_many_is_refused(call: Call) -> None:
    refused(call("--man", "x"), "unexpected argument 'x'")
    refused(call("--version", "x"), "unexpected argument 'x'")
