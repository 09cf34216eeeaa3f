"""Run a command in this process: what it prints, what it complains, how it exits."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, NamedTuple, Protocol

import pytest

from s2tui.cli.main import run

if TYPE_CHECKING:
    from collections.abc import Iterator


class Answer(NamedTuple):
    """What a command did."""

    status: int
    out: str
    err: str


class Call(Protocol):
    """Run `s2tui WORDS`, with bytes as standard input if any are given."""

    def __call__(self, *words: str, stdin: bytes | None = None) -> Answer: ...


class _Stdin:
    def __init__(self, content: bytes) -> None:
        self.buffer = io.BytesIO(content)


def make_call(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Iterator[Call]:
    """The body of the `call` fixture."""

    def call(*words: str, stdin: bytes | None = None) -> Answer:
        if stdin is not None:
            monkeypatch.setattr("sys.stdin", _Stdin(stdin))
        status = run(words)
        captured = capsys.readouterr()
        return Answer(status, captured.out, captured.err)

    yield call


call = pytest.fixture(make_call)


def refused(answer: Answer, *words: str) -> None:
    """Assert that a request was wrong: exit 2, nothing printed, one line with these words."""
    assert answer.status == 2
    assert answer.out == ""
    assert answer.err.startswith("s2tui: ")
    assert answer.err.count("\n") == 1
    for word in words:
        assert word in answer.err
