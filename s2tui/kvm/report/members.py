"""The members of an outcome in the contract's order: what decides each, and where two differ."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from s2tui.kvm.policy.decisions import (
    DCACHE_CLEAN,
    DESCRIPTOR,
    EXECUTABLE,
    ICACHE_INVALIDATE,
    MARKS_DIRTY,
    RESULTANT,
    TYPE,
    WRITABLE,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from s2tui.arm.combine.combination import Combination
    from s2tui.kvm.policy.outcome import Outcome
    from s2tui.kvm.policy.rule import Decision, Rule


class Part(NamedTuple):
    """What is decided in one go: one member of the outcome or several of its inner members."""

    member: str
    names: tuple[str, ...]
    """The inner members, in order."""
    decision: Decision[Any] | None
    """What decides it; None for the two results, and for what is always so."""
    split: Callable[[Any], tuple[Any, ...]]
    """From the decided value to the inner members, as they stand in the JSON."""

    @property
    def on_leaf(self) -> bool:
        """Whether it says something about the leaf, and is null where there is none."""
        return self.member not in ("memslot", "fault")


def _only(value: Any) -> tuple[Any, ...]:
    return (value,)


def _resultant(value: Combination) -> tuple[Any, ...]:
    attribute = None if value.par_attr is None else f"0x{value.par_attr:02x}"
    permitted = None
    if value.permitted is not None:
        permitted = tuple((f"0x{attr:02x}", sh) for attr, sh in value.permitted)
    return (value.kind, attribute, value.shareability, permitted)


PARTS = (
    Part("memslot", ("result", "errno"), None, tuple),
    Part("fault", ("result", "errno", "exit", "inject"), None, tuple),
    Part("mapping", ("type",), TYPE, _only),
    Part("mapping", ("readable",), None, _only),
    Part("mapping", ("writable",), WRITABLE, _only),
    Part("mapping", ("executable",), EXECUTABLE, _only),
    Part("mapping", ("level",), DESCRIPTOR, lambda leaf: (leaf.level,)),
    Part("mapping", ("marks_dirty",), MARKS_DIRTY, _only),
    Part("descriptor", ("value",), DESCRIPTOR, lambda leaf: (f"0x{leaf.value:016x}",)),
    Part("maintenance", ("dcache_clean",), DCACHE_CLEAN, _only),
    Part("maintenance", ("icache_invalidate",), ICACHE_INVALIDATE, _only),
    Part("resultant", ("type", "par_attr", "shareability", "permitted"), RESULTANT, _resultant),
)
MEMBERS = tuple(dict.fromkeys(part.member for part in PARTS))
"""What two outcomes can differ in, in the contract's order."""
UNKNOWN = ("unknown", "unstated")


class Inner(NamedTuple):
    """One inner member of an outcome with a value, such as mapping.type = device."""

    member: str
    name: str
    value: Any


def first_difference(part: Part, was: Any, now: Any) -> tuple[Inner, Inner]:
    """The first inner member that differs."""
    for name, old, new in zip(part.names, was, now, strict=True):
        if old != new:
            return Inner(part.member, name, old), Inner(part.member, name, new)
    raise AssertionError("nothing differs")


def is_unknown(values: tuple[Any, ...]) -> bool:
    """Whether a part holds something that nobody ever said."""
    return any(value in UNKNOWN for value in values if type(value) is str)


def _as_dict(member: Any) -> dict[str, Any]:
    found: dict[str, Any] = member._asdict()
    return found


_INNER: dict[str, Callable[[Any], dict[str, Any]]] = {
    "memslot": _as_dict,
    "fault": _as_dict,
    "mapping": _as_dict,
    "descriptor": lambda leaf: {"value": f"0x{leaf.value:016x}"},
    "maintenance": _as_dict,
    "resultant": lambda value: dict(zip(PARTS[-1].names, _resultant(value), strict=True)),
}
"""From a member, by its name, to its inner members."""


def inner_values(outcome: Outcome) -> dict[str, dict[str, Any] | None]:
    """Every inner member of one outcome, as it stands in the JSON but for lists being tuples."""
    return {
        name: None if member is None else _INNER[name](member)
        for name, member in zip(MEMBERS, outcome, strict=False)
    }


def compare_outcomes(was: Outcome, now: Outcome) -> tuple[Inner, Inner] | None:
    """The first inner member in which two outcomes differ; None where they do not."""
    # Few members differ, and only of those the inner ones are needed.
    for member, before, after in zip(MEMBERS, was, now, strict=False):
        if before is None or after is None or before == after:
            continue
        old, new = _INNER[member](before), _INNER[member](after)
        for name, value in old.items():
            if value != new[name]:
                return Inner(member, name, value), Inner(member, name, new[name])
    return None


def members(outcome: Outcome) -> tuple[object, ...]:
    """The members as values that can be compared: of each what is said of it, and not the reason.

    Two leaves may lead to one attribute by different reasons, as Device over any Device does.
    """
    leaf, resultant = outcome.descriptor, outcome.resultant
    return (
        outcome.memslot,
        outcome.fault,
        outcome.mapping,
        None if leaf is None else leaf.value,
        outcome.maintenance,
        None if resultant is None else _resultant(resultant),
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
