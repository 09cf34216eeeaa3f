"""One question with its choices."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal, NamedTuple, TypeAlias

if TYPE_CHECKING:
    from s2tui.teach.misconceptions import Asked

Kind: TypeAlias = Literal[
    "member", "verdict", "stage", "rule", "hazard", "flip", "who", "match", "move"
]


class Choice(NamedTuple):
    """One of the answers to choose from."""

    text: str
    value: Any
    """What the member is: for the question, or where this would be the right answer."""
    right: bool
    as_if: Asked | None
    """Where the member has this value; None for the right one."""
    why: str
    """Why it is right, or as if what it was answered."""
    misconception: str = ""
    """What one believes who chooses it, by its id; empty where it is nothing in particular."""
    concept: str = ""
    """What one has not understood who chooses it, by its id; empty: what the question is about."""


class Question(NamedTuple):
    """A question to the model."""

    kind: Kind
    asked: Asked
    member: str
    prompt: str
    given: tuple[str, ...]
    """What is told: who answers and the scenario in words, a line each."""
    concepts: tuple[str, ...]
    choices: tuple[Choice, ...]
    rule: str
    """The id of the rule that decides, by which a round is kept from asking the same twice."""

    @property
    def right(self) -> Choice:
        """The right answer."""
        return next(choice for choice in self.choices if choice.right)

    @property
    def believed(self) -> tuple[str, ...]:
        """The misconceptions that one of the choices gives away."""
        return tuple(c.misconception for c in self.choices if c.misconception)
