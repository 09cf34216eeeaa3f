"""One field of the descriptor in full: meaning, the values it had, who decided it, the sources."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from s2tui.arm.descriptor.citations import manual
from s2tui.kvm.policy.decisions import DESCRIPTOR, EXECUTABLE, MEMATTR, SIZE, TYPE, WRITABLE
from s2tui.view.descriptor.bits import field_line
from s2tui.view.kit import words
from s2tui.view.kit.layout import cut, fit, flow
from s2tui.view.kit.text import MARKS, Span

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from typing import Any

    from s2tui.arm.descriptor.codec import BitField
    from s2tui.kvm.policy.outcome import Outcome
    from s2tui.kvm.policy.rule import Decision, Rule
    from s2tui.kvm.report.report import Report
    from s2tui.view.kit.text import Line

DECIDED_BY: Mapping[str, tuple[Decision[Any], ...]] = {
    "MemAttr": (TYPE, MEMATTR),
    "S2AP": (WRITABLE,),
    "XN": (EXECUTABLE,),
    "OA": (SIZE,),
    "Type": (SIZE,),
}
"""What is decided that a field says; the others are as the leaf is made."""
ABSENT = "absent"
LONGEST_HISTORY = 6
"""Values that are shown; of more, the last ones."""


class Had(NamedTuple):
    """A value that a field had."""

    text: str
    meaning: str


def deciders(outcome: Outcome, name: str) -> tuple[Rule[Any], ...]:
    """The rules that decided what a field says, in the order of the journey."""
    wanted = DECIDED_BY.get(name, (DESCRIPTOR,))
    return tuple(
        step.rule for step in outcome.trace if not step.passed and step.rule.decides in wanted
    )


def history(reports: Sequence[Report], name: str) -> tuple[Had, ...]:
    """The values that a field had in some reports, one after the other, repeats left out."""
    found: list[Had] = []
    for report in reports:
        descriptor = report.outcome.descriptor
        field = descriptor.field(name) if descriptor is not None else None
        had = Had(_text(field), field.meaning) if field is not None else Had(ABSENT, "")
        if not found or found[-1] != had:
            found.append(had)
    return tuple(found)


def history_line(reports: Sequence[Report], name: str, width: int) -> Line | None:
    """The values of a field since the baseline in one line; None where it never changed."""
    had = history(reports, name)
    if len(had) < 2:
        return None
    left = f"{MARKS['changed']} since the baseline: "
    more = "… → " if len(had) > LONGEST_HISTORY else ""
    said = " → ".join(value.text for value in had[-LONGEST_HISTORY:])
    return fit((Span(left, "changed"), Span(more + said)), width)


def detail(
    report: Report, was: Report | None, since: Sequence[Report], name: str, size: tuple[int, int]
) -> list[Line]:
    """Everything there is to say about one field that fits, the most important first.

    Args:
        report: with the descriptor.
        was: the baseline, or None.
        since: the baseline and every report since, in order.
        name: the field.
        size: columns and lines.
    """
    width, height = size
    outcome = report.outcome
    now = outcome.descriptor
    before = was.outcome.descriptor if was is not None else None
    lines = field_line(now, before, name, width, words.why_no_leaf(outcome))
    if len(history(since, name)) > 2:
        past = history_line(since, name, width)
        lines += [past] if past is not None else []
    source = manual(now, name, fwb=report.scenario.host_fwb)
    rules = deciders(outcome, name)
    told: list[Line] = []
    for rule in rules:
        told += flow((Span("  "),), rule.text, width)
        told += flow((Span("    "),), rule.cite, width, "dim")
    told += flow((Span("  "),), source, width, "dim")
    if len(lines) + len(told) > height:
        told = _brief(rules, source, width)
    return (lines + told)[:height]


def _brief(rules: Sequence[Rule[Any]], source: str, width: int) -> list[Line]:
    """Where it is written, a line for each; the last rule said first, since it decided."""
    sources = [_short(rule.cite) for rule in reversed(rules)] + [source]
    return [(Span("  "), Span(cut(text, width - 2), "dim")) for text in sources]


def _short(cite: str) -> str:
    """A citation without the folders that all of them are in."""
    return cite.replace("arch/arm64/include/asm/", "").replace("arch/arm64/kvm/", "")


def _text(field: BitField) -> str:
    return f"{field.value:#x}" if field.role == "address" else words.binary(field)
