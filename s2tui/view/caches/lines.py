"""What the caches can do, as a person reads it: each damage with its events, or that none is."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from s2tui.arm.coherence.damage import DAMAGES
from s2tui.arm.coherence.machine import VALUE_WORDS, start
from s2tui.kvm.hazards.events import told
from s2tui.kvm.hazards.prevention import preventions
from s2tui.view.kit import words
from s2tui.view.kit.layout import flow, wrap
from s2tui.view.kit.text import Row, Span, marked

if TYPE_CHECKING:
    from s2tui.arm.coherence.configuration import Configuration, Dma, Left
    from s2tui.arm.coherence.machine import State
    from s2tui.kvm.hazards.caches import Caches, Finding
    from s2tui.kvm.policy.outcome import Outcome
    from s2tui.kvm.report.report import Report
    from s2tui.kvm.report.without import Without
    from s2tui.view.kit.text import Line

GIVEN = "the page is given to the VM"
NOTHING = "nothing is mapped, so nothing can be lost"
WHO = {"host": "host", "guest": "guest", "kvm": "KVM", "hardware": "hardware"}
"""Who does it, as one word of a table."""
ALIASES = {
    "wb": "Write-Back",
    "wt": "Write-Through",
    "nc": "Non-cacheable",
    "device": "Device",
    "none": "none",
    "withdrawn": "Write-Back until the page is mapped",
}
LEFT = {
    "none": "nothing",
    "clean": "a clean line",
    "dirty": "a dirty line",
}
REACH = {
    "none": "none is done",
    "effective": "done",
    "unreachable": "done through no mapping: reaches nothing",
}
DMA = {
    "coherent": "a device writes it through the caches",
    "noncoherent": "a device writes it past the caches",
}
NUMBER, ACTOR, MEMORY, LINE, INSTRUCTION = 3, 9, 7, 9, 11
"""Columns of a trace, but for the event's."""


class Prevented(NamedTuple):
    """What a refusal prevents."""

    without: Without
    caches: Caches


def refused(found: Without) -> str:
    """That what is shown is not what happens."""
    several = len(found.checks)
    return f"refused; this is without the {f'{several} checks' if several > 1 else 'check'} for it"


def coherence_lines(
    report: Report, found: Caches, width: int, prevented: Prevented | None = None
) -> list[Line]:
    """The whole answer: who has the page mapped how, and what can come of it.

    Args:
        report: the answer of a policy.
        found: what the machine says of it.
        width: columns.
        prevented: what the checks are that refuse the page, and what the machine says without.
    """
    lines = flow((Span("kernel    ", "title"),), report.kernel, width)
    lines += flow((Span("scenario  ", "title"),), words.scenario_words(report.scenario), width)
    if not found.answers:
        lines.append((marked("allowed", NOTHING),))
        if prevented is not None:
            other = coherence_lines(prevented.without.report, prevented.caches, width)
            lines += [(), (Span(refused(prevented.without), "title"),), *other[2:]]
        return lines
    for answer in found.answers:
        lines += configuration_lines(answer.configuration, width)
    lines += letters_lines(width)
    for finding in found.findings:
        lines += [(), *_found(finding, width)]
    return [*lines, (), *prevention_lines(found, report.outcome, width)]


def prevention_lines(found: Caches, outcome: Outcome, width: int) -> list[Line]:
    """What cannot happen, in how many states it does not, and why."""
    prevented = preventions(found, outcome)
    if not prevented:
        return []
    states = sum(answer.states for answer in found.answers)
    lines: list[Line] = [(marked("allowed", f"impossible, in none of {states} states:"),)]
    for prevention in prevented:
        names = ", ".join(prevention.damages)
        lines += flow((Span(f"  {names}: ", "allowed"),), prevention.text, width)
        for rule in prevention.rules:
            said = f"{rule.id}: {rule.text} ({rule.cite})"
            lines += flow((Span("    "),), said, width, "dim")
    return lines


