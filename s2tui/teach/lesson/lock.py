"""What the model answered when somebody last looked: `lessons.lock` beside the lessons.

It is written by `s2tui lesson accept` and no answer of a lesson: whatever moves one of these is a
problem until somebody has read the prose again.
"""

from __future__ import annotations

import json
from hashlib import blake2b
from typing import TYPE_CHECKING, Any

from s2tui.errors import RequestError
from s2tui.kept import replace

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from s2tui.teach.lesson.judge import Judged
    from s2tui.teach.lesson.model import Step

NAME = "lessons.lock"
Entry = dict[str, Any]
"""What is held of one step."""


def entry(step: Step, judged: Judged) -> Entry:
    """What is to be held of a step."""
    text = f"{step.question}\n{step.prose}"
    return {
        "answer": judged.answer,
        "rule": judged.fired[-1] if judged.fired else None,
        "traps": {trap.name: trap.answer for trap in judged.traps},
        "ways": list(judged.ways),
        "text": blake2b(text.encode(), digest_size=6).hexdigest(),
    }


def load(folder: Path) -> dict[str, Entry] | None:
    """What is held, by the name of the step; None where nobody ever accepted anything.

    Raises:
        RequestError: the file cannot be read or is damaged.
    """
    file = folder / NAME
    try:
        found = json.loads(file.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return None
    except (OSError, ValueError) as error:
        raise RequestError(
            f"{file} is damaged: {error}; s2tui lesson accept makes it anew"
        ) from None
    if not isinstance(found, dict) or not all(isinstance(one, dict) for one in found.values()):
        raise RequestError(f"{file} is damaged: it is no object; s2tui lesson accept makes it anew")
    return found


def digest(folder: Path, names: Sequence[str]) -> str:
    """What is held of some steps as a few digits; nothing where nobody ever accepted anything.

    Raises:
        RequestError: as `load`.
    """
    held = load(folder)
    if held is None:
        return ""
    text = json.dumps([held.get(name) for name in names], sort_keys=True)
    return blake2b(text.encode(), digest_size=6).hexdigest()


def save(folder: Path, entries: Mapping[str, Entry]) -> None:
    """Write what is held, a line for each value, so that a change can be read.

    Raises:
        RequestError: it cannot be written.
    """
    file = folder / NAME
    try:
        replace(file, json.dumps(dict(entries), indent=1, ensure_ascii=False) + "\n")
    except OSError as error:
        raise RequestError(f"cannot write {file}: {error.strerror}") from None


def changes(held: Entry, now: Entry) -> list[str]:
    """What is not as it was, in words."""
    found = []
    for key in now:
        if held.get(key) != now[key]:
            if key == "text":
                found.append("the text was changed")
            else:
                found.append(f"{key} was {_said(held.get(key))} and is {_said(now[key])}")
    return found


def _said(value: object) -> str:
    if isinstance(value, dict):
        return ", ".join(f"{name}: {answer}" for name, answer in value.items()) or "none"
    if isinstance(value, list):
        return " | ".join(map(str, value)) or "none"
    return str(value)
