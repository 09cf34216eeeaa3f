"""Combination of the two stages against the specification's tables, row by row."""

from __future__ import annotations

import csv
from itertools import product
from pathlib import Path

import pytest

from s2tui.arm.attributes import Shareability
from s2tui.arm.combine.combination import SHAREABILITIES, combine, combine_shareability

DATA = Path(__file__).parent.parent / "data" / "arm"
INITIALS: dict[str, Shareability] = {"N": "nsh", "I": "ish", "O": "osh"}


def rows(name: str) -> list[dict[str, str]]:
    with (DATA / name).open(newline="") as file:
        return list(csv.DictReader(file))


def source(word: str) -> int | str:
    return "off" if word == "off" else int(word, 16)


def cells(name: str) -> list[tuple[int, int, bool, int, Shareability]]:
    return [
        (int(s1, 16), int(row["memattr"], 16), row["mte_perm"] == "1", *expected(cell))
        for row in rows(name)
        for s1, cell in row.items()
        if s1 not in ("memattr", "mte_perm")
    ]


def expected(cell: str) -> tuple[int, Shareability]:
    par, initial = cell.split("/")
    return int(par, 16), INITIALS[initial]


@pytest.mark.parametrize(
    ("table", "fwb", "size"),
    [("combine_fwb0.csv", False, 14 * 13), ("combine_fwb1.csv", True, 9 * 13)],
)
def test_result_is_the_cell_of_the_table(table: str, fwb: bool, size: int) -> None:
    compared = 0
    for s1, s2, mte_perm, par, shareability in cells(table):
        result = combine(s1, s2, fwb=fwb, mte_perm=mte_perm)
        assert (result.par_attr, result.shareability) == (par, shareability), (s1, s2)
        assert not result.reserved
        compared += 1
    assert compared == size


@pytest.mark.parametrize("row", rows("xs.csv"), ids=lambda row: "-".join(row.values()))
def test_xs_travels_as_in_the_examples(row: dict[str, str]) -> None:
    fwb, fnxs, cd = (row[name] == "1" for name in ("fwb", "fnxs", "cd"))
    result = combine(
        int(row["s1"], 16), int(row["memattr"], 16), xs=True, fwb=fwb, fnxs=fnxs, cd=cd
    )
    assert result.par_attr == int(row["par"], 16)


@pytest.mark.parametrize(
    "row", rows("worked_exceptions.csv"), ids=lambda row: "-".join(row.values())
)
def test_rules_hold_where_other_implementations_differ(row: dict[str, str]) -> None:
    fwb, cd = row["fwb"] == "1", row["cd"] == "1"
    result = combine(source(row["s1"]), int(row["memattr"], 16), fwb=fwb, cd=cd)
    assert result.par_attr == int(row["par"], 16)


@pytest.mark.parametrize(
    ("s1", "s2", "wider"),
    [
        ("nsh", "nsh", "nsh"), ("nsh", "ish", "ish"), ("nsh", "osh", "osh"),
        ("ish", "nsh", "ish"), ("ish", "ish", "ish"), ("ish", "osh", "osh"),
        ("osh", "nsh", "osh"), ("osh", "ish", "osh"), ("osh", "osh", "osh"),
    ],
)  # fmt: skip
@pytest.mark.parametrize("fwb", [False, True])
def test_shareability_is_the_wider_whatever_fwb(
    s1: Shareability, s2: Shareability, wider: Shareability, fwb: bool
) -> None:
    assert combine_shareability(s1, s2) == wider
    memattr = 0x6 if fwb else 0xF
    assert combine(0xFF, memattr, fwb=fwb, s1_sh=s1, s2_sh=s2).shareability == wider


@pytest.mark.parametrize("fwb", [False, True])
@pytest.mark.parametrize(("s1", "s2"), list(product([0x00, 0x0C, 0x44], SHAREABILITIES)))
def test_device_and_non_cacheable_are_outer_shareable(fwb: bool, s1: int, s2: Shareability) -> None:
    result = combine(s1, 0x7 if fwb else 0xF, fwb=fwb, s1_sh="nsh", s2_sh=s2)
    assert (result.par_attr, result.shareability, result.permitted) == (s1, "osh", None)


