"""`s2tui list`: everything there is, as words and as JSON."""

from __future__ import annotations

import json
from importlib import import_module
from pathlib import Path

import pytest

from s2tui.cli.list import WHAT
from s2tui.kvm.policies.registry import POLICIES
from s2tui.kvm.scenario.fields import FIELDS
from tests.cli.calls import Call, call, refused

__all__ = ["call"]

THEMES = Path(__file__).parents[2] / "themes"


@pytest.mark.parametrize("what", WHAT)
def test_every_list_prints_its_names_and_as_json(what: str, call: Call) -> None:
    words, found = call("list", what), call("list", what, "--json")
    assert (words.status, found.status) == (0, 0)
    entries = json.loads(found.out)
    assert entries
    for entry in entries:
        assert entry["text"]
        assert entry.get("id", entry.get("name")) in words.out


def test_fields_say_values_default_and_what_they_stand_for(call: Call) -> None:
    entries = json.loads(call("list", "fields", "--json").out)
    assert [entry["name"] for entry in entries] == list(FIELDS)
    fwb = entries[0]
    assert fwb["name"] == "host.fwb"
    assert fwb["values"] == [True, False]
    assert fwb["default"] is True
    assert fwb["stands_for"] == "FEAT_S2FWB"


def test_policies_and_themes_are_complete(call: Call) -> None:
    policies = json.loads(call("list", "policies", "--json").out)
    assert [entry["id"] for entry in policies] == list(POLICIES)
    themes = json.loads(call("list", "themes", "--json").out)
    assert {entry["name"] for entry in themes} == {path.stem for path in THEMES.glob("*.toml")}


def test_a_cpu_says_how_well_each_value_is_known(call: Call) -> None:
    cpus = {entry["name"]: entry for entry in json.loads(call("list", "cpus", "--json").out)}
    # architecture.md 8.2: Cortex-A710 FWB 1 V, DIC 0 V; Cortex-A53 FWB 0 A.
    assert cpus["cortex-a710"]["values"]["dic"]["value"] is False
    assert cpus["cortex-a710"]["values"]["dic"]["status"] == "verified"
    assert cpus["cortex-a53"]["values"]["fwb"]["status"] == "derived"
    assert "unverified" in call("list", "cpus").out


def test_scenarios_stand_in_groups_under_headings(call: Call) -> None:
    entries = json.loads(call("list", "scenarios", "--json").out)
    groups = {entry["name"]: entry["group"] for entry in entries}
    assert (groups["ram"], groups["fsl-mc"], groups["E12"]) == ("ordinary", "devices", "debate")
    said = call("list", "scenarios").out
    heads = [said.index(text) for text in ("ordinary life ─", "devices ─", "edge cases ─")]
    assert heads == sorted(heads)
    assert said.index("\nfsl-mc ") > heads[1]
    devices = [e for e in entries if e["group"] == "devices"]
    assert sum("source" in entry for entry in devices) == len(devices) - 3


def test_policies_say_how_far_they_came_and_when(call: Call) -> None:
    entries = {e["id"]: e for e in json.loads(call("list", "policies", "--json").out)}
    assert entries["v7.3"]["state"] == "merged"
    assert (entries["v7.4-next"]["state"], entries["v7.4-next"]["date"]) == ("queued", "2026-09-24")
    assert entries["gmem-no-direct-map"]["date"] == "2026-04-10"
    assert entries["mte-perm"]["date"] == "2025-01-10"
    assert "Aneesh Kumar K.V, 10 Jan 2025, posted" in call("list", "policies").out


def test_architectures_say_what_decides_and_where_it_is_written(call: Call) -> None:
    entries = {e["id"]: e for e in json.loads(call("list", "architectures", "--json").out)}
    # A flag could mean something only where KVM chooses a type: never on AMD, RISC-V, s390.
    chooses = {id_: entry["chooses"] for id_, entry in entries.items()}
    assert {id_ for id_, value in chooses.items() if value} == {
        "arm64", "x86-ept", "powerpc-hash", "loongarch",
    }  # fmt: skip
    assert {id_ for id_, value in chooses.items() if value is False} == {
        "x86-npt", "riscv", "s390", "powerpc-radix", "powerpc-e500",
    }  # fmt: skip
    assert "unverified" in entries["mips"]["text"]
    for id_, entry in entries.items():
        assert all(fact["text"] and fact["source"] for fact in entry["facts"])
        assert bool(entry["facts"]) == (id_ != "mips")
    assert "list architectures" in call("list", "scenarios").out


def test_rules_stand_in_the_order_of_a_fault_with_name_and_source(call: Call) -> None:
    entries = json.loads(call("list", "rules", "v6.12", "--json").out)
    stages = [entry["stage"] for entry in entries]
    assert list(dict.fromkeys(stages)) == ["memslot", "dispatch", "abort", "map", "resultant"]
    by_id = {entry["id"]: entry for entry in entries}
    assert by_id["no-vma"]["name"] == "s2tui.kvm.rules.abort.no_vma"
    assert by_id["no-vma"]["decides"] is None
    assert by_id["device-pfn"]["decides"] == "device"
    assert "kvm_is_device_pfn @ 6.5" in by_id["device-pfn"]["cite"]
    assert "cacheable-pfnmap-slot-unsupported" not in by_id
    newer = call("list", "rules", "v6.17").out
    assert "cacheable-pfnmap-slot-unsupported" in newer
    assert newer.index("no-slot ") < newer.index("dispatch: ") < newer.index("no-vma ")


def test_every_name_of_a_rule_imports_it(call: Call) -> None:
    for entry in json.loads(call("list", "rules", "patch-v7", "--json").out):
        module, _, name = entry["name"].rpartition(".")
        assert getattr(import_module(module), name).id == entry["id"]


def test_only_rules_are_a_kernels(call: Call) -> None:
    refused(call("list", "fields", "v6.17"), "'v6.17'", "list fields")
    refused(call("list", "rules", "v6.99"), "v6.99")


def test_kernels_of_distributions_are_listed_with_their_source(call: Call) -> None:
    entries = {e["id"]: e for e in json.loads(call("list", "kernels", "--json").out)}
    debian = entries["debian-6.12.117"]
    assert (debian["policy"], debian["answers_as"]) == ("v6.9", "v6.12.117")
    assert entries["nvidia-6.14"]["policy"] is None
    assert "pull request 157" in entries["nvidia-6.14"]["source"]
    assert "linux-source-6.12 6.12.117" in call("list", "kernels").out


def test_fields_say_what_each_value_is(call: Call) -> None:
    entries = {e["name"]: e for e in json.loads(call("list", "fields", "--json").out)}
    assert list(entries["access.kind"]["meanings"]) == entries["access.kind"]["values"]
    assert list(entries["host.fwb"]["meanings"]) == ["true", "false"]
    lines = call("list", "fields").out.splitlines()
    assert any(line.split()[:1] == ["mixedmap"] and "VM_MIXEDMAP" in line for line in lines)
