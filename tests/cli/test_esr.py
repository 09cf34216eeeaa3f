"""`s2tui esr`: the contract's JSON, and words."""

from __future__ import annotations

import json

import pytest

from tests.cli.calls import Call, call, refused

__all__ = ["call"]


def test_json_has_ec_il_iss_and_meaning(call: Call) -> None:
    answer = call("esr", "0x000002009385000F", "--json")
    found = json.loads(answer.out)
    assert list(found) == ["ec", "il", "iss", "meaning"]
    assert (found["ec"], found["il"]) == (0x24, 1)
    iss = found["iss"]
    assert (iss["ISV"], iss["SRT"], iss["DFSC"], iss["TagAccess"]) == (1, 5, 0xF, 1)
    assert all(value is None or type(value) is int for value in iss.values())
    assert "Permission fault, level 3" in found["meaning"]


def test_without_isv_the_access_fields_are_null(call: Call) -> None:
    iss = json.loads(call("esr", "92000047", "--json").out)["iss"]
    assert {name for name, value in iss.items() if value is None} == {
        "SAS",
        "SSE",
        "SRT",
        "SF",
        "AR",
    }


def test_an_instruction_abort_has_ifsc(call: Call) -> None:
    iss = json.loads(call("esr", "0x8200000F", "--json").out)["iss"]
    assert iss["IFSC"] == 0xF
    assert not {"DFSC", "ISV", "WnR", "CM"} & iss.keys()


def test_words_say_what_happened_and_whether_hpfar_holds_the_address(call: Call) -> None:
    translation = call("esr", "0x93C38045")
    assert translation.status == 0
    for word in ("Translation fault, level 1", "write of 8 bytes from X3", "HPFAR_EL2 holds"):
        assert word in " ".join(translation.out.split())
    assert "HPFAR_EL2 is UNKNOWN" in call("esr", "0x93C3804F").out


def test_another_exception_is_called_no_stage_2_abort(call: Call) -> None:
    answer = call("esr", "0x56000000")
    assert answer.status == 0
    assert "SVC; this is no stage-2 abort" in answer.out


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["xyz"], ["'xyz' is not hexadecimal; accepted: up to 16 digits, 0 to 9 and a to f"]),
        (["0x1FFFFFFFFFFFFFFFF"], ["65 bits"]),
        (["-5"], ["negative"]),
        ([], ["VALUE"]),
    ],
)
def test_a_wrong_value_is_one_line_and_exit_2(
    call: Call, words: list[str], said: list[str]
) -> None:
    refused(call("esr", *words), *said)


def test_bits_are_listed_from_the_top_down(call: Call) -> None:
    lines = call("esr", "0x93C38045").out.splitlines()
    bits = [line.split()[0] for line in lines if line.startswith("  ")]
    tops = [int(word.partition(":")[0]) for word in bits if word[0].isdigit()]
    # DDI 0487: ISS2 is ESR_EL2[55:32], EC [31:26], IL [25], ISS [24:0].
    assert {43, 31, 25, 24, 5} <= set(tops)
    assert tops == sorted(tops, reverse=True)
