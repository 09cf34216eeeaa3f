"""Misconceptions: what one believes, as an operator on the question.

Who believes one answers as if some fields, or the kernel, were others. So what they answer is
computed, and what they believe can be told from what they answered.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any, NamedTuple

from s2tui.kvm.policies.registry import find
from s2tui.kvm.scenario.notation import parse_condition, parse_given, parse_words
from s2tui.teach.asking import ask
from s2tui.toml import table

if TYPE_CHECKING:
    from collections.abc import Mapping

    from s2tui.kvm.scenario.fields import Scenario, Value

EVERYTHING = ("stage", "verdict", "rules")
"""Members that say how the whole access ends: a belief about memslot or fault is one about them."""
ENDINGS = ("memslot", "fault")


class Asked(NamedTuple):
    """A scenario under a kernel: what a question, or somebody's answer to it, is about."""

    scenario: Scenario
    kernel: str


class Example(NamedTuple):
    """A question that a misconception gets wrong."""

    asked: Asked
    member: str


class Misconception(NamedTuple):
    """Something that people believe and that is not so."""

    id: str
    text: str
    """What one believes, in one sentence."""
    concept: str
    lesson: str
    """Which kills it."""
    set: str
    """The fields that one takes for others, as FIELD=VALUE with commas between; may be empty."""
    kernel: str
    """The kernel whose answer one gives; empty if it is the same."""
    where: str
    under: tuple[str, ...]
    """The policies of which one believes it; empty: of all."""
    about: tuple[str, ...]
    """The members of the answer, or their beginnings, on which it bears."""
    instead: Mapping[str, str]
    """For a member the one with which it is confused."""
    example: Example

    @property
    def as_if(self) -> str:
        """The operator in words."""
        parts = [self.set.replace(",", " "), f"kernel={self.kernel}" if self.kernel else ""]
        parts += [f"{name} were {other}" for name, other in self.instead.items()]
        return " ".join(part for part in parts if part)

    @property
    def quoted(self) -> str:
        """What one believes, with its operator: the reason for a wrong answer."""
        return f"“{self.text}”: as if {self.as_if}"

    def applied(self, asked: Asked) -> Asked | None:
        """What somebody who believes this answers a question as if it were.

        Returns:
            None where one cannot believe it, or where it makes no difference to the question.
        """
        scenario, kernel = asked
        if self.under and kernel not in self.under:
            return None
        if any(getattr(scenario, name) not in may for name, may in _where(self.where).items()):
            return None
        values = _values(self.set)
        changed = scenario.changed(**values) if values else scenario
        if any(getattr(changed, name) != value for name, value in values.items()):
            return None  # a binding undoes it
        found = Asked(changed, self.kernel or kernel)
        return None if found == asked else found

    def bears_on(self, member: str) -> bool:
        """Whether it is a belief about a member of the answer."""
        first = member.partition(".")[0].partition(":")[0]
        if first == "hazards":
            first = "hazard"
        if any(name in (member, first) for name in self.about):
            return True
        return first in EVERYTHING and any(name in self.about for name in ENDINGS)

    def answers(self, asked: Asked, member: str) -> Any:
        """What somebody who believes this answers; only for what `applied` is not None for."""
        believed = self.applied(asked)
        assert believed is not None
        return ask(find(believed.kernel), believed.scenario, self.instead.get(member, member))


@cache
def misconceptions() -> dict[str, Misconception]:
    """Every misconception by its id, in the order of the lessons that kill them."""
    return {
        id_: _misconception(id_, entry)
        for id_, entry in table(__file__, "misconceptions.toml").items()
    }


def _misconception(id_: str, entry: dict[str, Any]) -> Misconception:
    scenario, kernel, member = entry["example"]
    return Misconception(
        id=id_,
        text=entry["text"],
        concept=entry["concept"],
        lesson=entry["lesson"],
        set=entry.get("set", ""),
        kernel=entry.get("kernel", ""),
        where=entry.get("where", ""),
        under=tuple(entry.get("under", ())),
        about=tuple(entry["about"]),
        instead=entry.get("instead", {}),
        example=Example(Asked(scenario_of(scenario), kernel), member),
    )


def scenario_of(text: str) -> Scenario:
    """A scenario from one text in which a @NAME may stand before the fields.

    Raises:
        RequestError: as `parse_words`.
    """
    return parse_words(text.replace(",", " ").split()).scenario


@cache
def _where(text: str) -> dict[str, tuple[Value, ...]]:
    return parse_condition(text.split(",")) if text else {}


@cache
def _values(text: str) -> dict[str, Value]:
    return parse_given([text]).values if text else {}
