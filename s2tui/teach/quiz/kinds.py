"""The nine kinds of question, each made of one scenario under one policy, or not.

member, verdict, stage, rule, hazard and move ask for a value: the wrong choices are what the model
answers to what the question might be taken for. flip, who and match ask for the change, the kernel
or the scenario that goes with a value. So in every kind the value of the right choice is what the
model answers to the question, and that of a wrong one what it answers to its `as_if`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from s2tui.kvm.policies.registry import POLICIES, Kernel, find
from s2tui.kvm.scenario.fields import FIELDS, word
from s2tui.teach.asking import Answers, shown
from s2tui.teach.concepts import by_field
from s2tui.teach.misconceptions import Asked, misconceptions
from s2tui.teach.quiz import words
from s2tui.teach.quiz.alternatives import (
    Alternative,
    alternatives,
    mistaken,
    near,
    predecessor,
)
from s2tui.teach.quiz.pool import is_plausible, kernels
from s2tui.teach.quiz.question import Choice, Question

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from s2tui.teach.quiz.question import Kind
    from s2tui.teach.quiz.seeds import Draw

MOST_WRONG, LEAST_WRONG = 4, 2
FEW = 3
"""Hazards that a choice may name."""
UNKNOWN = ("unknown", "unstated")
ENDING = "verdict.id"
ARRIVES = "The VM moves: as what must the memory arrive, to keep its type?"
REQUIRES = (
    "The VM moves, to a host with the same kernel. What must that host have, for the memory to keep"
    " its type?"
)


class Material:
    """What a question is made of."""

    def __init__(self, asked: Asked, draw: Draw) -> None:
        self.asked = asked
        self.draw = draw
        self.answers = Answers(find(asked.kernel), asked.scenario)

    def others(self, found: Iterable[Alternative]) -> Iterator[tuple[Alternative, Answers]]:
        """What a question might be taken for, with the answers to it."""
        for other in found:
            yield other, Answers(find(other.asked.kernel), other.asked.scenario)


def make(kind: Kind, of: Material) -> Question | None:
    """A question of a kind; None where the scenario is near no boundary for it."""
    return KINDS[kind](of)


class Put(NamedTuple):
    """How a question is put."""

    kind: Kind
    member: str
    prompt: str
    told: tuple[str, ...]


def _put(m: Material, kind: Kind, member: str, prompt: str) -> Put:
    """A question that tells who answers and what."""
    told = (f"under {words.who(m.asked.kernel)}", words.scenario_words(m.asked.scenario))
    return Put(kind, member, prompt, told)


def _stated(value: Any) -> bool:
    return value not in UNKNOWN


def _values(
    m: Material,
    put: Put,
    say: Callable[[Answers], str],
    fits: Callable[[Any], bool] = _stated,
) -> Question | None:
    """A question for a value; the choices are those of what it might be taken for."""
    member = put.member
    value = m.answers.ask(member)
    if not fits(value):
        return None
    wrong: list[Choice] = []
    keys, texts = {shown(value)}, {say(m.answers)}
    for other, answers in m.others(alternatives(m.asked, member, m.draw)):
        found = answers.ask(member)
        if shown(found) in keys or not fits(found) or say(answers) in texts:
            continue
        keys.add(shown(found))
        texts.add(say(answers))
        why = f"{other.reason}; {words.reason(answers, member)}"
        wrong.append(_wrong(say(answers), found, other, why))
        if len(wrong) == MOST_WRONG:
            break
    return _question(m, put, wrong, say(m.answers))


def _wrong(text: str, value: Any, other: Alternative, why: str) -> Choice:
    """A wrong choice: what one answers who takes the question for another one."""
    concept = by_field().get(other.field, "")
    if other.misconception:
        concept = misconceptions()[other.misconception].concept
    return Choice(text, value, False, other.asked, why, other.misconception, concept)


def _question(
    m: Material, put: Put, wrong: list[Choice], text: str, why: str = ""
) -> Question | None:
    """The question with the right choice, which says that, among the wrong ones."""
    if len(wrong) < LEAST_WRONG:
        return None
    because = f"{why}{words.reason(m.answers, put.member)}"
    right = Choice(text, m.answers.ask(put.member), True, None, because)
    concepts = [choice.concept for choice in wrong if choice.concept]
    return Question(
        kind=put.kind,
        asked=m.asked,
        member=put.member,
        prompt=put.prompt,
        given=put.told,
        concepts=tuple(dict.fromkeys(concepts)) or (_about(put.kind, m.asked.kernel),),
        choices=tuple(m.draw.shuffled((right, *wrong))),
        rule=words.deciding(m.answers, put.member).id,
    )


def _about(kind: Kind, kernel: str) -> str:
    """What a question is about whose choices differ by nothing but who answers."""
    if kind == "hazard":
        return "stale-data"
    if kind == "move":
        return "migration"
    return "eras" if isinstance(POLICIES[kernel], Kernel) else "positions"


def _member(m: Material) -> Question | None:
    members = m.draw.shuffled(tuple(words.MEMBERS))
    # What people are wrong about is asked first.
    for member in sorted(members, key=lambda name: not mistaken(m.asked, name)):
        put = _put(m, "member", member, words.MEMBERS[member])
        fits = _stated if member.startswith("fault") else _on_leaf
        found = _values(m, put, words.of_value(member), fits)
        if found is not None:
            return found
    return None


def _on_leaf(value: Any) -> bool:
    return value is not None and _stated(value)


def _verdict(m: Material) -> Question | None:
    # That nobody ever said is an answer too.
    return _values(m, _put(m, "verdict", ENDING, "What happens?"), words.of_verdict, lambda _: True)


def _stage(m: Material) -> Question | None:
    if not _stated(m.answers.ask(ENDING)):
        return None
    return _values(m, _put(m, "stage", "stage", "Where does it end?"), words.of_stage)


def _rule(m: Material) -> Question | None:
    if not _stated(m.answers.ask(ENDING)):
        return None
    leaf = m.answers.outcome.mapping is not None
    member = "rules.mapping" if leaf else "rules.fault"
    prompt = "Which rule decides the type?" if leaf else "Which rule ends it?"

    def say(answers: Answers) -> str:
        return words.rule_of(answers, answers.ask(member)).text

    return _values(m, _put(m, "rule", member, prompt), say, _on_leaf)


def _hazard(m: Material) -> Question | None:
    if m.answers.outcome.mapping is None:
        return None
    put = _put(m, "hazard", "hazards", "What is dangerous about it?")
    return _values(m, put, words.of_hazards, lambda value: len(value) <= FEW)


def _move(m: Material) -> Question | None:
    if m.answers.outcome.mapping is None:
        return None
    put = _put(m, "move", "migration.attribute", ARRIVES)
    found = _values(m, put, words.of_value(put.member))
    if found is not None:
        return found
    return _values(m, _put(m, "move", "migration.requires", REQUIRES), words.of_requirements)


def _flip(m: Material) -> Question | None:
    now = m.answers.ask(ENDING)
    if not _stated(now):
        return None
    same: Alternative | None = None
    taken: list[str] = []
    wrong: list[Choice] = []
    for other, answers in m.others(near(m.asked, m.draw)):
        value = answers.ask(ENDING)
        if not _stated(value) or other.field in taken:
            continue
        if value == now and same is None:
            same = other
            taken.append(other.field)
        elif value != now and len(wrong) < MOST_WRONG - 1:
            why = f"then {words.ENDS[value]}: {words.reason(answers, ENDING)}"
            wrong.append(_wrong(_change(other), value, other, why))
            taken.append(other.field)
        if same and len(wrong) == MOST_WRONG - 1:
            break
    if same is None:
        return None
    put = _put(m, "flip", ENDING, "One of these changes leaves it at that. Which?")
    put = put._replace(told=(*put.told, f"now: {words.ENDS[now]}"))
    return _question(m, put, wrong, _change(same), f"still {words.ENDS[now]}; ")


def _change(other: Alternative) -> str:
    """The change that makes a near miss, as words of the command line."""
    value = getattr(other.asked.scenario, FIELDS[other.field].attribute)
    return f"{other.field}={word(value)}"


def _who(m: Material) -> Question | None:
    now = m.answers.ask(ENDING)
    if not _stated(now):
        return None
    before = predecessor(m.asked)
    first = [before.asked.kernel] if before else []
    asked = (Asked(m.asked.scenario, kernel) for kernel in (*first, *m.draw.shuffled(kernels())))
    others = (Alternative(one, "") for one in asked if is_plausible(one))
    wrong = _otherwise(m, others, lambda one: words.who(one.kernel))
    prompt = f"Under whom does this end so: {words.ENDS[now]}?"
    put = Put("who", ENDING, prompt, (words.scenario_words(m.asked.scenario),))
    return _question(m, put, wrong, words.who(m.asked.kernel))


def _match(m: Material) -> Question | None:
    now = m.answers.ask(ENDING)
    if not _stated(now):
        return None

    def say(asked: Asked) -> str:
        return words.scenario_words(asked.scenario)

    found = alternatives(m.asked, ENDING, m.draw)
    others = (other for other in found if other.asked.kernel == m.asked.kernel)
    wrong = _otherwise(m, others, say)
    told = (f"under {words.who(m.asked.kernel)}",)
    put = Put("match", ENDING, f"Which of these ends so: {words.ENDS[now]}?", told)
    return _question(m, put, wrong, say(m.asked))


def _otherwise(
    m: Material, others: Iterable[Alternative], say: Callable[[Asked], str]
) -> list[Choice]:
    """The first of what ends otherwise than what is asked, as wrong choices."""
    now = m.answers.ask(ENDING)
    wrong: list[Choice] = []
    seen = {say(m.asked)}
    for other, answers in m.others(others):
        value, text = answers.ask(ENDING), say(other.asked)
        if value == now or not _stated(value) or text in seen:
            continue
        seen.add(text)
        why = f"{words.ENDS[value]}: {words.reason(answers, ENDING)}"
        wrong.append(_wrong(text, value, other, why))
        if len(wrong) == MOST_WRONG - 1:
            break
    return wrong


KINDS: Mapping[Kind, Callable[[Material], Question | None]] = {
    "member": _member,
    "verdict": _verdict,
    "stage": _stage,
    "rule": _rule,
    "hazard": _hazard,
    "flip": _flip,
    "who": _who,
    "match": _match,
    "move": _move,
}
"""Each kind, and what makes a question of it."""
