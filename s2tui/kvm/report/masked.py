"""A report of which only the question is left."""

from __future__ import annotations

from typing import TYPE_CHECKING

from s2tui.kvm.hazards.caches import NOTHING
from s2tui.kvm.policy.outcome import Outcome
from s2tui.kvm.policy.results import Fault, Memslot
from s2tui.kvm.report.report import Migration

if TYPE_CHECKING:
    from s2tui.kvm.report.report import Report

_NOBODY_KNOWS = Outcome(Memslot("unknown"), Fault("unknown"), None, None, None, None, ())


def masked(report: Report) -> Report:
    """The report without its answer: whatever that was, it is the same."""
    return report._replace(
        outcome=_NOBODY_KNOWS,
        capability=None,
        hazards=(),
        caches=NOTHING,
        migration=Migration(None, (), ""),
        caveats=(),
        notes=(),
    )
