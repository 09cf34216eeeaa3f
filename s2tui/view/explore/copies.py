"""What is copied out of the app: the command, and summaries in Markdown."""

from __future__ import annotations

from typing import TYPE_CHECKING

from s2tui.kvm.report.members import why
from s2tui.view.explore import report as words_of
from s2tui.view.explore.resultant import consequence_lines, resultant_lines
from s2tui.view.kit import words
from s2tui.view.kit.text import plain

if TYPE_CHECKING:
    from s2tui.arm.descriptor.codec import Descriptor
    from s2tui.kvm.report.report import Report

WIDTH = 1000
"""Columns nothing is wrapped at: whoever pastes it wraps it."""


def command(report: Report) -> str:
    """The command that gives the same answer without the app."""
    fields = words.changed_fields(report.scenario)
    return words.command_line("explain", *fields, "--kernel", report.kernel)


def summary(report: Report) -> str:
    """A few lines of Markdown for a mail or an issue, the reason and its source among them.

    They end with how to get more.
    """
    outcome = report.outcome
    said = [words_of.title(report), words.scenario_words(report.scenario)]
    lines = [
        f"**{said[0]}** ({said[1]})",
        "",
        f"* memslot: {words.memslot(outcome.memslot)}",
        f"* fault: {words.fault(outcome.fault)}",
        f"* because: {why(outcome)}",
        f"* descriptor: `{words.hexadecimal(outcome.descriptor)}`",
    ]
    found = plain([*resultant_lines(report, WIDTH), *consequence_lines(report, WIDTH)])
    lines += [f"* {line.strip().removeprefix('- ')}" for line in found.splitlines() if line.strip()]
    return "\n".join((*lines, "", f"    {command(report)}", ""))


def descriptor_table(descriptor: Descriptor) -> str:
    """A descriptor as a Markdown table of its fields, with what is wrong with it below."""
    from s2tui.view.descriptor import lines as said

    rows = [
        f"| {field.bits} | {field.name} | `{said.value_text(field)}` | {field.meaning} |"
        for field in descriptor.fields
        if field.value
    ]
    found = [f"* {text}" for text in descriptor.lint]
    head = [plain([said.title(descriptor)]), "", "| bits | field | value | meaning |"]
    below = ["", *found] if found else []
    return "\n".join((*head, "| --- | --- | --- | --- |", *rows, *below, ""))
