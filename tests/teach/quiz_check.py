"""Every question of many seeds held against the model: `make quiz-check`.

The model is asked by the JSON of `explain`, not by what the questions were made with.
"""

from __future__ import annotations

import json
import sys
from collections import Counter
from functools import lru_cache
from typing import TYPE_CHECKING, Any, NamedTuple

from s2tui.contract.report import report_json
from s2tui.kvm.policies.registry import find
from s2tui.kvm.report.explain import report
from s2tui.kvm.report.plausible import plausible
from s2tui.kvm.scenario.notation import parse_words
from s2tui.teach.quiz.objects import quiz_object
from s2tui.teach.quiz.rounds import questions
from s2tui.teach.quiz.seeds import Seed

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from s2tui.teach.quiz.question import Choice, Question

SEEDS, NUMBER = 1_000, 10
RULES = 40
"""Deciding rules that so many questions must reach at least."""
LEAST, MOST = 3, 5
"""Choices of a question."""


class Found(NamedTuple):
    """What was looked at, and what is wrong with it."""

    questions: int
    kinds: Counter[str]
    rules: Counter[str]
    problems: list[str]


@lru_cache(maxsize=100_000)
def reported(scenario: str, kernel: str) -> dict[str, Any]:
    """What `explain --json` answers."""
    found: dict[str, Any] = json.loads(
        report_json(report(kernel, parse_words([scenario]).scenario))
    )
    return found


def at(said: Any, member: str) -> Any:
    """What stands at a path of a report; null where something on the way is."""
    for name in member.split("."):
        said = said if said is None else said[name]
    return said


def wrong(question: Question, shown: dict[str, Any]) -> Iterator[str]:
    """What is wrong with one question, as it is in memory and as it stands in the JSON."""
    asked = reported(shown["scenario"], shown["kernel"])
    right = [choice for choice in shown["choices"] if choice["right"]]
    if len(right) != 1:
        yield f"{len(right)} right choices"
    if not LEAST <= len(shown["choices"]) <= MOST:
        yield f"{len(shown['choices'])} choices"
    if len({choice["text"] for choice in shown["choices"]}) < len(shown["choices"]):
        yield "two choices say the same"
    if not shown["concepts"]:
        yield "it is about nothing"
    answer = at(asked, shown["ask"])
    for choice, made in zip(shown["choices"], question.choices, strict=True):
        yield from _wrong_choice(choice, made, shown, answer)
    fired = [step["rule"] for step in asked["trace"] if not step["passed"]]
    if question.rule not in fired:
        yield f"rule {question.rule} did not decide anything"
    yield from _implausible(shown)


def _wrong_choice(
    choice: dict[str, Any], made: Choice, shown: dict[str, Any], answer: Any
) -> Iterator[str]:
    as_if = choice["as_if"]
    if choice["right"]:
        if as_if is not None or choice["value"] != answer:
            yield f"the right choice says {choice['value']!r} and the model {answer!r}"
        there = reported(shown["scenario"], shown["kernel"])
    else:
        there = reported(as_if["scenario"], as_if["kernel"])
        if at(there, shown["ask"]) != choice["value"]:
            yield f"as if {as_if} the answer is not {choice['value']!r}"
        if choice["value"] == answer:
            yield f"{choice['text']!r} is right as well"
        yield from _implausible(as_if)
    texts = [f"{step['text']} ({step['cite']})" for step in there["trace"] if not step["passed"]]
    if not any(made.why.endswith(text) for text in texts):
        yield f"the reason {made.why!r} names no rule that decided"


def _implausible(shown: dict[str, Any]) -> Iterator[str]:
    scenario = parse_words([shown["scenario"]]).scenario
    for reason in plausible(scenario, find(shown["kernel"])):
        yield f"no machine produces {shown['scenario']} under {shown['kernel']}: {reason}"


def check(seeds: Iterable[str], number: int) -> Found:
    """Look at so many questions of each seed."""
    kinds: Counter[str] = Counter()
    rules: Counter[str] = Counter()
    problems: list[str] = []
    for text in seeds:
        asked = list(questions(Seed(text), number))
        shown = json.loads(json.dumps(quiz_object(Seed(text), asked)))["questions"]
        for at_, (question, one) in enumerate(zip(asked, shown, strict=True), 1):
            kinds[question.kind] += 1
            rules[question.rule] += 1
            problems += [f"{text} {at_} ({question.kind}): {said}" for said in wrong(question, one)]
        used = [question.rule for question in asked]
        if len(set(used)) < len(used):
            problems.append(f"{text}: a rule decides two of its questions")
    return Found(sum(kinds.values()), kinds, rules, problems)


def main() -> int:
    """Check everything, and say what was found."""
    found = check((f"S{number}" for number in range(SEEDS)), NUMBER)
    say = [
        f"{found.questions} questions of {SEEDS} seeds, {len(found.problems)} problem(s)",
        ", ".join(f"{kind} {count}" for kind, count in found.kinds.most_common()),
        f"{len(found.rules)} deciding rules, at most {max(found.rules.values())} by one of them",
        *found.problems[:40],
    ]
    sys.stdout.write("\n".join(say) + "\n")
    return 1 if found.problems or len(found.rules) < RULES else 0


if __name__ == "__main__":
    sys.exit(main())
