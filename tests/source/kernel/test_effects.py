"""What a run did besides how it ended: counted and kept, where somebody asks for it."""

from __future__ import annotations

from typing import Any

import pytest

from s2tui.analysis.diagrams.explorer import Diagrams
from s2tui.analysis.diagrams.space import space
from s2tui.source.kernel.run import run
from tests.source.kernel.invented import Invented

INJECT = "kvm_inject_dabt(vcpu, 0);"


def kept(tree: Invented) -> dict[str, dict[Any, int]]:
    """In how many scenarios each effect was asked for so often, or with what."""
    diagrams = Diagrams()
    manager, inside = diagrams.manager, space(diagrams).region
    found = run(tree, diagrams, reached={}).effects
    outside = manager.terminal("outside")
    counts = {n: manager.counts(manager.within(inside, e, outside)) for n, e in found.items()}
    return {
        name: {end.value: count for end, count in ends.items() if end.value != "outside"}
        for name, ends in counts.items()
    }


def test_an_effect_is_counted_and_what_it_was_given_is_kept() -> None:
    found = kept(Invented())
    size = space(Diagrams()).size
    # One of the five reasons for the fault ends before; half of the other hosts have FWB.
    assert found["times kvm_inject_dabt"] == {1: size * 2 // 5, 0: size * 3 // 5}
    assert found["call kvm_inject_dabt 1"][0] == size * 2 // 5
    assert set(found["call kvm_inject_dabt 0"]) == {"vcpu", None}
    assert set(found) == {
        "times kvm_inject_dabt",
        "times kvm_incr_pc",
        "call kvm_inject_dabt 0",
        "call kvm_inject_dabt 1",
        "call kvm_incr_pc 0",
    }


def test_what_no_outcome_says_is_another_effect() -> None:
    before = kept(Invented())
    twice = kept(Invented(INJECT, INJECT + INJECT))
    assert set(twice["times kvm_inject_dabt"]) == {0, 2}
    elsewhere = kept(Invented(INJECT, "kvm_inject_dabt(vcpu, 4096);"))
    assert set(elsewhere["call kvm_inject_dabt 1"]) == {4096, None}
    assert before == kept(Invented("GOES_ON = 1", "GOES_ON = 2"))


def test_nothing_is_kept_where_nobody_asks() -> None:
    assert run(Invented()).effects == {}


@pytest.mark.parametrize(
    ("copied", "stops"),
    [
        ("memcpy(vcpu->run, &what, 8);", 0),
        ("memcpy(&what, vcpu->run, 8);", 1),
        ("u8 bytes[8]; memcpy(bytes, vcpu->run, 8);", 1),
        ("u64 *at = &what; memcpy(at, vcpu->run, 8);", 1),
        ("struct kvm_run *run = vcpu->run; memcpy(run, &what, 8);", 0),
    ],
)
def test_what_is_copied_into_a_variable_is_not_overlooked(copied: str, stops: int) -> None:
    found = run(Invented("kvm_incr_pc(vcpu);", f"{copied} kvm_incr_pc(vcpu);")).stopped
    said = {stop.what for stop in found}
    assert said == ({"memcpy() into a variable is not modelled"} if stops else set())
