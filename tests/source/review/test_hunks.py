"""Hunks as git has them, and where lines go."""

from __future__ import annotations

import re
from random import Random
from typing import TYPE_CHECKING

import pytest

from s2tui.source.review.hunks import hunks, is_kernel_code, moved
from tests.source.trees.invented import repository, run

if TYPE_CHECKING:
    from pathlib import Path

HEAD = re.compile(r"^@@ -\S+ \+\S+ @@", re.MULTILINE)


def edited(draw: Random) -> list[str]:
    """Lines that are all different, some of them changed, gone or new."""
    found = []
    for n in range(120):
        what = draw.choices(("kept", "changed", "gone", "new"), (30, 1, 1, 1))[0]
        if what != "gone":
            found.append(f"line {n}" if what != "changed" else f"other {n}")
        if what == "new":
            found.append(f"new {n}")
    return found


@pytest.mark.parametrize("seed", range(4))
def test_the_hunks_are_those_of_git(seed: int, tmp_path: Path) -> None:
    was = [f"line {n}" for n in range(120)]
    now = edited(Random(seed))
    texts = ["\n".join(lines) + "\n" for lines in (was, now)]
    repo = repository(tmp_path / "repo", {"a.c": texts[0]}, {"a.c": texts[1]})
    shown = run(repo, "diff", "v0", "v1")
    ((path, found),) = hunks({"a.c": texts[0].encode()}, {"a.c": texts[1].encode()})
    assert path == "a.c"
    assert list(dict.fromkeys(hunk.head for hunk in found)) == HEAD.findall(shown)
    for number, line in enumerate(was, 1):
        if line in now:
            assert moved(found, number) == now.index(line) + 1


def test_a_new_file_and_one_that_is_gone_are_hunks() -> None:
    ((_, (new,)),) = hunks({"a.c": None}, {"a.c": b"one\ntwo\n"})
    assert (new.head, new.was, new.now) == ("@@ -0,0 +1,2 @@", range(1, 1), range(1, 3))
    ((_, (gone,)),) = hunks({"a.c": b"one\n"}, {"a.c": None})
    assert (list(gone.was), list(gone.now)) == ([1], [])
    assert list(hunks({"a.c": b"one\n"}, {"a.c": b"one\n"})) == []


@pytest.mark.parametrize(
    ("path", "is_one"),
    [
        ("arch/arm64/kvm/arm.c", True),
        ("arch/x86/kvm/mmu.c", False),
        ("arch/Kconfig", True),
        ("virt/kvm/Kconfig", True),
        ("include/uapi/linux/kvm.h", True),
        ("Documentation/virt/kvm/api.rst", False),
        ("tools/testing/selftests/kvm/a.c", False),
        ("MAINTAINERS", False),
    ],
)
def test_what_can_change_a_kernel_for_arm64(path: str, is_one: bool) -> None:
    assert is_kernel_code(path) is is_one
