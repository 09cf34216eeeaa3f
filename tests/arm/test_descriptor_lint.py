"""Each finding of the reserved-bit list, with a value that has it and one that has it not."""

from __future__ import annotations

from typing import NamedTuple

import pytest

from s2tui.arm.descriptor.codec import Regime, decode
from s2tui.contract.descriptor import descriptor_object

PAGE, BLOCK, TABLE = 0b11, 0b01, 0b11


class Case(NamedTuple):
    """A set of bits that is a finding in one regime and none in another."""

    bits: str
    """What the text begins with."""
    value: int
    level: int
    bad: Regime
    good: Regime | None
    """None where no configuration of this level gives the bits a meaning."""


def ones(high: int, low: int) -> int:
    return (1 << high + 1) - (1 << low)


R = Regime
CASES = {
    "1 second XN bit": Case("d[53]", 1 << 53 | PAGE, 3, R(xnx=False), R()),
    "1 second XN bit, indirect": Case(
        "d[53]", 1 << 53 | PAGE, 3, R(xnx=False), R(xnx=False, s2pie=True)
    ),
    "2 MemAttr[3] under FWB": Case("d[5]", 0b1110 << 2 | PAGE, 3, R(), R(mte_perm=True)),
    "2 MemAttr[3] without FWB": Case("d[5]", 0b1110 << 2 | PAGE, 3, R(), R(fwb=False)),
    "3 FnXS": Case("d[11]", 1 << 11 | PAGE, 3, R(), R(xs=True)),
    "4 guarded page": Case("d[50]", 1 << 50 | PAGE, 3, R(), None),
    "4 d[63]": Case("d[63]", 1 << 63 | PAGE, 3, R(), R(realm=True)),
    "5 page, 4k": Case("d[49:48]", 1 << 48 | PAGE, 3, R(), R(ds=True)),
    "5 page, 16k": Case("d[49:48]", 1 << 49 | PAGE, 3, R("16k"), R("16k", ds=True)),
    "5 page, 64k": Case("d[49:48]", 1 << 49 | PAGE, 3, R("64k", ds=True, lpa=True), None),
    "6 filler, 2MB": Case("d[20:17]", 1 << 17 | BLOCK, 2, R(), None),
    "6 filler, 1GB": Case("d[29:17]", 1 << 29 | BLOCK, 1, R(), None),
    "6 filler, 512GB": Case("d[38:17]", 1 << 38 | BLOCK, 0, R(ds=True), None),
    "6 filler, 32MB": Case("d[24:17]", 1 << 24 | BLOCK, 2, R("16k"), None),
    "6 filler, 64GB": Case("d[35:17]", 1 << 35 | BLOCK, 1, R("16k", ds=True), None),
    "6 filler, 512MB": Case("d[28:17]", 1 << 28 | BLOCK, 2, R("64k"), None),
    "6 filler, 4TB": Case("d[41:17]", 1 << 41 | BLOCK, 1, R("64k", lpa=True), None),
    "6 low filler": Case("d[15:12]", 1 << 12 | BLOCK, 2, R(), None),
    "6 low filler, 64k": Case("d[15:12]", 1 << 12 | BLOCK, 2, R("64k"), R("64k", lpa=True)),
    "6 16k page": Case("d[13:12]", 1 << 13 | PAGE, 3, R("16k"), R()),
    "6 64k page": Case("d[15:12]", 1 << 15 | PAGE, 3, R("64k"), R("64k", lpa=True)),
    "7 SH": Case("d[9:8]", 1 << 8 | PAGE, 3, R(), R(ds=True)),
    "8 FWB 0100": Case("d[5:2]", 0b0100 << 2 | PAGE, 3, R(), R(fwb=False, mte_perm=True)),
    "8 no FWB 0100": Case(
        "d[5:2]", 0b0100 << 2 | PAGE, 3, R(fwb=False), R(fwb=False, mte_perm=True)
    ),
    "8 no FWB 1000": Case("d[5:2]", 0b1000 << 2 | PAGE, 3, R(fwb=False), None),
    "8 no FWB 1100": Case("d[5:2]", 0b1100 << 2 | PAGE, 3, R(fwb=False, mte_perm=True), None),
    "8 FWB 1001": Case("d[5:2]", 0b1001 << 2 | PAGE, 3, R(mte_perm=True), R(fwb=False)),
    "8 FWB 1101": Case("d[5:2]", 0b1101 << 2 | PAGE, 3, R(mte_perm=True), R(fwb=False)),
    "9 4k L0": Case("d[52]", 1 << 52 | BLOCK, 0, R(ds=True), None),
    "9 16k L1": Case("d[52]", 1 << 52 | BLOCK, 1, R("16k", ds=True), R("4k")),
    "9 64k L1": Case("d[52]", 1 << 52 | BLOCK, 1, R("64k", lpa=True), R("4k")),
    "10 level 3": Case("d[1]", 0b01, 3, R(), None),
    "10 4k L0": Case("d[1]", 0b01, 0, R(), R(ds=True)),
    "10 16k L1": Case("d[1]", 0b01, 1, R("16k"), R("16k", ds=True)),
    "10 64k L1": Case("d[1]", 0b01, 1, R("64k", ds=True), R("64k", lpa=True)),
    "11 table d[63]": Case("d[63]", 1 << 63 | TABLE, 2, R(), None),
    "11 table d[63], realm": Case("d[63]", 1 << 63 | TABLE, 2, R(realm=True), None),
    "11 table d[62:59]": Case("d[62:59]", 1 << 60 | TABLE, 2, R(), R(s2pie=True)),
    "11 table d[50]": Case("d[50]", 1 << 50 | TABLE, 2, R(), None),
    "11 table d[49:48]": Case("d[49:48]", 1 << 48 | TABLE, 2, R(), R(ds=True)),
    "11 table below 16k": Case("d[13:12]", 1 << 12 | TABLE, 2, R("16k"), R()),
    "11 table below 64k": Case("d[15:12]", 1 << 14 | TABLE, 2, R("64k"), R("64k", lpa=True)),
    "12 nT": Case("d[16]", 1 << 16 | BLOCK, 2, R(), R(bbm=1)),
    "12 nT, 64k": Case("d[16]", 1 << 16 | BLOCK, 2, R("64k"), R("64k", bbm=2)),
}


