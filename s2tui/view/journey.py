"""The journey of a fault: stage by stage, where it stopped, and the rules that decided.

How much is said depends on the room: each stage in one line and the stop with its reason, then
the rules that decided the most telling things, then all that decided something, then also the
checks that were passed.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, NamedTuple

from s2tui.kvm.rule import STAGES
from s2tui.kvm.rules.decisions import HANDLER, MEMATTR, TYPE
from s2tui.view import words
from s2tui.view.layout import fit, flow
from s2tui.view.text import MARKS, Span

if TYPE_CHECKING:
    from s2tui.kvm.outcome import Outcome, Step
    from s2tui.kvm.rule import Rule, Stage
    from s2tui.view.text import Line, Role

Detail = Literal["stages", "telling", "decided", "all"]
DETAILS: tuple[Detail, ...] = ("all", "decided", "telling", "stages")
TELLING = (HANDLER, TYPE, MEMATTR)
"""The decisions that say most about a leaf, where there is room for only a few."""
MAPPED = ("mapped", "relaxed")
NAME_WIDTH = max(map(len, STAGES)) + 1
INDENT = 4
"""Where the rules of a stage begin."""


class Leg(NamedTuple):
    """One stage of a journey."""

    stage: Stage
    state: Literal["passed", "stopped", "not reached"]
    role: Role
    text: str
    """What came of it, in a few words."""
    steps: tuple[Step, ...]


def stop(outcome: Outcome) -> Rule[object] | None:
    """The rule that ended the journey before a leaf was there; None when one is."""
    if outcome.fault.result in MAPPED:
        return None
    return next((step.rule for step in reversed(outcome.trace) if not step.passed), None)


def legs(outcome: Outcome) -> tuple[Leg, ...]:
    """The stages of a journey with what came of each."""
    ended = stop(outcome)
    found: list[Leg] = []
    beyond = False
    for stage in STAGES:
        steps = tuple(step for step in outcome.trace if step.rule.stage == stage)
        if beyond:
            found.append(Leg(stage, "not reached", "dim", "not reached", steps))
        elif ended is not None and ended.stage == stage:
            found.append(Leg(stage, "stopped", *_end(outcome, stage), steps))
            beyond = True
        else:
            found.append(Leg(stage, "passed", *_result(outcome, stage), steps))
    return tuple(found)


def _end(outcome: Outcome, stage: Stage) -> tuple[Role, str]:
    """The role and words of a stage in which the journey ended."""
    if stage == "memslot":
        return words.MEMSLOT_ROLES[outcome.memslot.result], words.memslot(outcome.memslot)
    return words.FAULT_ROLES[outcome.fault.result], words.fault(outcome.fault)


def _result(outcome: Outcome, stage: Stage) -> tuple[Role, str]:
    """The role and words of a stage that was gone through."""
    if stage == "memslot":
        return words.MEMSLOT_ROLES[outcome.memslot.result], words.memslot(outcome.memslot)
    if stage == "abort":
        mapped = outcome.mapping
        return "allowed", words.mapping(mapped) if mapped else "goes on"
    if stage == "map":
        role, text = words.FAULT_ROLES[outcome.fault.result], words.fault(outcome.fault)
        return role, f"{text}, {words.maintenance(outcome.maintenance)}"
    if stage == "resultant":
        return "allowed", words.resultant(outcome.resultant)
    return "allowed", "a stage-2 fault for KVM to map"


def journey_lines(outcome: Outcome, width: int, detail: Detail) -> list[Line]:
    """The journey in a width and as detailed as asked."""
    ended = stop(outcome)
    lines: list[Line] = []
    for leg in legs(outcome):
        if detail == "stages" and leg.state == "not reached":
            continue
        lines.append(_leg_line(leg, outcome, width))
        lines += _steps(leg, ended, width, detail)
    if detail == "stages":
        lines += _rest(outcome, width)
    return lines


def fitting(outcome: Outcome, width: int, height: int) -> list[Line]:
    """The most detailed journey that fits a height; the least detailed one if none does."""
    lines: list[Line] = []
    for detail in DETAILS:
        lines = journey_lines(outcome, width, detail)
        if len(lines) <= height:
            break
    return lines


def why_no_leaf(outcome: Outcome) -> str:
    """Why there is no descriptor, in a few words; nothing when there is one."""
    if outcome.descriptor is not None:
        return ""
    if outcome.fault.result == "unknown":
        return "nobody ever said what happens here"
    if outcome.fault.result == "none":
        return f"the memslot was refused ({outcome.memslot.errno})"
    return f"no leaf was written ({words.fault(outcome.fault)})"


def _leg_line(leg: Leg, outcome: Outcome, width: int) -> Line:
    mark = MARKS[leg.role] or ("·" if leg.state == "not reached" else "-")
    stopped: Line = ()
    if leg.state == "stopped":
        happens = words.FAULT_TEXTS[outcome.fault.result]
        end = "the journey ends here" if leg.stage == "memslot" else happens
        stopped = (Span(f"  ◀ {end}", leg.role),)
    return fit(
        (
            Span(f"{mark} {leg.stage:<{NAME_WIDTH}}", leg.role),
            Span(leg.text, "text" if leg.state == "passed" else leg.role),
            *stopped,
        ),
        width,
    )


def _rest(outcome: Outcome, width: int) -> list[Line]:
    """The stages that were not reached, in one line."""
    names = ", ".join(leg.stage for leg in legs(outcome) if leg.state == "not reached")
    return [fit((Span(f"· not reached: {names}", "dim"),), width)] if names else []


def _steps(leg: Leg, ended: Rule[object] | None, width: int, detail: Detail) -> list[Line]:
    """The rules of one stage that are worth saying: what they say and where it is written."""
    lines: list[Line] = []
    for step in leg.steps:
        rule = step.rule
        if step.passed:
            if detail == "all":
                lines += flow(_indent("·", "dim"), f"passed: {rule.text}", width, "dim")
        elif rule is ended:
            lines += flow(_indent("◀", leg.role), rule.text, width)
            lines += flow((Span(" " * INDENT),), rule.cite, width, "dim")
        elif detail in ("all", "decided") or (detail == "telling" and rule.decides in TELLING):
            lines += flow(_indent("▸", "text"), rule.text, width)
            lines += flow((Span(" " * INDENT),), rule.cite, width, "dim")
    return lines


def _indent(mark: str, role: Role) -> tuple[Span, ...]:
    return (Span(" " * (INDENT - 2)), Span(f"{mark} ", role))
