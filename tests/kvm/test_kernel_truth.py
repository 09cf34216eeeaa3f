"""Conformance with what the kernels' own compiled code answers, 1,500 random scenarios each."""

from __future__ import annotations

import gzip
import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from s2tui.kvm.policies.registry import find
from s2tui.kvm.report.explain import explain
from s2tui.kvm.scenario.fields import FIELDS, make

if TYPE_CHECKING:
    from s2tui.kvm.policy.outcome import Outcome

DATA = Path(__file__).parents[1] / "data" / "kernel-truth"
POLICIES = ("v6.9", "v6.17", "v7.3")
SHOWN = 8
RENAMED = {"page.in_kernel_map": "page.map_memory"}
LEFT_OUT = {"v6.9": 61, "v6.17": 54, "v7.3": 60}
"""Rows whose answer rests on a syndrome of cache maintenance, which has none."""


def sample(version: str) -> list[dict[str, Any]]:
    with gzip.open(DATA / f"{version}.jsonl.gz", "rt", encoding="utf-8") as lines:
        return [json.loads(line) for line in lines]


def answer(outcome: Outcome) -> dict[str, Any]:
    """An outcome in the words of the samples."""
    descriptor = outcome.descriptor
    return {
        "memslot": outcome.memslot._asdict(),
        "fault": outcome.fault._asdict(),
        "mapping": outcome.mapping._asdict() if outcome.mapping else None,
        "descriptor": {"value": f"{descriptor.value:#018x}"} if descriptor else None,
        "maintenance": outcome.maintenance._asdict() if outcome.maintenance else None,
    }


def differences(expected: dict[str, Any], got: dict[str, Any]) -> list[str]:
    """Each member that differs, as `fault.result: expected x, got y`."""
    found = []
    for key in expected.keys() | got.keys():
        was, is_ = expected.get(key), got.get(key)
        if was == is_:
            continue
        if not isinstance(was, dict) or not isinstance(is_, dict):
            found.append(f"{key}: expected {was}, got {is_}")
            continue
        found += [
            f"{key}.{member}: expected {was.get(member)}, got {is_.get(member)}"
            for member in was.keys() | is_.keys()
            if was.get(member) != is_.get(member)
        ]
    return sorted(found)


def renamed(given: dict[str, Any]) -> dict[str, Any]:
    """A scenario of the samples in the fields of today.

    What a sample calls page.in_kernel_map is what pfn_is_map_memory() answers; its page.size was
    two things: the host's leaf and, for VM_PFNMAP, what the VMA's arithmetic allows.
    """
    found = {RENAMED.get(name, name): value for name, value in given.items()}
    if given.get("backing") == "pfnmap":
        found["vma.block"] = given.get("page.size", "page")
    return found


def impossible(given: dict[str, Any], outcome: dict[str, Any]) -> bool:
    """Whether a sample's answer rests on a syndrome that its access never has (ISV=0).

    The samples give one to cache maintenance by default; a fetch and a walk end before it matters.
    """
    if given.get("access.kind") != "cache-maintenance" or given.get("access.syndrome") is False:
        return False
    mmio: bool = outcome["fault"]["exit"] == "KVM_EXIT_MMIO"
    return mmio


@pytest.mark.parametrize("version", POLICIES)
def test_the_policy_answers_as_the_compiled_kernel_does(version: str) -> None:
    policy, lines = find(version), sample(version)
    wrong = []
    left_out = 0
    for line in lines:
        if impossible(line["scenario"], line["outcome"]):
            left_out += 1
            continue
        renamed_fields = renamed(line["scenario"])
        given = {FIELDS[name].attribute: value for name, value in renamed_fields.items()}
        scenario, _ = make(given)
        found = differences(line["outcome"], answer(explain(policy, scenario)))
        if found:
            wrong.append(f"{json.dumps(line['scenario'])}\n    " + "\n    ".join(found))
    assert len(lines) == 1500
    assert left_out == LEFT_OUT[version]
    shown = "\n".join(wrong[:SHOWN])
    assert not wrong, f"{len(wrong)} of {len(lines)} differ, the first {SHOWN}:\n{shown}"


def test_every_sample_has_a_policy() -> None:
    stored = {path.name.removesuffix(".jsonl.gz") for path in DATA.glob("*.jsonl.gz")}
    assert stored == set(POLICIES)
