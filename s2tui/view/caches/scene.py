"""What Caches shows at one moment, ready to be drawn: one run of the machine, or two beside."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from s2tui.arm.coherence.follow import follow
from s2tui.arm.coherence.machine import Machine, start
from s2tui.kvm.hazards.caches import NOTHING, caches
from s2tui.kvm.hazards.events import THROUGH, event_text
from s2tui.kvm.hazards.prevention import otherwise, preventions
from s2tui.kvm.report.without import without
from s2tui.view.caches.lines import GIVEN, refused
from s2tui.view.kit import words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from s2tui.arm.coherence.configuration import Configuration
    from s2tui.arm.coherence.machine import State, Step
    from s2tui.kvm.hazards.caches import Caches, Finding
    from s2tui.kvm.hazards.prevention import Prevention
    from s2tui.kvm.report.report import Report
    from s2tui.view.caches.player import Player

CANNOT = "cannot happen here"


class Moment(NamedTuple):
    """The page after one event, or as it was given."""

    who: str
    text: str
    """What happens, without who does it and through which mapping."""
    state: State
    step: Step | None = None
    """None for how the page was given, and for an event that cannot happen here."""
    before: State | None = None
    """The state before the event."""

    @property
    def can(self) -> bool:
        """Whether it is an event that happens."""
        return self.step is not None


class Run(NamedTuple):
    """One order of events in one configuration."""

    report: Report
    found: Caches
    configuration: Configuration | None
    """None without a leaf."""
    which: int
    """Its place among those that the architecture permits."""
    finding: Finding | None
    """The damage that is looked at, if it is possible."""
    prevention: Prevention | None
    """What prevents it, if it is not."""
    moments: tuple[Moment, ...]
    """How the page was given, and every event; empty without a leaf."""
    refused: str = ""
    """That the page is refused, where what is shown is the page as it would be otherwise."""

    @property
    def answered(self) -> Caches:
        """What the machine says of the answer as it is: nothing of a page that is refused."""
        return NOTHING if self.refused else self.found

    @property
    def states(self) -> int:
        """How many states can be reached."""
        return sum(answer.states for answer in self.found.answers)

    @property
    def no_leaf(self) -> str:
        """Why there is nothing to look at; nothing where there is."""
        return words.why_no_leaf(self.report.outcome)

    def so_far(self, step: int) -> tuple[Step, ...]:
        """The events that have happened."""
        return tuple(m.step for m in self.moments[: self.at(step) + 1] if m.step is not None)

    def at(self, step: int) -> int:
        """The place of the moment after some events, or of the last one."""
        return max(min(step, len(self.moments) - 1), 0)


class Scene(NamedTuple):
    """Everything that the panels of Caches draw."""

    player: Player
    runs: tuple[Run, ...]
    offered: tuple[Step, ...] = ()
    """What may happen next, where the person chooses."""

    @property
    def last(self) -> int:
        """How many events there are in the longest run."""
        return max(max(len(run.moments) for run in self.runs) - 1, 0)

    @property
    def found(self) -> tuple[Step, ...]:
        """The order of events to the damage in the first run; nothing where it is impossible."""
        finding = self.runs[0].finding
        return () if finding is None else finding.trace

    @property
    def step(self) -> int:
        """How many of them have happened."""
        return self.last if self.player.free else min(self.player.step, self.last)


def scene(player: Player, reports: Sequence[Report]) -> Scene:
    """What is to be shown.

    Args:
        player: what is looked at.
        reports: the answer, and another one beside it where there is room.
    """
    others = [without(r) for r in reports]
    said = ["" if one is None else refused(one) for one in others]
    reports = [r if one is None else one.report for r, one in zip(reports, others, strict=True)]
    found = [caches(r.scenario, r.outcome, player.left, player.dma) for r in reports]
    traces = [_finding(each, player) for each in found]
    # A run in which the damage is impossible shows what becomes of the other one's events.
    other = next((finding.trace for finding in traces if finding is not None), player.seen)
    runs = tuple(
        _run(player, r, f, other)._replace(refused=text)
        for r, f, text in zip(reports, found, said, strict=True)
    )
    return Scene(player, runs, _offered(runs[0]) if player.free else ())


def _finding(found: Caches, player: Player) -> Finding | None:
    return next((finding for finding in found.findings if finding.damage == player.damage), None)


def _run(player: Player, report: Report, found: Caches, other: tuple[Step, ...]) -> Run:
    configurations = tuple(answer.configuration for answer in found.answers)
    if not configurations:
        return Run(report, found, None, 0, None, None, ())
    finding = _finding(found, player)
    prevented = None
    if finding is not None:
        which, trace = configurations.index(finding.configuration), finding.trace
    else:
        prevented = next(
            p for p in preventions(found, report.outcome) if player.damage in p.damages
        )
        changed = otherwise(player.damage, configurations)
        which, trace = (0, other) if changed is None else (changed[0], other or changed[1].trace)
    if player.free:
        finding, prevented, trace = None, None, player.taken
    c = configurations[which]
    return Run(report, found, c, which, finding, prevented, _moments(c, trace))


def _moments(c: Configuration, trace: Sequence[Step]) -> tuple[Moment, ...]:
    state = start(c)
    moments = [Moment("", GIVEN, state)]
    for asked, step in zip(trace, follow(c, trace), strict=True):
        if step is None:
            moments.append(Moment(who(asked), CANNOT, state))
            continue
        moments.append(Moment(who(step), text(c, state, step), step.state, step, state))
        state = step.state
    return tuple(moments)


def _offered(run: Run) -> tuple[Step, ...]:
    if run.configuration is None:
        return ()
    return tuple(Machine(run.configuration).steps(run.moments[-1].state))


def who(step: Step) -> str:
    """Who does it, with the mapping that the host uses."""
    event = step.event
    if event.id == "dma":
        return "device"
    if event.who == "host":
        return f"host {event.alias}"
    return "KVM" if event.who == "kvm" else event.who


def text(c: Configuration, before: State, step: Step) -> str:
    """What happens, without the mapping: `who` names it."""
    said = event_text(c, before, step)
    alias = step.event.alias
    return said if alias is None else said.removesuffix(THROUGH[alias])