def test_mixed_cacheability_keeps_its_shareability() -> None:
    assert combine(0x4F, 0x7, fwb=True, s1_sh="nsh", s2_sh="nsh").shareability == "nsh"


class TestDisabledStage1:
    """Section 3.2: SCTLR_EL1.M=0, HCR_EL2.DC and DCT."""

    @pytest.mark.parametrize(
        ("s1", "icache", "expected"),
        [
            ("off", True, (0x00, "osh")),
            ("off-ifetch", True, (0xAA, "osh")),
            ("off-ifetch", False, (0x44, "osh")),
            ("dc", True, (0xFF, "nsh")),
            ("dct", True, (0xF0, "nsh")),
        ],
    )
    @pytest.mark.parametrize("fwb", [False, True])
    def test_supplies_its_own_attribute_and_shareability(
        self, s1: str, icache: bool, expected: tuple[int, str], fwb: bool
    ) -> None:
        unchanged = 0x7 if fwb else 0xF
        result = combine(s1, unchanged, fwb=fwb, s1_sh="ish", s2_sh="nsh", icache=icache)
        assert (result.par_attr, result.shareability) == expected

    def test_tags_need_mte2(self) -> None:
        assert combine("dct", 0x7, fwb=True, mte=False).par_attr == 0xFF

    def test_fetch_is_not_xs_0_unless_fnxs_says_so(self) -> None:
        assert combine("off-ifetch", 0xF, fwb=False, xs=True).par_attr == 0xAA
        assert combine("off-ifetch", 0xF, fwb=False, xs=True, fnxs=True).par_attr == 0xA0

    def test_guest_without_mmu_is_coherent_only_with_fwb(self) -> None:
        assert combine("off", 0xF, fwb=False).par_attr == 0x00
        assert combine("off", 0x6, fwb=True)[2:6] == (0xFF, "osh", False, None)

    @pytest.mark.parametrize("fwb", [False, True])
    def test_fetch_from_stage_2_device_is_non_cacheable(self, fwb: bool) -> None:
        assert combine("off-ifetch", 0x1, fwb=fwb).par_attr == 0x44
        assert combine("off", 0x1, fwb=fwb).par_attr == 0x00


class TestCacheDisable:
    """Section 3.2, HCR_EL2.CD: what stage 2 calls Normal is Non-cacheable for data accesses."""

    def test_overrides_a_forced_write_back(self) -> None:
        assert combine(0x00, 0x6, fwb=True, cd=True)[2:4] == (0x44, "osh")

    def test_leaves_device_alone(self) -> None:
        assert combine(0x0C, 0x1, fwb=False, cd=True).par_attr == 0x04
        assert combine(0x0C, 0xF, fwb=False, cd=True).par_attr == 0x0C
        assert combine(0x0C, 0x7, fwb=True, cd=True).par_attr == 0x0C

    def test_removes_tags(self) -> None:
        for fwb, memattr in ((False, 0xF), (True, 0x7)):
            assert combine(0xF0, memattr, fwb=fwb, cd=True).par_attr == 0x44

    @pytest.mark.parametrize("fwb", [False, True])
    def test_does_not_touch_a_fetch(self, fwb: bool) -> None:
        assert combine("off-ifetch", 0x7 if fwb else 0xF, fwb=fwb, cd=True).par_attr == 0xAA

    def test_leaves_one_result_of_a_reserved_encoding(self) -> None:
        result = combine(0xFF, 0x8, fwb=False, cd=True)
        assert result[2:6] == (0x44, "osh", True, None)


def test_control_only_counts_where_it_applies() -> None:
    assert combine(0x44, 0xF, fwb=False, fnxs=True).par_attr == 0x44
    assert combine(0xFF, 0x7, fwb=True, icache=False) == combine(0xFF, 0x7, fwb=True)


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ((0x100, 0xF), "MAIR byte"),
        ((0xFF, 0x10), "MemAttr"),
        (("on", 0xF), "off-ifetch"),
    ],
)
def test_input_out_of_range_is_refused(arguments: tuple[int | str, int], message: str) -> None:
    with pytest.raises(ValueError, match=message):
        combine(*arguments, fwb=True)
