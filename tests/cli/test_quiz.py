"""`s2tui quiz`: on a terminal, as a sheet and as JSON."""

from __future__ import annotations

import io
import json
from typing import TYPE_CHECKING

import pytest

from s2tui.contract.report import report_json
from s2tui.kvm.policies.registry import find
from s2tui.kvm.report.explain import report
from s2tui.kvm.scenario.notation import parse_words
from s2tui.teach.quiz import progress
from s2tui.teach.quiz.lines import LETTERS
from s2tui.teach.quiz.progress import Card, Pair, Progress
from s2tui.teach.quiz.rounds import questions
from s2tui.teach.quiz.seeds import MODEL, Seed
from tests.cli.calls import Call, call, refused
from tests.teach.quiz_check import at

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from s2tui.teach.quiz.question import Question

__all__ = ["call"]


class Keyboard(io.StringIO):
    """A terminal at which somebody types lines."""

    def isatty(self) -> bool:
        return True


@pytest.fixture(autouse=True)
def home(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """A state folder of its own for each test."""
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path))


@pytest.fixture
def typed(monkeypatch: pytest.MonkeyPatch) -> Callable[[str], None]:
    """Say what is typed on a terminal."""

    def type_(lines: str) -> None:
        monkeypatch.setattr("sys.stdin", Keyboard(lines))
        monkeypatch.setattr("sys.stdout.isatty", lambda: True)
        monkeypatch.setenv("COLUMNS", "100")
        monkeypatch.setenv("NO_COLOR", "1")

    return type_


def letters(of: list[Question], *, right: bool) -> str:
    """What somebody types who knows all of it, or who falls for the first wrong choice."""
    found = (next(at for at, c in enumerate(q.choices) if c.right is right) for q in of)
    return "".join(f"{LETTERS[at]}\n" for at in found)


def test_json_is_the_contract_s_and_true_when_explain_is_asked(call: Call) -> None:
    found = json.loads(call("quiz", "k7q2", "--questions", "5", "--json").out)
    assert (found["seed"], found["model"]) == ("K7Q2", MODEL)
    assert len(found["questions"]) == 5
    for question in found["questions"]:
        assert [c["right"] for c in question["choices"]].count(True) == 1
        for choice in question["choices"]:
            asked = choice["as_if"] or question
            scenario = parse_words([asked["scenario"]]).scenario
            said = json.loads(report_json(report(asked["kernel"], scenario)))
            assert at(said, question["ask"]) == choice["value"]
            assert find(asked["kernel"])


def test_fourteen_questions_where_nobody_says_how_many(call: Call) -> None:
    found = json.loads(call("quiz", "--json").out)
    assert len(found["questions"]) == 14
    assert found["seed"]


def test_a_pipe_gets_a_sheet_with_the_answers_behind(call: Call) -> None:
    said = call("quiz", "K7Q2", "--questions", "2").out
    asked = list(questions(Seed("K7Q2"), 2))
    head, _, answers = said.partition("\nAnswers\n")
    assert said.startswith(f"Quiz K7Q2.{MODEL}\n")
    for question in asked:
        assert question.prompt in " ".join(head.split())
        assert question.right.why in " ".join(answers.split())
        assert question.right.why not in " ".join(head.split())
    assert call("quiz", "K7Q2", "--questions", "2", "--markdown").status == 0


def test_on_a_terminal_one_after_the_other(call: Call, typed: Callable[[str], None]) -> None:
    asked = list(questions(Seed("K7Q2"), 3))
    typed(letters(asked, right=True))
    found = call("quiz", "K7Q2", "--questions", "3")
    assert found.status == 0
    assert found.out.count("Right: ") == 3
    assert "3 of 3 right" in found.out
    assert progress.load(progress.path()) == (Progress(), "")


def test_what_was_wrong_is_kept_and_said(call: Call, typed: Callable[[str], None]) -> None:
    asked = list(questions(Seed("K7Q2"), 3))
    typed("x\n\nab\n" + letters(asked, right=False))
    said = call("quiz", "K7Q2", "--questions", "3").out
    assert said.count("one of a, b") == 3
    assert said.count("Right is ") == 3
    assert "0 of 3 right" in said
    assert "lesson " in said
    kept, _ = progress.load(progress.path())
    assert {card.box for card in kept.cards.values()} == {1}


@pytest.mark.parametrize("leave", ["q\n", ""])
def test_one_can_leave_and_what_was_answered_counts(
    leave: str, call: Call, typed: Callable[[str], None]
) -> None:
    asked = list(questions(Seed("K7Q2"), 3))
    typed(letters(asked[:1], right=True) + leave)
    found = call("quiz", "K7Q2", "--questions", "3")
    assert found.status == 0
    assert "1 of 1 right" in found.out
    typed(leave)
    assert "right" not in call("quiz", "K7Q2", "--questions", "3").out.partition("?")[2]


def test_whoever_interrupts_keeps_what_was_answered(
    call: Call, typed: Callable[[str], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = list(questions(Seed("K7Q2"), 3))
    typed(letters(asked[:1], right=False))
    lines = iter(letters(asked[:1], right=False).splitlines())

    def line(_: Keyboard) -> str:
        try:
            return next(lines)
        except StopIteration:
            raise KeyboardInterrupt from None

    monkeypatch.setattr(Keyboard, "readline", line)
    assert call("quiz", "K7Q2", "--questions", "3").status == 130
    kept, _ = progress.load(progress.path())
    assert len(kept.cards) == 1


def test_where_nothing_can_be_kept_that_is_said_once(
    call: Call, typed: Callable[[str], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(progress, "save", full)
    typed(letters(list(questions(Seed("K7Q2"), 3)), right=False))
    found = call("quiz", "K7Q2", "--questions", "3")
    assert found.status == 0
    assert found.out.count("was not saved: No space left on device") == 1


def test_what_is_due_comes_first_where_nobody_chose_a_seed(
    call: Call, typed: Callable[[str], None]
) -> None:
    from datetime import date

    pair = Pair("dic", "fwb-is-enough")
    progress.save(progress.path(), Progress({pair: Card(1, date(2026, 1, 1))}))
    typed("q\n")
    said = call("quiz").out
    assert "no DIC" in said
    typed("q\n")
    assert "1/4" in call("quiz", "--questions", "4").out


def test_a_damaged_file_is_set_aside_and_said(call: Call, typed: Callable[[str], None]) -> None:
    file = progress.path()
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text("{", "utf-8")
    typed("q\n")
    assert "progress.json.damaged" in call("quiz", "K7Q2").out


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("K7Q2.0",), "version 0"),
        (("K7-Q2",), "letters and digits"),
        (("K7Q2", "--questions", "0"), "1 to 200"),
        (("K7Q2", "--questions", "many"), "1 to 200"),
        (("K7Q2", "more"), "more"),
    ],
)
def test_a_wrong_request_is_refused(words: tuple[str, ...], said: str, call: Call) -> None:
    refused(call("quiz", *words), said)
