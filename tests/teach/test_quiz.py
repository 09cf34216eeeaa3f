"""The quiz: what every question must be, and that a seed says what is asked.

tests/teach/quiz_check.py has the properties; `make quiz-check` goes through 10,000 questions.
"""

from __future__ import annotations

import json
from hashlib import sha256
from itertools import islice
from typing import TYPE_CHECKING, get_args

import pytest

from s2tui.errors import RequestError
from s2tui.kvm.policies.registry import find
from s2tui.kvm.scenario.notation import scenario_text
from s2tui.teach.asking import ask, shown
from s2tui.teach.concepts import concepts
from s2tui.teach.misconceptions import Asked, misconceptions, scenario_of
from s2tui.teach.quiz import words
from s2tui.teach.quiz.alternatives import believed, predecessor
from s2tui.teach.quiz.lines import Given, end_lines, question_lines
from s2tui.teach.quiz.objects import quiz_object
from s2tui.teach.quiz.pool import bases, kernels
from s2tui.teach.quiz.question import Kind
from s2tui.teach.quiz.rounds import about, questions
from s2tui.teach.quiz.seeds import MODEL, Draw, Seed, new_seed, seed_of
from s2tui.view.kit.text import plain
from tests.teach import quiz_check

if TYPE_CHECKING:
    from s2tui.teach.quiz.question import Question

KINDS = frozenset(get_args(Kind))
LOCK = ("1", "12b1e9ecd8ea8717")
"""The version of the questions, and a hash of some. Where this changes, MODEL must be raised: who
has a seed from before would otherwise be asked something else without a word."""


def test_every_question_of_some_seeds_is_right_plausible_and_has_true_reasons() -> None:
    found = quiz_check.check((f"T{number}" for number in range(12)), 10)
    assert found.problems == []
    assert set(found.kinds) == KINDS
    assert found.questions == 120


def test_the_check_notices_a_wrong_question() -> None:
    question = next(questions(Seed("K7Q2")))
    shown_ = json.loads(json.dumps(quiz_object(Seed("K7Q2"), [question])))["questions"][0]
    assert list(quiz_check.wrong(question, shown_)) == []
    right = next(choice for choice in shown_["choices"] if choice["right"])
    other = next(choice for choice in shown_["choices"] if not choice["right"])
    right["value"], other["value"] = other["value"], right["value"]
    said = " ".join(quiz_check.wrong(question, shown_))
    assert "the right choice says" in said
    assert "is right as well" in said
    other["right"] = True
    assert "2 right choices" in next(quiz_check.wrong(question, shown_))
    bad = question._replace(rule="no-such-rule")
    assert any("did not decide" in one for one in quiz_check.wrong(bad, shown_))


def test_a_seed_says_what_is_asked_and_more_questions_only_add() -> None:
    few, many = list(questions(Seed("K7Q2"), 5)), list(questions(Seed("K7Q2"), 9))
    assert many[:5] == few
    assert {q.kind for q in many} == KINDS
    assert few != list(questions(Seed("K7Q3"), 5))
    assert len({q.rule for q in many}) == len(many)


def named(asked: Asked | None) -> str:
    return f"{asked.kernel} {scenario_text(asked.scenario)}" if asked else "right"


def test_known_seeds_ask_what_they_always_asked() -> None:
    asked = [
        (q.kind, q.member, named(q.asked), [(shown(c.value), named(c.as_if)) for c in q.choices])
        for text in ("K7Q2", "ABBA", "1")
        for q in questions(Seed(text), 9)
    ]
    digest = sha256(repr(asked).encode()).hexdigest()[:16]
    assert (MODEL, digest) == LOCK, "raise MODEL in s2tui/teach/quiz/seeds.py, and LOCK here"


def test_draws_are_those_of_blake2b() -> None:
    # The first eight bytes of BLAKE2b-64 of "K7Q2/1", by b2sum -l 64.
    assert Draw("K7Q2").below(1 << 64) == 0x13064058DAC14E45
    draw = Draw("x")
    assert sorted(draw.shuffled(range(20))) == list(range(20))
    assert {Draw("y", at).pick("ab") for at in range(20)} == {"a", "b"}


@pytest.mark.parametrize(
    ("word", "seed"), [("K7Q2", "K7Q2"), ("k7q2", "K7Q2"), (f"K7Q2.{MODEL}", "K7Q2")]
)
def test_a_seed_is_read_with_or_without_the_version(word: str, seed: str) -> None:
    assert seed_of(word).text == seed
    assert seed_of(word).code == f"{seed}.{MODEL}"


