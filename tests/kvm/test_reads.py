"""Every field matters to something, and nothing answers for a value that nobody can set."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING

import pytest

from s2tui.kvm.policies.registry import POLICIES, find
from s2tui.kvm.report.explain import explain, report_unjudged
from s2tui.kvm.scenario.fields import FIELDS, make
from s2tui.kvm.scenario.lazy import lazy

if TYPE_CHECKING:
    from collections.abc import Callable

    from s2tui.kvm.policy.policy import Policy
    from s2tui.kvm.scenario.fields import Scenario

NEVER = {"host_xnx"}
"""CONTRACT: KVM never lets it change an answer, and nothing that follows reads it."""
ELSEWHERE = {"host_mte"}
"""Read by what binds vm.mte, and by migration."""
SCENARIOS = 1500


def everything(policy: Policy, scenario: Scenario) -> object:
    """The report: what the rules read, and what follows from it."""
    return report_unjudged(policy.id, policy, scenario)


def read_by(policy_id: str, ask: Callable[[Policy, Scenario], object] = everything) -> set[str]:
    """The fields that any of many random scenarios is asked for under a policy."""
    chance = random.Random(policy_id)
    policy, found = find(policy_id), set[str]()
    for _ in range(SCENARIOS):
        values = {f.attribute: chance.choice(f.values) for f in FIELDS.values()}
        scenario = lazy(make(values)[0].state)
        ask(policy, scenario)
        found.update(scenario.reads)
    return found


@pytest.fixture(scope="module")
def reads() -> dict[str, set[str]]:
    return {policy: read_by(policy) for policy in POLICIES}


@pytest.mark.slow
def test_every_field_but_one_is_read_by_something(reads: dict[str, set[str]]) -> None:
    everything = {field.attribute for field in FIELDS.values()}
    assert set.union(*reads.values()) == everything - NEVER - ELSEWHERE


@pytest.mark.slow
def test_only_their_own_policies_know_the_proposed_inputs(reads: dict[str, set[str]]) -> None:
    assert {p for p, fields in reads.items() if "vma_force_cached" in fields} == {"vma-flag"}
    assert {p for p, fields in reads.items() if "param_unsafe_cacheable" in fields} == {
        "sean-param"
    }
    by_rules = {p: read_by(p, explain) for p in POLICIES}
    assert {p for p, fields in by_rules.items() if "host_mte_perm" in fields} == {"mte-perm"}
    # What an instruction fetch sees depends on IDC, and KVM's answer does not.
    assert not any("host_idc" in fields for fields in by_rules.values())
