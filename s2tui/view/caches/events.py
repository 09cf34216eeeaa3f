"""The order of events as a list: the present one pointed at, and the page after each."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from s2tui.arm.coherence.damage import DAMAGES
from s2tui.view.caches.lines import NOTHING, line_words
from s2tui.view.kit.layout import cut_lines, fit, flow, wrap
from s2tui.view.kit.text import MARKS, Span, marked

if TYPE_CHECKING:
    from collections.abc import Iterator

    from s2tui.view.caches.scene import Moment, Run
    from s2tui.view.kit.text import Line, Role

NUMBER, WHO, MEMORY = 4, 12, 2
ROOMY = 70
"""Columns from which on words stand where otherwise only letters and marks do."""
CITED = 2
"""Lines for a rule and its source, where there are few."""
DIRTY = "*"
"""Behind a dirty line's letter, where there is no room for the word."""
INSTEAD = "the same events as where it is possible:"


class Listed(NamedTuple):
    """Lines, and for each the event that it belongs to."""

    lines: tuple[Line, ...]
    events: tuple[int | None, ...]
    """The place of the event on each line; None for what is no event."""

    def of(self, event: int) -> range:
        """The lines of an event."""
        own = [y for y, at in enumerate(self.events) if at == event]
        return range(own[0], own[-1] + 1) if own else range(0)


class _Columns(NamedTuple):
    """How wide what is shown after each event is; the narrow ones hold letters and marks only."""

    who: int
    """0: who does it is said before what happens."""
    memory: int
    line: int
    code: int

    @property
    def after(self) -> int:
        """The columns of the page after an event."""
        return self.memory + self.line + self.code


def _columns(width: int, *, code: bool) -> _Columns:
    return _Columns(WHO, 7, 9, 6 * code) if width >= ROOMY else _Columns(0, 2, 3, 2 * code)


def event_list(run: Run, step: int, width: int) -> Listed:
    """Every event with the page after it, or the answer and why, where there is no damage.

    Args:
        run: the order of events.
        step: how many of them have happened.
        width: columns.
    """
    if run.configuration is None:
        lines = [
            *flow((marked("allowed", ""),), NOTHING, width),
            *flow((), run.no_leaf, width, "dim"),
        ]
        return Listed(tuple(lines), (None,) * len(lines))
    lines = answer_lines(run, width)
    events: list[int | None] = [None] * len(lines)
    columns = _columns(width, code=run.configuration.fetch)
    present = run.at(step)
    for at, moment in enumerate(run.moments if len(run.moments) > 1 else ()):
        own = _event(moment, at, present, columns, width)
        lines += own
        events += [at] * len(own)
    return Listed(tuple(lines), tuple(events))


def answer_lines(run: Run, width: int) -> list[Line]:
    """What prevents the damage, and the rules that decided that; nothing where it is possible."""
    prevention = run.prevention
    if prevention is None:
        return []
    lines = flow((), prevention.text, width, "allowed")
    for rule in prevention.rules:
        roomy = width >= ROOMY
        said = f"{rule.id}: {rule.text}" if roomy else rule.id
        own = flow((Span("  "),), f"{said} ({rule.cite})", width, "dim")
        lines += own if roomy else cut_lines(own, width, CITED)
    if len(run.moments) > 1:
        lines.append(fit((Span(INSTEAD, "dim"),), width))
    return lines


def heads(run: Run, width: int) -> str:
    """What the columns after an event are, at the end of the heading."""
    if run.configuration is None or len(run.moments) == 1:
        return ""
    code = run.configuration.fetch
    columns = _columns(width, code=code)
    words = ("memory", "line", "code") if columns.who else ("M", "L", "C")
    said = f"{words[0]:<{columns.memory}}{words[1]:<{columns.line}}{words[2] * code}"
    return f"{said:<{columns.after}}"


def _event(moment: Moment, at: int, present: int, columns: _Columns, width: int) -> list[Line]:
    """One event, wrapped."""
    room = max(width - NUMBER - columns.who - columns.after, 8)
    damage = moment.step.damage if moment.step is not None else None
    said = moment.text if damage is None else f"{MARKS['denied']} {moment.text}"
    role: Role = "denied" if damage is not None else "text"
    if at > present or (at and moment.step is None):
        role = "dim"
    shown = f"{moment.who:<{columns.who}}" if columns.who else ""
    who = Span(shown, "dim" if role == "dim" else "key")
    if not columns.who and moment.who:
        said = f"{moment.who} {said}"
    first, *more = wrap(said, room - 1)
    number = Span(f"{'▶' if at == present else ' '}{at:>2} ", "key" if at == present else "dim")
    start = Span(f"{first:<{room}}", role)
    indent = Span(" " * (NUMBER + columns.who))
    return [
        (number, who, start, *_after(moment, columns, dim=role == "dim")),
        *((indent, Span(piece, role)) for piece in more),
    ]


def _after(moment: Moment, columns: _Columns, *, dim: bool) -> Iterator[Span]:
    """The page after an event, what the event changed emphasised."""
    state, before = moment.state, moment.before or moment.state
    line = line_words(state) if columns.who else short_line(moment)
    parts = (
        (state.memory, state.memory != before.memory, columns.memory),
        (line, state.line != before.line, columns.line),
        (state.instructions or "-", state.instructions != before.instructions, columns.code),
    )
    for text, changed, width in parts:
        role: Role = "dim" if dim else "changed" if changed else "text"
        yield Span(f"{text:<{width}}"[:width], role)


def short_line(moment: Moment) -> str:
    """The data line: its letter, with a mark where it is dirty."""
    line = moment.state.line
    return "-" if line is None else f"{line.value}{DIRTY if line.dirty else ''}"


def title(run: Run, width: int, *, free: bool) -> str:
    """What stands above the events."""
    if run.configuration is None:
        return "events"
    if free:
        return "the events that you chose"
    if run.finding is None:
        return f"{MARKS['allowed']} none of {run.states} states"
    finding = run.finding
    said = DAMAGES[finding.damage] if width >= ROOMY else finding.damage
    return f"{said}, in {finding.steps} steps"
