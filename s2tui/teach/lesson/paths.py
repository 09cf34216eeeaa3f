"""Ways through the lessons, for a workshop or for oneself: `paths.toml` beside them."""

from __future__ import annotations

import tomllib
from typing import TYPE_CHECKING, Any, NamedTuple

from s2tui.errors import RequestError
from s2tui.teach.lesson.course import named
from s2tui.teach.lesson.model import Problem
from s2tui.teach.lesson.parse import NAMES, fits

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

    from s2tui.teach.lesson.model import Lesson, Step

NAME = "paths.toml"
KEYS: Mapping[str, type] = {"title": str, "minutes": int, "steps": list}
"""The keys of a way, all of them needed, and what they hold."""


class Way(NamedTuple):
    """A way through the lessons."""

    id: str
    title: str
    minutes: int
    steps: tuple[Step, ...]


class Ways(NamedTuple):
    """Every way of a folder, and what is wrong with its file."""

    found: tuple[Way, ...]
    problems: tuple[Problem, ...]


def ways(folder: Path, lessons: Sequence[Lesson]) -> Ways:
    """The ways of a folder; none where it has no such file."""
    file = folder / NAME
    try:
        text = file.read_text(encoding="utf-8")
        data = tomllib.loads(text)
    except FileNotFoundError:
        return Ways((), ())
    except (OSError, ValueError) as error:
        return Ways((), (Problem(file, 1, f"no TOML: {error}"),))
    lines = text.splitlines()
    found: list[Way] = []
    problems: list[Problem] = []
    for id_, entry in data.items():
        wrong = list(_wrong(id_, entry, lessons))
        problems += [Problem(file, _line(lines, name), said) for name, said in wrong]
        if not wrong:
            steps = [s for name in entry["steps"] for s in named(name, lessons)]
            found.append(Way(id_, entry["title"], entry["minutes"], tuple(steps)))
    return Ways(tuple(found), tuple(problems))


def _wrong(id_: str, entry: Any, lessons: Sequence[Lesson]) -> Iterator[tuple[str, str]]:
    """What is wrong with one way: the word on whose line it stands, and what to say."""
    if not isinstance(entry, dict) or sorted(entry) != sorted(KEYS):
        yield id_, f"{id_} takes {', '.join(KEYS)}"
        return
    bad = [key for key, kind in KEYS.items() if not fits(entry[key], kind)]
    for key in bad:
        yield id_, f"{id_}: {key} takes {NAMES[KEYS[key]]}"
    for name in [] if "steps" in bad else entry["steps"]:
        try:
            named(name, lessons)
        except RequestError as error:
            yield name, str(error)


def _line(lines: Sequence[str], word: str) -> int:
    """The first line with a word, from 1."""
    marks = (f'"{word}"', f"[{word}]")
    return next((at for at, line in enumerate(lines, 1) if any(m in line for m in marks)), 1)
