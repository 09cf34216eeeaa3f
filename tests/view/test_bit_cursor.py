"""The cursor of the bit editor: every bit has a place, and every place its bit."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from s2tui.arm.descriptor.codec import decode
from s2tui.view.descriptor import bit_cursor, bits
from tests.strategies import WORDS
from tests.view.asking import texts

WIDTHS = st.integers(31, 220)
BITS = st.integers(0, 63)


@given(WORDS, WIDTHS, st.sampled_from([2, 3]))
def test_every_bit_stands_where_its_spot_says(value: int, width: int, level: int) -> None:
    drawn = bits.draw_bits(decode(value, level), None, width)
    lines = texts(drawn.lines)
    spots = bit_cursor.spots(drawn)
    assert [spot.bit for spot in spots] == list(range(63, -1, -1))
    for spot in spots:
        assert lines[spot.y][spot.x] == str(value >> spot.bit & 1)
        assert bit_cursor.bit_at(drawn, spot.x, spot.y) == spot.bit
        field = bit_cursor.field_of(decode(value, level), spot.bit)
        assert drawn.at(spot.x, spot.y) == field.name


@given(WORDS, WIDTHS, BITS)
def test_the_cursor_stands_above_its_bit_and_the_digits_stay(
    value: int, width: int, bit: int
) -> None:
    drawn = bits.draw_bits(decode(value, 3), None, width)
    spot = next(s for s in bit_cursor.spots(drawn) if s.bit == bit)
    lines = bit_cursor.with_cursor(drawn, bit, focused=True)
    found = [
        (line.index(bit_cursor.CURSOR), y)
        for y, line in enumerate(texts(lines))
        if bit_cursor.CURSOR in line
    ]
    assert len(found) == 1
    assert found[0][0] == spot.x
    assert abs(found[0][1] - spot.y) == 1
    assert texts(lines)[spot.y] == texts(drawn.lines)[spot.y]
    (digit,) = [s for s in lines[spot.y] if s.role == "key"]
    assert digit.text == str(value >> bit & 1)
    assert [len(text) <= width for text in texts(lines)] == [
        len(text) <= width for text in texts(drawn.lines)
    ]


@given(WIDTHS, BITS)
def test_going_right_and_left_goes_through_all_bits_and_back(width: int, bit: int) -> None:
    drawn = bits.draw_bits(decode(0x7DB, 3), None, width)
    assert bit_cursor.moved(drawn, bit_cursor.moved(drawn, bit, 1, 0), -1, 0) == bit
    assert bit_cursor.moved(drawn, 0, 1, 0) == 63


@given(WIDTHS, BITS)
def test_going_down_goes_to_the_nearest_bit_of_the_next_row(width: int, bit: int) -> None:
    drawn = bits.draw_bits(decode(0x7DB, 3), None, width)
    spots = {spot.bit: spot for spot in bit_cursor.spots(drawn)}
    rows = sorted({spot.y for spot in spots.values()})
    below = spots[bit_cursor.moved(drawn, bit, 0, 1)]
    here = spots[bit]
    assert rows.index(below.y) == min(rows.index(here.y) + 1, len(rows) - 1)
    if below.y != here.y:
        others = [abs(s.x - here.x) for s in spots.values() if s.y == below.y]
        assert abs(below.x - here.x) == min(others)
    else:
        assert below == here


@given(WORDS, BITS)
def test_going_through_the_fields_visits_each_once(value: int, bit: int) -> None:
    descriptor = decode(value, 3)
    visited = []
    for _ in descriptor.fields:
        bit = bit_cursor.next_field(descriptor, bit, 1)
        visited.append(bit_cursor.field_of(descriptor, bit).name)
    assert sorted(visited) == sorted(field.name for field in descriptor.fields)
