"""Answers that somebody gives: how a file says them, and what is none."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from s2tui.errors import RequestError
from s2tui.kvm.scenario.fields import DEFAULT
from s2tui.source.world.answers import Given, read_answers

if TYPE_CHECKING:
    from pathlib import Path


def test_each_form_is_an_answer(tmp_path: Path) -> None:
    file = tmp_path / "answers"
    file.write_text("\n# of mine\na = 0\nb=-0x10  # behind\nc = field host.fwb\nd = noop\n")
    found = read_answers(str(file))
    assert list(found) == ["a", "b", "c", "d"]
    assert [found[name].answer(DEFAULT) for name in "abc"] == [0, -16, 1]
    assert found["c"].answer(DEFAULT.changed(host_fwb=False)) == 0
    assert found["d"] == Given("d", noop=True)


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("a", "NAME = noop"),
        ("a = maybe", "'maybe' is no answer"),
        ("a = field host.fbw", ":1: unknown field 'host.fbw'; did you mean host.fwb"),
        ("a = field backing", "backing is not true or false"),
        ("a = 1\na = 2", ":2: a is answered twice"),
        ("1a = 1", ":1: '1a = 1' is no answer"),
    ],
)
def test_what_is_no_answer_is_one_line_with_its_place(line: str, said: str, tmp_path: Path) -> None:
    file = tmp_path / "answers"
    file.write_text(line)
    with pytest.raises(RequestError, match=r"^[^\n]*$") as raised:
        read_answers(str(file))
    assert said in str(raised.value)


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(RequestError, match=r"cannot read .*nowhere"):
        read_answers(str(tmp_path / "nowhere"))
