"""Policies are rules in order; patches name what they touch and fail loudly."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given

from s2tui.errors import RequestError
from s2tui.kvm.policies.kernels import v6_9, v6_17, v6_18
from s2tui.kvm.policies.registry import DEFAULT, KERNELS, POLICIES, find, releases, span
from s2tui.kvm.policy.journey import UndecidedError
from s2tui.kvm.policy.policy import PatchError
from s2tui.kvm.policy.results import End
from s2tui.kvm.policy.rule import Decided, check
from s2tui.kvm.report.explain import explain, report
from s2tui.kvm.rules import abort, dispatch, memslot
from s2tui.kvm.scenario.fields import DEFAULT as DEFAULT_SCENARIO
from s2tui.kvm.scenario.fields import Scenario
from tests.strategies import scenarios


@check("memslot", "never fires", "tests")
def never(_: Scenario, __: Decided) -> End | None:
    return None


def test_a_patch_to_a_rule_that_is_gone_fails() -> None:
    with pytest.raises(PatchError, match=r"v6\.18 has no rule read-permission-fault"):
        v6_18.policy.drop(abort.read_permission_fault)
    with pytest.raises(PatchError, match=r"v6\.9 has no rule never"):
        v6_9.policy.insert(memslot.no_slot, before=never)


def test_a_rule_cannot_be_inserted_twice() -> None:
    with pytest.raises(PatchError, match="two rules named no-slot"):
        v6_9.policy.insert(memslot.no_slot, after=memslot.mte_vma)


def test_insert_needs_one_neighbour() -> None:
    with pytest.raises(PatchError, match="one neighbour"):
        v6_9.policy.insert(never)
    with pytest.raises(PatchError, match="one neighbour"):
        v6_9.policy.insert(never, before=memslot.no_slot, after=memslot.mte_vma)


def test_rules_stand_where_they_were_put() -> None:
    rules = v6_9.policy.insert(never, after=memslot.no_slot).rules
    assert rules.index(never) == rules.index(memslot.no_slot) + 1
    rules = v6_9.policy.insert(never, before=memslot.mte_vma).rules
    assert rules.index(never) == rules.index(memslot.mte_vma) - 1


def test_a_patched_policy_knows_its_base_and_leaves_it_alone() -> None:
    assert v6_17.policy.base is v6_9.policy
    assert v6_17.merged_4.base is v6_17.merged_3
    assert v6_17.remapped_device_pfn not in v6_9.policy.rules
    assert abort.device_pfn in v6_9.policy.rules


def test_a_policy_without_a_needed_rule_says_so() -> None:
    broken = v6_9.policy.drop(dispatch.bad_slot)
    with pytest.raises(UndecidedError, match=r"v6\.9 has no rule that decides bad-slot"):
        explain(broken, DEFAULT_SCENARIO)


@pytest.mark.parametrize("id_", POLICIES)
def test_every_policy_is_found_under_its_own_id(id_: str) -> None:
    assert find(id_).id == id_


@pytest.mark.parametrize("id_", POLICIES)
def test_every_rule_has_a_reason_and_a_source(id_: str) -> None:
    for rule in find(id_).rules:
        assert rule.text, rule.id
        assert rule.cite, rule.id


@pytest.mark.parametrize(
    ("asked", "policy"),
    [
        ("v6.2", "v6.2"),
        ("v6.7.12", "v6.2"),
        ("v6.8", "v6.8"),
        ("v6.8.1", "v6.8"),
        ("6.12", "v6.9"),
        ("v6.12.112", "v6.9"),
        ("v6.16", "v6.9"),
        ("v6.17.0", "v6.17"),
        ("v6.18.55", "v6.18"),
        ("v7.2", "v7.1"),
        ("v7.2.9", "v7.1"),
        ("v7.3.4", "v7.3"),
        ("v6.12.113", "v6.9"),
        ("v6.18.56", "v6.18"),
        ("v7.2.10", "v7.1"),
    ],
)
def test_versions_resolve_to_the_policy_that_covers_them(asked: str, policy: str) -> None:
    assert find(asked).id == policy


@pytest.mark.parametrize(
    ("asked", "message"),
    [
        ("v6.0", "before v6.1 is another design"),
        ("v5.15.3", "before v6.1 is another design"),
        ("v6.x", "unknown kernel or policy"),
        ("v6.12.1.1", "unknown kernel or policy"),
        ("v6.١٢", "unknown kernel or policy"),
        ("", "unknown kernel or policy"),
        ("v6.71", "not covered"),
        ("missing.py", "No such file"),
    ],
)
def test_kernels_that_nothing_covers_are_refused(asked: str, message: str) -> None:
    with pytest.raises(RequestError, match=message):
        find(asked)


def test_the_release_after_the_newest_kernel_is_refused_and_that_one_is_named() -> None:
    newest = "v{}.{}".format(*KERNELS[-1].last)
    with pytest.raises(RequestError, match=f"the newest is {newest}"):
        find(f"v{KERNELS[-1].last[0]}.{KERNELS[-1].last[1] + 1}")


def test_stable_updates_bring_the_block_sizes_of_v7_3() -> None:
    scenario = Scenario(
        backing="pfnmap", page_map_memory=False, vma_memtype="device-ngnre", page_size="pud"
    )
    levels = {}
    for kernel in ("v6.12.112", "v6.12.113", "v6.18.55", "v6.18.56", "v7.2.9", "v7.2.10", "v7.3"):
        mapping = report(kernel, scenario).outcome.mapping
        assert mapping is not None
        levels[kernel] = mapping.level
    # kernel.md 5.6(11): by the VMA's arithmetic a PUD block, by the host's leaf at most a PMD.
    assert levels == {
        "v6.12.112": 1,
        "v6.12.113": 2,
        "v6.18.55": 1,
        "v6.18.56": 2,
        "v7.2.9": 1,
        "v7.2.10": 2,
        "v7.3": 2,
    }


def test_lpa2_counts_from_v6_8() -> None:
    scenario = Scenario(host_lpa2=True)
    sh = {}
    for kernel in ("v6.7", "v6.8"):
        descriptor = report(kernel, scenario).outcome.descriptor
        assert descriptor is not None
        sh[kernel] = descriptor.value >> 8 & 3
    assert sh == {"v6.7": 3, "v6.8": 0}


def test_kernels_are_contiguous_and_end_at_the_default() -> None:
    assert KERNELS[-1].id == DEFAULT
    assert KERNELS[0].first == (6, 1)
    assert all(kernel.first <= kernel.last for kernel in KERNELS)
    for before, after in pairwise(KERNELS):
        assert releases().index(after.id) == releases().index("v{}.{}".format(*before.last)) + 1


def test_a_release_in_between_is_answered_by_the_kernel_that_covers_it() -> None:
    by = {"v6.7": "v6.2", "v6.12": "v6.9", "v6.16": "v6.9", "v7.2": "v7.1"}
    assert {release: find(release).id for release in by} == by
    assert [span(kernel) for kernel in KERNELS[2:4]] == ["v6.8", "v6.9 to v6.16"]


@given(scenarios())
def test_v6_19_answers_like_v6_18_and_says_why(scenario: Scenario) -> None:
    assert explain(find("v6.19"), scenario)[:6] == explain(find("v6.18"), scenario)[:6]
    assert find("v6.19").notes


def test_somebodys_own_policy_is_found_by_path(tmp_path: object) -> None:
    path = f"{tmp_path}/mine.py"
    with open(path, "w", encoding="utf-8") as file:
        file.write(
            "from s2tui.kvm.policies.kernels.v6_17 import policy as base\n"
            "policy = base.patched('mine', 'an experiment')\n"
        )
    assert find(path).id == "mine"


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("policy = 1\n", "defines no `policy`"),
        ("import nowhere_to_be_found\n", "ModuleNotFoundError"),
        ("def broken(:\n", "SyntaxError"),
    ],
)
def test_a_file_that_is_no_policy_is_one_line(tmp_path: object, text: str, message: str) -> None:
    path = f"{tmp_path}/mine.py"
    with open(path, "w", encoding="utf-8") as file:
        file.write(text)
    with pytest.raises(RequestError, match=message) as caught:
        find(path)
    assert "\n" not in str(caught.value)