@pytest.mark.parametrize(
    ("word", "said"),
    [("K7Q2.0", "version 0"), ("", "letters"), ("a b", "letters"), ("x" * 17, "16")],
)
def test_a_seed_that_is_none_or_another_version_s_is_refused(word: str, said: str) -> None:
    with pytest.raises(RequestError, match=said):
        seed_of(word)


def test_a_new_seed_can_be_typed() -> None:
    seed = new_seed()
    assert seed_of(seed.text) == seed


def test_what_a_policy_was_made_of_comes_first() -> None:
    asked = Asked(scenario_of("@gpu-memory"), "v6.17")
    before = predecessor(asked)
    assert before is not None
    assert before.asked == Asked(asked.scenario, "v6.9")
    assert before.reason == "so answers v6.9"
    assert predecessor(Asked(asked.scenario, "v6.1")) is None


def test_what_people_believe_is_offered_where_they_can_believe_it() -> None:
    asked = Asked(scenario_of("@gpu-memory-no-dic"), "v7.3")
    found = {other.misconception for other in believed(asked, "memslot.result", Draw("x"))}
    assert {"fwb-is-enough", "dic-is-about-fetches"} <= found
    assert "stage-2-wins" not in found


@pytest.mark.parametrize(
    "id_", ["fwb-is-enough", "stage-2-wins", "checked-is-checked", "mixedmap-is-pfnmap"]
)
def test_a_question_can_be_had_about_a_misconception(id_: str) -> None:
    m = misconceptions()[id_]
    first, second = (about(Seed(text), m.concept, id_) for text in ("K7Q2", "ABBA"))
    assert first is not None
    assert second is not None
    assert id_ in first.believed
    assert first.asked != second.asked
    gives_away = next(c for c in first.choices if c.misconception == id_)
    assert gives_away.value == m.answers(first.asked, first.member)
    assert shown(gives_away.value) != shown(first.right.value)


# Who answers is what `eras` and `positions` are about: no field of a scenario is.
@pytest.mark.parametrize("concept", ["fwb", "eras", "positions"])
def test_a_question_can_be_had_about_a_concept(concept: str) -> None:
    found = about(Seed("K7Q2"), concept, "")
    assert found is not None
    assert concept in found.concepts


def test_the_pool_is_wide() -> None:
    assert len(bases()) > 40
    assert {"v6.1", "v7.3", "marc", "patch-v3"} <= set(kernels())
    assert "merged-3" not in kernels()


def test_nobody_said_is_asked_once_a_round_at_most() -> None:
    for number in range(8):
        asked = list(questions(Seed(f"U{number}"), 14))
        assert sum(q.right.value == "unknown" for q in asked) <= 1


def test_a_scenario_in_words_says_what_matters_first() -> None:
    said = words.scenario_words(scenario_of("@bar"))
    assert said.startswith("PFNMAP, FWB, DIC, read")
    assert "VM_ALLOW_ANY_UNCACHED" in said
    assert "VMA normal" in words.scenario_words(scenario_of("@gpu-memory"))
    # Who answers is named without what they want, which would give the answer away.
    assert words.who("v6.9") == "kernel v6.9 to v6.16"
    assert words.who("marc") == "marc (Marc Zyngier, 18 Mar 2025)"


def _first(kind: str) -> Question:
    return next(q for q in islice(questions(Seed("K7Q2")), 9) if q.kind == kind)


@pytest.mark.parametrize("kind", sorted(KINDS))
@pytest.mark.parametrize("width", [80, 120])
def test_a_question_fits_and_does_not_say_its_answer(kind: str, width: int) -> None:
    question = _first(kind)
    lines = question_lines(question, "1/9", width)
    assert all(sum(len(span.text) for span in line) <= width for line in lines)
    said = plain(lines)
    assert all(concept in concepts() for concept in question.concepts)
    assert question.right.why not in said
    if kind == "who":
        assert question.asked.kernel not in " ".join((*question.given, question.prompt))


def test_the_end_says_what_one_believes() -> None:
    question = about(Seed("K7Q2"), "dic", "fwb-is-enough")
    assert question is not None
    wrong = next(c for c in question.choices if c.misconception == "fwb-is-enough")
    answers = [Given(question, wrong)] * 3 + [Given(question, question.right)]
    said = " ".join(plain(end_lines(answers, 100)).split())
    assert said.startswith("1 of 4 right")
    assert "three times you answered as if FWB is all that cacheable PFNMAP memory needs" in said
    assert "as if host.dic=true: lesson dic" in said
    assert len(end_lines([Given(question, question.right)], 100)) == 1


def test_the_value_of_the_right_choice_is_the_model_s() -> None:
    for question in questions(Seed("ABBA"), 9):
        found = ask(find(question.asked.kernel), question.asked.scenario, question.member)
        assert shown(question.right.value) == shown(found)
