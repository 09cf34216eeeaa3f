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


@pytest.mark.parametrize("version", POLICIES)
def test_the_policy_answers_as_the_compiled_kernel_does(version: str) -> None:
    policy, lines = find(version), sample(version)
    wrong = []
    for line in lines:
        given = {FIELDS[name].attribute: value for name, value in line["scenario"].items()}
        scenario, _ = make(given)
        found = differences(line["outcome"], answer(explain(policy, scenario)))
        if found:
            wrong.append(f"{json.dumps(line['scenario'])}\n    " + "\n    ".join(found))
    assert len(lines) == 1500
    shown = "\n".join(wrong[:SHOWN])
    assert not wrong, f"{len(wrong)} of {len(lines)} differ, the first {SHOWN}:\n{shown}"


def test_every_sample_has_a_policy() -> None:
    stored = {path.name.removesuffix(".jsonl.gz") for path in DATA.glob("*.jsonl.gz")}
    assert stored == set(POLICIES)
