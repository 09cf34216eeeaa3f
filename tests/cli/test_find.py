"""`s2tui find`: the contract's JSON and plain lines."""

from __future__ import annotations

import json

import pytest

from s2tui.kvm.policies.registry import find
from s2tui.kvm.report.explain import explain
from s2tui.kvm.scenario.notation import from_object
from tests.cli.calls import Call, call, refused

pytestmark = pytest.mark.slow

__all__ = ["call"]

RWX = "0x00000000800007db"


def test_one_scenario_of_every_cube_writes_the_value(call: Call) -> None:
    answer = call("find", RWX, "--kernel", "v6.17", "--json")
    assert answer.status == 0
    found = json.loads(answer.out)
    assert list(found) == ["count", "cubes"]
    assert found["count"] > 0
    assert found["cubes"]
    for cube in found["cubes"]:
        picked = {k: v[0] if isinstance(v, list) else v for k, v in cube.items()}
        scenario, notes = from_object(picked)
        if notes:
            continue  # this corner of the cube does not exist
        descriptor = explain(find("v6.17"), scenario).descriptor
        assert descriptor is not None
        assert f"0x{descriptor.value:016x}" == RWX


def test_it_is_said_where_and_with_an_example(call: Call) -> None:
    out = call("find", "800007db", "--kernel", "v6.17").out
    assert out.startswith(f"v6.17 writes {RWX} in ")
    assert "FWB and DIC" in out
    assert out.endswith("e.g. every field at its default\n")
    assert max(map(len, out.splitlines())) <= 100


def test_a_value_that_is_never_written_is_said_to_be(call: Call) -> None:
    answer = call("find", "0x1", "--kernel", "v6.17")
    assert answer.status == 1
    said, hint = answer.out.splitlines()
    assert said == "no scenario of v6.17 writes 0x0000000000000001"
    closest = next(word.rstrip(",") for word in hint.split() if word.startswith("0x"))
    assert f"v6.17 writes {closest} in " in call("find", closest, "--kernel", "v6.17").out
    differing = (int(closest, 16) ^ 1) & ~0xFFFF_FFFF_F000
    bits = " ".join(str(bit) for bit in range(63, -1, -1) if differing >> bit & 1)
    assert hint.endswith(f"differs in bits {bits}")
    assert json.loads(call("find", "0x1", "--json").out) == {"count": 0, "cubes": []}


def test_where_the_page_lies_decides_nothing(call: Call) -> None:
    """A dump has pages anywhere; here every page is at 0x80000000."""
    found = call("find", "0x1234567db", "--kernel", "v6.17")
    assert (found.status, found.out.startswith(f"v6.17 writes {RWX} in ")) == (0, True)
    assert "asked for was 0x00000001234567db; every page here is at 0x80000000" in found.out
    here = call("find", "0x800007db", "--json").out
    assert call("find", "0x1234567db", "--json").out == here
    assert RWX in call("find", "0x1234007db", "--kernel", "v6.17").out


@pytest.mark.parametrize("value", ["", "xyz", "0x1ffffffffffffffff", "-1", "+800007db"])
def test_what_is_no_64_bit_value_is_refused(call: Call, value: str) -> None:
    refused(call("find", "--", value), f"descriptor {value!r}", "accepted: ")


def test_a_number_that_may_be_decimal_or_binary_is_not_taken_silently(call: Call) -> None:
    note = "2047 is read as hexadecimal, 0x2047; in decimal it would be 0x7ff"
    assert call("find", "2047").out.startswith(note)
    assert call("decode", "2047").out.startswith(note)
    assert call("esr", "2047").out.startswith(note)
    for word in ("0x2047", "7db", "0000000080000711"):
        assert "is read as" not in call("decode", word).out
    assert json.loads(call("find", "2047", "--json").out)["count"] == 0
    for command in ("find", "decode", "esr"):
        refused(call(command, "0b1111"), "'0b1111' is binary or hexadecimal", "0xf", "0x0b1111")


def test_the_named_scenarios_that_write_it_are_named(call: Call) -> None:
    value = json.loads(call("explain", "@registers", "--json").out)["descriptor"]["value"]
    assert "@registers" in call("find", value).out
    assert "among them" not in call("find", "0x1").out
