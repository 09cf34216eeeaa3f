"""The way of a scenario through a tree's code: the branches that it takes, with their lines."""

from __future__ import annotations

from collections import Counter
from textwrap import dedent
from typing import TYPE_CHECKING, NamedTuple

from s2tui.view.kit.layout import fit, flow
from s2tui.view.kit.text import Span

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator

    from s2tui.kvm.policy.branch import Branch
    from s2tui.kvm.policy.rule import Stage
    from s2tui.view.kit.text import Line

    Way = Callable[[], tuple[Branch, ...]]
    """The branches that a scenario meets, worked out when they are asked for."""

INDENT = 4
"""Columns before a branch, as before a rule."""
BRANCH = "branch "
"""Begins the ids of branches."""


class Taken(NamedTuple):
    """A branch that can be chosen."""

    id: str
    branch: Branch


def taken(branches: tuple[Branch, ...], stage: Stage) -> Iterator[Taken]:
    """The branches into which the way goes in one stage; a line may be met more than once."""
    times: Counter[str] = Counter()
    for branch in branches:
        if branch.taken and branch.stage == stage:
            times[branch.place] += 1
            yield Taken(f"{BRANCH}{branch.place} {times[branch.place]}", branch)


def branch_lines(one: Taken, width: int, opened: Collection[str]) -> list[Line]:
    """A branch: what the tree says there and where; where it is opened the lines around it too."""
    branch = one.branch
    begin = (Span(" " * (INDENT - 2)), Span("▸ "))
    lines = [
        *flow(begin, branch.text, width),
        *flow((Span(" " * INDENT),), branch.place, width, "dim"),
    ]
    return lines + (_around(branch, width) if one.id in opened else [])


def _around(branch: Branch, width: int) -> list[Line]:
    digits = len(str(branch.around[-1][0]))
    texts = dedent("\n".join(text for _, text in branch.around)).split("\n")
    lines: list[Line] = []
    for (number, _), text in zip(branch.around, texts, strict=True):
        here = number == branch.line
        head = (
            Span(" " * INDENT),
            Span(f"{number:>{digits}} ", "key" if here else "dim"),
            Span(text, "text" if here else "dim"),
        )
        lines.append(fit(head, width))
    return lines
