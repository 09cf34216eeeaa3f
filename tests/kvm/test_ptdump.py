"""The kernel's page-table dump and the captured descriptors: every line, every leaf."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from s2tui.arm.descriptor.codec import Regime, decode, reencode
from s2tui.contract.descriptor import range_object
from s2tui.kvm.ptdump import DumpError, DumpRange, Heading, Other, Setting, parse_range, read_dump
from s2tui.view.descriptor.lines import NO_TYPE, describe_range
from s2tui.view.kit.text import plain

if TYPE_CHECKING:
    from collections.abc import Iterator

    from s2tui.kvm.ptdump import Item

CAPTURES = Path(__file__).parents[1] / "data" / "kvm-captures"
DUMP = CAPTURES / "stage2-page-tables-linux-7.3.4.txt"
LEAVES = sorted(CAPTURES.glob("*.jsonl"))


def dump_lines() -> list[str]:
    return DUMP.read_text(encoding="utf-8").splitlines()


def items() -> list[Item]:
    return list(read_dump(dump_lines()))


def test_every_line_of_the_captured_dump_is_understood() -> None:
    found = items()
    assert len(found) == len(dump_lines())
    assert not [item for item in found if isinstance(item, Other)]


def test_the_captured_dump_has_what_the_eye_counts() -> None:
    lines, found = dump_lines(), items()
    ranges = [item for item in found if isinstance(item, DumpRange)]
    assert len(ranges) == sum(line.startswith("0x") for line in lines)
    for word, name, value in [(" W ", "S2AP", 0b11), ("PXNUXN", "XN", 0b10), ("px ux", "XN", 0)]:
        printed = sum(word in line for line in lines if line.startswith("0x"))
        decoded = sum(f.value == value for r in ranges for f in r.fields if f.name == name)
        assert decoded == printed > 0
    blocks = sum(line.rstrip().endswith("BLK") for line in lines)
    assert sum(item.kind == "block" for item in ranges) == blocks > 0
    mapped = sum("AF" in line for line in lines if line.startswith("0x"))
    assert sum(item.kind != "invalid" for item in ranges) == mapped


def test_each_dump_covers_the_address_space_that_ipa_range_says() -> None:
    expected = checked = 0
    for item in items():
        if isinstance(item, DumpRange):
            assert item.first == expected
            expected = item.last + 1
        elif isinstance(item, Setting) and item.name == "ipa_range":
            assert expected == 1 << item.value
            expected, checked = 0, checked + 1
    assert checked == sum(line == "--- ipa_range" for line in dump_lines())


def test_the_numbers_beside_the_dump_are_settings_not_descriptors() -> None:
    settings = [item for item in items() if isinstance(item, Setting)]
    assert {item.value for item in settings if item.name == "stage2_levels"} == {2, 3, 4}
    assert {item.value for item in settings if item.name == "ipa_range"} >= {32, 40, 48}


def test_every_captured_range_round_trips_its_printed_attributes() -> None:
    for line in dump_lines():
        if not line.startswith("0x"):
            continue
        found = parse_range(line)
        values = {field.name: field.value for field in found.fields}
        s2ap = values.get("S2AP", 0)
        xn = {None: "", 0: "px ux", 1: "PXNux", 2: "PXNUXN", 3: "px UXN"}[values.get("XN")]
        words = ["R" * (s2ap & 1), "W" * (s2ap >> 1), xn, "AF" * values.get("AF", 0)]
        words.append("BLK" * (found.kind == "block"))
        assert " ".join(word for word in words if word).split() == list(found.words)


def test_what_the_kernel_does_not_print_is_null() -> None:
    line = "0x0000000080000000-0x0000000080001000           4K 3   R W PXNUXN AF    "
    answer = range_object(parse_range(line))
    assert (answer["value"], answer["output_address"], answer["fields"]["MemAttr"]) == (None,) * 3
    assert answer["ipa"] == ["0x80000000", "0x80000fff"]
    assert (answer["size"], answer["level"], answer["kind"]) == (4096, 3, "page")
    assert answer["fields"]["S2AP"]["value"] == 0b11
    assert answer["fields"]["XN"] == {"bits": "54:53", "value": 2, "meaning": "not executable"}
    assert answer["permissions"] == {
        "read": True,
        "write": True,
        "exec_el1": False,
        "exec_el0": False,
    }
    assert NO_TYPE in plain([describe_range(parse_range(line))])


@pytest.mark.parametrize(
    ("words", "xn", "el1", "el0"),
    [
        ("px ux ", 0b00, True, True),
        ("PXNux ", 0b01, False, True),
        ("PXNUXN", 0b10, False, False),
        ("px UXN", 0b11, True, False),
    ],
)
def test_the_four_execute_columns_are_the_four_xn_values(
    words: str, xn: int, el1: bool, el0: bool
) -> None:
    found = parse_range(
        f"0x0000000080000000-0x0000000080200000           2M 2   R   {words} AF BLK"
    )
    field = found.field("XN")
    assert field is not None
    assert field.value == xn
    permissions = range_object(found)["permissions"]
    assert (permissions["exec_el1"], permissions["exec_el0"]) == (el1, el0)


@pytest.mark.parametrize("words", ["R W X AF", "R W   AF"])
def test_a_kernel_that_prints_one_x_leaves_execute_permission_unknown(words: str) -> None:
    found = parse_range(f"0x0000000080000000-0x0000000080001000 4K 3   {words}")
    assert found.field("XN") is None
    assert range_object(found)["permissions"]["exec_el1"] is None
    assert "unknown" in plain([describe_range(found)])


def test_an_invalid_entry_with_a_note_has_no_permissions() -> None:
    found = parse_range("0x0000000080000000-0x0000000080001000 4K 3 F R   px ux  AF")
    assert found.kind == "invalid"
    assert found.fields == ()
    assert range_object(found)["permissions"]["read"] is False


def test_once_a_dump_has_begun_short_numbers_are_settings() -> None:
    lines = ["0x0000000080000000-0x0000000080001000 4K 3", "40", "3"]
    assert [type(item) for item in read_dump(lines)] == [DumpRange, Setting, Setting]
    assert list(read_dump(["40"])) == [Other("40")]


def test_headings_and_comments_are_told_apart_from_words() -> None:
    lines = ["---[ Guest IPA ]---", "=== scenario=x", "# note", "", "7db"]
    assert [type(item) for item in read_dump(lines)] == [Heading, Heading, Heading, Other]


@pytest.mark.parametrize(
    ("line", "word"),
    [
        ("0x0000-0x1000", "size"),
        ("0x0000-0xzz 4K 3", "range"),
        ("0x2000-0x1000 4K 3", "empty"),
        ("0x0000-0x1000 8K 3", "8K"),
        ("0x0000-0x1000 4 3", "'4'"),
        ("0x0000-0x1000 ٤K 3", "size"),
        ("0x0000-0x1000 4K 7", "level '7'"),
        ("0x0000-0x1000 4K 3 R Q", "'Q'"),
        ("0x0000-0x10000000000000000000 4K 3", "64 bits"),
    ],
)
def test_a_broken_line_is_named_in_one_line(line: str, word: str) -> None:
    with pytest.raises(DumpError, match=word) as caught:
        parse_range(line)
    assert "\n" not in str(caught.value)


def records(path: Path) -> Iterator[dict[str, Any]]:
    yield from map(json.loads, path.read_text(encoding="utf-8").splitlines())


def leaves(record: dict[str, Any]) -> list[dict[str, Any]]:
    found = [record["leaf"]] if record.get("leaf") else []
    return found + (record.get("leaves") or [])


def test_all_three_hosts_are_there() -> None:
    assert len(LEAVES) == 3


@pytest.mark.parametrize("path", LEAVES, ids=lambda path: path.name)
def test_every_captured_descriptor_decodes_to_what_the_capture_says(path: Path) -> None:
    count = 0
    for record in records(path):
        for leaf in leaves(record):
            value = int(leaf["desc"], 16)
            regime = Regime(fwb=bool(record["fwb"]))
            found = decode(value, leaf["level"], regime)
            assert reencode(found) == value
            assert found.lint == ()
            assert found.kind == ("page" if leaf["level"] == 3 else "block")
            fields = {field.name: field.value for field in found.fields}
            for key, name in [("memattr", "MemAttr"), ("s2ap", "S2AP"), ("af", "AF")]:
                assert fields[name] == leaf[key]
            assert (fields["XN"], fields["SH"]) == (leaf["xn"], leaf["sh"])
            count += 1
    assert count > 100
