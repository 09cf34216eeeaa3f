"""MAIR bytes against section 5.1 of the specification."""

from __future__ import annotations

import pytest

from s2tui.arm.attributes import (
    NON_CACHEABLE,
    WRITE_BACK,
    Attribute,
    Device,
    Half,
    Normal,
    Unpredictable,
    decode_mair,
    describe,
    encode_par,
    kind,
)

ALWAYS_UNPREDICTABLE = {0x02, 0x03, 0x06, 0x07, 0x0A, 0x0B, 0x0E, 0x0F} | {
    0x10, 0x20, 0x30, 0x50, 0x60, 0x70, 0x80, 0x90, 0xB0, 0xC0, 0xD0, 0xE0,
}  # fmt: skip
TRANSIENT = Half("wb", True, True, transient=True)
NEEDS_XS = {0x01, 0x05, 0x09, 0x0D, 0x40, 0xA0}


def valid(byte: int, *, xs: bool = True, mte: bool = True) -> Attribute:
    attribute = decode_mair(byte, xs=xs, mte=mte)
    assert not isinstance(attribute, Unpredictable)
    return attribute


def test_bytes_are_228_normal_8_device_and_20_unpredictable() -> None:
    kinds = [type(decode_mair(byte, xs=True, mte=True)) for byte in range(0x100)]
    assert (kinds.count(Normal), kinds.count(Device), kinds.count(Unpredictable)) == (228, 8, 20)


@pytest.mark.parametrize("xs", [False, True])
@pytest.mark.parametrize("mte", [False, True])
def test_unpredictable_bytes_depend_on_xs_and_mte2(xs: bool, mte: bool) -> None:
    unpredictable = {
        byte
        for byte in range(0x100)
        if isinstance(decode_mair(byte, xs=xs, mte=mte), Unpredictable)
    }
    expected = ALWAYS_UNPREDICTABLE | (set() if xs else NEEDS_XS) | (set() if mte else {0xF0})
    assert unpredictable == expected


@pytest.mark.parametrize("xs", [False, True])
def test_par_shows_the_byte_itself_for_every_valid_byte(xs: bool) -> None:
    for byte in range(0x100):
        attribute = decode_mair(byte, xs=xs, mte=True)
        if not isinstance(attribute, Unpredictable):
            assert encode_par(attribute, xs=True) == byte


@pytest.mark.parametrize(
    ("byte", "attribute"),
    [
        (0x00, Device(0, xs=True)),
        (0x04, Device(1, xs=True)),
        (0x09, Device(2, xs=False)),
        (0x0D, Device(3, xs=False)),
        (0x44, Normal(NON_CACHEABLE, NON_CACHEABLE, xs=True)),
        (0x40, Normal(NON_CACHEABLE, NON_CACHEABLE, xs=False)),
        (0xFF, Normal(WRITE_BACK, WRITE_BACK, xs=False)),
        (0xF0, Normal(WRITE_BACK, WRITE_BACK, xs=False, tagged=True)),
        (0x4F, Normal(NON_CACHEABLE, WRITE_BACK, xs=True)),
        (0x77, Normal(TRANSIENT, TRANSIENT, xs=False)),
        (0x18, Normal(Half("wt", False, True, transient=True), Half("wt"), xs=True)),
        (0xA6, Normal(Half("wt", True), Half("wb", True, transient=True), xs=True)),
        (0xCC, Normal(Half("wb"), Half("wb"), xs=False)),
    ],
)
def test_byte_decodes_to_type_hints_and_xs(byte: int, attribute: Attribute) -> None:
    assert valid(byte) == attribute


@pytest.mark.parametrize(
    ("byte", "words", "word"),
    [
        (0x04, "Device-nGnRE", "device-ngnre"),
        (0x01, "Device-nGnRnE, XS=0", "device-ngnrne"),
        (0x44, "Normal Non-cacheable", "normal-nc"),
        (0x40, "Normal Non-cacheable, XS=0", "normal-nc"),
        (0xBB, "Normal Write-Through Read/Write-Allocate", "normal-wt"),
        (0x66, "Normal Write-Back Transient Read-Allocate", "normal-wb"),
        (0xF0, "Normal Write-Back Read/Write-Allocate, Tagged", "normal-tagged"),
        (0x4C, "Normal, outer Non-cacheable, inner Write-Back No-Allocate", "normal-mixed"),
    ],
)
def test_attribute_reads_in_words_and_in_one_word(byte: int, words: str, word: str) -> None:
    assert (describe(valid(byte)), kind(valid(byte))) == (words, word)


def test_no_two_bytes_read_the_same() -> None:
    words = [describe(valid(byte)) for byte in set(range(0x100)) - ALWAYS_UNPREDICTABLE]
    assert len(set(words)) == len(words)


def test_unpredictable_byte_says_what_it_needs() -> None:
    assert "FEAT_MTE2" in describe(decode_mair(0xF0, mte=False))
    assert "FEAT_XS" in describe(decode_mair(0x40, xs=False))
    assert describe(decode_mair(0xE0)).startswith("UNPREDICTABLE")


def test_par_alone_shows_tags_that_may_not_be_accessed() -> None:
    attribute = Normal(WRITE_BACK, WRITE_BACK, xs=False, tagged=True, no_tag_access=True)
    assert encode_par(attribute, xs=False) == 0xE0


def test_xs_is_never_shown_without_the_feature() -> None:
    assert encode_par(Device(1, xs=False), xs=False) == 0x04
    assert encode_par(Normal(NON_CACHEABLE, NON_CACHEABLE, xs=False), xs=False) == 0x44


@pytest.mark.parametrize("byte", [-1, 0x100])
def test_byte_out_of_range_is_refused(byte: int) -> None:
    with pytest.raises(ValueError, match="0x00 to 0xff"):
        decode_mair(byte)
