"""The journey of a fault: stage by stage, where it stopped, and the rules that decided.

How much is said depends on the room: each stage in one line and the stop with its reason, then
the rules that decided the most telling things, then all that decided something, then also the
checks that were passed.
"""

from __future__ import annotations

from functools import lru_cache, partial
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

from s2tui.kvm.policy.decisions import HANDLER, MEMATTR, TYPE
from s2tui.kvm.policy.results import LEAF_RESULTS
from s2tui.kvm.policy.rule import STAGES
from s2tui.view.explore.way import branch_lines, taken
from s2tui.view.kit import words
from s2tui.view.kit.layout import fit, flow
from s2tui.view.kit.text import MARKS, Span

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from s2tui.kvm.policy.outcome import Outcome
    from s2tui.kvm.policy.policy import Policy
    from s2tui.kvm.policy.rule import Rule, Stage, Step
    from s2tui.kvm.report.report import Report
    from s2tui.view.explore.way import Way
    from s2tui.view.kit.text import Line, Role

Detail = Literal["stages", "telling", "decided", "all"]
DETAILS: tuple[Detail, ...] = ("all", "decided", "telling", "stages")
TELLING = (HANDLER, TYPE, MEMATTR)
"""The decisions that say most about a leaf, where there is room for only a few."""
NAME_WIDTH = max(map(len, STAGES)) + 1
LABEL = 8
"""Columns of the labels of a rule that is shown in full."""
STAGE = "stage "
"""Begins the ids of the items that are stages: a rule may be called like one."""
INDENT = 4
"""Where the rules of a stage begin."""


class Look(NamedTuple):
    """How a journey is looked at."""

    detail: Detail
    opened: frozenset[str] = frozenset()
    """Ids of the items that are opened: stages say everything, rules are shown in full."""
    policy: Policy | None = None
    """Whose rules they are."""
    was: Outcome | None = None
    """What it is compared with."""
    way: Way | None = None
    """How the policy's own code goes: shown of the stages that are opened."""
    all_opened: bool = False


class Item(NamedTuple):
    """Something in a journey that can be chosen."""

    id: str
    """A rule's id, `stage ` and a stage, or that of a branch; nothing for what cannot be chosen."""
    lines: list[Line]


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
    if outcome.fault.result in LEAF_RESULTS:
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
        return _end(outcome, stage)
    if stage == "abort":
        mapped = outcome.mapping
        return "allowed", words.mapping(mapped) if mapped else "goes on"
    if stage == "map":
        role, text = _end(outcome, stage)
        return role, f"{text}, {words.maintenance(outcome.maintenance)}"
    if stage == "resultant":
        return "allowed", words.resultant(outcome.resultant)
    return "allowed", "a stage-2 fault for KVM to map"


def journey_items(outcome: Outcome, width: int, look: Look) -> list[Item]:
    """The journey in a width as things that can be chosen: stages, and the rules below them."""
    ended = stop(outcome)
    earlier = {leg.stage: leg for leg in legs(look.was)} if look.was is not None else {}
    met = {(s.rule.id, s.passed) for s in look.was.trace} if look.was is not None else None
    found: list[Item] = []
    for leg in legs(outcome):
        if look.detail == "stages" and leg.state == "not reached":
            continue
        id_ = STAGE + leg.stage
        found.append(Item(id_, [_leg_line(leg, earlier.get(leg.stage), outcome, width)]))
        detail = "all" if id_ in look.opened else look.detail
        for step in leg.steps:
            if _worth_saying(step, ended, detail) or step.rule.id in look.opened:
                role = leg.role if step.rule is ended else None
                lines = [*_step_lines(step, role, width, new=_is_new(step, met))]
                if step.rule.id in look.opened and look.policy is not None:
                    lines += card_lines(step, ended, look.policy, width)
                found.append(Item(step.rule.id, lines))
        if look.way is not None and (look.all_opened or id_ in look.opened):
            for one in taken(look.way(), leg.stage):
                found.append(Item(one.id, branch_lines(one, width, look.opened)))
    if look.detail == "stages":
        rest = _rest(outcome, width)
        found += [Item("", rest)] if rest else []
    return found


def ending_items(outcome: Outcome, ids: Sequence[str]) -> list[int]:
    """The places of the stage in which a journey ended and of the rule; none where it did not.

    Args:
        outcome: what came of it.
        ids: the ids of the items of the journey.
    """
    ended = stop(outcome)
    if ended is None:
        return []
    wanted = (STAGE + ended.stage, ended.id)
    return [at for at, id_ in enumerate(ids) if id_ in wanted]


