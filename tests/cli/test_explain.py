"""`s2tui explain`: the contract's JSON, scenarios in every form, batches."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from s2tui.cli.explain import answer
from s2tui.contract.report import report_json
from s2tui.kvm.policies.registry import DEFAULT
from s2tui.kvm.report.explain import report
from s2tui.kvm.scenario.fields import FIELDS, Scenario
from s2tui.kvm.scenario.notation import from_object, parse_words, scenario_text
from tests.cli.calls import Call, call, refused
from tests.strategies import scenarios

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["call"]

KEYS = [
    "kernel",
    "policy",
    "memslot",
    "fault",
    "mapping",
    "descriptor",
    "maintenance",
    "resultant",
    "capability",
    "hazards",
    "migration",
    "notes",
    "trace",
    "scenario",
    "stage",
    "verdict",
    "rules",
    "findings",
]


def explained(call: Call, *words: str) -> dict[str, Any]:
    found = call("explain", *words, "--json")
    assert (found.status, found.err) == (0, "")
    result: dict[str, Any] = json.loads(found.out)
    return result


def test_the_report_has_the_contracts_keys_in_order(call: Call) -> None:
    found = explained(call, "--kernel", "v6.17")
    assert list(found) == KEYS
    # CONTRACT: the report of one scenario; values by kernel.md 7.3 (RWX, FWB, level 3).
    assert found["memslot"] == {"result": "ok", "errno": None}
    assert found["fault"] == {"result": "mapped", "errno": None, "exit": None, "inject": None}
    assert found["mapping"] == {
        "type": "normal",
        "readable": True,
        "writable": True,
        "executable": True,
        "level": 3,
        "marks_dirty": True,
    }
    assert found["descriptor"]["value"] == "0x00000000800007db"
    assert found["descriptor"]["memattr"] == "0x6"
    assert found["descriptor"]["fields"]["MemAttr"]["bits"] == "5:2"
    assert found["maintenance"] == {"dcache_clean": False, "icache_invalidate": False}
    assert found["resultant"] == {
        "type": "normal-wb",
        "par_attr": "0xff",
        "shareability": "ish",
        "permitted": None,
    }
    assert found["capability"] == {"number": 243, "vm": 1, "system": "EINVAL"}
    assert {*found["trace"][0]} == {"stage", "rule", "text", "cite", "passed"}


def test_without_a_leaf_its_members_are_null(call: Call) -> None:
    found = explained(call, "backing=hole")
    assert found["fault"]["errno"] == "EFAULT"
    assert [found[m] for m in ("mapping", "descriptor", "maintenance", "resultant")] == [None] * 4


def test_a_kernel_in_between_says_who_answers(call: Call) -> None:
    found = explained(call, "--kernel", "v6.12")
    assert (found["kernel"], found["policy"]) == ("v6.12", "v6.9")
    assert any("v6.9" in note for note in found["notes"])


@pytest.mark.parametrize(
    ("words", "note"),
    [
        (
            ["backing=zone-device", "page.map_memory=true"],
            "page.map_memory=true became false",
        ),
        (["vm.mte=true"], "vm.mte=true became false"),
        (["host.page_size=16k", "page.size=pud"], "page.size=pud became pmd"),
        (["host.page_size=64k", "access.granule=pud"], "access.granule=pud became pmd"),
    ],
)
def test_a_bound_value_is_replaced_and_noted(call: Call, words: list[str], note: str) -> None:
    assert any(text.startswith(note) for text in explained(call, *words)["notes"])


def test_later_words_win(call: Call) -> None:
    found = explained(call, "host.fwb=false", "host.fwb=true")
    assert found["descriptor"]["memattr"] == "0x6"
    found = explained(call, "host.fwb=true,host.fwb=false")
    assert found["descriptor"]["memattr"] == "0xf"


def test_a_cpu_preset_stands_below_the_other_words(call: Call) -> None:
    # architecture.md 8.2: Cortex-A710 has FWB (verified) and no DIC (verified).
    found = explained(call, "host.dic=true", "host.cpu=cortex-a710", "access.kind=exec")
    assert found["descriptor"]["memattr"] == "0x6"
    assert found["maintenance"]["icache_invalidate"] is False
    found = explained(call, "host.cpu=cortex-a710", "access.kind=exec")
    assert found["maintenance"]["icache_invalidate"] is True


def test_a_value_that_the_preset_does_not_know_is_named(call: Call) -> None:
    notes = explained(call, "host.cpu=cortex-a510")["notes"]
    assert any("host.dic" in note and "default kept" in note for note in notes)


def test_a_scenario_can_be_a_file(call: Call, tmp_path: Path) -> None:
    flat = tmp_path / "flat.toml"
    flat.write_text('"host.fwb" = false\n"backing" = "shmem"\n')
    tables = tmp_path / "tables.toml"
    tables.write_text('backing = "shmem"\n[host]\nfwb = false\n')
    expected = Scenario(host_fwb=False, backing="shmem")
    for path in (flat, tables):
        assert parse_words([str(path)]).scenario == expected
        assert explained(call, str(path))["descriptor"]["memattr"] == "0xf"


def test_a_named_scenario_can_be_changed(call: Call) -> None:
    assert explained(call, "@bar")["mapping"]["type"] == "normal-nc"
    found = explained(call, "@bar", "vma.any_uncached=false")
    assert found["mapping"]["type"] == "device"


@given(scenarios())
def test_the_text_of_a_scenario_reads_back(scenario: Scenario) -> None:
    assert parse_words([scenario_text(scenario)]).scenario == scenario


@given(scenarios(), st.sampled_from(["v6.9", "v6.17", "v6.18", "v7.3"]))
def test_a_batch_line_is_the_report(scenario: Scenario, kernel: str) -> None:
    given = {f.name: scenario.state[f.attribute] for f in FIELDS.values()}
    line = answer({"kernel": kernel, "scenario": given})
    assert line == report_json(report(kernel, scenario))
    assert list(json.loads(line)) == KEYS


def test_a_batch_keeps_order_and_answers_bad_lines_in_place(call: Call) -> None:
    lines = [
        b'{"kernel": "v6.9", "scenario": {"host.fwb": false}}',
        b"not json",
        b"",
        b'{"kernel": "v9.9"}',
        b'{"scenario": {"host.fwb": "yes"}}',
        b'{"scenario": {"host.fwb": 1}}',
        b'{"scenario": []}',
        b'{"scenarios": {}}',
        b"[]",
        b"{}",
        b'{"scenario": {"vm.mte": true}}',
        b'{"scenario": {"host.cpu": "neoverse-v1", "host.dic": false}}',
        b"\xff\xfe",
    ]
    found = call("explain", "--batch", "-", stdin=b"\n".join(lines))
    assert (found.status, found.err) == (2, "")
    answers = [json.loads(line) for line in found.out.splitlines()]
    assert answers[0]["policy"] == "v6.9"
    bad = [(a["line"], a["error"]) for a in answers if "error" in a]
    assert [line for line, _ in bad] == [2, 4, 5, 6, 7, 8, 9, 13]
    assert "accepted: true, false" in bad[2][1]
    assert answers[8]["policy"] == DEFAULT
    assert answers[9]["notes"][0].startswith("vm.mte=true became false")
    assert answers[10]["descriptor"]["memattr"] == "0x6"
    assert len(answers) == 12


def test_a_good_batch_exits_with_0(call: Call, tmp_path: Path) -> None:
    path = tmp_path / "lines.jsonl"
    path.write_text("{}\n" * 600)
    found = call("explain", "--batch", str(path))
    assert (found.status, len(found.out.splitlines())) == (0, 600)


@pytest.mark.parametrize(
    ("words", "named"),
    [
        (["host.fbw=true"], ["host.fbw", "did you mean host.fwb?", "host.cpu, host.fwb, host.dic"]),
        (["fwb=true"], ["'fwb'", "accepted: host.cpu, host.fwb", "param.unsafe_cacheable"]),
        (["vma.fwb=true"], ["vma.fwb", "accepted: vma.block, vma.memtype, vma.any_uncached"]),
        (["foo.bar=true"], ["'foo.bar'; accepted: host.cpu, host.fwb"]),
        (["x" * 5000 + "=true"], ["'xxx", "xxx...'"]),
        (["host.fwb=maybe"], ["maybe", "true, false"]),
        (["backing=pfmap"], ["pfmap", "did you mean pfnmap?"]),
        (["vma.memtype"], ["vma.memtype"]),
        (["host.fwb=true,broken"], ["broken"]),
        (["@nobody"], ["@nobody", "@bar"]),
        (["--kernel", "v9"], ["v9", "accepted: v6.1, v6.2", "a version such as v6.12", "file"]),
        (["--kernel", "/"], ["/ is no kernel tree", "arch/arm64/kvm"]),
        (["--kernel", "v6.0"], ["v6.0", "before v6.1"]),
        (["missing.toml"], ["missing.toml"]),
        (["/"], ["/", "directory"]),
        (["--batch", "missing.jsonl"], ["missing.jsonl", "No such file"]),
        (["--batch", "/"], ["/", "directory"]),
        (["--batch", "-", "host.fwb=true"], ["--batch"]),
        (["--jsn"], ["--jsn", "did you mean --json?"]),
        (["host.cpu=cortex-a5"], ["cortex-a5", "did you mean cortex-a5"]),
    ],
)
def test_a_wrong_request_is_one_line(call: Call, words: list[str], named: list[str]) -> None:
    refused(call("explain", *words), *named)


def test_a_broken_scenario_file_is_one_line(call: Call, tmp_path: Path) -> None:
    for text, named in (
        ("host.fwb = maybe", "is not TOML"),
        ('"host.fwb" = 1', "host.fwb"),
        ('"host.fwb" = [true]', "host.fwb"),
        ("nothing = true", "nothing"),
        ('[host]\nfwb = "no"', "host.fwb"),
        ('[host]\nfwb = "false"', '"false" is a string'),
        ("[host]\nfwb = 2025-03-26", "2025-03-26"),
        ("host = " + "[" * 5000, "is not TOML"),
    ):
        path = tmp_path / "scenario.toml"
        path.write_text(text)
        refused(call("explain", str(path)), named)


def test_a_number_is_no_boolean() -> None:
    with pytest.raises(ValueError, match=r"host\.fwb"):
        from_object({"host.fwb": 0})


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ('{"scenario": {"host.fwb": "false"}}', '"false" is a string; accepted: true, false'),
        ('{"scenario": {"host.cpu": 1}}', "unknown cpu '1'"),
        ('{"scenario": {"host.cpu": null}}', "unknown cpu 'null'"),
        ('{"scenario": {"host.fwb": NaN}}', "unknown value for host.fwb: 'NaN'"),
        ('{"Kernel": "v6.9"}', "unknown key 'Kernel'; did you mean kernel?"),
        ('{"kernel": "' + "v" * 5000 + '"}', "vvv...'"),
        ('{"scenario": "' + "v" * 5000 + '"}', "vvv..."),
    ],
)
def test_a_bad_line_says_what_is_wrong_with_it(call: Call, line: str, said: str) -> None:
    found = call("explain", "--batch", "-", stdin=line.encode())
    answer = json.loads(found.out)
    assert (found.status, answer["line"]) == (2, 1)
    assert said in answer["error"]
    assert len(answer["error"]) < 1000


REFUSED = ("@gpu-memory-no-dic", "--kernel", "v6.17")


def test_what_happens_stands_first_with_its_reason(call: Call) -> None:
    lines = call("explain", *REFUSED).out.splitlines()
    assert lines[0] == "✗ refused when the memslot is created: EINVAL"
    assert lines[1].startswith("  because a cacheable VM_PFNMAP VMA needs a host with FWB and DIC")
    assert call("explain").out.startswith("✓ mapped cacheable: the guest gets normal-wb\n")


def test_checks_that_were_passed_are_said_if_asked_for(call: Call) -> None:
    short, long = (call("explain", *REFUSED, *more).out for more in ((), ("-v",)))
    assert "passed:" not in short
    assert "-v: the checks that were passed" in short
    # KVM_MEM_LOG_DIRTY_PAGES is looked at before the memory attribute of the VMA.
    assert "passed: KVM cannot track writes to VM_PFNMAP memory" in long
    assert "-v:" not in long
    assert call("explain", *REFUSED, "--verbose").out == long


def test_the_whole_answer_fits_a_line(call: Call) -> None:
    (line,) = call("explain", *REFUSED, "--brief").out.splitlines()
    assert line.startswith("v6.17  ✗ refused when the memslot is created: EINVAL")
    assert "  a cacheable VM_PFNMAP VMA" in line
    (line,) = call("explain", "--brief", "vmflags=rd wr sh mr mw pf io").out.splitlines()
    # What smaps does not show is at its default: whoever reads one line is told that there is more.
    assert "note" in line
    (line,) = call("explain", "--brief", "--kernel", "v6.17").out.splitlines()
    assert line.endswith("  0x00000000800007db")


def test_many_answers_are_a_line_each(call: Call) -> None:
    asked = b'{"kernel": "v6.9"}\nx\n{"scenario": {"backing": "hole"}}\n'
    found = call("explain", "--batch", "-", "--brief", stdin=asked)
    first, bad, last = found.out.splitlines()
    assert found.status == 2
    assert first.startswith("v6.9  ✓ mapped cacheable")
    assert json.loads(bad)["line"] == 2
    assert "✗ KVM_RUN fails at the fault: EFAULT" in last


def test_a_screen_reader_gets_words_only(call: Call) -> None:
    for words in (REFUSED, ("@gpu-memory", "--kernel", "v6.9"), ("@guest-memfd",)):
        out = call("explain", *words, "--plain", "-v").out
        assert out.isascii()
        lines = out.splitlines()
        assert lines[0].startswith("Answer: ")
        # Nothing is told by its place: no columns, no indentation, no rules.
        assert all(line[0].isupper() and line.endswith(".") and "  " not in line for line in lines)
        assert any(line.startswith("Check passed: ") for line in lines)
    # Without maintenance the previous owner's data is the nearest damage.
    found = call("explain", "@gpu-memory", "--kernel", "v6.9", "--plain").out
    assert "\nCaches: the guest reads the previous owner's data, in 3 steps.\n" in found
    assert "Stage 1 of 5, memslot: the journey ended here, error EINVAL." in (
        call("explain", *REFUSED, "--plain").out.splitlines()
    )


def test_a_batch_takes_no_other_form(call: Call) -> None:
    for option in ("--json", "--plain", "-v"):
        refused(call("explain", "--batch", "-", option), "--batch")
