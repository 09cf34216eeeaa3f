"""Many named scenarios under one policy, as a table with the columns of a comparison."""

from __future__ import annotations

from typing import TYPE_CHECKING

from s2tui.kvm.report.members import members
from s2tui.kvm.scenario.named import load
from s2tui.view.compare.lines import HEADS, caches_lines, entry, reason_lines, table_lines
from s2tui.view.kit import words
from s2tui.view.kit.layout import flow, heading
from s2tui.view.kit.text import Span

if TYPE_CHECKING:
    from collections.abc import Mapping

    from s2tui.kvm.report.report import Report
    from s2tui.view.kit.text import Line


def scenarios_lines(reports: Mapping[str, Report], width: int = 100) -> list[Line]:
    """The table, the rule behind each answer, and what each scenario is.

    Args:
        reports: by name, what one policy answers; at least one.
        width: columns.
    """
    first = next(iter(reports.values()))
    rows = [entry(one, members(one.outcome), f"@{name}") for name, one in reports.items()]
    blank: Line = ()
    lines = flow((Span("kernel    ", "title"),), words.kernel(first.kernel, first.policy), width)
    lines += [blank, *table_lines(("scenario", *HEADS[1:]), rows, width), blank]
    lines += caches_lines([one.outcome for one in reports.values()], width)
    lines += _notes(reports, width)
    lines += [blank, heading("why", width)]
    lines += reason_lines([(f"@{name}", one.outcome) for name, one in reports.items()], width)
    lines += [blank, heading("scenarios", width)]
    for name in reports:
        lines += flow((Span(f"@{name}  ", "key"),), load()[name].text, width)
    return lines


def _notes(reports: Mapping[str, Report], width: int) -> list[Line]:
    """What was said, each once: of some scenarios with their names, and not who raised them."""
    said: dict[str, list[str]] = {}
    for name, one in reports.items():
        for note in one.notes:
            if not note.startswith(f"@{name}: "):
                said.setdefault(note, []).append(f"@{name}")
    lines: list[Line] = []
    for note, names in said.items():
        where = "" if len(names) == len(reports) else f"{', '.join(names)}: "
        lines += flow((Span("note      ", "dim"),), where + note, width)
    return lines
