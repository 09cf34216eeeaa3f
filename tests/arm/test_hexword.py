"""How a word of digits is read: hexadecimal as documented, binary where it says so."""

from __future__ import annotations

import pytest

from s2tui.arm.hexword import hex64, hex_number
from s2tui.errors import RequestError


@pytest.mark.parametrize(
    ("word", "value"),
    [
        ("0x7db", 0x7DB),
        ("7db", 0x7DB),
        ("2047", 0x2047),
        ("0x0000_0000_8000_07db", 0x800007DB),
        ("0b1111", 15),
        ("0B1111_0000", 240),
        ("0x0b1111", 0xB1111),
        ("0bad", 0xBAD),
        ("b1111", 0xB1111),
        ("0b", 0xB),
    ],
)
def test_a_word_is_hexadecimal_unless_it_says_that_it_is_binary(word: str, value: int) -> None:
    assert hex_number(word) == value
    assert hex64(word, "value") == value


def test_binary_has_no_more_than_64_bits_either() -> None:
    with pytest.raises(RequestError, match="has 65 bits"):
        hex64("0b1" + "0" * 64, "value")
    assert hex64("0b" + "1" * 64, "value") == 2**64 - 1
