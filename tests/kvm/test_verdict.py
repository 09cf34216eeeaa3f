"""What happens in one word, the stage it happens in, and the rules behind it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from s2tui.analysis.responsible import deciding_rule
from s2tui.kvm.policies.registry import POLICIES, find
from s2tui.kvm.policy.results import LEAF_RESULTS
from s2tui.kvm.report.explain import explain
from s2tui.kvm.report.verdict import ended_in, rules, verdict
from s2tui.kvm.scenario.fields import Scenario
from s2tui.kvm.scenario.notation import parse_words
from s2tui.view.explore.journey import stop
from tests.strategies import scenarios

ALL = tuple(POLICIES)

# CONTRACT: verdict, stage. What each scenario comes to is kernel.md's: @gpu-memory is cacheable
# PFNMAP memory (refused by v6.17 without DIC), @bar a device's with VM_ALLOW_ANY_UNCACHED.
CASES = [
    ("v6.17", "@gpu-memory", "mapped-cacheable", "resultant"),
    ("v6.17", "@gpu-memory-no-dic", "refused-at-creation", "memslot"),
    ("v6.9", "@gpu-memory", "mapped-device", "resultant"),
    ("v6.9", "@bar", "mapped-nc", "resultant"),
    ("v6.17", "backing=hole", "fails-at-fault", "abort"),
    ("v6.17", "page.poisoned=true", "signal", "abort"),
    ("v6.17", "backing=no-slot", "mmio", "dispatch"),
    ("v6.17", "backing=no-slot,access.kind=exec", "guest-abort", "dispatch"),
    ("v6.17", "backing=no-slot,access.kind=cache-maintenance", "skip", "dispatch"),
    ("v6.17", "access.fault=access-flag", "aged", "dispatch"),
    ("v6.18", "slot.guest_memfd=true,access.fault=permission", "retry", "abort"),
    ("marc", "@guest-memfd", "unknown", "memslot"),
    ("catalin-jason", "host.fwb=false,@gpu-memory", "refused-at-creation", "memslot"),
]


@pytest.mark.parametrize(("kernel", "words", "id_", "stage"), CASES)
def test_what_happens_has_a_name_and_a_stage(kernel: str, words: str, id_: str, stage: str) -> None:
    outcome = explain(find(kernel), parse_words(words.split(",")).scenario)
    assert (verdict(outcome).id, ended_in(outcome)) == (id_, stage)


def test_every_name_of_the_contract_is_met() -> None:
    assert len({id_ for _, _, id_, _ in CASES}) == 12


@pytest.mark.parametrize(
    ("kernel", "words", "text"),
    [
        ("v6.17", "@gpu-memory-no-dic", "refused when the memslot is created: EINVAL"),
        ("v6.17", "@gpu-memory", "mapped cacheable: the guest gets normal-wb"),
        ("v6.17", "backing=hole", "KVM_RUN fails at the fault: EFAULT"),
        ("v6.17", "backing=no-slot", "exits to user space: KVM_EXIT_MMIO"),
        ("catalin-jason", "host.fwb=false,@gpu-memory", "an errno that nobody stated"),
        ("marc", "@guest-memfd", "nobody ever said"),
    ],
)
def test_it_is_said_in_a_line(kernel: str, words: str, text: str) -> None:
    assert text in verdict(explain(find(kernel), parse_words(words.split(",")).scenario)).text


@given(scenarios(), st.sampled_from(ALL))
def test_the_rules_are_those_that_an_analysis_blames(scenario: Scenario, kernel: str) -> None:
    outcome = explain(find(kernel), scenario)
    found = rules(outcome)
    leaf = outcome.fault.result in LEAF_RESULTS
    for member in found:
        if member == "fault" and outcome.memslot.result == "error":
            continue  # nothing ran; the check that refused the slot is named
        if member in ("memslot", "fault"):
            by = deciding_rule(outcome, member, "result")
        elif leaf:
            first = {"mapping": "type", "descriptor": "value", "maintenance": "dcache_clean"}
            name, _, inner = member.partition(".")
            by = deciding_rule(outcome, name, inner or first.get(name, "type"))
        else:
            by = None
        assert found[member] == (None if by is None else by.id), member


@given(scenarios(), st.sampled_from(ALL))
def test_a_journey_ends_where_it_is_drawn_to_end(scenario: Scenario, kernel: str) -> None:
    outcome = explain(find(kernel), scenario)
    ended = stop(outcome)
    assert ended_in(outcome) == ("resultant" if ended is None else ended.stage)
    assert verdict(outcome).id.startswith("mapped-") == (ended is None)
