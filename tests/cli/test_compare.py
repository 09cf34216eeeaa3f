"""`s2tui compare`: many policies on one scenario, as JSON and as a table."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given

from s2tui.contract.compare import compare_json
from s2tui.kvm.policies.registry import DEFAULT, POLICIES
from s2tui.kvm.report.explain import report
from s2tui.kvm.report.members import MEMBERS
from s2tui.kvm.scenario.fields import Scenario, differences
from s2tui.view.compare.lines import compare_lines
from s2tui.view.kit.text import MARKS, plain
from tests.cli.calls import Call, call, refused
from tests.strategies import examples, scenarios

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["call"]

GPU = ("@gpu-memory", "host.fwb=false", "host.dic=false")


def compared(call: Call, *words: str) -> dict[str, Any]:
    answer = call("compare", *words, "--json")
    assert answer.status == 0
    found: dict[str, Any] = json.loads(answer.out)
    return found


def test_it_has_the_keys_of_the_contract(call: Call) -> None:
    found = compared(call, "backing=pfnmap")
    assert list(found) == ["scenario", "outcomes", "differs"]
    assert found["scenario"] == {"backing": "pfnmap"}


def test_every_policy_is_compared_unless_some_are_named(call: Call) -> None:
    assert [o["kernel"] for o in compared(call)["outcomes"]] == list(POLICIES)
    named = compared(call, "--kernels", "v7.3,v6.12,marc")["outcomes"]
    assert [(o["kernel"], o["policy"]) for o in named] == [
        ("v7.3", "v7.3"),
        ("v6.12", "v6.9"),
        ("marc", "marc"),
    ]


def test_an_outcome_is_what_explain_answers(call: Call) -> None:
    for outcome in compared(call, *GPU)["outcomes"]:
        explained = call("explain", *GPU, "--kernel", outcome["kernel"], "--json")
        assert outcome == json.loads(explained.out)


@pytest.mark.parametrize(
    ("kernels", "differs"),
    [
        ("v6.17", []),
        ("v6.17,v6.18", []),
        # The same refusal at another place: before the guest runs, and after.
        ("v6.17,patch-v3", ["memslot", "fault"]),
        ("v6.9,marc", []),
        ("v6.9,patch-v3", ["fault", "mapping", "descriptor", "maintenance", "resultant"]),
        ("patch-v3,sean", ["fault"]),
    ],
)
def test_the_members_that_differ_are_named_in_order(
    call: Call, kernels: str, differs: list[str]
) -> None:
    assert compared(call, *GPU, "--kernels", kernels)["differs"] == differs


def test_one_attribute_for_two_reasons_does_not_differ(call: Call) -> None:
    """With the MMU off the guest's data accesses are Device-nGnRnE, which no stage 2 weakens."""
    words = ("host.fwb=false", "backing=zone-device", "page.map_memory=false", "guest.mmu=false")
    differs = compared(call, *words, "--kernels", "v6.9,v7.3")["differs"]
    assert "mapping" in differs
    assert "resultant" not in differs


@examples(0.3)
@given(scenarios())
def test_what_differs_is_what_the_outcomes_show(scenario: Scenario) -> None:
    reports = [report(kernel, scenario) for kernel in ("v6.9", "patch-v1", "v7.3")]
    found = json.loads(compare_json(scenario, reports))
    assert found["scenario"] == differences(scenario)
    for member in MEMBERS:
        values = [json.dumps(o[member]) for o in found["outcomes"]]
        assert (len(set(values)) > 1) == (member in found["differs"])


@examples(0.4)
@given(scenarios())
def test_the_table_fits_100_columns(scenario: Scenario) -> None:
    reports = [report(kernel, scenario) for kernel in POLICIES]
    lines = plain(compare_lines(reports)).splitlines()
    assert max(map(len, lines)) <= 100
    starts = [line.split(" ")[0] for line in lines]
    assert all(kernel in starts for kernel in POLICIES)


def test_what_is_not_as_under_the_first_is_marked(call: Call) -> None:
    out = call("compare", *GPU, "--kernels", "v6.9,marc,v6.17").out
    table = out.split("why ")[0]
    rows = {line.split()[0]: line for line in table.splitlines() if line}
    assert MARKS["changed"] not in rows["v6.9"]
    assert MARKS["changed"] not in rows["marc"]
    assert f"{MARKS['changed']} EINVAL" in rows["v6.17"]


def test_a_policy_with_a_long_path_fits_too(call: Call, tmp_path: Path) -> None:
    path = tmp_path / ("long" * 30) / "mine.py"
    path.parent.mkdir()
    path.write_text("from s2tui.kvm.policies.kernels.v7_3 import policy\n", encoding="utf-8")
    lines = call("compare", *GPU, "--kernels", f"v6.9,{path}").out.splitlines()
    assert max(map(len, lines)) <= 100
    assert any(line.split()[0].endswith("mine.py") for line in lines if line)


def test_a_note_on_one_kernel_says_on_which(call: Call) -> None:
    words = ("@E12", "host.mte=true", "vm.mte=true", "slot.guest_memfd=true")
    out = " ".join(call("compare", *words, "--kernels", "v7.0,v7.1,v6.12").out.split())
    assert "note v7.1: a guest_memfd slot of a VM with MTE" in out
    assert "note @E12: " in out
    assert "note v6.12 is answered by v6.9" in out


def test_every_answer_has_its_reason(call: Call) -> None:
    out = " ".join(call("compare", *GPU, "--kernels", "sean,oliver-mar").out.split())
    assert "Sean Christopherson, 26 Mar 2025" in out
    assert "Oliver Upton, 26 Mar 2025" in out


