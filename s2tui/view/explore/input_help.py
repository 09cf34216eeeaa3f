"""What the input under the cursor is, in words: meaning first, then why it is as it is."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from s2tui.kvm.scenario.fields import FIELDS, word
from s2tui.view.explore.inputs import KERNEL, why_fixed
from s2tui.view.explore.report import kernel_words
from s2tui.view.kit import words
from s2tui.view.kit.layout import flow, flow_line
from s2tui.view.kit.text import MARKS, UNREAD, Span

if TYPE_CHECKING:
    from s2tui.kvm.policy.outcome import Outcome
    from s2tui.kvm.policy.rule import Rule
    from s2tui.kvm.report.report import Report
    from s2tui.kvm.scenario.fields import Scenario, Value
    from s2tui.view.kit.text import Line

WHO = "who answers: a released kernel, a patch as it was posted, or what somebody proposed"
GROUP = "a group of inputs; space shows or hides those that are rarely needed"


class Said(NamedTuple):
    """What is known about an input beside the input itself."""

    why_unread: str = ""
    """Why it cannot matter here; nothing where it can."""
    value: str = ""
    """What its present value is."""


NOTHING = Said()


class Help(NamedTuple):
    """The lines about an input."""

    title: str
    lines: list[Line]
    reason: int
    """Where it begins to say why it is as it is."""


def input_help(scenario: Scenario, name: str, width: int, said: Said = NOTHING) -> Help:
    """What an input is, why it has no other value or cannot matter, and what its value is.

    Args:
        scenario: what leaves it its values.
        name: the input, or the id of a group.
        width: columns.
        said: what else is known.
    """
    if name == KERNEL:
        who = flow((), WHO, width)
        return Help(name, [*flow((), said.value, width), *who] if said.value else who, 0)
    if name not in FIELDS:
        return Help(name, flow((), GROUP, width), 0)
    field = FIELDS[name]
    lines = flow((), field.text, width)
    reason = len(lines)
    fixed = why_fixed(scenario, name)
    if fixed:
        lines += flow_line((Span(f"{MARKS['reserved']} {fixed}", "reserved"),), width)
    if said.why_unread and not fixed:
        mark = Span(f"{UNREAD} cannot matter here:", "title")
        lines += flow_line((mark, Span(said.why_unread)), width)
    if said.value:
        value = word(words.value_of(scenario, name))
        lines += flow_line((Span(f"{value}:", "title"), Span(said.value)), width)
    return Help(name, lines + flow((), field.stands_for, width, "dim"), reason)


def who_answers(report: Report) -> str:
    """The policy that answers: its title, and of what was proposed also by whom and when."""
    from s2tui.kvm.policies.proposed import provenance
    from s2tui.kvm.policies.registry import POLICIES, Kernel

    entry = POLICIES.get(report.policy.id)
    said = f"{kernel_words(report)}: {report.policy.title}"
    return said if entry is None or isinstance(entry, Kernel) else f"{said} ({provenance(entry)})"


def unread_because(
    outcome: Outcome, ended_by: Rule[Any], read_with: tuple[str, Value] | None
) -> str:
    """Why a field that no rule looked at could not matter, and what would change that.

    Args:
        outcome: what came of it.
        ended_by: the rule that ended the journey.
        read_with: a change of another field after which it is looked at, if there is one.
    """
    why = "nothing on the way to this leaf looks at it"
    if outcome.mapping is None:
        why = f"the journey ends before anything looks at it: {ended_by.text} ({ended_by.cite})"
    if read_with is None:
        return f"{why}; no single other change would let it matter"
    name, value = read_with
    return f"it is looked at with {name}={word(value)}, for instance; here {why}"
