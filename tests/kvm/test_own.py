"""Policies out of files: run once, read again when they change, listed after what they patch."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest

from s2tui.errors import RequestError
from s2tui.kvm.policies import own, registry
from s2tui.kvm.policies.registry import POLICIES, base_of, find, listed

if TYPE_CHECKING:
    from pathlib import Path

    from s2tui.kvm.policy.policy import Policy

TEXT = """
from s2tui.kvm.policies.kernels.v6_9 import policy as base
from s2tui.kvm.policies.kernels.v7_3 import policy as newest
from s2tui.kvm.policy.results import refuse_memslot
from s2tui.kvm.policy.rule import check


@check("memslot", "no {what} memslot", "a test")
def needs_nothing(scenario, decided):
    return refuse_memslot("EINVAL") if scenario.backing == "{what}" else None


policy = newest.patched("mine", "a test's", lambda p: p.insert(needs_nothing, before=p.rules[0]))
"""


@pytest.fixture(autouse=True)
def _alone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(own, "_FILES", {})
    monkeypatch.setattr(registry, "OWN", [])


def write(path: Path, text: str) -> str:
    """Write a file so that it looks changed however fast that was."""
    before = path.stat().st_mtime_ns if path.exists() else 0
    path.write_text(text, encoding="utf-8")
    os.utime(path, ns=(before + 1_000_000_000, before + 1_000_000_000))
    return str(path)


def test_a_file_is_run_once(tmp_path: Path) -> None:
    path = write(tmp_path / "mine.py", TEXT.format(what="hole"))
    first = find(path)
    assert find(path) is first
    assert own.reread() == []
    assert own.paths() == (path,)


def test_a_file_that_changed_is_another_policy_under_the_same_name(tmp_path: Path) -> None:
    path = write(tmp_path / "mine.py", TEXT.format(what="hole"))
    was = find(path)
    write(tmp_path / "mine.py", TEXT.format(what="shmem"))
    assert find(path) is was
    [found] = own.reread()
    assert (found.path, found.was, found.error) == (path, was, None)
    assert find(path) is found.now is not was
    assert (own.edition(path), own.editions(), own.edition("v7.3")) == (1, 1, 0)
    assert own.changed_rules(found.was, found.now) == ("needs-nothing changed",)
    assert own.reread() == []


def test_a_rule_that_only_moved_in_its_file_did_not_change(tmp_path: Path) -> None:
    path = write(tmp_path / "mine.py", TEXT.format(what="hole"))
    find(path)
    write(tmp_path / "mine.py", "# a line more\n" + TEXT.format(what="hole"))
    [found] = own.reread()
    assert own.changed_rules(found.was, found.now) == ()


def test_rules_that_come_and_go_are_named(tmp_path: Path) -> None:
    path = write(tmp_path / "mine.py", TEXT.format(what="hole"))
    assert own.changed_rules(find("v7.3"), find(path)) == ("needs-nothing is new",)
    assert own.changed_rules(find(path), find("v7.3")) == ("needs-nothing is gone",)


@pytest.mark.parametrize("broken", ["policy = (", "policy = 1", "raise SystemExit(3)"])
def test_what_was_good_last_stays_while_a_file_is_broken(tmp_path: Path, broken: str) -> None:
    path = write(tmp_path / "mine.py", TEXT.format(what="hole"))
    was = find(path)
    write(tmp_path / "mine.py", broken)
    [found] = own.reread()
    assert "mine.py" in str(found.error)
    assert "\n" not in str(found.error)
    assert find(path) is was
    assert own.reread() == []
    assert own.edition(path) == 0
    write(tmp_path / "mine.py", TEXT.format(what="shmem"))
    assert [one.error for one in own.reread()] == [None]
    assert find(path) is not was


def test_a_policy_that_fails_where_it_is_asked_is_not_taken(tmp_path: Path) -> None:
    path = write(tmp_path / "mine.py", TEXT.format(what="hole"))
    was = find(path)
    write(tmp_path / "mine.py", TEXT.format(what="shmem"))

    def probe(_: Policy) -> None:
        raise KeyError("nothing decides this")

    [found] = own.reread(probe)
    assert "KeyError: 'nothing decides this'" in str(found.error)
    assert find(path) is was


def test_a_file_that_is_gone_is_waited_for(tmp_path: Path) -> None:
    path = write(tmp_path / "mine.py", TEXT.format(what="hole"))
    was = find(path)
    (tmp_path / "mine.py").unlink()
    assert own.reread() == []
    assert find(path) is was


def test_a_file_is_listed_after_the_policy_that_it_patches(tmp_path: Path) -> None:
    assert listed() == tuple(POLICIES)
    one = write(tmp_path / "one.py", TEXT.format(what="hole"))
    two = write(tmp_path / "two.py", TEXT.format(what="shmem").replace("newest.", "base."))
    three = write(tmp_path / "three.py", TEXT.format(what="pfnmap"))
    for path in (one, two, three):
        find(path)
    found = listed()
    assert [name for name in found if name in POLICIES] == list(POLICIES)
    at = found.index("v7.3")
    assert found[at : at + 3] == ("v7.3", one, three)
    assert found[found.index("v6.9") + 1] == two
    assert (base_of(one), base_of(two)) == ("v7.3", "v6.9")


def test_patches_on_patches_come_of_the_first_policy_with_an_id(tmp_path: Path) -> None:
    text = TEXT.format(what="hole") + 'policy = policy.patched("again", "on top")\n'
    assert base_of(write(tmp_path / "mine.py", text)) == "v7.3"


def test_one_file_has_one_name(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(tmp_path / "mine.py", TEXT.format(what="hole"))
    monkeypatch.chdir(tmp_path)
    find("./mine.py")
    assert own.known_as("mine.py") == own.known_as(str(tmp_path / "mine.py")) == "./mine.py"
    assert own.known_as("other.py") == "other.py"


def test_a_file_that_cannot_be_read_is_in_no_list(tmp_path: Path) -> None:
    with pytest.raises(RequestError):
        find(str(tmp_path / "none.py"))
    assert listed() == tuple(POLICIES)
    assert own.paths() == ()