@pytest.mark.parametrize(
    ("words", "named"),
    [
        (("--kernels", "v6.9,marcc"), ("marcc", "did you mean marc?")),
        (("--kernels", "v6.9,,marc"), ("--kernels", "v6.9,,marc")),
        (("--kernels", ""), ("--kernels",)),
        (("backing=pfnmapp",), ("pfnmapp", "did you mean pfnmap?")),
        (("--jason",), ("--jason", "did you mean --json?")),
    ],
)
def test_wrong_requests_are_one_line(
    call: Call, words: tuple[str, ...], named: tuple[str, ...]
) -> None:
    refused(call("compare", *words), *named)


def test_a_named_scenario_says_who_raised_it(call: Call) -> None:
    found = compared(call, "@E28", "--kernels", "v6.17")
    assert "the case Marc feared" in found["outcomes"][0]["notes"][0]


def test_a_scenario_that_needs_an_input_is_refused(call: Call) -> None:
    refused(call("compare", "@E3"), "@E3", "needs an input", "EL1")
    refused(call("explain", "@E23"), "@E23", "Oliver Upton", "whose stage 2 it is")
    refused(call("explain", "@p2pdma"), "@p2pdma", "needs an input", "get_user_pages")


def many(call: Call, *words: str) -> dict[str, Any]:
    found = compared(call, "--scenarios", *words)
    assert list(found) == ["kernel", "scenarios", "outcomes"]
    assert list(found["scenarios"]) == list(found["outcomes"])
    return found


def test_every_scenario_that_can_be_asked_is_asked_of_the_newest_kernel(call: Call) -> None:
    found = many(call)
    listed = json.loads(call("list", "scenarios", "--json").out)
    assert found["kernel"] == DEFAULT
    # E3 and E23 need an input that no field describes.
    assert {"E3", "E23"} <= {one["name"] for one in listed} - set(found["scenarios"])
    assert {"ram", "gpu-memory", "E38"} <= set(found["scenarios"])


@pytest.mark.parametrize(
    ("words", "names"),
    [
        # A name, a text of the data file, a heading ("devices"), and any case.
        (("swapp",), ["swapped"]),
        (("ZEROES the",), ["E1"]),
        (("device", "tree"), None),
        (("devices", "no-dic"), ["gpu-memory-no-dic"]),
        (("GH200", "BAR"), ["E33"]),
        # A name with its @ is that one alone: @E1 is not E12.
        (("@E1", "@ram"), ["ram", "E1"]),
        (("@ram", "swapp"), ["ram", "swapped"]),
        (("@gpu-memory-",), ["gpu-memory-pages", "gpu-memory-no-fwb", "gpu-memory-no-dic"]),
    ],
)
def test_a_filter_finds_names_texts_and_headings(
    call: Call, words: tuple[str, ...], names: list[str] | None
) -> None:
    if names is None:
        refused(call("compare", "--scenarios", *words), "'device' and 'tree'")
    else:
        assert list(many(call, *words)["scenarios"]) == names


def test_each_scenario_is_answered_as_explain_does(call: Call) -> None:
    found = many(call, "gpu-memory", "host.fwb=false", "--kernel", "v6.12")
    assert found["kernel"] == "v6.12"
    for name, outcome in found["outcomes"].items():
        words = ("explain", f"@{name}", "host.fwb=false", "--kernel", "v6.12", "--json")
        assert outcome == json.loads(call(*words).out)


def test_the_table_of_scenarios_says_what_becomes_of_each(call: Call) -> None:
    answer = call("compare", "--scenarios", "gpu-memory", "--kernel", "v6.17")
    table = answer.out.split("why ")[0].splitlines()
    rows = {line.split()[0]: line.split()[1:] for line in table if line}
    assert answer.status == 0
    assert rows["scenario"] == [
        "memslot", "fault", "mapping", "descriptor", "caches", "resultant"
    ]  # fmt: skip
    # 0c67288e0c8b: without FWB and DIC the memslot is refused, with both it is Normal.
    assert rows["@gpu-memory-no-fwb"] == ["EINVAL", *"-----"]
    assert rows["@gpu-memory-no-dic"] == ["EINVAL", *"-----"]
    assert rows["@gpu-memory"][:3] == ["ok", "mapped", "normal"]
    assert max(map(len, answer.out.splitlines())) <= 100
    assert "0c67288e0c8b" in answer.out


def test_what_is_said_of_the_kernel_is_said_once(call: Call) -> None:
    out = call("compare", "--scenarios", "gpu-memory", "--kernel", "v6.12").out
    assert out.count("v6.12 is answered by v6.9") == 1


@pytest.mark.parametrize(
    ("words", "named"),
    [
        (("--scenarios", "nosuch"), ("'nosuch'", "list scenarios")),
        (("--scenarios", "@E3"), ("@E3", "needs an input")),
        (("--scenarios", "host.fbw=false"), ("host.fbw", "did you mean host.fwb?")),
        (("--scenarios", "--kernels", "v6.9"), ("--scenarios", "--kernel")),
        (("--scenarios", "--kernel", "v5.0"), ("v5.0",)),
        (("--kernel", "v6.9"), ("--kernel", "--kernels")),
    ],
)
def test_wrong_requests_for_many_scenarios_are_one_line(
    call: Call, words: tuple[str, ...], named: tuple[str, ...]
) -> None:
    refused(call("compare", *words), *named)