def journey_lines(
    outcome: Outcome, width: int, detail: Detail, way: Way | None = None
) -> list[Line]:
    """The journey in a width and as detailed as asked."""
    look = Look(detail, way=way, all_opened=True)
    return [line for item in journey_items(outcome, width, look) for line in item.lines]


def way_of(report: Report) -> Way | None:
    """How the code that a policy is goes in a scenario; None where it is no code."""
    walk = report.policy.walk
    return None if walk is None else partial(walk, report.scenario)


def fitting_detail(outcome: Outcome, width: int, height: int) -> Detail:
    """The most that can be said in a height; the least where even that does not fit."""
    for detail in DETAILS:
        if len(journey_lines(outcome, width, detail)) <= height:
            return detail
    return DETAILS[-1]


def card_lines(step: Step, ended: Rule[object] | None, policy: Policy, width: int) -> list[Line]:
    """A rule in full: its id, what it decides, where it is written and where it came from."""
    rule = step.rule
    if rule.decides is not None:
        kind = f"decides {rule.decides.name}: {rule.decides.text}"
    elif step.passed:
        kind = "a check, which would have ended the journey and was passed"
    else:
        kind = "a check: it ended the journey" if rule is ended else "a check: it ended its stage"
    first = origin(policy, rule)
    came = f"{first.id}: {first.title}" if first.base is not None else f"{first.id} or before"
    rows = [("rule", rule.id), ("kind", kind)]
    rows += [("where", rule.cite)] if step.passed else []
    rows += [("since", came)]
    rows += [("handler", rule.handler)] if rule.handler is not None else []
    rows += [("hazard", rule.hazard)] if rule.hazard is not None else []
    lines: list[Line] = []
    for label, text in rows:
        lines += flow((Span(" " * INDENT), Span(f"{label:<{LABEL}}", "key")), text, width)
    return lines


def origin(policy: Policy, rule: Rule[Any]) -> Policy:
    """The first of the policies that this one was patched from that has a rule."""
    while policy.base is not None and rule in policy.base.rules:
        policy = policy.base
    return policy


def _leg_line(leg: Leg, was: Leg | None, outcome: Outcome, width: int) -> Line:
    mark = MARKS[leg.role] or ("·" if leg.state == "not reached" else "-")
    stopped: Line = ()
    if leg.state == "stopped":
        happens = words.FAULT_TEXTS[outcome.fault.result]
        end = "the journey ends here" if leg.stage == "memslot" else happens
        stopped = (Span(f"  ◀ {end}", leg.role),)
    changed: Line = ()
    if was is not None and was.text != leg.text:
        both = "not reached" not in (was.state, leg.state)
        said = f" was {was.text}" if both else ""
        changed = (Span(f"  {MARKS['changed']}{said}", "changed"),)
    return fit(
        (
            Span(f"{mark} {leg.stage:<{NAME_WIDTH}}", leg.role),
            Span(leg.text, "text" if leg.state == "passed" else leg.role),
            *stopped,
            *changed,
        ),
        width,
    )


def _rest(outcome: Outcome, width: int) -> list[Line]:
    """The stages that were not reached, in one line."""
    names = ", ".join(leg.stage for leg in legs(outcome) if leg.state == "not reached")
    return [fit((Span(f"· not reached: {names}", "dim"),), width)] if names else []


def _worth_saying(step: Step, ended: Rule[object] | None, detail: Detail) -> bool:
    """Whether a rule is said where so much detail is asked for; what ended it all always is."""
    if step.passed:
        return detail == "all"
    if step.rule is ended or detail in ("all", "decided"):
        return True
    return detail == "telling" and step.rule.decides in TELLING


@lru_cache(maxsize=2048)
def _step_lines(step: Step, ended: Role | None, width: int, *, new: bool) -> tuple[Line, ...]:
    """One rule: what it says and where it is written; of a check that was passed the former.

    Args:
        step: the rule, and whether it was passed.
        ended: the role of the end, if it is this rule that ended the journey.
        width: columns.
        new: whether the journey that it is compared with does not have it.
    """
    rule = step.rule
    mark = MARKS["allowed"] if step.passed else "◀" if ended else "▸"
    role: Role = "dim" if step.passed else ended or "text"
    first = (
        Span(MARKS["changed"] if new else " ", "changed"),
        Span(" " * (INDENT - 3)),
        Span(f"{mark} ", role),
    )
    if step.passed:
        return tuple(flow(first, f"passed: {rule.text}", width, "dim"))
    return (
        *flow(first, rule.text, width),
        *flow((Span(" " * INDENT),), rule.cite, width, "dim"),
    )


def _is_new(step: Step, met: Collection[tuple[str, bool]] | None) -> bool:
    """Whether the journey that it is compared with went another way here."""
    return met is not None and (step.rule.id, step.passed) not in met
