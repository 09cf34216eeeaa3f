"""What a lesson is: data, in which no answer stands."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path


class Problem(NamedTuple):
    """Something wrong with a lesson, and where."""

    file: Path
    line: int
    """From 1."""
    text: str

    @property
    def said(self) -> str:
        """In one line, as compilers say it."""
        return f"{self.file}:{self.line}: {self.text}"


class Step(NamedTuple):
    """One question to the model, and what is said of its answer."""

    id: str
    lesson: str
    title: str
    ask: str
    """A member of the answer, or one of the other kinds."""
    question: str
    words: tuple[str, ...]
    """The scenario, as the command line takes it."""
    kernel: str
    believed: tuple[str, ...]
    """The misconceptions that it is to kill."""
    traps: tuple[str, ...]
    """Other ways to get it wrong: words that change the question."""
    also: tuple[str, ...]
    """Choices that nothing gives."""
    decided_by: str
    holds: tuple[str, ...]
    """Facts on which the prose relies, as MEMBER=VALUE."""
    odd: bool
    """Whether it is said to ask for what no machine produces."""
    more: Mapping[str, Any]
    """What belongs to its kind."""
    prose: str
    """What is said after the answer, in Markdown."""
    line: int
    """Of its first line of data."""
    lines: Mapping[str, int]
    """By key, the line that it stands on."""

    @property
    def name(self) -> str:
        """Its name in paths and locks."""
        return f"{self.lesson}#{self.id}"

    def at(self, key: str) -> int:
        """The line of a key; where it is not there, that of the step."""
        return self.lines.get(key, self.line)


class Lesson(NamedTuple):
    """One lesson."""

    id: str
    title: str
    minutes: int
    needs: tuple[str, ...]
    concepts: tuple[str, ...]
    goal: str
    sources: tuple[str, ...]
    intro: str
    """What is said before the first step, in Markdown."""
    steps: tuple[Step, ...]
    file: Path
    lines: Mapping[str, int]
    """By key of the front matter, the line that it stands on."""


HEAD: Mapping[str, type] = {
    "id": str,
    "title": str,
    "minutes": int,
    "needs": list,
    "concepts": list,
    "goal": str,
    "sources": list,
}
"""The keys of the front matter, all of them needed, and what they hold."""
COMMON: Mapping[str, type] = {
    "id": str,
    "ask": str,
    "question": str,
    "given": str,
    "kernel": str,
    "believed": list,
    "traps": list,
    "also": list,
    "decided-by": str,
    "holds": list,
    "odd": bool,
}
"""The keys of every step."""
NEEDED = ("id", "ask", "question")
KINDS: Mapping[str, Mapping[str, type]] = {
    "reach": {"goal": list},
    "flip": {"inputs": list},
    "who": {"of": list, "where": str},
    "match": {"of": list, "member": str},
    "move": {"from": str, "to": str},
    "who-moves": {"from": str, "of": list, "where": str},
    "combine": {"s1": str, "s2": str, "fwb": bool},
    "hazards-of-kind": {"kinds": list},
    "diff": {"a": str, "b": str},
    "invariant": {"invariant": str, "of": list},
}
"""The kinds that ask for no member of one answer, with their own keys, all of them needed."""
