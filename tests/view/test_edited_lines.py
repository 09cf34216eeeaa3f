"""What is said about the value being edited."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from s2tui.analysis.find import find_descriptor
from s2tui.arm.descriptor.geometry import Regime
from s2tui.kvm.policies.registry import find as policy
from s2tui.view.descriptor import edited as edits
from s2tui.view.descriptor import edited_lines, options
from s2tui.view.descriptor.edited import EditedDescriptor
from s2tui.view.descriptor.writers import written, written_line, written_lines
from tests.strategies import WORDS
from tests.view.asking import ask, texts

if TYPE_CHECKING:
    from s2tui.view.kit.text import Line

WB_PAGE = 0x0000_0000_8000_07DB
"""architecture.md 1.9: a page, FWB, force Write-Back."""
KERNEL = "v6.17"


def text(line: Line) -> str:
    (said,) = texts([line])
    return said


@pytest.mark.parametrize(
    ("value", "level", "said"),
    [
        (WB_PAGE, 3, "bit 5 of a page, level 3, to 0x80000000"),
        (0x4000_07D9, 1, "bit 5 of a block, level 1, to 0x40000000"),
        (0x1_2345_6003, 0, "bit 5 of a table, level 0, next table at 0x123456000"),
        (0, 3, "bit 5 of an invalid entry"),
    ],
)
def test_the_heading_says_the_bit_and_what_kind_of_entry_it_is_in(
    value: int, level: int, said: str
) -> None:
    edited = EditedDescriptor(value, Regime(), level)
    assert text(edited_lines.title(edited, 5, 80, focused=False)).startswith(f"{said} ─")
    assert "━" in text(edited_lines.title(edited, 5, 80, focused=True))


def test_it_is_said_whose_value_it_is() -> None:
    edited = edits.following(ask())
    assert text(edited_lines.origin(edited, KERNEL)) == "what v6.17 writes"
    assert text(edited_lines.origin(edits.flipped(edited, 1), KERNEL)) == "yours"
    refused = edits.following(ask("backing=no-slot"))
    assert text(edited_lines.origin(refused, KERNEL)) == "v6.17 writes none"


def test_a_bit_is_said_as_its_field_with_what_it_was_and_where_that_is_written() -> None:
    edited = edits.flipped(edits.following(ask()), 7)
    lines = texts(edited_lines.bit_lines(edited, 7, "", 100))
    assert lines[0] == "S2AP [7:6] 01  read-only"
    assert lines[1] == "◆ was 11  read and write"
    assert lines[2].startswith("Arm DDI 0487 ")


def test_what_is_wrong_with_a_typed_value_is_said_in_place_of_the_field() -> None:
    edited = edits.following(ask())
    assert texts(edited_lines.bit_lines(edited, 7, "no number", 100)) == ["✗ no number"]


def test_lint_comes_first_and_in_one_line_with_how_many_more() -> None:
    edited = EditedDescriptor(WB_PAGE | 1 << 50 | 1 << 11, Regime(), 3)
    lines = texts(edited_lines.fact_lines(edited, 100))
    assert [line[:9] for line in lines[:2]] == ["! d[50]: ", "! d[11]: "]
    assert text(edited_lines.short_facts(edited, 100)).startswith("! (+1) d[50]: ")
    clean = EditedDescriptor(WB_PAGE, Regime(), 3)
    assert text(edited_lines.short_facts(clean, 100)) == "✓ nothing to be said against it"
    assert "Translation fault" in text(edited_lines.short_facts(EditedDescriptor(0, Regime()), 100))


@pytest.mark.slow
def test_who_writes_a_value_is_said_in_lines_and_in_one() -> None:
    said = written(find_descriptor(policy(KERNEL), WB_PAGE), KERNEL)
    lines = texts(written_lines(said, 60))
    assert lines[0].startswith(f"v6.17 writes 0x{WB_PAGE:016x} in {said.found.scenarios:,}")
    assert max(map(len, lines)) <= 60
    assert text(written_line(said, 60)) == f"v6.17, in {said.found.scenarios:,} scenarios"


@pytest.mark.slow
def test_who_writes_no_value_says_what_is_written_instead_in_one_line_too() -> None:
    never = written(find_descriptor(policy(KERNEL), WB_PAGE | 1 << 50), KERNEL)
    assert text(written_line(never, 80)) == f"no scenario of v6.17; closest: {WB_PAGE:#x}"
    there = written(find_descriptor(policy(KERNEL), WB_PAGE + 0x1000), KERNEL)
    assert text(written_line(there, 80)) == (
        f"v6.17, in {there.found.scenarios:,} scenarios, with its page at 0x80000000"
    )
    assert len(text(written_line(never, 20))) <= 20


@given(WORDS, st.integers(0, 63), st.integers(30, 160))
def test_every_line_fits(value: int, bit: int, width: int) -> None:
    edited = edits.flipped(EditedDescriptor(value, Regime()), bit)
    lines = [
        edited_lines.title(edited, bit, width, focused=True),
        *edited_lines.bit_lines(edited, bit, "", width),
        *edited_lines.fact_lines(edited, width),
        edited_lines.short_facts(edited, width),
    ]
    lines += [options.row_line(row, width, chosen=True) for row in options.rows(edited)]
    assert all(len(line) <= width for line in texts(lines))
