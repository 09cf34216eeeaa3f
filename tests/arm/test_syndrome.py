"""ESR_EL2 of stage-2 aborts: golden values, field names, words, round trips."""

from __future__ import annotations

from typing import NamedTuple

import pytest
from hypothesis import given
from hypothesis import strategies as st

from s2tui.arm.fault_status import code_of, status_of
from s2tui.arm.syndrome import SyndromeError, decode, encode, hpfar_valid, reencode
from s2tui.view.descriptor.syndrome import meaning
from tests.strategies import WORDS

DATA, FETCH = 0x24, 0x20
W, X = 0, 1
WORD, DOUBLE = 0b10, 0b11


class Golden(NamedTuple):
    """A syndrome and the event that causes it."""

    value: int
    ec: int
    fault: str
    level: int | None
    fields: dict[str, int]
    words: tuple[str, ...]


LOAD_W5 = {"ISV": 1, "SAS": WORD, "SRT": 5, "SF": W}
STORE_X3 = {"ISV": 1, "SAS": DOUBLE, "SRT": 3, "SF": X, "WnR": 1}
GOLDEN = [
    Golden(0x93850007, DATA, "Translation", 3, LOAD_W5, ("read of 4 bytes into W5",)),
    Golden(0x93C38045, DATA, "Translation", 1, STORE_X3, ("write of 8 bytes from X3",)),
    Golden(0x93C3804F, DATA, "Permission", 3, STORE_X3, ("write of 8 bytes from X3",)),
    Golden(
        0x9320000B,
        DATA,
        "Access flag",
        3,
        {"ISV": 1, "SAS": 0b00, "SSE": 1, "SRT": 0, "SF": W},
        ("read of 1 byte into W0", "sign-extended"),
    ),
    Golden(
        0x9382400E,
        DATA,
        "Permission",
        2,
        {"ISV": 1, "SAS": WORD, "SRT": 2, "SF": W, "AR": 1},
        ("read of 4 bytes into W2", "acquire"),
    ),
    Golden(0x92000047, DATA, "Translation", 3, {"ISV": 0, "WnR": 1}, ("write", "ISV=0")),
    Golden(0x92000087, DATA, "Translation", 3, {"ISV": 0, "S1PTW": 1}, ("stage-1 table walk",)),
    Golden(
        0x92000147, DATA, "Translation", 3, {"ISV": 0, "CM": 1, "WnR": 1}, ("cache maintenance",)
    ),
    Golden(0x82000007, FETCH, "Translation", 3, {}, ("instruction fetch",)),
    Golden(0x8200000F, FETCH, "Permission", 3, {}, ("instruction fetch",)),
    Golden(0x82000086, FETCH, "Translation", 2, {"S1PTW": 1}, ("stage-1 table walk",)),
    Golden(0x93850021, DATA, "Alignment", None, LOAD_W5, ("read of 4 bytes into W5",)),
    Golden(0x92000061, DATA, "Alignment", None, {"ISV": 0, "WnR": 1}, ("write",)),
    Golden(0x92000035, DATA, "Unsupported exclusive or atomic", None, {"ISV": 0}, ("UNKNOWN",)),
    Golden(
        0x000002009385000F,
        DATA,
        "Permission",
        3,
        LOAD_W5 | {"TagAccess": 1},
        ("read of 4 bytes into W5", "NoTagAccess"),
    ),
]


@pytest.mark.parametrize("case", GOLDEN, ids=lambda case: f"{case.value:#x}")
def test_golden_syndrome_decodes(case: Golden) -> None:
    found = decode(case.value)
    assert (found.ec, found.il, found.rest) == (case.ec, 1, 0)
    assert found.status is not None
    assert (found.status.fault, found.status.level) == (case.fault, case.level)
    code = "DFSC" if case.ec == DATA else "IFSC"
    nonzero = {name: value for name, value in found.iss.items() if value and name != code}
    assert nonzero == {name: value for name, value in case.fields.items() if value}
    assert found.iss[code] == case.value & 0x3F


@pytest.mark.parametrize("case", GOLDEN, ids=lambda case: f"{case.value:#x}")
def test_golden_syndrome_is_encoded(case: Golden) -> None:
    code = "DFSC" if case.ec == DATA else "IFSC"
    fields = {**case.fields, code: code_of(case.fault, case.level)}
    assert encode(fields, ec=case.ec) == case.value


@pytest.mark.parametrize("case", GOLDEN, ids=lambda case: f"{case.value:#x}")
def test_golden_syndrome_is_said_in_words(case: Golden) -> None:
    said = meaning(decode(case.value))
    for word in (case.fault, *case.words):
        assert word in said
    if case.level is not None:
        assert f"level {case.level}" in said


@given(WORDS, st.sampled_from([0x20, 0x21, 0x24, 0x25, None]))
def test_encoding_what_was_decoded_gives_the_value_back(value: int, ec: int | None) -> None:
    if ec is not None:
        value = value & ~(0x3F << 26) | ec << 26
    assert reencode(decode(value)) == value