def configuration_lines(c: Configuration, width: int) -> list[Line]:
    """How everybody reaches the page, and what is maintained."""
    said = [
        f"the kernel's mapping {ALIASES[c.kernel]}",
        f"user space's {ALIASES[c.user]}",
        f"the guest's {ALIASES[c.guest]}",
    ]
    lines = flow((Span("aliases   ", "title"),), ", ".join(said), width)
    done = [f"clean when KVM maps: {REACH[c.clean]}"]
    if c.fetch:
        done.append(f"instruction invalidate: {REACH[c.icache]}")
        done.append(f"IDC {_on(c.idc)}, DIC {_on(c.dic)}")
    done.append(f"left by the previous owner: {LEFT[c.left]}")
    if c.dma != "none":
        done.append(DMA[c.dma])
    return lines + flow((Span("caches    ", "title"),), "; ".join(done), width)


def letters_lines(width: int) -> list[Line]:
    """What the letters stand for."""
    said = ", ".join(f"{letter} {text}" for letter, text in VALUE_WORDS.items())
    return flow((Span("letters   ", "title"),), said, width, "dim")


def _on(flag: bool) -> str:
    return "on" if flag else "off"


def _found(finding: Finding, width: int) -> list[Line]:
    text = f"{DAMAGES[finding.damage]}, in {finding.steps} steps"
    return [
        *flow((marked("denied", f"{finding.damage}: "),), text, width),
        *trace_lines(finding, width),
    ]


def trace_lines(finding: Finding, width: int) -> list[Line]:
    """The events of a trace as a table, with the state after each."""
    c = finding.configuration
    after = MEMORY + LINE + (INSTRUCTION if c.fetch else 0)
    room = max(width - NUMBER - ACTOR - after - 2, 12)
    last = f"{'instr. line':<{INSTRUCTION}}" if c.fetch else ""
    heads = f"  {'':<{NUMBER}}{'who':<{ACTOR}}{'event':<{room}}{'memory':<{MEMORY}}{'line':<{LINE}}"
    named = ("", "who", "event", "memory", "line", "instr. line")
    cells = 6 if c.fetch else 5
    lines: list[Line] = [Row((Span((heads + last).rstrip(), "dim"),), named[:cells], heads=True)]
    rows = [("", GIVEN, start(c))]
    rows += [(WHO[step.event.who], text, step.state) for step, text in told(c, finding.trace)]
    for number, (who, text, state) in enumerate(rows):
        columns = state_words(state, fetch=c.fetch)
        laid = _row((f"  {number:<{NUMBER}}", f"{who:<{ACTOR}}"), text, columns, room)
        after_it = (state.memory, line_words(state), state.instructions or "-")
        said = (str(number), who, text, *after_it)[:cells]
        lines += laid if len(laid) > 1 else [Row(laid[0], said)]
    return lines


def _row(before: tuple[str, str], text: str, after: str, room: int) -> list[Line]:
    first, *more = wrap(text, room - 1)
    indent = " " * (NUMBER + ACTOR + 2)
    return [
        (
            Span(before[0], "dim"),
            Span(before[1], "key"),
            Span(f"{first:<{room}}"),
            Span(after.rstrip()),
        ),
        *((Span(indent), Span(piece)) for piece in more),
    ]


def state_words(state: State, *, fetch: bool) -> str:
    """Memory, line and, where the guest executes, the instruction line, in columns."""
    after = f"{state.memory:<{MEMORY}}{line_words(state):<{LINE}}"
    return after + (state.instructions or "-") if fetch else after


def line_words(state: State) -> str:
    """The data line: its letter and whether it is dirty, or that there is none."""
    if state.line is None:
        return "-"
    return f"{state.line.value} {'dirty' if state.line.dirty else 'clean'}"


def finding_lines(report: Report, width: int) -> list[Line]:
    """Each damage that is possible with its number of steps, and the command that shows them."""
    found = report.caches.findings
    said = "; ".join(f"{DAMAGES[f.damage]} in {f.steps} steps" for f in found)
    return flow((Span("caches ", "title"),), f"{said}: {command(report)}", width)


def command(report: Report, left: Left = "none", dma: Dma = "none") -> str:
    """The command that shows what the caches do to a report's page.

    Args:
        report: the answer of a policy.
        left: what the previous owner left in the caches.
        dma: how a device writes the page, if one does.
    """
    fields = words.changed_fields(report.scenario)
    said = ["coherence", *fields, "--kernel", report.kernel]
    said += ["--left", left] if left != "none" else []
    said += ["--dma", dma] if dma != "none" else []
    return words.command_line(*said)
