"""Answers about trees are kept as they were written, and by everything that they depend on."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from s2tui.source.trees import cache
from tests.cli.calls import call
from tests.source.kernel.invented import FILES, write

if TYPE_CHECKING:
    from pathlib import Path

    from tests.cli.calls import Call

__all__ = ["call"]
MMU = "arch/arm64/kvm/mmu.c"


@pytest.fixture(autouse=True)
def _cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))


def never(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing is worked out any more."""

    def worked(*_: object, **__: object) -> Any:
        pytest.fail("it was worked out again")

    # In this order: what is loaded for the first keeps what is patched by then.
    monkeypatch.setattr("s2tui.source.kernel.audit.audit_of", worked)
    monkeypatch.setattr("s2tui.analysis.diff.diff", worked)


@pytest.mark.parametrize("form", [(), ("--json",), ("--markdown",), ("--color", "always")])
@pytest.mark.parametrize("command", ["diff", "audit"])
def test_the_second_answer_is_the_first(
    call: Call, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, command: str, form: tuple[str, ...]
) -> None:
    tree = str(tmp_path / "tree")
    write(tmp_path / "tree")
    words = (command, tree, "v6.9") if command == "diff" else (command, tree, "--against", "v6.9")
    first = call(*words, *form)
    assert (first.status, first.err) == (1, "")
    assert first.out
    never(monkeypatch)
    assert call(*words, *form) == first


def test_how_it_is_painted_is_another_matter(
    call: Call, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(tmp_path / "tree")
    words = ("diff", str(tmp_path / "tree"), "v6.9")
    painted, plain = call(*words, "--color", "always"), call(*words)
    assert "\x1b[" in painted.out
    never(monkeypatch)
    assert call(*words) == plain
    assert "\x1b[" not in plain.out
    assert call(*words, "--ascii").out.isascii()


@pytest.mark.parametrize("change", ["file", "words", "order"])
def test_whatever_it_depends_on_makes_another_answer(
    call: Call, tmp_path: Path, change: str
) -> None:
    tree = tmp_path / "tree"
    write(tree)
    words = ["diff", str(tree), "v6.9", "--json"]
    first = call(*words)
    if change == "file":
        (tree / MMU).write_text(FILES[MMU].replace("-EFAULT", "-ENOSYS"))
    elif change == "words":
        words += ["--where", "host.fwb=false"]
    else:
        words[1:3] = reversed(words[1:3])
    assert call(*words).out != first.out


def test_an_audit_depends_on_the_makefile(call: Call, tmp_path: Path) -> None:
    tree = tmp_path / "tree"
    write(tree)
    assert "the tree does not say which" in call("audit", str(tree)).out
    (tree / "Makefile").write_text("VERSION = 5\nPATCHLEVEL = 10\nSUBLEVEL = 1\n")
    assert "release: 5.10.1" in call("audit", str(tree)).out


def test_what_rests_on_a_policy_of_ones_own_is_not_kept(call: Call, tmp_path: Path) -> None:
    tree, own = tmp_path / "tree", tmp_path / "own.py"
    write(tree)
    own.write_text("from s2tui.kvm.policies.kernels.v6_9 import policy\n")
    call("diff", str(tree), str(own))
    (kept,) = cache.folder().iterdir()
    assert call("diff", str(tree), "v6.9").status == 1
    assert len(list(cache.folder().iterdir())) == 2
    assert kept.exists()


def test_kernels_alone_are_not_kept(call: Call) -> None:
    assert call("diff", "v6.1", "v6.1").status == 0
    assert not cache.folder().exists()


@pytest.mark.parametrize("damage", [b"", b"[0, [1]]", b'["?", "x"]', b"[0, 7]", b"[[[1, 2]], 3]"])
def test_what_is_damaged_is_worked_out_again(call: Call, tmp_path: Path, damage: bytes) -> None:
    write(tmp_path / "tree")
    words = ("diff", str(tmp_path / "tree"), "v6.9")
    first = call(*words)
    for place in cache.folder().iterdir():
        cache.put(place.name, damage)
    assert call(*words) == first