@pytest.mark.parametrize("case", CASES.values(), ids=CASES)
def test_the_finding_begins_with_its_bits(case: Case) -> None:
    texts = decode(case.value, case.level, case.bad).lint
    assert [text for text in texts if text.startswith(case.bits + ": ")], texts


@pytest.mark.parametrize("case", CASES.values(), ids=CASES)
def test_without_the_bits_or_with_the_feature_there_is_no_finding(case: Case) -> None:
    if case.good is not None:
        texts = decode(case.value, case.level, case.good).lint
        assert not [text for text in texts if text.startswith(case.bits + ": ")]
    clean = 0x6 << 2 | (PAGE if case.value & 2 else BLOCK)
    if not case.bits.startswith("d[1]"):
        assert decode(clean, case.level, case.bad).lint == ()


def test_one_value_may_raise_several_findings_highest_bit_first() -> None:
    value = 1 << 63 | 1 << 50 | 0b01 << 48 | 1 << 11 | 0b01 << 8 | 0b1100 << 2 | PAGE
    bits = [text.partition(":")[0] for text in decode(value, 3, Regime()).lint]
    assert [b.partition("]")[0] for b in bits] == [
        "d[63",
        "d[50",
        "d[49",
        "d[11",
        "d[9",
        "d[5",
        "d[5",
    ]


def test_without_mte_perm_1100_is_reserved_because_0100_is_and_1000_is_not() -> None:
    def starts(memattr: int) -> list[str]:
        return [text[:6] for text in decode(memattr << 2 | PAGE, 3, Regime()).lint]

    assert starts(0b1100) == ["d[5]: ", "d[5:2]"]
    assert starts(0b1000) == ["d[5]: "]


@pytest.mark.parametrize("level", [2, 1, 3])
def test_software_and_ignored_bits_raise_nothing(level: int) -> None:
    ignored = ones(58, 55) | ones(62, 59) if level == 3 else ones(58, 51) | ones(11, 2)
    value = ignored | 0b11 | (0x6 << 2 if level == 3 else 0)
    assert decode(value, level, Regime()).lint == ()


@pytest.mark.parametrize(("level", "regime"), [(3, Regime()), (0, Regime()), (1, Regime("16k"))])
def test_an_encoding_without_meaning_has_one_text_and_no_fields(level: int, regime: Regime) -> None:
    found = decode(0xFFFF_FFFF_FFFF_FFFD, level, regime)
    answer = descriptor_object(found)
    assert answer["kind"] == "invalid"
    assert answer["fields"] == {}
    assert answer["output_address"] is None
    assert len(answer["lint"]) == 1
    assert "Translation fault" in answer["lint"][0]
    assert answer["lint"][0].startswith("d[1]: ")


def test_an_entry_with_d0_clear_keeps_its_fields_in_json() -> None:
    answer = descriptor_object(decode(0x400))
    assert set(answer["fields"]) == {"Valid", "IGNORED[63:1]"}
    assert answer["lint"] == []
