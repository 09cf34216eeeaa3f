"""`s2tui combine`: words, JSON, batches, and what it says to a wrong request."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from s2tui.cli.main import run

if TYPE_CHECKING:
    from pathlib import Path

Capture = pytest.CaptureFixture[str]


def answer(capsys: Capture, *words: str) -> Any:
    assert run(["combine", *words]) == 0
    return json.loads(capsys.readouterr().out)


def batch(capsys: Capture, tmp_path: Path, lines: list[str]) -> tuple[int, list[Any]]:
    file = tmp_path / "lines.jsonl"
    file.write_text("\n".join(lines) + "\n")
    status = run(["combine", "--batch", str(file)])
    return status, [json.loads(line) for line in capsys.readouterr().out.splitlines()]


def test_json_is_one_object_with_the_keys_of_the_contract(capsys: Capture) -> None:
    got = answer(capsys, "--s1", "0xff", "--s2", "0x6", "--fwb", "--json")
    assert list(got) == ["type", "par_attr", "shareability", "reserved", "permitted"]
    del got["type"]
    assert got == {"par_attr": "0xff", "shareability": "ish", "reserved": False, "permitted": None}


def test_set_is_a_list_of_pairs(capsys: Capture) -> None:
    got = answer(capsys, "--s1", "0", "--s2", "6", "--fwb", "--s2-sh", "nsh", "--json")
    assert got["permitted"] == [["0xff", "ish"], ["0xff", "osh"]]


def test_unpredictable_byte_has_null_answer(capsys: Capture) -> None:
    got = answer(capsys, "--s1", "f0", "--s2", "1", "--fwb", "--no-mte", "--json")
    assert (got["par_attr"], got["shareability"], got["reserved"]) == (None, None, True)
    assert got["permitted"] == [["0x00", "osh"], ["0x04", "osh"]]


@pytest.mark.parametrize(
    ("options", "par"),
    [
        (["--s1", "ff", "--s2", "5", "--fwb", "--xs"], "0x40"),
        (["--s1", "f0", "--s2", "f", "--fwb", "--mte-perm"], "0xe0"),
        (["--s1", "a1", "--s2", "f", "--no-fwb", "--xs", "--fnxs"], "0xa0"),
        (["--s1", "ff", "--s2", "6", "--fwb", "--cd"], "0x44"),
        (["--s1", "off-ifetch", "--s2", "f", "--no-fwb", "--no-icache"], "0x44"),
        (["--s1", "dct", "--s2", "7", "--fwb"], "0xf0"),
    ],
)
def test_every_option_reaches_the_answer(capsys: Capture, options: list[str], par: str) -> None:
    assert answer(capsys, *options, "--json")["par_attr"] == par


def test_words_name_both_inputs_the_result_and_the_reason(capsys: Capture) -> None:
    assert run(["combine", "--s1", "0x44", "--s2", "0x6", "--fwb"]) == 0
    text = capsys.readouterr().out
    for words in (
        "0x44: Normal Non-cacheable, Inner Shareable",
        "MemAttr 0x6: force Normal Write-Back, Inner Shareable",
        "PAR_EL1.ATTR=0xff, Inner Shareable",
        "0xff/ish  0xff/osh",
        "R_NSCNC",
    ):
        assert words in text


def test_words_call_a_reserved_encoding_reserved(capsys: Capture) -> None:
    assert run(["combine", "--s1", "ff", "--s2", "8", "--no-fwb"]) == 0
    text = capsys.readouterr().out
    assert "! reserved" in text
    assert "0xb4/ish  0xbb/ish  0xbf/ish" in text


def test_words_call_an_unpredictable_byte_so(capsys: Capture) -> None:
    assert run(["combine", "--s1", "70", "--s2", "1", "--fwb"]) == 0
    text = capsys.readouterr().out
    assert "0x70: UNPREDICTABLE (reserved, the inner half is 0)" in text
    assert "0x00/osh  0x04/osh" in text


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (["--s2", "6", "--fwb"], "--s1 is missing"),
        (["--s1", "ff", "--fwb"], "--s2 is missing"),
        (
            ["--s1", "ff", "--s2", "6"],
            "--fwb or --no-fwb is missing, as in `combine --s1 normal-wb",
        ),
        (["--s1", "100", "--s2", "6", "--fwb"], "s1: 100 is not a MAIR byte (0x00 to 0xff)"),
        (["--s1", "-1", "--s2", "6", "--fwb"], "s1"),
        (["--s1", "0xfg", "--s2", "6", "--fwb"], "0xfg"),
        (["--s1", "of", "--s2", "6", "--fwb"], "did you mean off?; accepted: a MAIR byte"),
        (["--s1", "ff", "--s2", "10", "--fwb"], "s2: 10 is not a MemAttr (0x0 to 0xf)"),
        (["--s1", "ff", "--s2", "6", "--fwb", "--s1-sh", "osch"], "did you mean osh?"),
        (["--s1", "ff", "--batch", "-"], "not from --s1"),
        (["--batch", "/nowhere/at/all"], "/nowhere/at/all"),
    ],
)
def test_wrong_request_is_one_line_and_status_2(
    capsys: Capture, options: list[str], message: str
) -> None:
    assert run(["combine", *options]) == 2
    captured = capsys.readouterr()
    assert captured.out == ""
    assert captured.err.startswith("s2tui: ")
    assert captured.err.count("\n") == 1
    assert message in captured.err


def test_batch_answers_in_order_with_the_same_object(capsys: Capture, tmp_path: Path) -> None:
    lines = [
        '{"s1": "0xff", "s2": "0x6", "fwb": true, "s1_sh": "nsh", "s2_sh": "osh"}',
        '{"s1": 240, "s2": 15, "fwb": true, "mte_perm": true}',
        '{"s1": "off", "s2": "F", "fwb": false}',
        '{"s1": "off-ifetch", "s2": 15, "fwb": false, "icache": false, "s1_sh": "nsh"}',
    ]
    status, got = batch(capsys, tmp_path, lines)
    assert status == 0
    assert [(g["par_attr"], g["shareability"]) for g in got] == [
        ("0xff", "osh"), ("0xe0", "ish"), ("0x00", "osh"), ("0x44", "osh"),
    ]  # fmt: skip
    single = answer(
        capsys, "--s1", "0xff", "--s2", "6", "--fwb", "--s1-sh", "nsh", "--s2-sh", "osh", "--json"
    )
    assert single == got[0]


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ('{"s1": 256, "s2": 6, "fwb": true}', "256"),
        ('{"s1": -1, "s2": 6, "fwb": true}', "-1"),
        ('{"s1": 1.0, "s2": 6, "fwb": true}', "1.0"),
        ('{"s1": true, "s2": 6, "fwb": true}', "True"),
        ('{"s1": [1], "s2": 6, "fwb": true}', "[1]"),
        ('{"s1": "+ff", "s2": 6, "fwb": true}', "+ff"),
        ('{"s1": "0x", "s2": 6, "fwb": true}', "0x"),
        ('{"s1": "f_f", "s2": 6, "fwb": true}', "f_f"),
        ('{"s1": "ff", "s2": "0x10", "fwb": true}', "0x10"),
        ('{"s1": "ff", "s2": null, "fwb": true}', "None"),
        ('{"s1": "ff", "s2": 6, "fwb": 1}', "true or false"),
        ('{"s1": "ff", "s2": 6, "fwb": true, "cd": null}', "true or false"),
        ('{"s1": "ff", "s2": 6, "fwb": true, "s1_sh": 3}', "s1_sh"),
        ('{"s1": "ff", "s2": 6, "fwb": true, "s2_sh": ["ish"]}', "s2_sh"),
        ('{"s1": "ff", "s2": 6, "fwb": true, "fnsx": true}', "did you mean fnxs?"),
        ('{"s1": "ff", "s2": 6}', "fwb is missing"),
        ("[1]", "JSON object"),
        ('{"s1": ', "JSON"),
    ],
)
def test_batch_reports_a_bad_line_in_its_place(
    capsys: Capture, tmp_path: Path, line: str, message: str
) -> None:
    good = '{"s1": 1, "s2": 6, "fwb": true, "xs": true}'
    status, got = batch(capsys, tmp_path, [good, line, good])
    assert status == 2
    assert got[0] == got[2]
    assert got[1]["line"] == 2
    assert message in got[1]["error"]


def test_stage_1_may_be_said_as_a_scenario_says_it(capsys: Capture) -> None:
    options = ("--s2", "0xf", "--no-fwb", "--json")
    assert answer(capsys, "--s1", "normal-nc", *options) == answer(capsys, "--s1", "0x44", *options)
