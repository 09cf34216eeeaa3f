"""The kinds of steps: how each is answered, as text that can be compared."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, TypeAlias

from s2tui.errors import RequestError, unknown
from s2tui.kvm.policies.registry import find
from s2tui.kvm.scenario.fields import FIELDS, word
from s2tui.kvm.scenario.notation import parse_given, parse_words
from s2tui.teach.asking import Answers, shown
from s2tui.teach.misconceptions import Asked

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from typing import Any

    from s2tui.analysis.diagrams.explorer import Diagrams
    from s2tui.kvm.policy.policy import Policy
    from s2tui.kvm.scenario.notation import Parsed
    from s2tui.teach.lesson.model import Step

Answer: TypeAlias = "str | tuple[str, tuple[str, ...]]"
"""What is answered, and of what is to be done every least solution."""
NONE = "none"
HOLDS = {True: "holds", False: "fails", None: "nobody said"}


class Models:
    """Who answers for which kernel, and what is known from earlier questions."""

    def __init__(self, other: Mapping[str, str] | None = None) -> None:
        """Ask the kernels themselves, or others in the place of some.

        Args:
            other: by the kernel that is asked for, the one that is to answer instead.
        """
        self._other = other or {}

    def find(self, kernel: str) -> Policy:
        """The policy that answers for a kernel.

        Raises:
            RequestError: there is no such kernel, or it is a file, which would be run.
        """
        return find(self._other.get(no_code(kernel), kernel))

    def answers(self, asked: Asked) -> Answers:
        """What is answered to a scenario."""
        return Answers(self.find(asked.kernel), asked.scenario)

    @cached_property
    def diagrams(self) -> Diagrams:
        """What is known of all scenarios at once."""
        from s2tui.analysis.diagrams.explorer import Diagrams

        return Diagrams()


def parsed(words: Sequence[str]) -> Parsed:
    """A scenario from the words of a lesson.

    Raises:
        RequestError: as the command line has it, and for a file: a lesson reads none.
    """
    return parse_words(no_files(words))


def no_files(words: Sequence[str]) -> Sequence[str]:
    """The same words.

    Raises:
        RequestError: one of them is a file.
    """
    for one in words:
        if "=" not in one and not one.startswith("@"):
            raise RequestError(
                f"expected FIELD=VALUE or @NAME, not {one!r}: a lesson reads no file"
            )
    return words


def no_code(kernel: str) -> str:
    """The same kernel.

    Raises:
        RequestError: it is a file, which would be run.
    """
    if kernel.endswith(".py") or "/" in kernel:
        raise RequestError(f"a lesson runs no code: {kernel}")
    return kernel


def asked_of(step: Step) -> Asked:
    """What a step asks about.

    Raises:
        RequestError: as `parsed`.
    """
    return Asked(parsed(step.words).scenario, step.kernel)


def judge_member(step: Step, models: Models) -> Answer:
    """The value of a member of the answer."""
    return shown(models.answers(asked_of(step)).ask(step.ask))


def _reach(step: Step, models: Models) -> Answer:
    from s2tui.analysis.whatif import wanted

    scenario, kernel = asked_of(step)
    found = wanted(models.find(kernel), scenario, step.more["goal"], models.diagrams)
    ways = sorted(" ".join(f"{n}={word(v)}" for n, v in s.changes.items()) for s in found)
    if not ways:
        return "never", ()
    return f"{_count(len(found[0].changes), 'change')}, {_count(len(ways), 'way')}", tuple(ways)


def _count(number: int, what: str) -> str:
    return f"{number} {what}" if number == 1 else f"{number} {what}s"


def _flip(step: Step, models: Models) -> Answer:
    from s2tui.analysis.whatif import whatif

    for name in step.more["inputs"]:
        if name not in FIELDS:
            raise unknown("field", name, FIELDS)
    scenario, kernel = asked_of(step)
    effects = {effect.name for effect in whatif(models.find(kernel), scenario)}
    return _list(name for name in step.more["inputs"] if name in effects)


def _list(names: Any) -> str:
    return ", ".join(names) or NONE


def _who(step: Step, models: Models) -> Answer:
    return _list(
        bare(one) for one in step.more["of"] if holds(_with(step, one), models, step.more["where"])
    )


def bare(one: str) -> str:
    """What is asked about without what it is: `kernel=v6.9` is v6.9."""
    return one.removeprefix("kernel=").removeprefix("host.cpu=")


def _with(step: Step, one: str) -> Asked:
    """The step's question for one of those that it asks about."""
    if one.startswith("kernel="):
        return Asked(parsed(step.words).scenario, one.removeprefix("kernel="))
    # What the step says itself wins over a CPU: that is how a trap changes it.
    words = (one, *step.words) if one.startswith(("host.cpu=", "@")) else (*step.words, one)
    return Asked(parsed(words).scenario, step.kernel)


