"""`s2tui decode`: JSON as the contract says, words that explain, errors in one line."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.cli.calls import Call, call, refused

__all__ = ["call"]

DUMP = Path(__file__).parents[1] / "data" / "kvm-captures" / "stage2-page-tables-linux-7.3.4.txt"


def decoded(call: Call, *words: str, stdin: bytes | None = None) -> list[dict[str, Any]]:
    answer = call("decode", "--json", *words, stdin=stdin)
    assert (answer.status, answer.err) == (0, "")
    found: list[dict[str, Any]] = json.loads(answer.out)
    return found


def test_json_is_an_array_with_one_object_a_value(call: Call) -> None:
    page, table = decoded(call, "00400000800007DB", "0x80000003", "--level", "1")
    assert page["kind"] == table["kind"] == "table"
    (page,) = decoded(call, "00400000800007DB")
    assert list(page) == ["value", "kind", "level", "output_address", "fields", "lint"]
    assert page["value"] == "0x00400000800007db"
    assert (page["kind"], page["level"], page["lint"]) == ("page", 3, [])
    assert int(page["output_address"], 16) == 0x80000000
    assert page["fields"]["MemAttr"]["bits"] == "5:2"
    assert page["fields"]["MemAttr"]["value"] == 6
    assert page["fields"]["AF"]["bits"] == "10"
    assert page["fields"]["XN"] | {"meaning": ""} == {"bits": "54:53", "value": 2, "meaning": ""}


def test_options_change_the_fields(call: Call) -> None:
    (plain,) = decoded(call, "0x3", "--no-xnx")
    assert plain["fields"]["XN"]["bits"] == "54"
    (indirect,) = decoded(call, "0x3", "--s2pie", "--s2poe")
    assert indirect["fields"]["PIIndex"]["bits"] == "54:53,51,6"
    assert indirect["fields"]["POIndex"]["bits"] == "62:59"
    (wide,) = decoded(call, "0x00421234567897DB", "--ds")
    assert int(wide["output_address"], 16) == 0xE_1234_5678_9000
    assert "SH" not in wide["fields"]
    (large,) = decoded(call, "0x004012345678F7DB", "--page-size", "64k", "--lpa")
    assert int(large["output_address"], 16) == 0xF_1234_5678_0000
    (realm,) = decoded(call, "0x0080000000000003", "--realm")
    assert realm["fields"]["NS"]["value"] == 1
    (block,) = decoded(call, "0x10001", "--bbm", "1")
    assert (block["fields"]["nT"]["value"], block["lint"]) == (1, [])
    (xs,) = decoded(call, "0x803", "--xs", "--no-fwb", "--mte-perm", "--haft")
    assert xs["lint"] == []


def test_an_encoding_without_meaning_has_no_fields(call: Call) -> None:
    (found,) = decoded(call, "1", "--level", "3")
    assert (found["kind"], found["fields"], found["output_address"]) == ("invalid", {}, None)
    assert len(found["lint"]) == 1
    assert "Translation fault" in found["lint"][0]


def test_words_name_value_kind_fields_and_findings(call: Call) -> None:
    answer = call("decode", "0x80400000800007DB")
    assert answer.status == 0
    for word in ("0x80400000800007db", "page", "level 3", "0x80000000", "MemAttr", "d[63]: "):
        assert word in answer.out


def test_standard_input_takes_words_dump_lines_and_headings_mixed(call: Call) -> None:
    text = (
        b"# a note\n0x7db 7d9\n---[ Guest IPA ]---\n"
        b"0x0000000080000000-0x0000000080001000           4K 3   R W px ux  AF    \n40\n\n"
    )
    found = decoded(call, "-", stdin=text)
    assert [item["value"] for item in found] == ["0x00000000000007db", "0x00000000000007d9", None]
    assert found[2]["fields"]["MemAttr"] is None
    assert found[2]["ipa"] == ["0x80000000", "0x80000fff"]
    words = call("decode", "-", stdin=text)
    assert words.status == 0
    assert "does not print the memory type" in words.out


def test_the_captured_dump_is_explained_line_by_line(call: Call) -> None:
    content = DUMP.read_bytes()
    answer = call("decode", "-", stdin=content)
    assert (answer.status, answer.err) == (0, "")
    assert answer.out.count("\n") == content.count(b"\n")
    ranges = sum(line.startswith(b"0x") for line in content.splitlines())
    assert len(decoded(call, "-", stdin=content)) == ranges


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["zz"], ["'zz'", "hexadecimal"]),
        (["0x"], ["'0x'"]),
        (["-1"], ["negative"]),
        (["+1"], ["'+1'"]),
        ([""], ["''"]),
        (["0x10000000000000000"], ["65 bits", "64"]),
        (["f" * 5000], ["20000 bits"]),
        (["é"], ["hexadecimal"]),
        (["3\n4"], ["hexadecimal"]),
        (["3", "--level", "4"], ["level 4", "-1 to 3"]),
        (["3", "--level", "-1"], ["level -1", "DS=1"]),
        (["3", "--level", "-1", "--page-size", "16k", "--ds"], ["level -1", "0 to 3"]),
        (["3", "--level", "0", "--page-size", "64k"], ["level 0", "1 to 3"]),
        (["3", "--level", "x"], ["'x'", "-1 to 3"]),
        (["3", "--level", "٣"], ["--level", "-1 to 3"]),
        (["3", "--level", "1.0"], ["'1.0'", "-1 to 3"]),
        (["3", "--level", "9" * 9999], ["99...'", "-1 to 3"]),
        (["3", "--level", ""], ["''", "-1 to 3"]),
        (["3", "--page-size", "16K"], ["did you mean 16k?"]),
        (["3", "--bbm", "x"], ["'x'", "0, 1, 2"]),
        (["3", "--page-size", "8k"], ["'8k'", "16k"]),
        (["3", "--bbm", "3"], ["'3'", "0, 1, 2"]),
        (["3", "--sx"], ["--sx", "--xs"]),
        ([], ["VALUE"]),
    ],
)
def test_a_wrong_request_is_one_line_and_exit_2(
    call: Call, words: list[str], said: list[str]
) -> None:
    refused(call("decode", *words), *said)


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", ["empty"]),
        (b"\n \n", ["empty"]),
        (b"no\nzz\n", ["line 1", "no hexadecimal word in 'no'"]),
        (b"\x7fELF\x02\x01\xff\xfe\x00", ["line 1", "not text"]),
        (b"f" * 100_000, ["line 1", "not text"]),
        (b"0x0-0x1000 4K 3 Q\n", ["line 1", "'Q'"]),
        (b"3 11111111111111111\n", ["line 1", "65 bits"]),
    ],
)
def test_wrong_standard_input_is_one_line_and_exit_2(
    call: Call, content: bytes, said: list[str]
) -> None:
    refused(call("decode", "--json", "-", stdin=content), "standard input", *said)


# As QEMU's monitor (xp /2gx), crash (rd), a log and a debugger print words.
PASTED = (
    b"0000000040000000: 0x00400000800007db 0x00000000000007d9\n"
    b"ffff800080000010:  00400000800007df 0000000000000000   ........\n"
    b"[  12.345678] kvm [42]: pte=0x4000008000074f, level 3\n"
    b"(gdb) x/2gx 0x40000000:\n"
    b"0x40000000 <table+16>: 0x0040000080000703\n"
)


def test_any_text_may_stand_around_words(call: Call) -> None:
    found = call("decode", "--json", "-", stdin=PASTED)
    assert [int(one["value"], 16) for one in json.loads(found.out)] == [
        0x400000800007DB, 0x7D9, 0x400000800007DF, 0, 0x4000008000074F, 0x40000000,
        0x40000080000703,
    ]  # fmt: skip
    assert found.status == 0
    assert found.err == (
        "s2tui: 1 of 5 lines holds nothing to decode; the first is line 4: no hexadecimal word in"
        " '(gdb) x/2gx 0x40000000:'\n"
    )


def test_bad_lines_are_counted_and_shown(call: Call) -> None:
    bad = b"".join(b"word %d\n" % n for n in range(7)) + b"\xff\n0x0-0x1000 4K 3 Q\n"
    found = call("decode", "-", stdin=b"7db\n" + bad)
    assert (found.status, found.err) == (0, "")
    assert "9 of 10 lines hold nothing to decode:" in found.out
    assert "line 2: no hexadecimal word in 'word 0'" in found.out
    assert "and 4 more" in found.out
    alone = call("decode", "-", stdin=b"7db\n0x0-0x1000 4K 3 Q\n")
    assert "line 2: page-table dump: unknown attribute 'Q'" in alone.out


def test_where_leaves_out_what_does_not_fit(call: Call) -> None:
    def values(*where: str) -> list[int]:
        words = [word for one in where for word in ("--where", one)]
        return [int(one["value"], 16) for one in decoded(call, "-", *words, stdin=WORDS)]

    assert values("MemAttr=6") == [0x7DB, 0x7D9]
    assert values("MemAttr=0b111") == [0x7DF]
    assert values("MemAttr=6", "MemAttr=7") == [0x7DB, 0x7DF, 0x7D9]
    assert values("MemAttr=6", "kind=block") == [0x7D9]
    assert values("level=3", "kind=invalid") == []
    assert decoded(call, "-", "--where", "MemAttr=6", stdin=DUMP.read_bytes()) == []
    # S2AP 0b11: reads and writes are permitted; the dump prints R W.
    writable = decoded(call, "-", "--where", "S2AP=3", stdin=DUMP.read_bytes())
    assert len(writable) == sum(b" R W " in line for line in DUMP.read_bytes().splitlines())


WORDS = b"7db\n7df\n7d9\n0\n"


@pytest.mark.parametrize(
    ("where", "said"),
    [
        ("MemAtr=6", ["'MemAtr'", "did you mean MemAttr?"]),
        ("MemAttr=x", ["MemAttr 'x'", "0x..."]),
        ("kind=leaf", ["kind 'leaf'", "page, block"]),
        ("MemAttr", ["'MemAttr' is not FIELD=VALUE"]),
    ],
)
def test_a_condition_that_cannot_be_is_one_line(call: Call, where: str, said: list[str]) -> None:
    refused(call("decode", "7db", "--where", where), *said)


def test_a_summary_counts_what_looks_the_same(call: Call) -> None:
    found = json.loads(call("decode", "-", "--summary", "--json", stdin=WORDS + WORDS[:4]).out)
    assert [(one["count"], one["kind"], one["size"]) for one in found] == [
        (2, "page", None), (1, "page", None), (1, "block", None), (1, "invalid", None),
    ]  # fmt: skip
    assert [one["fields"].get("MemAttr", {}).get("value") for one in found] == [6, 7, 6, None]
    dump = json.loads(call("decode", "-", "--summary", "--json", stdin=DUMP.read_bytes()).out)
    ranges = decoded(call, "-", stdin=DUMP.read_bytes())
    assert sum(one["count"] for one in dump) == len(ranges)
    assert sum(one["size"] for one in dump) == sum(one["size"] for one in ranges)
    words = call("decode", "-", "--summary", stdin=WORDS)
    assert "page level 3" in words.out
    assert "nothing fits" in call("decode", "7db", "--summary", "--where", "level=1").out


@pytest.mark.parametrize("content", [b"\xef\xbb\xbf7db\n", b"7db\r\n\r\n", b" 7db "])
def test_what_editors_put_around_words_is_no_part_of_them(call: Call, content: bytes) -> None:
    assert [d["value"] for d in decoded(call, "-", stdin=content)] == ["0x00000000000007db"]


def test_a_closed_standard_input_is_named() -> None:
    found = subprocess.run(
        [sys.executable, "-c", CLOSED], capture_output=True, text=True, check=False
    )
    assert (found.returncode, found.stdout) == (2, "")
    assert found.stderr == "s2tui: standard input is closed\n"


CLOSED = (
    "import sys; sys.stdin = None; from s2tui.cli.main import run; sys.exit(run(['decode', '-']))"
)


def test_the_first_line_says_whether_fwb_was_assumed(call: Call) -> None:
    # architecture.md 1.9: the same bits mean "as stage 1" with FWB and oNC/iWB without.
    on, off = call("decode", "0x00400000800007DF").out, call("decode", "0x7DF", "--no-fwb").out
    assert "FWB on" in on.splitlines()[0]
    assert "FWB off" in off.splitlines()[0]
