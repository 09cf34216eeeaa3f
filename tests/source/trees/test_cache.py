"""What is kept is found again by its key only; whatever happens to it costs no more than time."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest

from s2tui.source.trees import cache

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture(autouse=True)
def _cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))


def test_what_was_kept_is_found(tmp_path: Path) -> None:
    name = cache.key("a", "b")
    assert cache.get(name) is None
    cache.put(name, b"answer")
    assert cache.get(name) == b"answer"
    assert cache.folder().is_relative_to(tmp_path / "s2tui")
    cache.put(name, b"another")
    assert cache.get(name) == b"another"
    assert [one.name for one in cache.folder().iterdir()] == [name]


def test_keys_tell_parts_apart() -> None:
    assert len({cache.key("ab", "c"), cache.key("a", "bc"), cache.key("abc")}) == 3


def test_half_a_file_is_none() -> None:
    cache.put("name", b"answer")
    place = cache.folder() / "name"
    place.write_bytes(place.read_bytes()[:-1])
    assert cache.get("name") is None


def test_an_edited_program_finds_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    package = tmp_path / "package"
    (package / "inner").mkdir(parents=True)
    for name in ("code.py", "inner/table.toml"):
        (package / name).write_text("one")
    monkeypatch.setattr(cache, "PACKAGE", package)
    seen = set()
    for change in ("", "code.py", "inner/table.toml"):
        if change:
            stat = (package / change).stat()
            (package / change).write_text("two")
            os.utime(package / change, ns=(stat.st_atime_ns, stat.st_mtime_ns))
        cache.built.cache_clear()
        seen.add(cache.folder())
    cache.built.cache_clear()
    assert len(seen) == 3


def test_other_versions_are_removed_in_time(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in range(5):
        monkeypatch.setattr(cache, "__version__", str(number))
        cache.put("name", b"answer")
        os.utime(cache.folder(), ns=(number, number))
    kept = sorted(one.name[0] for one in (tmp_path / "s2tui" / "trees").iterdir())
    assert kept == ["2", "3", "4"]


def test_no_more_bytes_than_there_is_room_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cache, "BYTES", 1000)
    for number, name in enumerate("abc"):
        cache.put(name, b"x" * 400)
        os.utime(cache.folder() / name, ns=(number, number))
    assert [cache.get(name) is None for name in "abc"] == [True, False, False]


def test_another_version_finds_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    cache.put("name", b"answer")
    monkeypatch.setattr(cache, "__version__", "99")
    assert cache.get("name") is None


def test_where_nothing_can_be_written_nothing_is_kept(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "file").touch()
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "file"))
    cache.put("name", b"answer")
    assert cache.get("name") is None


def test_what_was_not_asked_for_the_longest_goes_first(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cache, "MOST", 2)
    for number, name in enumerate(("a", "b")):
        cache.put(name, b"x")
        os.utime(cache.folder() / name, ns=(number, number))
    assert cache.get("a") == b"x"
    cache.put("c", b"x")
    assert (cache.get("a"), cache.get("b"), cache.get("c")) == (b"x", None, b"x")
