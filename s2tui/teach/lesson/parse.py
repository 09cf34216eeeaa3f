"""Lesson files: Markdown with TOML between `+++` at its head and in blocks called `step`.

A heading of the second level begins a step; what stands behind its block is said after the answer.
Everything that is wrong is collected with its line, and nothing that a file says is run.
"""

from __future__ import annotations

import re
import tomllib
from typing import TYPE_CHECKING, Any, NamedTuple

from markdown_it import MarkdownIt

from s2tui.errors import unknown
from s2tui.kvm.policies.registry import DEFAULT
from s2tui.teach.lesson.model import COMMON, HEAD, KINDS, NEEDED, Lesson, Problem, Step

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from markdown_it.token import Token

FENCE = "+++"
STEP = "step"
CONTINUES = "+ "
"""Before a `given` that goes on from the step before."""
_AT_LINE = re.compile(r"\(at line (\d+), column \d+\)")
NAMES: Mapping[type, str] = {
    str: "a text",
    int: "a number",
    list: "a list of texts",
    bool: "true or false",
}
"""What keys take, as it is said."""


class Parsed(NamedTuple):
    """What a file says, as far as it can be understood, and what is wrong with it."""

    lesson: Lesson | None
    problems: tuple[Problem, ...]


class Data(NamedTuple):
    """A piece of TOML, and where its keys stand."""

    values: dict[str, Any]
    lines: Mapping[str, int]
    line: int


def parse(text: str, file: Path) -> Parsed:
    """What a lesson file says."""
    return _Parser(text, file).parsed()


class _Parser:
    """One file, read once."""

    def __init__(self, text: str, file: Path) -> None:
        self.lines = text.splitlines()
        self.file = file
        self.problems: list[Problem] = []

    def say(self, line: int, text: str) -> None:
        """Note something that is wrong."""
        self.problems.append(Problem(self.file, line, text))

    def parsed(self) -> Parsed:
        """The lesson, and every problem in the order of the lines."""
        head, begins = self._head()
        lesson = None if head is None else self._lesson(head, begins)
        return Parsed(lesson, tuple(sorted(self.problems, key=lambda p: p.line)))

    def _head(self) -> tuple[Data | None, int]:
        """The front matter, and the index of the first line behind it."""
        ends = [at for at, line in enumerate(self.lines) if line.strip() == FENCE]
        if ends[:1] != [0] or len(ends) < 2:
            self.say(1, f"a lesson begins with TOML between two lines {FENCE}")
            return None, 0
        data = self._toml(self.lines[1 : ends[1]], 2)
        if data is None or not self._checked(data, HEAD, tuple(HEAD)):
            return None, ends[1] + 1
        return data, ends[1] + 1

    def _toml(self, lines: list[str], first: int) -> Data | None:
        """Lines of TOML of which the first stands on a line of the file."""
        try:
            values = tomllib.loads("\n".join(lines))
        except tomllib.TOMLDecodeError as error:
            found = _AT_LINE.search(str(error))
            line = first + int(found[1]) - 1 if found else first
            self.say(line, f"no TOML: {_AT_LINE.sub('', str(error)).strip()}")
            return None
        at: dict[str, int] = {}
        for number, text in enumerate(lines, first):
            at.setdefault(text.partition("=")[0].strip(), number)
        return Data(values, at, first)

    def _checked(self, data: Data, keys: Mapping[str, type], needed: tuple[str, ...]) -> bool:
        """Whether the keys exist, hold what they should, and none is missing."""
        right = True
        for key, value in data.values.items():
            line = data.lines.get(key, data.line)
            if key not in keys:
                self.say(line, str(unknown("key", key, keys)))
                right = False
            elif not fits(value, keys[key]):
                self.say(line, f"{key} takes {NAMES[keys[key]]}")
                right = False
        missing = [key for key in needed if key not in data.values]
        if missing:
            self.say(data.line, f"missing: {', '.join(missing)}")
        return right and not missing

    def _lesson(self, head: Data, begins: int) -> Lesson:
        tokens = MarkdownIt("commonmark").parse("\n".join(self.lines[begins:]))
        heads = [
            (token.map[0] + begins, tokens[at + 1].content)
            for at, token in enumerate(tokens)
            if token.type == "heading_open" and token.tag == "h2" and token.map
        ]
        blocks = [t for t in tokens if t.type == "fence" and t.info.strip() == STEP]
        values = head.values
        steps: list[Step] = []
        for at, (start, title) in enumerate(heads):
            end = heads[at + 1][0] if at + 1 < len(heads) else len(self.lines)
            step = self._step(
                values["id"], title, (start, end), _inside(blocks, begins, start, end)
            )
            if step is not None:
                steps.append(_after(step, steps))
        if not heads:
            self.say(begins, "a lesson needs a step: a heading of the second level")
        first = heads[0][0] if heads else len(self.lines)
        return Lesson(
            id=values["id"],
            title=values["title"],
            minutes=values["minutes"],
            needs=tuple(values["needs"]),
            concepts=tuple(values["concepts"]),
            goal=values["goal"],
            sources=tuple(values["sources"]),
            intro="\n".join(self.lines[begins:first]).strip(),
            steps=tuple(steps),
            file=self.file,
            lines=head.lines,
        )

    def _step(
        self, lesson: str, title: str, span: tuple[int, int], blocks: list[tuple[int, int]]
    ) -> Step | None:
        """The step under a heading; its blocks are given by the lines that they take."""
        if len(blocks) != 1:
            self.say(span[0] + 1, f"a step has one block called {STEP}, this has {len(blocks)}")
            return None
        start, end = blocks[0]
        data = self._toml(self.lines[start + 1 : end - 1], start + 2)
        if data is None:
            return None
        own = KINDS.get(str(data.values.get("ask")), {})
        if not self._checked(data, {**COMMON, **own}, (*NEEDED, *own)):
            return None
        return _made(lesson, title, data, own, "\n".join(self.lines[end : span[1]]).strip())


def fits(value: object, kind: type) -> bool:
    """Whether a value of TOML is what a key takes, in the sense of `NAMES`."""
    if kind is list:
        return isinstance(value, list) and all(isinstance(one, str) for one in value)
    return type(value) is kind


def _inside(blocks: list[Token], begins: int, start: int, end: int) -> list[tuple[int, int]]:
    """The lines of the blocks that lie between two lines."""
    spans = [(b.map[0] + begins, b.map[1] + begins) for b in blocks if b.map]
    return [span for span in spans if start < span[0] < end]


def _made(lesson: str, title: str, data: Data, own: Mapping[str, type], prose: str) -> Step:
    values = data.values
    return Step(
        id=values["id"],
        lesson=lesson,
        title=title,
        ask=values["ask"],
        question=values["question"],
        words=tuple(values.get("given", "").split()),
        kernel=values.get("kernel", DEFAULT),
        believed=tuple(values.get("believed", ())),
        traps=tuple(values.get("traps", ())),
        also=tuple(values.get("also", ())),
        decided_by=values.get("decided-by", ""),
        holds=tuple(values.get("holds", ())),
        odd=values.get("odd", False),
        more={key: values[key] for key in own},
        prose=prose,
        line=data.line,
        lines=data.lines,
    )


def _after(step: Step, before: list[Step]) -> Step:
    """A step that goes on from the one before has that one's scenario first."""
    if step.words[:1] != (CONTINUES.strip(),):
        return step
    earlier = before[-1].words if before else ()
    return step._replace(words=(*earlier, *step.words[1:]))
