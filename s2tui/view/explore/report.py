"""The whole report of one scenario as lines: what `s2tui explain` prints."""

from __future__ import annotations

from typing import TYPE_CHECKING

from s2tui.kvm.policies.proposed import PROPOSALS
from s2tui.view.descriptor.bits import (
    FIRST,
    draw_bits,
    field_line,
    field_lines,
    lint_lines,
    summary,
)
from s2tui.view.explore.journey import journey_lines, way_of
from s2tui.view.explore.resultant import consequence_lines, resultant_lines
from s2tui.view.explore.verdict import verdict_lines
from s2tui.view.kit import words
from s2tui.view.kit.layout import flow, heading
from s2tui.view.kit.text import MARKS, Span, Verbatim

if TYPE_CHECKING:
    from s2tui.kvm.report.report import Report
    from s2tui.view.kit.text import Line

WIDEST_BITS = 100
"""Columns of the bits in Markdown, which is as wide as it likes."""
MORE = "(-v: the checks that were passed, too)"


def explain_lines(report: Report, width: int = 100, *, verbose: bool = False) -> list[Line]:
    """Everything there is to say about one scenario under one policy, what happens first.

    Args:
        report: what the policy answered, and what follows.
        width: columns.
        verbose: whether the checks that were passed are said too.
    """
    blank: Line = ()
    return [
        *verdict_lines(report, width),
        blank,
        *_asked(report, width),
        blank,
        heading("journey", width, () if verbose else (Span(MORE, "dim"),)),
        *(
            journey_lines(report.outcome, width, "all", way_of(report))
            if verbose
            else journey_lines(report.outcome, width, "decided")
        ),
        blank,
        *_descriptor(report, width),
        blank,
        heading("resultant memory type", width),
        *resultant_lines(report, width),
        blank,
        heading("what follows", width),
        *consequence_lines(report, width),
        *_found(report, width),
    ]


def _found(report: Report, width: int) -> list[Line]:
    """What the caches can do, which most answers have nothing of."""
    if not report.caches.findings:
        return []
    from s2tui.view.caches.lines import finding_lines

    return finding_lines(report, width)


def kernel_words(report: Report) -> str:
    """The kernel that was asked for and, where it has another name, the policy that answers."""
    asked = report.kernel.rpartition("/")[2] if report.kernel.endswith(".py") else report.kernel
    if asked in (report.policy.id, f"{report.policy.id}.py"):
        return asked
    return f"{asked} as {report.policy.id}"


def whose(report: Report) -> str:
    """The same with the author of what was proposed, for whom a name alone says little."""
    author = next((p.author for p in PROPOSALS if p.id == report.policy.id), "")
    return f"{kernel_words(report)} ({author})" if author else kernel_words(report)


def title(report: Report) -> str:
    """The kernel that was asked for, who answered, and what that policy stands for."""
    return f"{words.kernel(report.kernel, report.policy)}: {report.policy.title}"


def reduced_lines(report: Report, height: int) -> list[Line]:
    """The answer on a screen that is too small for the explorer, most important first."""
    outcome = report.outcome
    descriptor = outcome.descriptor
    resultant = outcome.resultant
    memattr = descriptor.field(FIRST) if descriptor else None
    value = f"{words.binary(memattr)} {memattr.meaning}" if memattr else "absent"
    role = words.FAULT_ROLES[outcome.fault.result]
    fwb = "on" if report.scenario.host_fwb else "off"
    rows: list[Line] = [
        (Span(f"{FIRST} ", "title"), Span(value)),
        (Span(f"{MARKS[role]} ", role), Span(words.fault(outcome.fault))),
        (Span("→ ", "dim"), Span(resultant.kind if resultant else "no memory type")),
        (Span(f"{report.kernel} FWB {fwb}", "dim"),),
        (Span("full view: 60x18", "dim"),),
        (Span(words.hexadecimal(descriptor), "text"),),
        (),
        (Span("q quits, the other keys", "dim"),),
        (Span("do what they always do", "dim"),),
    ]
    return rows[:height]


def _asked(report: Report, width: int) -> list[Line]:
    lines = flow((Span("kernel    ", "title"),), title(report), width)
    fields = words.scenario_words(report.scenario)
    return lines + flow((Span("scenario  ", "title"),), fields, width)


def _descriptor(report: Report, width: int) -> list[Line]:
    now = report.outcome.descriptor
    lines = [summary(now, width)]
    if now is None:
        return lines + field_line(None, None, FIRST, width, words.why_no_leaf(report.outcome))
    drawn = draw_bits(now, None, min(width, WIDEST_BITS), chosen="").lines
    lines += map(Verbatim, drawn)
    lines += field_lines(now, None, width)
    lines += lint_lines(now, width)
    done = words.maintenance(report.outcome.maintenance)
    return lines + flow((Span("maintenance ", "title"),), done, width)
