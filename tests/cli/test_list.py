"""`s2tui list`: everything there is, as words and as JSON."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from s2tui.cli.list import WHAT
from s2tui.kvm.policies.registry import POLICIES
from s2tui.kvm.scenario.fields import FIELDS
from tests.cli.calls import Call, call

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
