"""Reports for the tests of what is said about them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from s2tui.kvm.report.explain import report
from s2tui.kvm.scenario.notation import parse_words
from s2tui.view.kit.text import plain

if TYPE_CHECKING:
    from collections.abc import Iterable

    from s2tui.kvm.report.report import Report
    from s2tui.view.kit.text import Line

KERNEL = "v6.17"
DEVICE = ("backing=pfnmap", "page.map_memory=false")
"""A device's memory that user space maps cacheable."""


def ask(*words: str, kernel: str = KERNEL) -> Report:
    """The report of a scenario given as words."""
    scenario, notes = parse_words(words)
    return report(kernel, scenario, notes)


def texts(lines: Iterable[Line]) -> list[str]:
    """Lines without their roles."""
    return plain(lines).split("\n")