def holds(asked: Asked, models: Models, fact: str) -> bool:
    """Whether a member of the answer has a value, given as MEMBER=VALUE.

    Raises:
        RequestError: that is none, or there is no such member.
    """
    member, equals, value = fact.partition("=")
    if not equals:
        raise RequestError(f"expected MEMBER=VALUE, not {fact!r}")
    return shown(models.answers(asked).ask(member)) == value


def _match(step: Step, models: Models) -> Answer:
    found = {
        one: shown(models.answers(_with(step, one)).ask(step.more["member"]))
        for one in step.more["of"]
    }
    if len(set(found.values())) < len(found):
        raise RequestError(f"two of them have the same answer: {found}")
    return "; ".join(f"{one}: {value}" for one, value in found.items())


def _move(step: Step, models: Models) -> Answer:
    return _moved(step, models, step.more["from"], step.more["to"])


def _who_moves(step: Step, models: Models) -> Answer:
    source, where = step.more["from"], step.more["where"]
    return _list(bare(one) for one in step.more["of"] if _moved(step, models, source, one) == where)


def _moved(step: Step, models: Models, source: str, to: str) -> str:
    """How a move ends: both ways, there only, or when it is noticed."""
    from s2tui.kvm.migration.hosts import parse_host
    from s2tui.kvm.migration.migrate import migrate

    for part in f"{source},{to}".split(","):
        no_code(part.partition("=")[2])
    a, b = (parse_host([end], no_code(step.kernel)) for end in (source, to))
    vm = parse_given(no_files(step.words)).scenario
    move = migrate(models.find(a.kernel), models.find(b.kernel), vm, a.fields, b.fields)
    if move.allowed is None:
        return "nobody said"
    if move.fails_at:
        return move.fails_at if move.starts else "it does not run at the source"
    return "both ways" if move.returns else "there only"


def _combine(step: Step, _: Models) -> Answer:
    from json import loads

    from s2tui.contract.combine import answer

    request = {"s1": step.more["s1"], "s2": step.more["s2"], "fwb": step.more["fwb"]}
    return str(loads(answer(request))["par_attr"])


def _hazards_of_kind(step: Step, models: Models) -> Answer:
    answers = models.answers(asked_of(step))
    kinds: list[str] = step.more["kinds"]
    found = [kind for kind in kinds if answers.ask(f"hazard:{kind}")]
    if len(found) != 1:
        raise RequestError(f"{len(found)} of the kinds apply: {', '.join(found)}")
    return found[0]


def _diff(step: Step, models: Models) -> Answer:
    from s2tui.analysis.diff import diff

    first, second = models.find(step.more["a"]), models.find(step.more["b"])
    found = diff(first, second, diagrams=models.diagrams)
    pairs = tuple(
        f"{c.was.member}.{c.was.name} {shown(c.was.value)} becomes {shown(c.now.value)}"
        for c in found.changes
    )
    return _count(len(pairs), "group"), pairs


def _invariant(step: Step, models: Models) -> Answer:
    from s2tui.analysis.invariants import catalogue, check

    wanted = catalogue.find([step.more["invariant"]])
    asked = check.asked(wanted, diagrams=models.diagrams)
    return ", ".join(
        f"{kernel} {HOLDS[finding.holds]}"
        for kernel in step.more["of"]
        for finding in check.findings(models.find(kernel), asked)
    )


JUDGES: Mapping[str, Callable[[Step, Models], Answer]] = {
    "reach": _reach,
    "flip": _flip,
    "who": _who,
    "match": _match,
    "move": _move,
    "who-moves": _who_moves,
    "combine": _combine,
    "hazards-of-kind": _hazards_of_kind,
    "diff": _diff,
    "invariant": _invariant,
}
"""By kind; every other `ask` is a member of the answer."""
