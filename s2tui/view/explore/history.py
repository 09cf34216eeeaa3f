"""What every kernel and position does with one scenario, in one row of signs."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING, NamedTuple

from s2tui.kvm.policies.registry import KERNELS, POLICIES, find, listed
from s2tui.kvm.policy.decisions import TYPE
from s2tui.kvm.policy.journey import travel
from s2tui.kvm.policy.results import LEAF_RESULTS
from s2tui.view.kit import words
from s2tui.view.kit.layout import length
from s2tui.view.kit.text import MARKS, Span

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence

    from s2tui.kvm.policy.policy import Policy
    from s2tui.kvm.scenario.fields import Scenario
    from s2tui.view.kit.text import Line, Role

MAPPED = {"normal": "W", "normal-nc": "N", "device": "D"}
"""The first letters of Write-Back, Non-cacheable and Device."""
RELEASES = frozenset(kernel.id for kernel in KERNELS)
MAILS = " mails "
"""Stands before what was only posted or said."""
OWN = " own "
"""Stands before what is in files of somebody's own."""


class Past(NamedTuple):
    """What one policy does with the scenario."""

    policy: str
    sign: str
    role: Role


def history(scenario: Scenario) -> Iterator[Past]:
    """What every policy of the list does with a scenario; each is loaded when its turn comes."""
    return (_past(id_, scenario) for id_ in listed())


def _past(id_: str, scenario: Scenario) -> Past:
    """What one does; that it needs attention where it is a file's, which may fail."""
    try:
        return Past(id_, *_said(find(id_), scenario))
    except Exception:
        if id_ in POLICIES:
            raise
        return Past(id_, MARKS["reserved"], "reserved")


def _said(policy: Policy, scenario: Scenario) -> tuple[str, Role]:
    """The type that is mapped; else whether the guest gets on."""
    memslot, fault, d = travel(policy, scenario)
    if fault.result in LEAF_RESULTS:
        return MAPPED[d[TYPE]], "allowed"
    role = "unknown" if memslot.result == "unknown" else words.FAULT_ROLES[fault.result]
    return MARKS[role], role


def history_spans(found: Sequence[Past], present: Collection[str], width: int) -> Line:
    """The row, in brackets what the present policy does; nothing where the kernels do not fit.

    Each run of kernels that do the same has the first one's name before it.

    Args:
        found: what every policy does.
        present: how the policy that is shown is called: by its id, or by the name of its file.
        width: columns that it may have; the positions are left out first.
    """
    kernels = [past for past in found if past.policy in RELEASES]
    others = [p for p in found if p.policy in POLICIES and p.policy not in RELEASES]
    own = [past for past in found if past.policy not in POLICIES]
    spans: list[Span] = []
    for _, run in groupby(kernels, key=lambda past: past.sign):
        same = list(run)
        spans.append(Span(f"{' ' if spans else ''}{same[0].policy} ", "dim"))
        spans += _signs(same, present)
    spans += [Span(OWN, "dim"), *_signs(own, present)] if own else []
    more = [*spans, Span(MAILS, "dim"), *_signs(others, present)]
    return next((tuple(row) for row in (more, spans) if length(row) <= width), ())


def _signs(found: Sequence[Past], present: Collection[str]) -> Iterator[Span]:
    for past in found:
        if past.policy in present:
            yield from (Span("[", "key"), Span(past.sign, past.role), Span("]", "key"))
        else:
            yield Span(past.sign, past.role)
