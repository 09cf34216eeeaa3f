"""Kinds, levels, addresses and fields of stage-2 descriptors, as the architecture gives them."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import pytest

from s2tui.arm.descriptor.codec import AddressError, FieldError, LevelError, Regime, decode, encode
from s2tui.arm.descriptor.geometry import DescriptorError, contiguous_entries, leaf_shift
from tests.arm.descriptor_cases import PAGE_SIZES

if TYPE_CHECKING:
    from s2tui.arm.descriptor.geometry import Kind, PageSize

NO_FWB = Regime(fwb=False)
LPA_64K = Regime("64k", lpa=True)
DS = Regime(ds=True)
ISH, RW = 0b11, 0b11


class Golden(NamedTuple):
    """A worked encoding: value, where it stands, what it is."""

    value: int
    level: int
    regime: Regime
    kind: Kind
    address: int
    fields: dict[str, int]


def leaf(memattr: int, s2ap: int = RW, xn: int = 0b10) -> dict[str, int]:
    return {"MemAttr": memattr, "S2AP": s2ap, "XN": xn, "SH": ISH, "AF": 1}


GOLDEN = [
    Golden(0x00400000800007FF, 3, NO_FWB, "page", 0x80000000, leaf(0xF)),
    Golden(0x00400000800007DB, 3, Regime(), "page", 0x80000000, leaf(0x6)),
    Golden(0x00400000800007D7, 3, Regime(), "page", 0x80000000, leaf(0x5)),
    Golden(0x00400000800007D7, 3, NO_FWB, "page", 0x80000000, leaf(0x5)),
    Golden(0x00400000800007C7, 3, Regime(), "page", 0x80000000, leaf(0x1)),
    Golden(0x00400000800007C7, 3, NO_FWB, "page", 0x80000000, leaf(0x1)),
    Golden(0x00400000800007DF, 3, Regime(), "page", 0x80000000, leaf(0x7)),
    Golden(0x00400000800007DF, 3, NO_FWB, "page", 0x80000000, leaf(0x7)),
    Golden(0x00000000800007D9, 2, Regime(), "block", 0x80000000, leaf(0x6, xn=0)),
    Golden(0x004000008000077D, 1, NO_FWB, "block", 0x80000000, leaf(0xF, s2ap=0b01)),
    Golden(0x004012345678F7DB, 3, LPA_64K, "page", 0xF_1234_5678_0000, leaf(0x6)),
    Golden(
        0x00421234567897DB,
        3,
        DS,
        "page",
        0xE_1234_5678_9000,
        {"MemAttr": 0x6, "S2AP": RW, "XN": 0b10, "AF": 1},
    ),
]
"""Worked encodings with their meaning; RW is S2AP=11, RO is S2AP=01."""


@pytest.mark.parametrize("case", GOLDEN)
def test_worked_encoding_decodes(case: Golden) -> None:
    found = decode(case.value, case.level, case.regime)
    assert (found.kind, found.level) == (case.kind, case.level)
    assert found.output_address == case.address
    assert found.lint == ()
    set_fields = {f.name: f.value for f in found.fields if f.value and f.name in case.fields}
    assert set_fields == {name: value for name, value in case.fields.items() if value}


@pytest.mark.parametrize("case", GOLDEN)
def test_worked_encoding_is_encoded(case: Golden) -> None:
    value = encode(
        case.fields, kind=case.kind, level=case.level, address=case.address, regime=case.regime
    )
    assert value == case.value


def test_with_ds_the_descriptor_has_no_shareability() -> None:
    assert decode(0x00421234567897DB, 3, DS).field("SH") is None


@pytest.mark.parametrize(("value", "level"), [(0b01, 2), (0b11, 3), (0b00, 2), (0b10, 2)], ids=bin)
def test_without_a_level_bits_1_0_choose_it(value: int, level: int) -> None:
    assert decode(value).level == level


@pytest.mark.parametrize(
    ("page_size", "shifts"),
    [
        ("4k", {3: 12, 2: 21, 1: 30, 0: 39}),
        ("16k", {3: 14, 2: 25, 1: 36}),
        ("64k", {3: 16, 2: 29, 1: 42}),
    ],
)
def test_leaf_sizes_are_those_of_the_granule_table(
    page_size: PageSize, shifts: dict[int, int]
) -> None:
    assert {level: leaf_shift(page_size, level) for level in shifts} == shifts


BLOCKS = {
    ("4k", -1): "never",
    ("4k", 0): "ds",
    ("4k", 1): "always",
    ("4k", 2): "always",
    ("16k", 0): "never",
    ("16k", 1): "ds",
    ("16k", 2): "always",
    ("64k", 1): "lpa",
    ("64k", 2): "always",
}
"""Which levels have blocks, and what they need."""


@pytest.mark.parametrize("ds", [False, True])
@pytest.mark.parametrize("lpa", [False, True])
@pytest.mark.parametrize(("place", "needs"), BLOCKS.items())
def test_blocks_exist_where_the_granule_table_says(
    place: tuple[PageSize, int], needs: str, ds: bool, lpa: bool
) -> None:
    page_size, level = place
    regime = Regime(page_size, ds=ds, lpa=lpa)
    if level == -1 and not ds:
        return
    exists = {"never": False, "always": True, "ds": ds, "lpa": lpa}[needs]
    assert decode(0b01, level, regime).kind == ("block" if exists else "invalid")
    if exists:
        assert encode({}, kind="block", level=level, regime=regime) == 0b01
    else:
        with pytest.raises(LevelError, match="block"):
            encode({}, kind="block", level=level, regime=regime)


@pytest.mark.parametrize(
    ("regime", "level"),
    [
        (Regime("4k"), 4),
        (Regime("4k", ds=True), -2),
        (Regime("16k", ds=True), -1),
        (Regime("64k", ds=True, lpa=True), 0),
        (Regime("4k"), -1),
    ],
)
def test_a_level_that_no_walk_reaches_is_refused(regime: Regime, level: int) -> None:
    with pytest.raises(LevelError, match=f"{level}"):
        decode(0b11, level, regime)


def test_level_minus_one_holds_tables_with_ds() -> None:
    assert decode(0x8000_0003, -1, DS).kind == "table"


def test_a_64_bit_value_and_no_more_is_decoded() -> None:
    assert decode((1 << 64) - 1).value == (1 << 64) - 1
    for value in (1 << 64, -1):
        with pytest.raises(DescriptorError, match="64-bit"):
            decode(value)


@pytest.mark.parametrize(
    ("regime", "level", "value", "address"),
    [
        # 4k and 16k, DS=0: d[47:leaf_shift], whatever stands around it.
        (Regime(), 3, 0xFFFF_FFFF_FFFF_FFFF, 0xFFFF_FFFF_F000),
        (Regime("16k"), 3, 0xFFFF_FFFF_FFFF_FFFF, 0xFFFF_FFFF_C000),
        (Regime(), 2, 0xFFFF_FFFF_FFFF_FFFD, 0xFFFF_FFE0_0000),
        # DS=1: bits 51:50 in d[9:8], 49:48 in place.
        (DS, 3, 0b10 << 8 | 0b01 << 48 | 0b11, 0b1001 << 48),
        (
            Regime("16k", ds=True),
            1,
            0b01 << 8 | 0b10 << 48 | 1 << 36 | 0b01,
            0b0110 << 48 | 1 << 36,
        ),
        (DS, 1, 0b11 << 8 | 0b11, 0b1100 << 48),
        # 64k: bits 51:48 in d[15:12] with LPA, nowhere without; DS does not count.
        (LPA_64K, 3, 0xA << 12 | 1 << 16 | 0b11, 0xA << 48 | 1 << 16),
        (LPA_64K, 2, 0x5 << 12 | 1 << 29 | 0b01, 0x5 << 48 | 1 << 29),
        (LPA_64K, 2, 0x5 << 12 | 1 << 16 | 0b11, 0x5 << 48 | 1 << 16),
        (Regime("64k"), 3, 0xFFFF_FFFF_FFFF_FFFF, 0xFFFF_FFFF_0000),
        (Regime("64k", ds=True), 3, 0xFFFF_FFFF_FFFF_FFFF, 0xFFFF_FFFF_0000),
        # Tables: down to the granule, at every level.
        (Regime(), 0, 0xFFFF_FFFF_FFFF_FFFF, 0xFFFF_FFFF_F000),
        (Regime("16k"), 0, 0xFFFF_FFFF_FFFF_FFFF, 0xFFFF_FFFF_C000),
        (Regime(lpa=True), 0, 0xFFFF_FFFF_FFFF_FFFF, 0xFFFF_FFFF_F000),
    ],
)
def test_the_address_is_put_together_as_the_configuration_says(
    regime: Regime, level: int, value: int, address: int
) -> None:
    assert decode(value, level, regime).output_address == address


LEAF_NAMES = {
    "plain": (Regime(), 3, "page", {"XN": "54:53", "DBM": "51", "S2AP": "7:6", "SH": "9:8"}),
    "without XNX": (Regime(xnx=False), 3, "page", {"XN": "54", "RES0[53]": "53"}),
    "indirect": (Regime(s2pie=True), 3, "page", {"PIIndex": "54:53,51,6", "Dirty": "7"}),
    "overlay": (Regime(s2pie=True, s2poe=True), 3, "page", {"POIndex": "62:59"}),
    "overlay without S2PIE": (Regime(s2poe=True), 3, "page", {"PBHA": "62:59"}),
    "realm": (Regime(realm=True), 3, "page", {"AMEC": "63", "NS": "55"}),
    "block": (
        Regime(bbm=1),
        2,
        "block",
        {"OA": "47:21", "RES0[20:17]": "20:17", "nT": "16", "RES0[15:12]": "15:12"},
    ),
    "16k page": (Regime("16k"), 3, "page", {"OA": "47:14", "RES0[13:12]": "13:12"}),
    "64k page": (Regime("64k"), 3, "page", {"OA": "47:16", "RES0[15:12]": "15:12"}),
    "64k LPA page": (LPA_64K, 3, "page", {"OA": "15:12,47:16"}),
    "DS page": (DS, 3, "page", {"OA": "9:8,49:12"}),
    "table": (
        Regime(),
        1,
        "table",
        {
            "RES0[63]": "63",
            "RES0[62:59]": "62:59",
            "IGNORED[58:51]": "58:51",
            "RES0[50]": "50",
            "RES0[49:48]": "49:48",
            "NextTable": "47:12",
            "IGNORED[11:2]": "11:2",
        },
    ),
    "table with S2PIE": (Regime(s2pie=True), 1, "table", {"IGNORED[62:59]": "62:59"}),
    "table with HAFT": (
        Regime(haft=True),
        1,
        "table",
        {"IGNORED[11]": "11", "AF": "10", "IGNORED[9:2]": "9:2"},
    ),
    "table with DS": (DS, 1, "table", {"NextTable": "9:8,49:12", "IGNORED[11:10]": "11:10"}),
}


@pytest.mark.parametrize("case", LEAF_NAMES.values(), ids=LEAF_NAMES)
def test_fields_are_named_and_placed_as_the_configuration_says(
    case: tuple[Regime, int, str, dict[str, str]],
) -> None:
    regime, level, kind, expected = case
    found = decode(0b01 if kind == "block" else 0b11, level, regime)
    assert found.kind == kind
    where = {field.name: field.bits for field in found.fields}
    assert expected.items() <= where.items()


@pytest.mark.parametrize("name", ["S2AP", "XN", "DBM"])
def test_indirect_permissions_leave_no_direct_ones(name: str) -> None:
    assert decode(0b11, 3, Regime(s2pie=True)).field(name) is None


def test_amec_exists_only_where_ns_is_clear() -> None:
    realm = Regime(realm=True)
    assert decode(1 << 63 | 0b11, 3, realm).lint == ()
    non_secure = decode(1 << 63 | 1 << 55 | 0b11, 3, realm)
    assert non_secure.field("AMEC") is None
    assert [text[:6] for text in non_secure.lint] == ["d[63]:"]


@pytest.mark.parametrize(
    ("field", "value", "word"),
    [
        ("S2AP", 0b00, "no data access"),
        ("S2AP", 0b01, "read-only"),
        ("S2AP", 0b10, "write-only"),
        ("S2AP", 0b11, "read and write"),
        ("XN", 0b00, "executable at EL1 and EL0"),
        ("XN", 0b01, "not executable at EL1, executable at EL0"),
        ("XN", 0b10, "not executable"),
        ("XN", 0b11, "executable at EL1, not executable at EL0"),
        ("SH", 0b00, "Non-shareable"),
        ("SH", 0b10, "Outer Shareable"),
        ("SH", 0b11, "Inner Shareable"),
    ],
)
def test_permissions_and_shareability_are_said_in_words(field: str, value: int, word: str) -> None:
    found = decode(encode({field: value})).field(field)
    assert found is not None
    assert found.meaning == word


@pytest.mark.parametrize(
    ("page_size", "level", "entries", "size"),
    [
        ("4k", 1, 16, "16GB"),
        ("4k", 2, 16, "32MB"),
        ("4k", 3, 16, "64KB"),
        ("16k", 2, 32, "1GB"),
        ("16k", 3, 128, "2MB"),
        ("64k", 2, 32, "16GB"),
        ("64k", 3, 32, "2MB"),
    ],
)
def test_contiguous_groups_are_as_large_as_their_table_says(
    page_size: PageSize, level: int, entries: int, size: str
) -> None:
    assert contiguous_entries(page_size, level) == entries
    found = decode(1 << 52 | (0b11 if level == 3 else 0b01), level, Regime(page_size))
    field = found.field("Contiguous")
    assert field is not None
    assert size in field.meaning


@pytest.mark.parametrize("page_size", PAGE_SIZES)
@pytest.mark.parametrize("value", [0, 2, 0xFFFF_FFFF_FFFF_FFFE])
def test_an_entry_with_d0_clear_is_ignored_whatever_else_is_set(
    page_size: PageSize, value: int
) -> None:
    found = decode(value, 2, Regime(page_size))
    assert found.kind == "invalid"
    assert found.output_address is None
    assert found.lint == ()
    assert [(f.name, f.bits) for f in found.fields] == [("IGNORED[63:1]", "63:1"), ("Valid", "0")]


class Refused(NamedTuple):
    """A request that no descriptor answers, with the error and a word of it."""

    fields: dict[str, int]
    kind: Kind
    level: int
    address: int
    regime: Regime
    error: type[DescriptorError]
    word: str


REFUSED = [
    Refused({"SH": 3}, "page", 3, 0, DS, FieldError, "VTCR_EL2.SH0"),
    Refused({"S2AP": 4}, "page", 3, 0, Regime(), FieldError, "does not fit into 2 bits"),
    Refused({"AF": -1}, "page", 3, 0, Regime(), FieldError, "does not fit"),
    Refused({"XN": 2}, "page", 3, 0, Regime(xnx=False), FieldError, "does not fit into 1 bit"),
    Refused({"memattr": 6}, "page", 3, 0, Regime(), FieldError, "did you mean MemAttr"),
    Refused({"NS": 1}, "page", 3, 0, Regime(), FieldError, "Realm"),
    Refused({"NS": 1, "AMEC": 0}, "page", 3, 0, Regime(realm=True), FieldError, "NS is 0"),
    Refused({"S2AP": 3}, "page", 3, 0, Regime(s2pie=True), FieldError, "PIIndex"),
    Refused({"PIIndex": 3}, "page", 3, 0, Regime(), FieldError, "S2PIE"),
    Refused({"nT": 1}, "page", 3, 0, Regime(bbm=2), FieldError, "page"),
    Refused({"MemAttr": 6}, "table", 2, 0, Regime(), FieldError, "table"),
    Refused({"Type": 0}, "page", 3, 0, Regime(), FieldError, "contradicts"),
    Refused({"OA": 1}, "page", 3, 0x1000, Regime(), FieldError, "one of them"),
    Refused({}, "page", 3, 0x1800, Regime(), AddressError, "aligned"),
    Refused({}, "block", 2, 0x100000, Regime(), AddressError, "aligned"),
    Refused({}, "table", 2, 0x1000, Regime("16k"), AddressError, "aligned"),
    Refused({}, "page", 3, 1 << 48, Regime(), AddressError, "48 bits"),
    Refused({}, "page", 3, 1 << 48, Regime("64k"), AddressError, "48 bits"),
    Refused({}, "page", 3, 1 << 48, Regime("64k", ds=True), AddressError, "48 bits"),
    Refused({}, "page", 3, 1 << 48, Regime(lpa=True), AddressError, "48 bits"),
    Refused({}, "page", 3, 1 << 52, DS, AddressError, "52 bits"),
    Refused({}, "page", 3, -0x1000, Regime(), AddressError, "fit"),
    Refused({}, "invalid", 3, 0x1000, Regime(), AddressError, "no address"),
    Refused({}, "page", 2, 0, Regime(), LevelError, "level 3"),
    Refused({}, "table", 3, 0, Regime(), LevelError, "no table"),
    Refused({}, "block", 3, 0, Regime(), LevelError, "block"),
]


@pytest.mark.parametrize("case", REFUSED)
def test_what_no_descriptor_can_be_is_refused_in_one_line(case: Refused) -> None:
    with pytest.raises(case.error, match=case.word) as caught:
        encode(
            case.fields,
            kind=case.kind,
            level=case.level,
            address=case.address,
            regime=case.regime,
        )
    assert "\n" not in str(caught.value)


def test_an_unknown_granule_is_named() -> None:
    with pytest.raises(DescriptorError, match="8k"):
        leaf_shift("8k", 3)  # type: ignore[arg-type]


def test_sh_may_be_given_with_64k_although_ds_is_set() -> None:
    assert encode({"SH": 3}, regime=Regime("64k", ds=True)) == 0b11 << 8 | 0b11


@pytest.mark.parametrize("index", range(16))
def test_an_indirect_permission_says_which_bits_of_the_register_it_is(index: int) -> None:
    """PIIndex is d[54] d[53] d[51] d[6]; its nibble is S2PIR_EL2[4i+3:4i] (1.7)."""
    bits = (54, 53, 51, 6)
    value = 3 | sum((index >> 3 - n & 1) << bit for n, bit in enumerate(bits))
    fields = decode(value, level=3, regime=Regime(s2pie=True)).fields
    (found,) = (field for field in fields if field.name == "PIIndex")
    assert found.value == index
    assert found.meaning == f"entry {index} of S2PIR_EL2, bits {4 * index + 3}:{4 * index}"
