"""What the guest's instructions do on the memory that it gets."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from s2tui.arm.operations import DOES_WORDS
from s2tui.view.kit.layout import flow
from s2tui.view.kit.text import MARKS, Span

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from s2tui.arm.consequences import Consequence
    from s2tui.view.kit.text import Line, Role

RAISES = {1: " by stage 1: the guest takes it", 2: " by stage 2: KVM takes it"}
"""Who takes the fault among the outcomes."""
ROLES: Mapping[Role, str] = {
    "denied": "does not work",
    "reserved": "may not work",
    "allowed": "works",
}
"""What can become of an operation, in the order in which it is said."""


class Group(NamedTuple):
    """Operations that do the same."""

    role: Role
    does: str
    names: tuple[str, ...]


def operation_groups(found: Sequence[Consequence]) -> tuple[Group, ...]:
    """The operations by what they do: what fails first, then what may fail, then what works."""
    groups: dict[tuple[Role, str], list[str]] = {}
    for consequence in found:
        key = (_role(consequence), _does(consequence))
        groups.setdefault(key, []).append(consequence.operation.id)
    order = list(ROLES)
    return tuple(
        Group(role, text, tuple(names))
        for (role, text), names in sorted(groups.items(), key=lambda g: order.index(g[0][0]))
    )


def operation_group_lines(found: Sequence[Consequence], width: int) -> list[Line]:
    """What the guest's operations do, a line for those that do the same."""
    lines: list[Line] = []
    for group in operation_groups(found):
        first = (Span(f"{MARKS[group.role]} ", group.role),)
        lines += flow(first, f"{', '.join(group.names)}: {group.does}", width)
    return lines


def operation_summary(found: Sequence[Consequence], width: int) -> list[Line]:
    """The operations that fail, that may fail and that work, a line for each."""
    lines: list[Line] = []
    for role, word in ROLES.items():
        names = [c.operation.id for c in found if _role(c) == role]
        if names:
            first = (Span(f"{MARKS[role]} {word}: ", role),)
            lines += flow(first, ", ".join(names), width)
    return lines


def _does(consequence: Consequence) -> str:
    """Everything that an operation may do, in words."""
    words = " or ".join(DOES_WORDS[outcome] for outcome in consequence.outcomes)
    return words + (RAISES[consequence.stage] if consequence.stage else "")


def _role(consequence: Consequence) -> Role:
    """Whether an operation works, may fail or fails."""
    if consequence.outcomes == ("works",):
        return "allowed"
    return "reserved" if "works" in consequence.outcomes else "denied"
