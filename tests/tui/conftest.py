"""No test of the app sees what another saved, configured or asked."""

from __future__ import annotations

import gc
from typing import TYPE_CHECKING

import pytest

from s2tui.kvm.policies import own, registry
from s2tui.tui import background

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

HERE = "tests/tui/"


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark the tests of this folder, which open the app or draw parts of it."""
    for item in items:
        if item.nodeid.startswith(HERE):
            item.add_marker("tui")


@pytest.fixture(autouse=True, scope="module")
def collected() -> Iterator[None]:
    """The apps of a module, which hold themselves in circles, do not stay."""
    yield
    gc.collect()


@pytest.fixture(autouse=True)
def nothing_known(monkeypatch: pytest.MonkeyPatch) -> None:
    """What another test's app waited for or read is not there at once in this one."""
    monkeypatch.setattr(background, "_known", {})
    monkeypatch.setattr(own, "_FILES", {})
    monkeypatch.setattr(registry, "OWN", [])


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A home of its own for each test, with nothing in it."""
    for name in ("STATE", "CONFIG", "CACHE", "DATA"):
        monkeypatch.setenv(f"XDG_{name}_HOME", str(tmp_path / name.lower()))
    monkeypatch.setenv("HOME", str(tmp_path))
    return tmp_path
