"""What the model answers to a step, and to everything that it might be taken for."""

from __future__ import annotations

from functools import partial
from itertools import chain
from typing import TYPE_CHECKING, NamedTuple

from s2tui.analysis.relevance import single_changes
from s2tui.errors import RequestError, unknown
from s2tui.teach.asking import shown
from s2tui.teach.lesson.kinds import JUDGES, asked_of, judge_member
from s2tui.teach.misconceptions import misconceptions

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from s2tui.teach.lesson.kinds import Models
    from s2tui.teach.lesson.model import Step

FLAGS = ("true", "false")
"""Answers beside which nothing else is worth offering but the other one."""
MOST = 5
"""Choices that a step offers, those that it asks for aside."""
SCENARIOS = ("member", "reach", "flip", "hazards-of-kind", "move")
"""The kinds that are about one scenario, so that a rule decides them."""


class Trap(NamedTuple):
    """A way to get a step wrong."""

    name: str
    """A misconception's id, or the words that change the question."""
    key: str
    """The key of the step that names it."""
    answer: str


class Wrong(NamedTuple):
    """A trap that cannot be asked."""

    key: str
    text: str


class Judged(NamedTuple):
    """What the model answers."""

    answer: str
    traps: tuple[Trap, ...]
    choices: tuple[str, ...]
    """In the order in which they were found: the answer first."""
    ways: tuple[str, ...]
    """Every least solution of a step that is to be done."""
    fired: tuple[str, ...]
    """The rules that decided something, in order; empty where a step is about no scenario."""
    wrong: tuple[Wrong, ...] = ()
    """The traps that cannot be asked."""


def judge(step: Step, models: Models) -> Judged:
    """What the model answers to a step.

    Raises:
        RequestError: the step names something that does not exist.
    """
    answer, ways = _answer(step, models)
    found = tuple(_traps(step, models))
    traps = tuple(trap for trap in found if isinstance(trap, Trap))
    wrong = tuple(trap for trap in found if isinstance(trap, Wrong))
    named = (answer, *(trap.answer for trap in traps), *step.also)
    choices = _first(chain(named, FLAGS if answer in FLAGS else _near(step, models)))
    return Judged(answer, traps, choices, ways, _fired(step, models), wrong)


def _first(offered: Iterable[str]) -> tuple[str, ...]:
    """As many different ones as a step offers; no more of them are worked out."""
    found: dict[str, None] = {}
    for one in offered:
        found[one] = None
        if len(found) == MOST:
            break
    return tuple(found)


def _answer(step: Step, models: Models) -> tuple[str, tuple[str, ...]]:
    found = JUDGES.get(step.ask, judge_member)(step, models)
    return (found, ()) if isinstance(found, str) else found


def kind_of(step: Step) -> str:
    """The kind of a step: `member` where it asks for a member of an answer."""
    return step.ask if step.ask in JUDGES else "member"


def _traps(step: Step, models: Models) -> Iterator[Trap | Wrong]:
    for name in step.believed:
        yield _trap(name, "believed", partial(_believed, step, name, models))
    for words in step.traps:
        yield _trap(words, "traps", partial(_changed, step, words, models))


def _trap(name: str, key: str, answer: Callable[[], str]) -> Trap | Wrong:
    try:
        return Trap(name, key, answer())
    except RequestError as error:
        return Wrong(key, str(error))


def _changed(step: Step, words: str, models: Models) -> str:
    """What is answered to a step that some words change."""
    changed, member = changed_by(step, words)
    return _answer(changed._replace(ask=member or step.ask), models)[0]


def _believed(step: Step, name: str, models: Models) -> str:
    """What somebody answers who believes something.

    Raises:
        RequestError: there is no such misconception, or one cannot believe it here.
    """
    m = misconceptions().get(name)
    if m is None:
        raise unknown("misconception", name, misconceptions())
    other = m.applied(asked_of(step))
    if kind_of(step) == "who":
        # Each of those that are asked about is taken for another one.
        return _changed(step, m.set.replace(",", " "), models)
    if other is None:
        raise RequestError(f"nobody can believe {name} here: {m.where or 'it changes nothing'}")
    if kind_of(step) == "member":
        answers = models.answers(other)
        return shown(answers.ask(m.instead.get(step.ask, step.ask)))
    return _changed(step, m.as_if, models)


def changed_by(step: Step, words: str) -> tuple[Step, str]:
    """A step with its question changed by some words, and the member they name, if they do.

    A @NAME stands for the whole scenario; kernel=ID is who answers; from=HOST and fwb=VALUE change
    what moves and combinations have; `-> MEMBER` asks another one.
    """
    change, _, member = words.partition("->")
    kernel, fields, more = step.kernel, list(step.words), dict(step.more)
    for one in change.split():
        if one.startswith("@"):
            fields = [one]
        elif one.startswith("kernel="):
            kernel = one.removeprefix("kernel=")
        elif one.startswith("from="):
            more["from"] = one.removeprefix("from=")
        elif one.startswith("fwb="):
            more["fwb"] = one == "fwb=true"
        else:
            fields.append(one)
    return step._replace(words=tuple(fields), kernel=kernel, more=more), member.strip()


def _near(step: Step, models: Models) -> Iterator[str]:
    """The answers one change away, for choices that are none of the step's own."""
    if kind_of(step) != "member":
        return
    asked = asked_of(step)
    for _, _, changed in single_changes(asked.scenario, frozenset()):
        found = shown(models.answers(asked._replace(scenario=changed)).ask(step.ask))
        if found not in ("reserved", "unknown", "unstated"):
            yield found


def _fired(step: Step, models: Models) -> tuple[str, ...]:
    if kind_of(step) not in SCENARIOS:
        return ()
    answers = models.answers(asked_of(step))
    return tuple(s.rule.id for s in answers.outcome.trace if not s.passed)
