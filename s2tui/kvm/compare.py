"""What several outcomes of one scenario have in common, and which rule made each."""

from __future__ import annotations

from typing import TYPE_CHECKING

from s2tui.kvm.rules.decisions import TYPE

if TYPE_CHECKING:
    from collections.abc import Sequence

    from s2tui.kvm.outcome import Outcome
    from s2tui.kvm.rule import Rule

MEMBERS = ("memslot", "fault", "mapping", "descriptor", "maintenance", "resultant")
"""What two outcomes can differ in, in the contract's order."""


def members(outcome: Outcome) -> tuple[object, ...]:
    """The members as values that can be compared; of the descriptor only its 64 bits count."""
    leaf = outcome.descriptor
    return (
        outcome.memslot,
        outcome.fault,
        outcome.mapping,
        None if leaf is None else leaf.value,
        outcome.maintenance,
        outcome.resultant,
    )


def differing(outcomes: Sequence[Outcome]) -> tuple[str, ...]:
    """The members in which some of the outcomes differ, in order."""
    columns = zip(MEMBERS, *map(members, outcomes), strict=True)
    return tuple(name for name, *values in columns if len(set(values)) > 1)


def deciding(outcome: Outcome) -> Rule[object]:
    """The rule that matters most: the one that chose the memory type, or that ended the journey."""
    if outcome.mapping is not None:
        for step in outcome.trace:
            if step.rule.decides is TYPE:
                return step.rule
    # What ends a journey is its last entry.
    return outcome.trace[-1].rule


def why(outcome: Outcome) -> str:
    """The deciding rule in words, with its source."""
    rule = deciding(outcome)
    return f"{rule.text} ({rule.cite})"
