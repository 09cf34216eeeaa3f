"""Named scenarios: the edge cases really happen where they are said to, and nowhere else."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from s2tui.contract.report import report_json
from s2tui.errors import RequestError
from s2tui.kvm.hazards.catalogue import load as hazards
from s2tui.kvm.policies.registry import POLICIES
from s2tui.kvm.report.explain import report
from s2tui.kvm.scenario.named import GROUPS, askable, load, scenario_fields
from s2tui.kvm.scenario.notation import from_object, parse_words

if TYPE_CHECKING:
    from s2tui.kvm.scenario.fields import Value
    from s2tui.kvm.scenario.named import Named

NAMED = load()
EDGES = {name: named for name, named in NAMED.items() if named.raised}
ASKED = {name: named for name, named in EDGES.items() if not named.needs}
HAPPENS = [(name, policy) for name, named in ASKED.items() for policy in named.happens]
ABSENT = [(name, policy) for name, named in ASKED.items() for policy in named.absent]
CONTROLS = [
    (name, policy)
    for name, named in ASKED.items()
    for policy in named.happens
    if named.control is not None
]
NEED_AN_INPUT = ("E3", "E4", "E9", "E10", "E23")


def seen(policy: str, fields: dict[str, Value], expected: dict[str, Any]) -> dict[str, Any]:
    """The members that do not have the expected value, with the one they have."""
    scenario, notes = from_object(fields)
    assert notes == (), "every field of a named scenario counts"
    found = json.loads(report_json(report(policy, scenario)))
    wrong = {}
    for path, value in expected.items():
        got: Any = found
        for key in path.split("."):
            got = None if got is None else got[key]
        if path == "hazards":
            ids = [hazard["id"] for hazard in got]
            if value not in ids:
                wrong[path] = ids
        elif got != value:
            wrong[path] = got
    return wrong


def missing(named: Named, policy: str, extra: dict[str, Value]) -> list[dict[str, Any]]:
    """What is not to be seen of a surprise under a policy."""
    found = []
    for shown in named.shows:
        fields = {**named.fields, **shown.fields, **extra}
        wrong = seen(policy, fields, shown.expected)
        if wrong:
            found.append(wrong)
    return found


def test_all_38_edge_cases_are_there() -> None:
    assert list(EDGES) == [f"E{n}" for n in range(1, 39)]
    assert tuple(name for name, named in EDGES.items() if named.needs) == NEED_AN_INPUT


@pytest.mark.parametrize("name", EDGES)
def test_an_edge_case_can_be_shown_or_says_what_it_needs(name: str) -> None:
    named = EDGES[name]
    if named.needs:
        assert not named.fields
        assert not named.happens
        return
    assert named.happens
    assert named.shows
    assert named.absent or named.control is not None
    assert set(named.happens + named.absent) <= POLICIES.keys()
    for shown in named.shows:
        assert shown.expected
        assert shown.expected.get("hazards", "stale-data") in hazards()


@pytest.mark.parametrize(("name", "policy"), HAPPENS)
def test_the_surprise_happens(name: str, policy: str) -> None:
    assert missing(ASKED[name], policy, {}) == []


@pytest.mark.parametrize(("name", "policy"), ABSENT)
def test_the_surprise_does_not_happen_elsewhere(name: str, policy: str) -> None:
    assert missing(ASKED[name], policy, {}) != []


@pytest.mark.parametrize(("name", "policy"), CONTROLS)
def test_the_surprise_does_not_happen_without_its_cause(name: str, policy: str) -> None:
    control = ASKED[name].control
    assert control is not None
    assert missing(ASKED[name], policy, control) != []


@pytest.mark.parametrize("name", askable())
def test_a_named_scenario_can_be_asked(name: str) -> None:
    scenario, notes = from_object(scenario_fields(name))
    assert notes == ()
    assert report("v7.3", scenario).outcome.trace


def test_groups_stand_together_in_their_order() -> None:
    groups = [named.group for named in NAMED.values()]
    assert list(dict.fromkeys(groups)) == list(GROUPS)
    assert groups == sorted(groups, key=list(GROUPS).index)
    assert [name for name, named in NAMED.items() if named.group == "debate"] == list(EDGES)


def test_peer_to_peer_memory_is_told_and_not_answered() -> None:
    # KVM never sets FOLL_PCI_P2PDMA, so no leaf of it may be shown.
    with pytest.raises(RequestError, match="p2pmem_alloc_mmap"):
        scenario_fields("p2pdma")
    assert "EFAULT" in NAMED["p2pdma"].text


@pytest.mark.parametrize("name", NEED_AN_INPUT)
def test_what_needs_an_input_is_refused_with_its_name(name: str) -> None:
    with pytest.raises(RequestError) as refusal:
        scenario_fields(name)
    assert f"@{name} " in str(refusal.value)
    assert EDGES[name].needs in str(refusal.value)
    assert "\n" not in str(refusal.value)


def test_an_unknown_name_is_answered_with_one_that_is_close() -> None:
    with pytest.raises(RequestError, match="did you mean @gpu-memory"):
        scenario_fields("gpu-memori")


def test_a_report_on_an_edge_case_says_who_raised_it() -> None:
    notes = parse_words(["@E12", "host.fwb=true"]).notes
    assert len(notes) == 1
    assert "Sean Christopherson, 6 Jun 2025" in notes[0]
    assert "it happens under v6.1, v6.9, v6.17, v7.3, patch-v3" in notes[0]
    assert "phys_mem_access_prot" in notes[0]
    assert parse_words(["@ram"]).notes == ()


def test_a_report_on_a_device_says_where_its_driver_is_written() -> None:
    (note,) = parse_words(["@fsl-mc"]).notes
    assert "vfio_fsl_mc.c:vfio_fsl_mc_mmap_mmio" in note


@pytest.mark.parametrize("name", ["E27", "E30", "E28", "E29"])
def test_what_an_edge_case_rests_on_is_said(name: str) -> None:
    said = {
        "E27": "CONFIG_STRICT_DEVMEM",
        "E28": "fs/fuse/dax.c:fuse_dax_mmap",
        "E29": "0c67288e0c8b",
        "E30": "kvm_resolve_pfn",
    }
    assert said[name] in parse_words([f"@{name}"]).notes[0]
