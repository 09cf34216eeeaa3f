"""The panes of each screen, from values that the app has."""

from __future__ import annotations

from typing import TYPE_CHECKING

from s2tui.kvm.hazards.events import told
from s2tui.kvm.report.members import differing, why
from s2tui.kvm.report.verdict import verdict
from s2tui.kvm.scenario.fields import FIELDS, word
from s2tui.view.explore.changes import FIRST, answers
from s2tui.view.explore.changes import inputs as changed_inputs
from s2tui.view.explore.inputs import GROUPS, KERNEL, why_fixed
from s2tui.view.explore.linear import linear_lines
from s2tui.view.kit import words
from s2tui.view.kit.markdown import WIDE
from s2tui.view.linear.fact import Fact, Pane, There, facts_of, spoken

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from s2tui.analysis.invariants.check import Finding
    from s2tui.arm.descriptor.codec import Descriptor
    from s2tui.kvm.migration.migrate import Cell
    from s2tui.kvm.report.report import Report
    from s2tui.kvm.scenario.fields import Scenario
    from s2tui.view.diff.tree import Found


def change_pane(was: Report | None, now: Report, note: str = "") -> Pane:
    """What changed last, first of all.

    Args:
        was: what the answer is compared with.
        now: the answer.
        note: what the app has to say besides.
    """
    said = [Fact(spoken(note))] if note else []
    if was is None:
        return Pane("Last change", (*said, Fact(f"{FIRST}.")))
    turned = [f"{c.member}, {c.was} to {c.now}" for c in changed_inputs(was, now)]
    said.append(Fact(f"Last change: {'; '.join(turned) or 'nothing was turned'}."))
    effects = answers(was, now)
    said += [Fact(spoken(f"{c.member}: was {c.was}, is {c.now}.")) for c in effects]
    if not effects:
        said.append(Fact("The answer is the same."))
    return Pane("Last change", tuple(said))


def explore(report: Report, wanted: Scenario) -> Iterable[Pane]:
    """The answer, then every input with its value and its letter."""
    yield Pane("In full", facts_of(linear_lines(report)))
    for group in GROUPS:
        facts = []
        for one in group.inputs:
            key = f" Key {one.key}." if one.key else ""
            if one.name == KERNEL:
                facts.append(Fact(f"kernel: {report.kernel}.{key}", input=KERNEL))
                continue
            value = word(words.value_of(report.scenario, one.name))
            fixed = why_fixed(wanted, one.name)
            bound = f" Bound: {spoken(fixed)}." if fixed else ""
            text = f"{one.label}, {one.name}: {value}. {FIELDS[one.name].text}.{bound}{key}"
            facts.append(Fact(text, input=one.name))
        yield Pane(f"Inputs, {group.label}" if group.label else "Who answers", tuple(facts))


def compare(reports: Sequence[Report], reference: Report) -> Iterable[Pane]:
    """What each policy answers, and in which members that is not as the reference has it."""
    base, facts = reference.outcome, []
    for one in reports:
        differs = differing((base, one.outcome))
        as_there = f"not as under {reference.kernel}: {', '.join(differs)}"
        said = as_there if differs else f"as under {reference.kernel}"
        if one.kernel == reference.kernel:
            said = "what the others are held against"
        text = f"{one.kernel}: {verdict(one.outcome).text}; {said}. Because: {why(one.outcome)}."
        against = (reference.scenario, reference.kernel)
        facts.append(Fact(spoken(text), There(one.scenario, one.kernel, against)))
    yield Pane(f"{len(facts)} policies on this scenario", tuple(facts))


def diff(found: Found, names: tuple[str, str]) -> Iterable[Pane]:
    """The number of scenarios that differ, then a pane for each group."""
    from s2tui.view.diff.lines import title
    from s2tui.view.diff.tree import Place, head_lines, place_lines
    from s2tui.view.kit.phrases import conditions_phrase

    heads = facts_of(head_lines(found, WIDE))
    yield Pane(f"{names[0]} to {names[1]}", heads)
    for number, block in enumerate(found.blocks, 1):
        example = block.group.example
        there = There(example, names[1], (example, names[0]))
        facts = [Fact(one.text, there) for one in facts_of(place_lines(Place(block, None), WIDE))]
        cases = [Fact(f"If {conditions_phrase(case.all_of)}.", there) for case in block.conditions]
        about = spoken(title(block.group.change))
        yield Pane(f"Group {number} of {len(found.blocks)}, {about}", (*facts, *cases))


def check(kernel: str, findings: Sequence[Finding]) -> Iterable[Pane]:
    """Each invariant, whether it holds, and its counterexample."""
    from s2tui.view.check.table import cell_lines

    for number, finding in enumerate(findings):
        example, there = finding.counterexample, None
        if example is not None:
            other = None if example.other is None else (example.other, kernel)
            there = There(example.scenario, kernel, other)
        lines = facts_of(cell_lines(kernel, number, finding, WIDE))
        facts = tuple(Fact(one.text, there) for one in lines)
        said = {True: "holds", False: "fails", None: "open"}[finding.holds]
        yield Pane(f"Invariant {number + 1} of {len(findings)}, {said}", facts)


def migrate(cells: Sequence[Cell], kernel: str) -> Iterable[Pane]:
    """Each move between two different kinds of host, and whether the VM runs on each."""
    from s2tui.view.migrate.lines import answer_words

    for source in dict.fromkeys(cell.source.text for cell in cells):
        facts = []
        for cell in cells:
            if cell.source.text != source:
                continue
            move, there = cell.move, cell.destination.text
            where = "itself, whether it runs" if there == source else there
            text = f"To {where}: {answer_words(move)}. {move.text}."
            goes = There(move.destination.scenario, kernel, (move.source.scenario, kernel))
            facts.append(Fact(spoken(text), goes))
        yield Pane(f"From {source}", tuple(facts))


def descriptor(found: Descriptor) -> Iterable[Pane]:
    """A descriptor field by field."""
    from s2tui.view.descriptor.lines import title, value_text

    head = "".join(span.text for span in title(found))
    facts = [
        f"{field.name.partition('[')[0]}, bits {field.bits.replace(':', ' to ')}:"
        f" {value_text(field)}, {field.meaning}."
        for field in found.fields
    ]
    said = (head, *facts, *(f"Attention: {text}." for text in found.lint))
    yield Pane("The descriptor", tuple(Fact(spoken(text)) for text in said))


def caches(report: Report) -> Iterable[Pane]:
    """Each damage that is possible, step by step, and what prevents the others."""
    from s2tui.arm.coherence.damage import DAMAGES
    from s2tui.view.caches.lines import configuration_lines, line_words, prevention_lines

    found = report.caches
    for answer in found.answers:
        yield Pane("The page", facts_of(configuration_lines(answer.configuration, WIDE)))
    for finding in found.findings:
        facts = []
        steps = told(finding.configuration, finding.trace)
        for number, (step, text) in enumerate(steps, 1):
            state = step.state
            line = "none" if state.line is None else line_words(state)
            facts.append(Fact(f"Step {number}: {text}. Then memory {state.memory}, line {line}."))
        title = f"{DAMAGES[finding.damage]}, in {finding.steps} steps"
        yield Pane(title, tuple(facts))
    yield Pane("Impossible", facts_of(prevention_lines(found, report.outcome, WIDE)))
