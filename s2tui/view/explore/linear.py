"""A report for somebody who listens: a fact a line, in words, without columns, rules or signs.

The answer comes first. Lines are not wrapped; whatever reads them aloud does that.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from s2tui.arm.coherence.damage import DAMAGES
from s2tui.kvm.hazards.catalogue import RANKS
from s2tui.kvm.report.members import why
from s2tui.kvm.report.verdict import verdict
from s2tui.view.explore.journey import legs, stop, way_of
from s2tui.view.explore.report import title
from s2tui.view.explore.resultant import FEW, asked
from s2tui.view.explore.way import taken
from s2tui.view.kit import words
from s2tui.view.kit.text import Span

if TYPE_CHECKING:
    from collections.abc import Iterator

    from s2tui.kvm.policy.outcome import Outcome
    from s2tui.kvm.report.report import Report
    from s2tui.view.explore.journey import Leg
    from s2tui.view.kit.text import Line


def linear_lines(report: Report, *, verbose: bool = False) -> list[Line]:
    """Everything there is to say about one scenario under one policy, a fact a line.

    Args:
        report: what the policy answered, and what follows.
        verbose: whether the checks that were passed are said too.
    """
    return [(Span(text),) for text in _facts(report, verbose=verbose)]


def _facts(report: Report, *, verbose: bool) -> Iterator[str]:
    outcome = report.outcome
    yield f"Answer: {verdict(outcome).text}."
    yield f"Because: {why(outcome)}."
    yield f"Kernel: {title(report)}."
    yield f"Scenario: {', '.join(words.changed_fields(report.scenario)) or words.ALL_DEFAULT}."
    ended, way = stop(outcome), way_of(report)
    found = legs(outcome)
    for number, leg in enumerate(found, 1):
        yield f"Stage {number} of {len(found)}, {leg.stage}: {_state(leg)}."
        for step in leg.steps:
            if step.passed:
                if verbose:
                    yield f"Check passed: {step.rule.text}."
                continue
            what = "Rule that ended it" if step.rule is ended else "Rule"
            yield f"{what}: {step.rule.text}. Source: {step.rule.cite}."
        if verbose and way is not None:
            for one in taken(way(), leg.stage):
                yield f"Branch taken: {one.branch.text} Source: {one.branch.place}."
    yield from _descriptor(outcome)
    yield from _resultant(report)
    yield from _consequences(report)


def _state(leg: Leg) -> str:
    if leg.state == "not reached":
        return leg.state
    return f"{'the journey ended here' if leg.state == 'stopped' else 'passed'}, {leg.text}"


def _descriptor(outcome: Outcome) -> Iterator[str]:
    leaf = outcome.descriptor
    if leaf is None:
        yield "Descriptor: none."
        return
    yield f"Descriptor: {words.hexadecimal(leaf)}, a {leaf.kind} at level {leaf.level}."
    for field in leaf.fields:
        if field.value:
            bits = f"bit{'s' * (len(field.positions) > 1)} {field.bits.replace(':', ' to ')}"
            value = hex(field.value) if field.role == "address" else words.binary(field)
            yield f"Field {field.name.partition('[')[0]}, {bits}: {value}, {field.meaning}."
    for text in leaf.lint:
        yield f"Attention: {text}."
    yield f"Maintenance: {words.maintenance(outcome.maintenance)}."


def _resultant(report: Report) -> Iterator[str]:
    found = report.outcome.resultant
    if found is None:
        return
    yield f"The guest asked for {asked(report)}."
    yield f"The guest gets {words.resultant(found)}."
    pairs = found.permitted or ()
    if pairs:
        said = ", ".join(f"{words.par(attribute)} {sh}" for attribute, sh in pairs[:FEW])
        more = f" and {len(pairs) - FEW} more" if len(pairs) > FEW else ""
        yield f"Also permitted: {said}{more}."
    if found.reason:
        yield f"Because: {found.reason}."


def _consequences(report: Report) -> Iterator[str]:
    count = len(report.hazards)
    if not count:
        yield "No hazard follows."
    for number, hazard in enumerate(report.hazards, 1):
        rank = RANKS[hazard.rank]
        yield f"Hazard {number} of {count}, {hazard.id}, {rank}: {hazard.text}."
    for finding in report.caches.findings:
        yield f"Caches: {DAMAGES[finding.damage]}, in {finding.steps} steps."
    yield f"Migration: {report.migration.text}."
    for caveat in report.caveats:
        yield f"Besides: {caveat.text}."
    yield f"Capability: {words.capability_sentence(report.capability)}."
    for note in report.notes:
        yield f"Note: {note}."
