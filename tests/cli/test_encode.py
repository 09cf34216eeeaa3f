"""`s2tui encode`: the inverse of decode, and what it refuses."""

from __future__ import annotations

import json

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.cli.calls import Call, call, refused
from tests.strategies import WORDS

__all__ = ["call"]


@pytest.mark.parametrize(
    ("words", "value"),
    [
        ("kind=page address=0x80000000 MemAttr=6 S2AP=3 SH=3 AF=1 XN=2", "0x00400000800007db"),
        ("kind=page,address=0x80000000,MemAttr=0xf,S2AP=3,SH=3,AF=1,XN=0b10", "0x00400000800007ff"),
        ("kind=block address=0x80000000 MemAttr=6 S2AP=3 SH=3 AF=1", "0x00000000800007d9"),
        (
            "--level 1 address=0x80000000 MemAttr=15 S2AP=1 SH=3 AF=1 XN=2 --no-fwb",
            "0x004000008000077d",
        ),
        (
            "--page-size 64k --lpa address=0xF12345678_0000 MemAttr=6 S2AP=3 SH=3 AF=1 XN=2",
            "0x004012345678f7db",
        ),
        ("--ds address=0xE123456789000 MemAttr=6 S2AP=3 AF=1 XN=2", "0x00421234567897db"),
        ("kind=table address=0x80000000", "0x0000000080000003"),
        ("kind=table --level -1 --ds address=0x80000000", "0x0000000080000003"),
        ("kind=invalid IGNORED[63:1]=0x1ff", "0x00000000000003fe"),
        ("AF=0 AF=1", "0x0000000000000403"),
    ],
)
def test_fields_make_the_value(call: Call, words: str, value: str) -> None:
    answer = call("encode", *words.split())
    assert (answer.status, answer.out, answer.err) == (0, value + "\n", "")


@given(value=WORDS, level=st.integers(0, 3))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60)
def test_what_decode_prints_can_be_encoded(call: Call, value: int, level: int) -> None:
    place = ["--level", str(level)]
    (found,) = json.loads(call("decode", "--json", f"{value:x}", *place).out)
    if found["kind"] == "invalid" and found["lint"]:
        return
    words = [f"{name}={field['value']}" for name, field in found["fields"].items()]
    answer = call("encode", f"kind={found['kind']}", *words, *place)
    assert answer.out == f"{value:#018x}\n"


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("SH=3 --ds", ["SH", "VTCR_EL2.SH0"]),
        ("address=0x800", ["0x800", "aligned", "0x1000"]),
        ("kind=block address=0x1000", ["aligned", "0x200000"]),
        ("address=0x1000000000000", ["48 bits"]),
        ("address=0x10000000000000 --ds", ["52 bits"]),
        ("kind=block --level 0", ["unsupported block", "DS=1"]),
        ("kind=block --level 1 --page-size 16k", ["unsupported block", "DS=1"]),
        ("kind=block --level 1 --page-size 64k", ["unsupported block", "LPA"]),
        ("kind=block --level 3", ["block"]),
        ("kind=page --level 2", ["level 3"]),
        ("kind=leaf", ["'leaf'", "page", "block"]),
        ("MemAtr=6", ["'MemAtr'", "did you mean MemAttr"]),
        ("MemAttr=16", ["MemAttr", "4 bits"]),
        ("MemAttr=x", ["MemAttr", "'x'"]),
        ("MemAttr=٣", ["MemAttr", "not a number"]),
        ("MemAttr=" + "9" * 9999, ["MemAttr", "99...'"]),
        ("MemAttr=0x" + "f" * 5000, ["MemAttr", "20000 bits", "at most 64"]),
        ("X" * 5000 + "=1", ["'XXX", "XXX...'"]),
        ("MemAttr", ["'MemAttr'", "FIELD=VALUE"]),
        ("MemAttr=", ["FIELD=VALUE"]),
        ("kind=page MemAttr=6 --level 5", ["level 5", "-1 to 3"]),
        ("kind=page MemAttr=6 --level ٣", ["--level", "-1 to 3"]),
        ("--bbm x MemAttr=1", ["--bbm", "'x'", "0, 1, 2"]),
        ("", ["nothing to encode"]),
    ],
)
def test_what_cannot_be_encoded_is_one_line_and_exit_2(
    call: Call, words: str, said: list[str]
) -> None:
    answer = call("encode", *words.split())
    refused(answer, *said)
    assert len(answer.err) < 500


def test_sh_is_taken_with_ds_where_the_granule_ignores_ds(call: Call) -> None:
    assert call("encode", "SH=3", "--ds", "--page-size", "64k").out == "0x0000000000000303\n"
