"""`s2tui whatif`: the contract's JSON and plain lines."""

from __future__ import annotations

import json
from typing import Any

import pytest

from s2tui.contract.report import report_json
from s2tui.kvm.report.explain import report
from s2tui.kvm.scenario.notation import from_object
from tests.cli.calls import Call, call, refused

__all__ = ["call"]


def explained(scenario: dict[str, Any]) -> Any:
    return json.loads(report_json(report("v6.17", from_object(scenario).scenario)))


def test_each_change_leads_from_was_to_is(call: Call) -> None:
    base = {"backing": "pfnmap", "page.map_memory": False}
    answer = call(
        "whatif", "backing=pfnmap", "page.map_memory=false", "--kernel", "v6.17", "--json"
    )
    assert answer.status == 0
    found = json.loads(answer.out)
    assert list(found) == ["changes", "solutions"]
    assert found["solutions"] == []
    assert len(found["changes"]) > 10
    for change in found["changes"]:
        assert len(change["set"]) == 1
        ((member, was),) = change["was"].items()
        ((name, value),) = was.items()
        assert explained(base)[member][name] == value
        after = explained({**base, **change["set"]})
        assert after[member][name] == change["is"][member][name] != value


def test_solutions_give_what_was_wanted(call: Call) -> None:
    words = ["backing=pfnmap", "host.fwb=false", "--want", "fault.result=mapped", "--json"]
    found = json.loads(call("whatif", *words, "--kernel", "v6.17").out)
    assert {"host.fwb": True, "backing": "pfnmap"} in found["solutions"]
    for solution in found["solutions"]:
        assert explained(solution)["fault"]["result"] == "mapped"


def test_the_nearest_ways_are_printed_as_words_to_type(call: Call) -> None:
    answer = call("whatif", "backing=hole", "--want", "fault.result=mapped", "--kernel", "v6.17")
    assert answer.status == 0
    assert answer.out.startswith("fault.result=mapped: 1 change, ")
    assert "  backing=anonymous\n" in answer.out


@pytest.mark.slow
def test_an_outcome_that_cannot_be_is_said_to_be_none(call: Call) -> None:
    answer = call("whatif", "--want", "fault.result=retry", "--kernel", "v6.17")
    assert (answer.status, answer.out) == (0, "no scenario gives fault.result=retry\n")


def test_an_outcome_that_is_there_is_said_to_be_so(call: Call) -> None:
    answer = call("whatif", "--want", "fault.result=mapped", "--kernel", "v6.17")
    assert answer.out == "fault.result=mapped is so already\n"


def test_changes_are_printed_a_line_each(call: Call) -> None:
    lines = call("whatif", "--kernel", "v6.17").out.splitlines()
    assert any(
        line.split() == ["host.dic=false", "mapping.executable:", "true", "->", "false"]
        for line in lines
    )
    assert not any(line.startswith("host.idc") for line in lines)


def test_fields_that_go_along_are_named(call: Call) -> None:
    out = call("whatif", "host.mte=true,vm.mte=true,vma.mte_allowed=false").out
    assert "host.mte=false (and vm.mte=false)" in out


@pytest.mark.parametrize(
    ("words", "named"),
    [
        (["--want", "fault=mapped"], ["fault", "fault.result"]),
        (["--want", "mapping.type=norml"], ["norml", "normal"]),
        (["--want", "mapping.type"], ["MEMBER=VALUE"]),
        (["--kernel", "v5.4"], ["v5.4"]),
        (["backing=ram"], ["ram"]),
    ],
)
def test_a_wrong_request_is_one_line(call: Call, words: list[str], named: list[str]) -> None:
    refused(call("whatif", *words), *named)
