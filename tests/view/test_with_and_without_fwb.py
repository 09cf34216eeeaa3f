"""FWB on and off side by side: every cell is the specification's."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from s2tui.arm.descriptor.codec import decode, encode
from s2tui.arm.descriptor.geometry import Regime
from s2tui.kvm.rules.resultant import MAIR
from s2tui.view.descriptor import with_and_without_fwb
from s2tui.view.kit.text import plain
from tests.strategies import WORDS
from tests.view.asking import texts

DATA = Path(__file__).parent.parent / "data" / "arm"
FIXED = {"S2AP": 0b11, "AF": 1, "SH": 0b11}


def page(memattr: int) -> int:
    return encode({"MemAttr": memattr, **FIXED}, kind="page", level=3, address=0x8000_0000)


def table(fwb: bool) -> dict[tuple[str, int], str]:
    """The specification's tables: stage-1 byte and MemAttr to PAR byte, without MTE_PERM."""
    with (DATA / f"combine_fwb{int(fwb)}.csv").open(newline="") as file:
        return {
            (s1, int(row["memattr"], 16)): cell.partition("/")[0]
            for row in csv.DictReader(file)
            if row["mte_perm"] != "1"
            for s1, cell in row.items()
            if s1 not in ("memattr", "mte_perm")
        }


def test_what_a_guest_gets_is_the_cell_of_the_specification_with_fwb_on_and_off() -> None:
    on, off = table(fwb=True), table(fwb=False)
    compared = 0
    for memattr in range(16):
        for row in with_and_without_fwb.asked(decode(page(memattr), 3)):
            s1 = with_and_without_fwb.ASKED[row.what]
            key = (s1 if isinstance(s1, str) else f"{s1:02X}", memattr)
            for cells, results in ((on, row.on), (off, row.off)):
                wanted = cells.get(key, cells.get((key[0].lower(), memattr)))
                if wanted is not None:
                    (result,) = results
                    assert result.par_attr == int(wanted, 16), (row.what, memattr)
                    compared += 1
    assert compared >= 7 * 16


def test_every_memory_type_that_a_guest_may_have_is_asked_for_once() -> None:
    assert set(with_and_without_fwb.ASKED) == {*MAIR, with_and_without_fwb.MMU_OFF}


def test_forcing_write_back_differs_from_what_the_same_bits_say_without_fwb() -> None:
    """architecture.md 2.1 and 2.2: 0110 is force Write-Back, or outer NC and inner WT."""
    text = plain(with_and_without_fwb.side_by_side(decode(page(0b0110), 3), 120))
    assert "MemAttr 0110  force Normal Write-Back" in text
    assert "≠ Normal, outer Non-cacheable, inner Write-Through" in text
    assert "device-ngnre  normal-wb 0xff ish" in text
    assert "≠ device-ngnre 0x04 osh" in text


@pytest.mark.parametrize("memattr", range(4))
def test_a_device_is_one_with_fwb_and_without(memattr: int) -> None:
    lines = texts(with_and_without_fwb.side_by_side(decode(page(memattr), 3), 120))
    assert not any(with_and_without_fwb.DIFFERS in line for line in lines)
    assert (
        sum(f" {with_and_without_fwb.SAME} " in line for line in lines)
        == len(with_and_without_fwb.ASKED) + 1
    )


def test_reserved_encodings_are_marked_as_such() -> None:
    """architecture.md 2.1: 1000 is reserved without FWB."""
    row = with_and_without_fwb.asked(decode(page(0b1000), 3))[0]
    assert row.off[0].reserved
    assert "! " in plain(with_and_without_fwb.side_by_side(decode(page(0b1000), 3), 120))


def test_a_reserved_shareability_may_be_any() -> None:
    value = page(0b1111) & ~0x300 | 0x100
    regime = Regime(fwb=False)
    row = with_and_without_fwb.asked(decode(value, 3, regime))[0]
    assert {result.shareability for result in row.off} == {"ish", "osh"}  # stage 1 says ish
    assert "any sh" in plain(with_and_without_fwb.side_by_side(decode(value, 3, regime), 140))


@pytest.mark.parametrize(("value", "level", "said"), [(0, 3, "invalid"), (3, 2, "table")])
def test_what_is_no_leaf_has_no_memory_type(value: int, level: int, said: str) -> None:
    (line,) = texts(with_and_without_fwb.side_by_side(decode(value, level), 80))
    assert said in line
    assert "no memory type" in line


@given(WORDS, st.integers(40, 200), st.booleans())
def test_the_lines_fit_and_say_which_way_the_value_is_read(
    value: int, width: int, fwb: bool
) -> None:
    lines = texts(with_and_without_fwb.side_by_side(decode(value, 3, Regime(fwb=fwb)), width))
    assert all(len(line) <= width for line in lines)
    if value & 3 == 3:
        (heads,) = [line for line in lines if "FWB on" in line]
        if width >= 60:
            read, other = ("on", "off") if fwb else ("off", "on")
            assert f"FWB {read} (as read)" in heads
            assert f"FWB {other} (as read)" not in heads


def test_the_one_other_result_is_said_by_what_is_different_in_it() -> None:
    # architecture.md 4 (R_NSCNC): stage 1 Device or Non-cacheable forced Write-Back has the
    # shareability that is configured, or Outer Shareable.
    said = texts(with_and_without_fwb.side_by_side(decode(page(6), 3), 120))
    row = next(line for line in said if line.startswith("normal-nc"))
    assert "normal-wb 0xff ish or osh" in row
    assert not any(" more" in line for line in said)
