"""`s2tui check`: the table as it grows, the contract's JSON, exit statuses."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

import pytest

from s2tui.analysis.diagrams.explorer import Diagrams
from s2tui.analysis.diagrams.space import space
from s2tui.analysis.invariants import check as invariants
from s2tui.analysis.invariants.catalogue import load
from s2tui.kvm.policies.registry import POLICIES
from s2tui.kvm.scenario.named import askable
from s2tui.kvm.scenario.notation import from_object
from s2tui.view.check.lines import VACUOUS
from tests.cli.calls import Call, call, refused

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from s2tui.analysis.invariants.check import Finding
    from s2tui.kvm.policy.policy import Policy

__all__ = ["call"]

MARKS = f"✓{VACUOUS}✗?"
KEYS = ["policy", "invariant", "holds", "vacuous", "violations", "counterexample"]
SCENARIOS = f"{space(Diagrams()).size:,}"


@pytest.fixture(autouse=True)
def _forget_policy_files(monkeypatch: pytest.MonkeyPatch) -> None:
    """A command reads its files in a process of its own, not in that of other tests."""
    monkeypatch.setattr("s2tui.kvm.policies.registry.OWN", [], raising=False)


def rows(out: str) -> dict[str, list[str]]:
    """The rows of the table: policy to marks."""
    words = [line.split() for line in out.splitlines()]
    return {w[0]: w[1:] for w in words if len(w) > 1 and all(mark in MARKS for mark in w[1:])}


@pytest.mark.slow
def test_the_table_has_a_row_for_every_policy_and_a_mark_for_every_invariant(call: Call) -> None:
    answer = call("check")
    assert answer.status == 1
    table = rows(answer.out)
    assert list(table) == list(POLICIES)
    assert {len(marks) for marks in table.values()} == {len(load())}
    assert max(map(len, answer.out.splitlines())) <= 100
    assert answer.out.startswith(f"{len(POLICIES)} policies, {SCENARIOS} scenarios each\n")
    for number, id_ in enumerate(load(), 1):
        assert f"{number:>2} {id_}" in answer.out
        marks = {row[number - 1] for row in table.values()}
        assert (f"\n{number} {id_} ──" in answer.out) == (not marks <= {"✓", VACUOUS})


@pytest.mark.slow
def test_every_failure_stands_below_the_table_as_text_that_explain_takes(call: Call) -> None:
    out = call("check", "v6.17", "marc").out
    # What is too long goes on in the next line, under its first word.
    found = re.findall(r"^[✗?] (.*(?:\n {2}\S.*)*)", out, re.MULTILINE)
    shown = [text.replace("\n ", "") for text in found]
    table = rows(out)
    assert sum(mark in "✗?" for row in table.values() for mark in row) >= len(shown) > 10
    for text in shown:
        first, _, second = text.partition(" | ")
        words = [] if first.startswith("(") else first.split()
        for asked in (words, [*words, *second.split()]):
            assert call("explain", *asked, "--kernel", "v6.17").status == 0


@pytest.mark.slow
def test_json_is_what_the_contract_says(call: Call) -> None:
    answer = call("check", "v6.9", "v6.17", "--json")
    assert answer.status == 1
    found = json.loads(answer.out)
    assert list(found) == ["space", "results"]
    assert found["space"] == space(Diagrams()).size
    assert [(r["policy"], r["invariant"]) for r in found["results"]] == [
        (policy, id_) for policy in ("v6.9", "v6.17") for id_ in load()
    ]
    for result in found["results"]:
        assert list(result) == KEYS
        assert result["vacuous"] in (True, False)
        assert result["holds"] is True or not result["vacuous"]
        assert result["holds"] in (True, False, None)
        assert type(result["violations"]) is int
        assert (result["holds"] is False) == (result["violations"] > 0)
        assert (result["counterexample"] is not None) == (result["holds"] is False)


def result(call: Call, *words: str) -> tuple[int, dict[str, Any]]:
    answer = call("check", *words, "--json")
    (found,) = json.loads(answer.out)["results"]
    return answer.status, found


def test_a_counterexample_of_two_scenarios_has_both(call: Call) -> None:
    """E28: a mixedmap slot is accepted without FWB, and the vCPU dies."""
    status, found = result(call, "v6.17", "--invariant", "courtesy")
    assert status == 1
    example = found["counterexample"]
    memory = {"backing": "mixedmap", "page.map_memory": False}
    assert example["scenario"].items() >= {"host.fwb": False, "host.dic": False, **memory}.items()
    assert example["other"].items() >= memory.items()
    assert "host.fwb" not in example["other"]
    for given in example.values():
        assert from_object(given).notes == ()


def test_a_counterexample_of_one_scenario_has_no_other(call: Call) -> None:
    status, found = result(call, "v6.9", "--invariant", "no-mismatched-alias")
    assert status == 1
    memory = askable()["gpu-memory"].fields  # E25
    assert found["counterexample"] == {"scenario": memory, "other": None}


def test_unknown_is_null_and_no_success(call: Call) -> None:
    status, found = result(call, "marc", "--invariant", "guest-memfd-source")
    assert status == 1
    assert (found["holds"], found["violations"], found["counterexample"]) == (None, 0, None)
    shown = call("check", "marc", "--invariant", "guest-memfd-source").out
    assert "\n? slot.guest_memfd=true" in shown


def test_all_that_was_asked_holds(call: Call) -> None:
    names = ("courtesy", "device-migrates")
    words = [word for name in names for word in ("--invariant", name)]
    answer = call("check", "v6.9", *words)
    assert answer.status == 0
    assert rows(answer.out) == {"v6.9": ["✓", "✓"]}
    assert json.loads(call("check", "v6.9", *words, "--json").out)["results"][1]["holds"] is True


def test_a_kernel_between_is_answered_by_its_policy_and_only_once(call: Call) -> None:
    answer = call("check", "v6.12", "v6.9", "--invariant", "courtesy", "--json")
    assert [r["policy"] for r in json.loads(answer.out)["results"]] == ["v6.9"]


def test_somebodys_own_policy_is_checked_too(call: Call, tmp_path: Path) -> None:
    path = tmp_path / "mine.py"
    path.write_text(
        "from s2tui.kvm.policies.kernels.v6_17 import policy as v6_17\n"
        "from s2tui.kvm.policies.kernels.v6_17 import cacheable_pfnmap_slot_unsupported as c\n"
        "policy = v6_17.patched('mine', 'no courtesy', lambda p: p.drop(c))\n"
    )
    status, found = result(call, str(path), "--invariant", "courtesy")
    assert status == 1
    assert found["policy"] == "mine"
    assert found["violations"] > result(call, "v6.17", "--invariant", "courtesy")[1]["violations"]


def stop_at(monkeypatch: pytest.MonkeyPatch, id_: str, error: type[BaseException]) -> None:
    """Let the check of one policy raise."""
    real = invariants.findings

    def findings(policy: Policy, *given: Any) -> Iterator[Finding]:
        if policy.id == id_:
            raise error
        return real(policy, *given)

    monkeypatch.setattr(invariants, "findings", findings)


def test_a_row_is_printed_before_the_next_policy_is_looked_at(
    call: Call, monkeypatch: pytest.MonkeyPatch
) -> None:
    stop_at(monkeypatch, "v6.17", KeyboardInterrupt)
    answer = call("check", "v6.9", "v6.17", "--invariant", "courtesy")
    assert list(rows(answer.out)) == ["v6.9"]


def test_an_interrupt_leaves_no_traceback(call: Call, monkeypatch: pytest.MonkeyPatch) -> None:
    stop_at(monkeypatch, "v6.9", KeyboardInterrupt)
    answer = call("check", "v6.9")
    assert answer.status == 130
    assert answer.err == ""


def test_wrong_requests_are_refused(call: Call, tmp_path: Path) -> None:
    refused(call("check", "v6.9", "--invariant", "courtsey"), "courtsey", "did you mean courtesy")
    refused(call("check", "v6.99"), "v6.99")
    refused(call("check", "mrac"), "mrac", "did you mean marc")
    refused(call("check", "--where", "backing=whole"), "whole", "did you mean hole")
    refused(
        call("check", "--where", "backing=shmem", "--where", "page.map_memory=false"), "no scenario"
    )
    refused(call("check", "v6.9", "--against", "mrac"), "mrac", "did you mean marc")
    broken = tmp_path / "broken.py"
    broken.write_text(
        "from s2tui.kvm.policies.kernels.v6_9 import policy as v6_9\n"
        "from s2tui.kvm.rules import abort\n"
        "policy = v6_9.patched('broken', '', lambda p: p.drop(abort.writable_like_host))\n"
    )
    words = ("check", str(broken), "--invariant", "reads-stay-clean", "--json")
    refused(call(*words), "broken", "writable")


def test_what_is_listed_is_what_is_checked(call: Call) -> None:
    listed = json.loads(call("list", "invariants", "--json").out)
    assert [entry["id"] for entry in listed] == list(load())
    marc = {e["id"] for e in listed if "Marc Zyngier" in e["asked_by"]}
    assert {"courtesy", "discoverable", "device-migrates", "no-parameter-abi"} <= marc
    for entry in listed:
        assert bool(entry["quotes"]) != ("this tool's own" in entry["asked_by"])


def test_what_has_nothing_to_hold_is_marked_as_that(call: Call) -> None:
    """v6.9 has no capability, and caches no device memory."""
    status, found = result(call, "v6.9", "--invariant", "says-what-is-accepted")
    assert (status, found["holds"], found["vacuous"]) == (0, True, True)
    answer = call("check", "v6.9", "--invariant", "maintainable", "--invariant", "courtesy")
    assert rows(answer.out) == {"v6.9": [VACUOUS, "✓"]}


def test_a_failure_says_whose_sentence_it_is_and_what_exactly_counts(call: Call) -> None:
    out = " ".join(call("check", "v7.3", "--invariant", "courtesy").out.split())
    assert "“These new error reasons should at least be complemented by an equivalent check" in out
    assert "(Marc Zyngier, 10 Mar 2025, Re: [PATCH v3 1/1]" in out
    assert "exactly Refused for its memory type is what a host with FWB and DIC" in out
    out = " ".join(call("check", "v7.3", "--invariant", "reads-stay-clean").out.split())
    assert "nobody on the list: this tool's own" in out
    assert "exactly" not in call("check", "v7.3", "--invariant", "guarantee").out


def test_only_some_scenarios_are_looked_at(call: Call) -> None:
    """E28 needs a host without FWB or DIC."""
    words = ("v7.3", "--invariant", "courtesy", "--where", "host.fwb=true", "--where")
    status, found = result(call, *words, "host.dic=true")
    assert (status, found["holds"]) == (0, True)
    status, found = result(call, *words, "host.dic=false")
    assert (status, found["holds"]) == (1, False)
    assert found["counterexample"]["scenario"]["backing"] == "mixedmap"
    whole = json.loads(call("check", *words[:3], "--json").out)["space"]
    assert json.loads(call("check", *words, "host.dic=true", "--json").out)["space"] < whole


def test_only_what_another_policy_does_not_violate_is_counted(call: Call) -> None:
    words = ("v7.3", "--invariant", "courtesy")
    assert result(call, *words, "--against", "v7.1") == result(call, *words, "--against", "v6.17")
    status, found = result(call, *words, "--against", "v6.17")
    assert (status, found["holds"], found["violations"]) == (0, True, 0)
    status, found = result(call, *words, "--against", "v6.9")
    assert (status, found["holds"]) == (1, False)
    assert "only what v6.9 does not violate" in call("check", *words, "--against", "v6.9").out
