"""What stands on a handout, whatever form it has."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from s2tui import __version__
from s2tui.kvm.report.explain import report_by
from s2tui.kvm.scenario.fields import differences, word
from s2tui.teach.lesson import lock
from s2tui.teach.lesson.judge import judge, kind_of
from s2tui.teach.lesson.kinds import parsed
from s2tui.teach.lesson.lines import NOWHERE, offered, said
from s2tui.teach.lesson.prose import filled, without_notes
from s2tui.teach.misconceptions import misconceptions
from s2tui.teach.quiz.words import scenario_words
from s2tui.view.descriptor.bits import draw_bits
from s2tui.view.explore.journey import journey_lines
from s2tui.view.explore.verdict import verdict_lines

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from pathlib import Path
    from typing import Any

    from s2tui.teach.lesson.judge import Judged
    from s2tui.teach.lesson.kinds import Models
    from s2tui.teach.lesson.model import Lesson, Step
    from s2tui.teach.lesson.paths import Way
    from s2tui.view.kit.text import Line

WIDTH = 92
"""Columns of a picture: what an A4 page holds in a size that can be read."""
PICTURED = ("member", "flip", "reach", "hazards-of-kind")
"""The kinds that are about one answer, of which there is a picture."""


class Question(NamedTuple):
    """One step, with its answer."""

    number: int
    title: str
    lesson: str
    """The title of the lesson that it is from."""
    text: str
    about: str
    """The scenario in words, and the kernel; nothing where it is about none."""
    choices: tuple[str, ...]
    answer: str
    ways: tuple[str, ...]
    """Every least solution of a step that is to be done."""
    wrong: tuple[str, ...]
    """Answers that people give, with what they believe."""
    prose: str
    """Why, in Markdown."""
    command: str
    """What asks the same; nothing where no command does."""
    picture: tuple[Line, ...]
    """The descriptor and the journey."""


class Part(NamedTuple):
    """The questions of one lesson, in a row."""

    title: str
    goal: str
    intro: str
    """In Markdown."""
    questions: tuple[Question, ...]


class Sheet(NamedTuple):
    """A whole handout."""

    title: str
    minutes: int
    parts: tuple[Part, ...]
    sources: tuple[str, ...]
    foot: str
    """Which program and which answers it was made from."""


def sheet(way: Way, lessons: Mapping[str, Lesson], models: Models, folder: Path) -> Sheet:
    """The handout of a way, or of a lesson as one.

    Args:
        way: what is to be gone through.
        lessons: by id, those that its steps are from.
        models: who answers.
        folder: where the lessons are, with what is held of their answers.

    Raises:
        RequestError: a step names something that does not exist, or what is held is damaged.
    """
    parts: list[Part] = []
    for number, step in enumerate(way.steps, 1):
        lesson = lessons[step.lesson]
        question = _question(number, step, lesson, models)
        if parts and parts[-1].title == lesson.title:
            parts[-1] = parts[-1]._replace(questions=(*parts[-1].questions, question))
        else:
            seen = any(part.title == lesson.title for part in parts)
            intro = "" if seen else without_notes(lesson.intro)
            parts.append(Part(lesson.title, lesson.goal, intro, (question,)))
    used = [lessons[id_] for id_ in dict.fromkeys(step.lesson for step in way.steps)]
    sources = tuple(dict.fromkeys(source for lesson in used for source in lesson.sources))
    held = lock.digest(folder, [step.name for step in way.steps])
    foot = f"s2tui {__version__}; answers accepted as {held}" if held else f"s2tui {__version__}"
    return Sheet(way.title, way.minutes, tuple(parts), sources, foot)


def _question(number: int, step: Step, lesson: Lesson, models: Models) -> Question:
    found = judge(step, models)
    return Question(
        number,
        step.title,
        lesson.title,
        step.question,
        _about(step),
        tuple(said(choice) for choice in offered(step, found)),
        said(found.answer),
        found.ways,
        tuple(_wrong(found)),
        without_notes(filled(step.prose, step, models)),
        _command(step),
        tuple(_picture(step, models)),
    )


def _about(step: Step) -> str:
    if kind_of(step) in NOWHERE:
        return ""
    given = scenario_words(parsed(step.words).scenario)
    under = "" if kind_of(step) == "who" else f", under {step.kernel}"
    way = ""
    if "from" in step.more:
        to = step.more.get("to", "")
        way = f"; from {step.more['from']}{f' to {to}' if to else ''}"
    return f"{given}{under}{way}"


def _wrong(found: Judged) -> Iterator[str]:
    for trap in found.traps:
        m = misconceptions().get(trap.name)
        yield f"{said(trap.answer)}: {m.quoted if m else f'as if {trap.name}'}"


def _command(step: Step) -> str:
    """What is typed to see the answer."""
    kind = kind_of(step)
    if kind in NOWHERE:
        return f"s2tui {_WITHOUT_SCENARIO[kind](step.more)}"
    scenario = parsed(step.words).scenario
    given = "".join(f" {name}={word(value)}" for name, value in differences(scenario).items())
    verb, more = _WITH_SCENARIO.get(kind, ("explain", lambda _: ""))
    kernel = "" if verb == "compare" else f" --kernel {step.kernel}"
    return f"s2tui {verb}{given}{more(step.more)}{kernel}"


_WITHOUT_SCENARIO: Mapping[str, Callable[[Mapping[str, Any]], str]] = {
    "diff": lambda more: f"diff {more['a']} {more['b']}",
    "combine": lambda more: (
        f"combine --s1 {more['s1']} --s2 {more['s2']} {'--fwb' if more['fwb'] else '--no-fwb'}"
    ),
    "invariant": lambda more: f"check {' '.join(more['of'])} --invariant {more['invariant']}",
}
_WITH_SCENARIO: Mapping[str, tuple[str, Callable[[Mapping[str, Any]], str]]] = {
    "move": ("migrate", lambda more: f" --from {more['from']} --to {more['to']}"),
    "who-moves": ("migrate", lambda more: f" --from {more['from']}"),
    "reach": ("whatif", lambda more: "".join(f" --want {one}" for one in more["goal"])),
    "flip": ("whatif", lambda _: ""),
    "who": ("compare", lambda _: ""),
}
"""By kind, the command and its further words; all other kinds are explained."""


def _picture(step: Step, models: Models) -> Iterator[Line]:
    """The answer as the app shows it: what happens, the descriptor's bits, the journey."""
    if kind_of(step) not in PICTURED:
        return
    scenario = parsed(step.words).scenario
    report = report_by(step.kernel, models.find(step.kernel), scenario)
    yield from verdict_lines(report, WIDTH)
    if report.outcome.descriptor is not None:
        yield ()
        yield from draw_bits(report.outcome.descriptor, None, WIDTH).lines
    yield ()
    yield from journey_lines(report.outcome, WIDTH, "telling")