CODES = {
    **{0x00 + n: ("Address size", n) for n in range(4)},
    **{0x04 + n: ("Translation", n) for n in range(4)},
    **{0x08 + n: ("Access flag", n) for n in range(4)},
    **{0x0C + n: ("Permission", n) for n in range(4)},
    **{0x14 + n: ("Synchronous External abort on a table walk", n) for n in range(4)},
    **{0x1C + n: ("Synchronous parity or ECC error on a table walk", n) for n in range(4)},
    **{0x24 + n: ("Granule Protection Fault on a table walk", n) for n in range(4)},
    0x10: ("Synchronous External abort", None),
    0x11: ("Tag check", None),
    0x12: ("Synchronous External abort on a table walk", -2),
    0x13: ("Synchronous External abort on a table walk", -1),
    0x18: ("Synchronous parity or ECC error", None),
    0x1A: ("Synchronous parity or ECC error on a table walk", -2),
    0x1B: ("Synchronous parity or ECC error on a table walk", -1),
    0x21: ("Alignment", None),
    0x22: ("Granule Protection Fault on a table walk", -2),
    0x23: ("Granule Protection Fault on a table walk", -1),
    0x28: ("Granule Protection Fault", None),
    0x29: ("Address size", -1),
    0x2A: ("Translation", -2),
    0x2B: ("Translation", -1),
    0x2C: ("Address size", -2),
    0x30: ("TLB conflict abort", None),
    0x31: ("Unsupported atomic hardware update", None),
    0x34: ("IMPLEMENTATION DEFINED fault (lockdown)", None),
    0x35: ("Unsupported exclusive or atomic", None),
}


@pytest.mark.parametrize("code", range(64), ids=hex)
def test_fault_status_codes_are_those_of_the_architecture(code: int) -> None:
    fault, level = CODES.get(code, ("reserved", None))
    assert (status_of(code).fault, status_of(code).level) == (fault, level)
    if code in CODES:
        assert code_of(fault, level) == code


@pytest.mark.parametrize("code", range(64), ids=hex)
def test_bits_12_11_are_named_after_the_fault(code: int) -> None:
    iss = decode(0x92000000 | code).iss
    fault = CODES.get(code, ("reserved", None))[0]
    expected = "RES0"
    if code == 0x10:
        expected = "SET"
    elif fault in {"Translation", "Access flag", "Permission"}:
        expected = "LST"
    assert {"SET", "LST", "RES0"} & iss.keys() == {expected}
    fetch = decode(0x82000000 | code).iss
    assert {"SET", "LST", "RES0"} & fetch.keys() == {"SET" if code == 0x10 else "RES0"}


def test_bit_21_is_toplevel_for_a_permission_fault_without_isv_only() -> None:
    assert decode(0x9220000F).iss["TopLevel"] == 1
    assert decode(0x9220000F).iss["SSE"] is None
    assert "TopLevel" not in decode(0x92200007).iss
    assert "TopLevel" not in decode(0x9320000F).iss
    assert decode(0x9320000F).iss["SSE"] == 1
    assert decode(0x8220000F).iss["TopLevel"] == 1


def test_without_isv_the_access_fields_are_none() -> None:
    iss = decode(0x92000047).iss
    assert [iss[name] for name in ("SAS", "SSE", "SRT", "SF", "AR")] == [None] * 5


@pytest.mark.parametrize(
    ("bit", "name"),
    [
        (37, "DirtyBit"),
        (38, "Overlay"),
        (39, "AssuredOnly"),
        (40, "GCS"),
        (41, "TagAccess"),
        (42, "TnD"),
        (43, "HDBSSF"),
        (36, "Xs"),
        (32, "Xs"),
    ],
)
def test_iss2_fields_are_in_the_upper_half(bit: int, name: str) -> None:
    base = 0x9385000F
    before, after = decode(base).iss, decode(base | 1 << bit).iss
    assert [key for key in after if before[key] != after[key]] == [name]


@pytest.mark.parametrize("bit", [44, 55, 56, 63])
def test_reserved_bits_that_are_set_are_named(bit: int) -> None:
    found = decode(0x93850007 | 1 << bit)
    assert found.rest == 1 << bit
    assert "RES0" in meaning(found)


@pytest.mark.parametrize(("ec", "word"), [(0x15, "SVC"), (0x18, "MRS"), (0x3F, "unknown")])
def test_an_exception_that_is_no_abort_is_called_so(ec: int, word: str) -> None:
    found = decode(ec << 26 | 1 << 25 | 0x123)
    assert found.iss == {"ISS": 0x123, "ISS2": 0}
    assert word in meaning(found)
    assert "no stage-2 abort" in meaning(found)


@pytest.mark.parametrize("ec", [0x21, 0x25])
def test_an_abort_from_the_same_level_is_no_stage_2_abort(ec: int) -> None:
    found = decode(ec << 26 | 1 << 25 | 0x07)
    assert "no stage-2 abort" in meaning(found)
    assert not hpfar_valid(found)


@pytest.mark.parametrize(
    ("value", "valid"),
    [
        (0x92000007, True),  # translation
        (0x92000000, True),  # address size
        (0x9200000B, True),  # access flag
        (0x9200000F, False),  # permission
        (0x9200008F, True),  # permission on a stage-1 walk
        (0x92000021, False),  # alignment
        (0x92000010, False),  # external abort
        (0x92000035, False),
        (0x92000030, False),  # TLB conflict
        (0x8200000F, False),
        (0x82000086, True),
    ],
)
def test_hpfar_is_valid_where_the_architecture_says(value: int, valid: bool) -> None:
    assert hpfar_valid(decode(value)) is valid


@pytest.mark.parametrize(
    ("fields", "ec", "word"),
    [
        ({"SRT": 5}, DATA, "ISV=1"),
        ({"SET": 1, "DFSC": 0x07}, DATA, "unknown field 'SET'"),
        ({"IFSC": 7}, DATA, "unknown field"),
        ({"DFSC": 64}, DATA, "does not fit"),
        ({"WnR": 1}, FETCH, "unknown field"),
        ({}, 64, "EC"),
    ],
)
def test_what_no_syndrome_can_be_is_refused(fields: dict[str, int], ec: int, word: str) -> None:
    with pytest.raises(SyndromeError, match=word):
        encode(fields, ec=ec)


def test_more_than_64_bits_are_refused() -> None:
    with pytest.raises(SyndromeError, match="64-bit"):
        decode(1 << 64)
