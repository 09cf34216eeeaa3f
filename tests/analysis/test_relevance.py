"""Relevance: what was not read cannot matter."""

from __future__ import annotations

import pytest
from hypothesis import given

from s2tui.analysis.relevance import relevance
from s2tui.kvm.policies.registry import find
from s2tui.kvm.report.explain import explain
from s2tui.kvm.report.members import compare_outcomes
from s2tui.kvm.scenario.fields import FIELDS, Scenario, filled, make
from tests.strategies import examples, scenarios


@pytest.mark.parametrize("id_", ["v6.9", "v7.3", "sean"])
@examples(0.3)
@given(scenario=scenarios())
def test_fields_that_were_not_read_do_not_change_the_answer(id_: str, scenario: Scenario) -> None:
    policy = find(id_)
    before = explain(policy, scenario)
    for name in relevance(policy, scenario).unread:
        field = FIELDS[name]
        for value in field.values:
            other = filled({**scenario.state, field.attribute: value})
            assert compare_outcomes(before, explain(policy, other)) is None


def test_a_refused_memslot_reads_nothing_of_the_access() -> None:
    scenario, _ = make({"backing": "pfnmap", "host_fwb": False, "access_kind": "exec"})
    found = relevance(find("v6.17"), scenario)
    assert {"access.kind", "access.fault", "guest.memtype", "page.size"} <= found.unread
    assert not {"backing", "host.fwb", "vma.memtype"} & found.unread
    assert found.ended_by.id == "cacheable-pfnmap-slot-unsupported"


def test_a_mapped_page_was_decided_by_the_rule_that_maps() -> None:
    scenario, _ = make({})
    found = relevance(find("v6.17"), scenario)
    assert found.ended_by.id == "map-leaf"
    assert "host.idc" in found.unread
    assert "guest.memtype" not in found.unread
