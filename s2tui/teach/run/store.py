"""What somebody answered to lessons, and where they were last: `lessons.json` beside the state."""

from __future__ import annotations

import json
from datetime import date
from typing import TYPE_CHECKING, Any, NamedTuple

from s2tui import kept
from s2tui.errors import RequestError

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

VERSION = 1
MOST = 2_000
"""Answers that are kept, the latest."""


class Told(NamedTuple):
    """What somebody answered to a step the last time."""

    answer: str
    right: bool
    on: date


class Progress(NamedTuple):
    """Everything that was answered."""

    answers: Mapping[str, Told] = {}
    """By the name of the step, the latest last."""
    last: str = ""
    """The page that was shown last; empty after the end of a lesson."""

    def after(self, name: str, told: Told) -> Progress:
        """What is kept after a step was answered."""
        others = {key: value for key, value in self.answers.items() if key != name}
        return self._replace(answers=dict([*others.items(), (name, told)][-MOST:]))

    def of(self, names: Iterable[str]) -> tuple[int, int]:
        """How many of some steps were answered, and how many of them rightly."""
        found = [self.answers[name] for name in names if name in self.answers]
        return len(found), sum(told.right for told in found)


def path() -> Path:
    """The file."""
    return kept.folder() / "lessons.json"


def load(file: Path) -> tuple[Progress, str]:
    """What was saved, and what is to be said about it; nothing where there is no file."""
    return kept.load(file, VERSION, _progress, Progress())


def save(file: Path, progress: Progress) -> None:
    """Replace the file.

    Raises:
        OSError: it cannot be written.
    """
    answers = {
        name: {"answer": told.answer, "right": told.right, "on": told.on.isoformat()}
        for name, told in progress.answers.items()
    }
    said = {"version": VERSION, "last": progress.last, "answers": answers}
    kept.replace(file, json.dumps(said, indent=1))


def _progress(given: dict[str, Any]) -> Progress:
    """What an object says.

    Raises:
        ValueError: it does not say what `save` writes.
    """
    answers = {}
    for name, entry in given["answers"].items():
        answer, right = entry["answer"], entry["right"]
        if not isinstance(answer, str) or not isinstance(right, bool):
            raise RequestError(f"no answer: {entry!r}")
        answers[name] = Told(answer, right, date.fromisoformat(entry["on"]))
    if not isinstance(given["last"], str):
        raise RequestError(f"no page: {given['last']!r}")
    return Progress(answers, given["last"])
