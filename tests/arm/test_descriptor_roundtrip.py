"""No bit of any value is lost, and every bit has one named field with a meaning."""

from __future__ import annotations

from itertools import combinations, product

import pytest
from hypothesis import given

from s2tui.arm.descriptor.codec import Regime, decode, encode, reencode
from tests.arm.descriptor_cases import PAGE_SIZES, SWITCHES, levels
from tests.strategies import PLACES, WORDS


@given(WORDS, PLACES)
def test_encoding_what_was_decoded_gives_the_value_back(
    value: int, place: tuple[Regime, int]
) -> None:
    regime, level = place
    assert reencode(decode(value, level, regime)) == value


@given(WORDS, PLACES)
def test_every_bit_belongs_to_exactly_one_named_field_with_a_meaning(
    value: int, place: tuple[Regime, int]
) -> None:
    regime, level = place
    fields = decode(value, level, regime).fields
    assert sorted(bit for field in fields for bit in field.positions) == list(range(64))
    assert len({field.name for field in fields}) == len(fields)
    assert all(field.meaning and field.name for field in fields)


@given(WORDS, PLACES)
def test_encode_takes_the_names_and_values_that_decode_gives(
    value: int, place: tuple[Regime, int]
) -> None:
    regime, level = place
    found = decode(value, level, regime)
    if found.kind == "invalid" and found.lint:
        return
    fields = {field.name: field.value for field in found.fields}
    assert encode(fields, kind=found.kind, level=level, regime=regime) == value


@given(WORDS, PLACES)
def test_the_address_may_be_given_in_place_of_its_field(
    value: int, place: tuple[Regime, int]
) -> None:
    regime, level = place
    found = decode(value, level, regime)
    if found.output_address is None:
        return
    fields = {field.name: field.value for field in found.fields if field.role != "address"}
    address = found.output_address
    assert encode(fields, kind=found.kind, level=level, address=address, regime=regime) == value


@given(WORDS, PLACES)
def test_the_value_of_a_field_is_made_of_the_bits_it_names(
    value: int, place: tuple[Regime, int]
) -> None:
    regime, level = place
    for field in decode(value, level, regime).fields:
        named: list[int] = []
        for run in field.bits.split(","):
            high, _, low = run.partition(":")
            named += range(int(high), int(low or high) - 1, -1)
        assert field.value == int("".join(str(value >> bit & 1) for bit in named), 2)


@pytest.mark.slow
def test_every_pair_of_switches_gives_back_the_patterns_that_find_lost_bits() -> None:
    patterns = [0x5555555555555555, 0xAAAAAAAAAAAAAAAA, 0xFFFFFFFFFFFFFFFF]
    patterns += [pattern & ~3 | low for pattern in patterns for low in (0, 1, 3)]
    for page_size, pair in product(PAGE_SIZES, combinations(SWITCHES, 2)):
        for rest in (False, True):
            switches = dict.fromkeys(SWITCHES, rest) | dict.fromkeys(pair, not rest)
            regime = Regime(page_size, **switches, bbm=int(rest))
            for level in levels(regime):
                for value in patterns:
                    assert reencode(decode(value, level, regime)) == value
