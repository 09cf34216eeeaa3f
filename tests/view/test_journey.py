"""The journey as things to choose: stages that open, rules in full, and what went another way."""

from __future__ import annotations

import pytest

from s2tui.kvm.policies.registry import find
from s2tui.kvm.policy.rule import STAGES
from s2tui.view.explore.journey import STAGE, Look, journey_items, journey_lines, origin
from tests.view.asking import DEVICE, ask, texts

MAPPED = ask(*DEVICE)
REFUSED = ask(*DEVICE, "host.fwb=false")
REFUSAL = "cacheable-pfnmap-slot-unsupported"
LEGS = [STAGE + stage for stage in STAGES]
REPORTS = [MAPPED, REFUSED, ask("access.fault=permission"), ask(kernel="oliver-mar")]


def said(lines: list[str]) -> str:
    return " ".join(line.strip() for line in lines)


@pytest.mark.parametrize("report", REPORTS)
def test_the_items_are_the_stages_with_their_rules_below_them(report: object) -> None:
    outcome = report.outcome  # type: ignore[attr-defined]
    items = journey_items(outcome, 100, Look("all"))
    ids = [item.id for item in items]
    assert [name for name in ids if name in LEGS] == LEGS
    assert sorted(n for n in ids if n not in LEGS) == sorted(s.rule.id for s in outcome.trace)
    flat = [line for item in items for line in item.lines]
    assert flat == journey_lines(outcome, 100, "all")


def test_a_stage_that_is_opened_also_says_which_checks_were_passed() -> None:
    closed = journey_items(MAPPED.outcome, 100, Look("stages"))
    opened = journey_items(MAPPED.outcome, 100, Look("stages", frozenset({LEGS[0]})))
    assert [item.id for item in closed] == LEGS
    more = [item for item in opened if item.id not in LEGS]
    passed = [s.rule.id for s in MAPPED.outcome.trace if s.rule.stage == "memslot"]
    assert [item.id for item in more] == passed
    assert all("passed: " in texts(item.lines)[0] for item in more)


def test_a_rule_that_is_opened_says_its_id_its_source_and_the_kernel_it_came_with() -> None:
    look = Look("stages", frozenset({REFUSAL, "memattr-fwb"}), MAPPED.policy)
    items = {item.id: said(texts(item.lines)) for item in journey_items(MAPPED.outcome, 90, look)}
    check = items[REFUSAL]
    assert f"rule    {REFUSAL}" in check
    assert "a check, which would have ended the journey and was passed" in check
    # 0c67288e0c8b is the commit of v6.17 that blocks cacheable PFNMAP (STYLE of the citations).
    assert "mmu.c:kvm_arch_prepare_memory_region @ 6.17" in check
    assert "since   v6.17" in check
    assert "decides memattr: MemAttr[3:0] of the leaf" in items["memattr-fwb"]
    assert "since   v6.1 or before" in items["memattr-fwb"]


def test_a_rule_stems_from_the_oldest_policy_that_has_it() -> None:
    policy = find("v7.3")
    stems = {rule.id: origin(policy, rule).id for rule in policy.rules}
    assert stems[REFUSAL] == "v6.17"
    assert set(stems.values()) >= {"v6.1", "v6.8", "v6.17", "v7.3"}


def test_what_went_another_way_than_in_the_baseline_is_marked_with_what_it_was() -> None:
    look = Look("all", was=MAPPED.outcome)
    items = {item.id: texts(item.lines) for item in journey_items(REFUSED.outcome, 100, look)}
    assert "error EINVAL" in items[LEGS[0]][0]
    assert items[LEGS[0]][0].endswith("◆ was ok")
    assert items[REFUSAL][0].startswith("◆ ◀ ")
    assert items["mte-vma"][0].startswith("  ✓ passed: ")
    same = journey_items(REFUSED.outcome, 100, Look("all", was=REFUSED.outcome))
    assert not any("◆" in text for item in same for text in texts(item.lines))


@pytest.mark.parametrize("width", [40, 51, 82])
def test_no_line_of_an_opened_journey_is_too_long(width: int) -> None:
    every = frozenset(rule.id for rule in MAPPED.policy.rules) | frozenset(LEGS)
    for report in REPORTS:
        look = Look("all", every, report.policy, MAPPED.outcome)
        for item in journey_items(report.outcome, width, look):
            assert all(len(text) <= width for text in texts(item.lines))
