"""What is known of a tree is the same when it comes from the cache, and no more than its files."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from s2tui.analysis.diagrams.explorer import Diagrams
from s2tui.analysis.diff import diff
from s2tui.kvm.policy.results import Fault, Memslot
from s2tui.kvm.report.explain import explain
from s2tui.kvm.scenario.fields import make
from s2tui.source.c.places import Place
from s2tui.source.kernel import known as knowing
from s2tui.source.kernel.known import known, remembered
from s2tui.source.kernel.policy import policy_of
from s2tui.source.kernel.stored import packed, unpacked
from s2tui.source.trees import cache
from s2tui.source.trees.notation import open_tree
from tests.source.kernel.invented import FILES, Invented, write

if TYPE_CHECKING:
    from pathlib import Path

MMU = "arch/arm64/kvm/mmu.c"
STOPS_AND_HOLDS = ("kvm_incr_pc(vcpu);", "read_lock(vcpu); if (what & 64) frobnicate(vcpu);")
"""A fault without FWB stops where it is a write, and keeps a lock where it is none."""


@pytest.fixture(autouse=True)
def _cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))


@pytest.mark.parametrize(
    "value",
    [
        None,
        True,
        1,
        -(1 << 70),
        "word",
        ("a", ("b",), ()),
        frozenset({"b", "a"}),
        Memslot("error", "EINVAL"),
        (Fault("error", "EFAULT", "KVM_EXIT_MMIO"), Memslot("ok")),
        Place("a.c", 1, "MACRO", Place("b.h", 2)),
    ],
)
def test_what_is_stored_comes_back_as_it_was(value: object) -> None:
    back = unpacked(packed(value), Diagrams().manager)
    assert back == value
    assert type(back) is type(value)


def test_a_diagram_comes_back_among_those_of_another() -> None:
    one, other = Diagrams(), Diagrams()
    found = known(Invented(*STOPS_AND_HOLDS), one)
    assert {stop.what for stop in found.stopped} == {"frobnicate() is not modelled"}
    assert {held.what for held in found.held} == {"mmu_lock"}
    again = unpacked(packed(found), one.manager)
    assert again == found
    assert again.held[0].where is found.held[0].where
    elsewhere = policy_of("b", unpacked(packed(found), other.manager), other)
    assert diff(policy_of("a", found, one), elsewhere).different == 0


@pytest.mark.parametrize("value", [object(), [1], {"a": 1}, 1.5, b"x", Exception("x"), (print,)])
def test_nothing_else_is_stored(value: object) -> None:
    with pytest.raises(TypeError, match="is not stored"):
        packed(value)


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\x80\x04N.",
        b"[]",
        b'[[], ["system", "true"]]',
        b"[[], [\"diagram\", 0]]",
        b"[[[0, 0]], 1]",
        b"[[[99999, 0, 0]], 1]",
        b"[[[0, 5, 5]], 1]",
        b"[[], [\"Fault\", 1, 2, 3, 4, 5, 6]]",
        b"[[], [\"Held\"]]",
        b"[" * 100_000,
    ],
)  # fmt: skip
def test_what_is_no_answer_is_none(content: bytes) -> None:
    assert unpacked(content, Diagrams().manager) is None


def test_what_is_stored_is_words_and_numbers() -> None:
    nodes, whole = json.loads(packed(known(Invented(), Diagrams())))
    assert isinstance(nodes, list)
    assert whole[0] == "Known"


def test_the_same_files_are_run_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(tmp_path / "one")
    write(tmp_path / "two")
    first = policy(tmp_path / "one")

    def runs(*_: object) -> Any:
        pytest.fail("it was run again")

    monkeypatch.setattr(knowing, "known", runs)
    assert diff(first, policy(tmp_path / "two")).different == 0


def test_other_files_are_another_answer(tmp_path: Path) -> None:
    write(tmp_path)
    scenario, _ = make({"access_fault": "alignment"})
    assert explain(policy(tmp_path), scenario).fault == Fault("error", "EFAULT")
    (tmp_path / MMU).write_text(FILES[MMU].replace("-EFAULT", "-ENOSYS"))
    assert explain(policy(tmp_path), scenario).fault == Fault("error", "ENOSYS")


@pytest.mark.parametrize("damage", [b"", b"x" * 40, b"[[], null]", b'[[], ["tuple", 1]]'])
def test_what_is_damaged_is_worked_out_and_kept_again(tmp_path: Path, damage: bytes) -> None:
    write(tmp_path)
    policy(tmp_path)
    (place,) = cache.folder().iterdir()
    right = place.read_bytes()
    place.write_bytes(damage)
    assert explain(policy(tmp_path), make({})[0]).fault.result == "inject"
    assert place.read_bytes() == right
    # What is no answer though it is whole.
    cache.put(place.name, damage)
    assert explain(policy(tmp_path), make({})[0]).fault.result == "inject"
    assert place.read_bytes() == right


def policy(folder: Path) -> Any:
    """The policy of a folder, from the cache if it is there."""
    diagrams = Diagrams()
    return policy_of(str(folder), remembered(open_tree(str(folder)), diagrams), diagrams)
