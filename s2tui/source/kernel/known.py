"""What is known of a tree once it was run: all that its policy and an audit ask.

It depends on the files that are read, by their contents, and on this program; so it is kept under
both, and the second question about the same files costs next to nothing.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple, TypeVar

from s2tui.source.kernel.files import CODE, HEADERS, OTHERS
from s2tui.source.trees import cache

if TYPE_CHECKING:
    from collections.abc import Callable

    from s2tui.analysis.diagrams.explorer import Diagrams
    from s2tui.source.kernel.entries import Asked
    from s2tui.source.kernel.files import Tree
    from s2tui.source.kernel.outcomes import Outcomes
    from s2tui.source.kernel.run import Held, Run
    from s2tui.source.machine.state import Stopped
    from s2tui.source.trees.tree import Tree as Identified
    from s2tui.source.world.shadows import Unjudged

T = TypeVar("T")


class Known(NamedTuple):
    """What running a tree gave, without what ran it."""

    outcomes: Outcomes
    stopped: tuple[Stopped, ...]
    """Who has no answer, with the reason."""
    held: tuple[Held, ...]
    """Who still holds a lock."""
    executed: frozenset[str]
    """The functions of the tree that were run."""
    used: frozenset[str]
    """The names that the tables answered for."""
    unjudged: tuple[Unjudged, ...]
    """What of the tree is answered for and not run, and is not what was looked at."""


def known(tree: Tree, diagrams: Diagrams) -> Known:
    """Run a tree.

    Raises:
        RequestError: the tree lacks a file that cannot be done without.
    """
    from s2tui.source.kernel.run import run

    return known_of(run(tree, diagrams))


def known_of(ran: Run) -> Known:
    """What is known of what was run."""
    from s2tui.source.world.shadows import unjudged

    found: dict[str, Unjudged] = {}
    for machine in ran.machines.values():
        for each in unjudged(machine.unit, ran.used):
            found.setdefault(each.name, each)
    judged = tuple(found.values())
    return Known(ran.outcomes, ran.stopped, ran.held, ran.executed, ran.used, judged)


def remembered(tree: Identified, diagrams: Diagrams) -> Known:
    """The same, from the user's cache where these very files were run before.

    Raises:
        RequestError: as `known`.
    """
    key = cache.key("known", *contents(tree))
    return _remembered(key, Known, diagrams, lambda: known(tree, diagrams))


def remembered_answers(tree: Identified, diagrams: Diagrams) -> Asked:
    """The same of what a tree is asked besides.

    Raises:
        RequestError: as `known`.
    """
    from s2tui.source.kernel.entries import Asked, ask

    key = cache.key("asked", *contents(tree, *OTHERS))
    return _remembered(key, Asked, diagrams, lambda: ask(tree, diagrams))


def _remembered(key: str, kind: type[T], diagrams: Diagrams, make: Callable[[], T]) -> T:
    from s2tui.source.kernel.stored import packed, unpacked

    kept = cache.get(key)
    found = None if kept is None else unpacked(kept, diagrams.manager)
    # Damage is found by the cache; this is for what never was an answer.
    if isinstance(found, kind):
        return found
    made = make()
    cache.put(key, packed(made))
    return made


def contents(tree: Identified, *others: str) -> tuple[str, ...]:
    """What the files that are read say, and others: blob ids, in order; nothing for an absent one.

    Raises:
        RequestError: the tree cannot be read any more.
    """
    files = (*HEADERS, *CODE, *others)
    found = tree.identity(files)
    return tuple([found[path] or "" for path in files])
