"""The strip shows the 64 bits of a descriptor, each once, with the names of their fields."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from s2tui.arm.descriptor.codec import Regime, decode
from s2tui.view.descriptor import bits
from s2tui.view.kit.text import MARKS
from tests.strategies import WORDS
from tests.view.asking import texts

WIDTHS = st.integers(31, 220)
WB_PAGE = 0x0000_0000_8000_07DB
"""architecture.md 1.9: a page, FWB, force Write-Back, without its execute-never bit."""


def bits_of(drawn: bits.DrawnBits) -> str:
    """The bits of a strip, most significant first."""
    rows = [text for text in texts(drawn.lines) if text and set(text) <= set("01- ")]
    return "".join(rows).replace(" ", "")


@given(WORDS, WIDTHS, st.sampled_from([2, 3]), st.sampled_from(["4k", "16k", "64k"]))
def test_every_bit_stands_in_the_strip_once_and_in_order(
    value: int, width: int, level: int, page_size: str
) -> None:
    regime = Regime(page_size=page_size)  # type: ignore[arg-type]
    drawn = bits.draw_bits(decode(value, level, regime), None, width)
    spans = [span for line in drawn.lines for span in line]
    drawn_bits = [s.text for s in spans if s.text in ("0", "1") and s.role not in ("dim", "text")]
    assert "".join(drawn_bits) == f"{value:064b}"


@given(WORDS, st.integers(43, 220))
def test_no_line_of_a_strip_is_too_long(value: int, width: int) -> None:
    drawn = bits.draw_bits(decode(value, 3), None, max(width, 51))
    assert all(len(text) <= max(width, 51) for text in texts(drawn.lines))


@pytest.mark.parametrize(("width", "lines"), [(156, 3), (120, 3), (82, 6), (51, 6), (31, 8)])
def test_it_has_one_row_where_there_is_room_else_two_or_four(width: int, lines: int) -> None:
    drawn = bits.draw_bits(decode(WB_PAGE, 3), None, width)
    assert len(drawn.lines) == lines
    assert all(len(text) <= width for text in texts(drawn.lines))
    assert any("MemAttr" in text for text in texts(drawn.lines))


@given(WIDTHS, st.data())
def test_a_click_on_a_name_finds_its_field(width: int, data: st.DataObject) -> None:
    drawn = bits.draw_bits(decode(WB_PAGE, 3), None, width)
    hit = data.draw(st.sampled_from(drawn.hits))
    assert drawn.at(hit.left, hit.top) == hit.field
    assert drawn.at(hit.right - 1, hit.bottom - 1) == hit.field
    assert drawn.at(500, 0) is None


def test_bits_that_changed_have_the_role_and_their_field_the_mark_of_a_change() -> None:
    was, now = decode(0x0000_0000_8000_07FF, 3, Regime(fwb=False)), decode(WB_PAGE, 3)
    drawn = bits.draw_bits(now, was, 82)
    changed = [span for line in drawn.lines for span in line if span.role == "changed"]
    assert "".join(span.text for span in changed if span.text in ("0", "1")) == "00"
    marks = [span.text for span in changed if MARKS["changed"] in span.text]
    assert len(marks) == 1
    assert marks[0].startswith("◆5")


def test_a_reserved_bit_that_is_set_stands_out() -> None:
    drawn = bits.draw_bits(decode(WB_PAGE | 1 << 50, 3), None, 82)
    spans = [span for line in drawn.lines for span in line if span.role == "reserved"]
    assert [span.text for span in spans] == ["1"]


def test_without_a_descriptor_memattr_is_named_and_said_to_be_absent() -> None:
    drawn = bits.draw_bits(None, None, 82)
    assert any("MemAttr" in text for text in texts(drawn.lines))
    assert not any(digit in bits_of(drawn) for digit in "01")
    said = texts(bits.field_line(None, None, bits.FIRST, 82, "the memslot was refused"))
    assert said == ["MemAttr [5:2] absent: the memslot was refused"]
    assert texts([bits.summary(None, 40)])[0].startswith("descriptor none ─")


def test_a_field_in_words_says_its_bits_its_value_its_meaning_and_what_it_was() -> None:
    was, now = decode(0x0000_0000_8000_07FF, 3, Regime(fwb=False)), decode(WB_PAGE, 3)
    lines = texts(bits.field_line(now, was, "MemAttr", 82))
    assert lines[0] == f"MemAttr [5:2] 0110  {now.fields[-3].meaning}"
    assert lines[1].startswith("◆ was 1111  ")
    assert texts(bits.field_line(now, None, "NS", 82)) == ["NS is not a field of this descriptor"]


@given(WORDS)
def test_the_list_of_fields_has_every_field_that_is_not_zero(value: int) -> None:
    descriptor = decode(value, 3)
    text = "\n".join(texts(bits.field_lines(descriptor, None, 200)))
    for field in descriptor.fields:
        if field.value:
            assert f"{field.bits}  {field.name.partition('[')[0]} " in text


def test_the_list_of_fields_marks_those_that_changed_even_to_zero() -> None:
    was, now = decode(WB_PAGE | 1 << 55, 3), decode(WB_PAGE, 3)
    lines = texts(bits.field_lines(now, was, 100))
    assert [line for line in lines if line.startswith("◆")] == [
        next(line for line in lines if " 55  IGNORED" in line)
    ]


def test_lint_is_said_with_its_mark() -> None:
    lines = texts(bits.lint_lines(decode(1 << 50 | WB_PAGE, 3), 80))
    assert lines[0].startswith("! d[50]: ")
    assert bits.lint_lines(None, 80) == []
