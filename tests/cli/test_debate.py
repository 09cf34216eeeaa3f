"""`s2tui debate`: the table as JSON and in the notation of the discussion."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest

from s2tui.kvm.debate import debate, mail
from s2tui.kvm.policies.registry import find
from s2tui.kvm.report.explain import explain
from tests.cli.calls import Call, call, refused

__all__ = ["call"]

COLUMNS = list(debate.COLUMNS)
DATE = re.compile(r"\d{1,2} [A-Z][a-z]{2} 20\d\d")


def rows_of(out: str) -> dict[str, list[str]]:
    """The words of each line of the table after its position, without date and marks."""
    lines = (DATE.sub("", line).replace("◆", " ").split() for line in out.splitlines())
    return {words[0]: words[1:] for words in lines if words}


@pytest.fixture
def answer(call: Call) -> dict[str, Any]:
    got = call("debate", "--json")
    assert got.status == 0
    found: dict[str, Any] = json.loads(got.out)
    return found


def test_it_has_the_keys_of_the_contract(answer: dict[str, Any]) -> None:
    assert list(answer) == ["scenarios", "policies", "cells"]
    assert answer["policies"] == COLUMNS
    assert list(answer["cells"]) == COLUMNS
    assert [name for name in answer["scenarios"] if name.startswith("S")] == [
        f"S{n}" for n in range(1, 13)
    ]
    for row in answer["cells"].values():
        assert list(row) == list(answer["scenarios"])
        assert all(list(row[f"S{n}"]) == ["create", "fault", "type", "text"] for n in range(1, 13))


def test_a_cell_holds_the_outcome_of_its_scenario(answer: dict[str, Any]) -> None:
    for position in ("patch-v1", "marc", "v6.17"):
        policy = find(position)
        for name, row in debate.rows().items():
            if (position, name) in debate.ANSWERED_BY:
                continue
            outcome = explain(policy, debate.scenario_for(row, policy))
            cell = answer["cells"][position][name]
            nothing = "unknown" if outcome.fault.result == "unknown" else None
            assert cell["type"] == (outcome.mapping.type if outcome.mapping else nothing)
            assert (cell["create"] == "ok") == (outcome.memslot.result == "ok")
            assert (cell["fault"] == "ok") == (outcome.fault.result == "mapped")
            assert outcome.trace[-1].rule.text in cell["text"] or outcome.mapping is not None


def test_the_words_are_the_notation_of_the_discussion(call: Call) -> None:
    rows = rows_of(call("debate").out)
    twelve = {name: rows[name][:12] for name in COLUMNS}
    assert twelve["v6.9"] == [
        "DEV",
        "E",
        "DEV",
        "E",
        "NC",
        "DEV",
        "DEV",
        "WB",
        "WB",
        "DEV",
        "E",
        "E",
    ]
    assert twelve["marc"] == [
        "DEV",
        "WB",
        "DEV",
        "x",
        "NC",
        "DEV",
        "?",
        "WB",
        "WB",
        "ok.x",
        "WB",
        "?",
    ]
    assert twelve["v6.17"] == ["WB", "E", "E", "E", "NC", "DEV", "E", "WB", "E", "ok.F", "E", "WB"]


def test_every_position_has_its_date_beside_it(call: Call) -> None:
    found = {line.split()[0]: line for line in call("debate").out.splitlines() if line}
    for position in COLUMNS:
        said = DATE.search(found[position])
        assert (said and said[0]) == debate.DATES.get(position)
    assert "26 Mar 2025" in found["sean"]
    assert "21 Jun 2025" in found["patch-v9"]


def test_what_is_not_as_merged_is_marked(call: Call) -> None:
    rows = {line.split()[0]: line for line in call("debate").out.splitlines() if line}
    assert "◆" not in rows["v6.17"]
    assert rows["v6.9"].count("◆DEV") == 4


def test_the_table_fits_100_columns_and_explains_itself(call: Call) -> None:
    out = call("debate").out
    assert max(map(len, out.splitlines())) <= 100
    for row in debate.rows().values():
        assert row.text in " ".join(out.split())


def test_wrong_options_are_one_line(call: Call) -> None:
    refused(call("debate", "--josn"), "--josn", "did you mean --json?")
    refused(call("debate", "S1"), "S1")


def test_a_migration_holds_what_migrate_answers(answer: dict[str, Any], call: Call) -> None:
    ends = ("--from", "host.fwb=true,host.dic=true", "--to", "host.fwb=false,host.dic=false")
    for position in ("v6.9", "v6.17", "patch-v3"):
        for name, row in debate.moves().items():
            fields = [f"{field}={str(value).lower()}" for field, value in row.fields.items()]
            kernels = (f"kernel={position}", f"kernel={position}")
            words = (ends[0], f"{ends[1]},{kernels[0]}", ends[2], f"{ends[3]},{kernels[1]}")
            migrated = call("migrate", *words, *fields, "--json")
            assert answer["cells"][position][name] == json.loads(migrated.out)


def test_migrations_are_in_the_table_too(call: Call) -> None:
    rows = rows_of(call("debate").out)
    assert [rows[name][12:] for name in ("v6.9", "patch-v3", "catalin-jason", "sean-param")] == [
        ["ok", "ok"],
        ["fault", "ok"],
        ["slot", "ok"],
        ["alter", "ok"],
    ]


def test_the_mail_is_printed_sentence_by_sentence(call: Call) -> None:
    answer = call("debate", "--mail")
    assert answer.status == 0
    assert max(map(len, answer.out.splitlines())) <= 100
    said = " ".join(answer.out.split())
    for sentence in mail.sentences():
        assert f"{sentence.number} {sentence.who}, {sentence.mail}" in said
        assert f"“{sentence.quote}”" in said
        assert sentence.say in said
        assert sentence.why in said
        assert all(f"$ {command}" in said for command in sentence.commands)
    # "FWB is definitely *not* something we want to expose as such": the answers are alike.
    assert "fwb-cap EINVAL . none . -, capability 1" in said
    assert "v6.17 EINVAL . none . -, capability 0" in said


def test_the_mail_as_json_has_a_scenario_and_two_answers_where_it_bears(call: Call) -> None:
    found = json.loads(call("debate", "--mail", "--json").out)["sentences"]
    assert [entry["n"] for entry in found] == list(range(1, 28))
    keys = "n quote who mail say scenario between answers commands fate why"
    assert all(" ".join(entry) == keys for entry in found)
    first, remark = found[0], found[5]
    assert first["scenario"] == {
        "host.fwb": False,
        "backing": "pfnmap",
        "page.map_memory": False,
        "vma.mte_allowed": False,
    }
    assert first["between"] == list(first["answers"]) == ["v6.9", "v6.17"]
    assert first["answers"]["v6.17"]["capability"] == 0
    assert first["answers"]["v6.9"]["type"] == "device"
    assert [remark[name] for name in ("scenario", "between", "answers")] == [None, None, None]


COMMANDS = [
    pytest.param(command, marks=pytest.mark.slow if "diff" in command.split() else ())
    for command in dict.fromkeys(command for s in mail.sentences() for command in s.commands)
]
"""Every command that the mail's sentences are shown by, once; those marked that take long."""


@pytest.mark.parametrize("command", COMMANDS)
def test_a_command_that_shows_a_sentence_runs(command: str, call: Call) -> None:
    program, *words = command.split()
    answer = call(*words)
    assert program == "s2tui"
    assert answer.status in (0, 1)
    assert answer.out
    assert not answer.err
