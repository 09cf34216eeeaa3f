"""`s2tui new-policy`: the file is the kernel that it begins as, and no file is lost."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.calls import Call, call, refused

__all__ = ["call"]


@pytest.fixture(autouse=True)
def _folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


@pytest.mark.parametrize("kernel", ["v6.12", "patch-v7", "debian-6.12.117"])
def test_it_answers_as_the_kernel_that_it_begins_as(call: Call, kernel: str) -> None:
    found = call("new-policy", "mine", "--from", kernel)
    assert found.status == 0
    assert f"s2tui diff {kernel} ./mine.py" in found.out
    assert call("diff", kernel, "./mine.py").status == 0


def test_what_is_commented_out_is_ready_to_be_used(call: Call) -> None:
    call("new-policy", "mine.py")
    path = Path("mine.py")
    text = (
        path.read_text()
        .replace("    # if s.", "    if s.")
        .replace("    #     return", "        return")
    )
    Path("changed.py").write_text(text)
    words = ("explain", "--brief", "@gpu-memory", "host.fwb=false", "host.dic=true")
    assert call("diff", "./mine.py", "./changed.py").status == 1
    assert call(*words, "vma.swapped_after_create=true", "--kernel", "./changed.py").status == 0


def test_a_file_that_is_there_is_not_written_over(call: Call) -> None:
    Path("mine.py").write_text("precious")
    refused(call("new-policy", "mine"), "mine.py exists already")
    assert Path("mine.py").read_text() == "precious"


def test_what_cannot_be_written_is_one_line(call: Call) -> None:
    refused(call("new-policy", "nowhere/mine"), "nowhere/mine.py", "No such file")
    refused(call("new-policy", "mine", "--from", "v6.99"), "v6.99")
    assert not Path("mine.py").exists()
