"""A tree against a policy, over all scenarios: what the rules say, held to what the code does."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from s2tui.analysis.diagrams.explorer import Diagrams
from s2tui.analysis.diagrams.space import space
from s2tui.analysis.diff import diff
from s2tui.kvm.policies.registry import KERNELS, STABLE, of_release
from s2tui.source.kernel.answered import answered
from s2tui.source.kernel.entries import ask
from s2tui.source.kernel.known import known
from s2tui.source.kernel.outcomes import unanswered
from s2tui.source.kernel.policy import policy_of
from s2tui.source.kernel.release import release, version
from s2tui.source.world.held import PAGE
from s2tui.source.world.shadows import unchecked

if TYPE_CHECKING:
    from s2tui.analysis.diagrams.diagram import Node
    from s2tui.analysis.diff import Diff
    from s2tui.kvm.policy.policy import Policy
    from s2tui.source.kernel.answered import Answered
    from s2tui.source.kernel.entries import Asked
    from s2tui.source.kernel.files import Tree
    from s2tui.source.kernel.known import Known
    from s2tui.source.machine.state import Stopped
    from s2tui.source.world.shadows import Unjudged


class Compared(NamedTuple):
    """What a tree was compared with."""

    named: str
    different: int
    """In how many scenarios they differ."""


class Audit(NamedTuple):
    """What came of it."""

    run: Known
    policy: Policy
    """What the tree is."""
    against: Policy
    named: str
    """How that was asked for: a stable update, where its release answers otherwise."""
    wanted: Policy | None
    """With what somebody wanted it compared."""
    version: str | None
    """The release that the tree says it is of."""
    own: Compared | None
    """That release's kernel, where one answers for it and nobody asked for another."""
    diff: Diff
    """From the policy to the tree."""
    unanswered: int
    """In how many scenarios the tree has no answer; each of them differs."""

    unchecked: tuple[str, ...]
    """Names that were answered for, and never were when a tree was compared before."""
    held: dict[str, int]
    """What is still held at the end, and in how many scenarios."""
    asked: Asked
    """What else was asked of it."""
    entries: dict[str, Answered]
    """What came of that."""

    @property
    def locked(self) -> bool:
        """Whether a lock is kept. Who keeps a page only leaks it, and its outcome is what it is."""
        return any(what != PAGE for what in self.held)

    @property
    def unjudged(self) -> tuple[Unjudged, ...]:
        """What of the tree is answered for and not run, and is not what was looked at."""
        return tuple(
            {each.name: each for each in (*self.run.unjudged, *self.asked.unjudged)}.values()
        )

    @property
    def stopped(self) -> tuple[Stopped, ...]:
        """Who has no answer, with the reason."""
        return (*self.run.stopped, *self.asked.stopped)

    @property
    def answers_otherwise(self) -> bool:
        """Whether something else that was asked is not answered as the policy says."""
        return any(entry.different for entry in self.entries.values())

    @property
    def different(self) -> int:
        """In how many scenarios they differ."""
        return self.diff.different


def audit(name: str, tree: Tree, against: Policy | None = None) -> Audit:
    """Run a tree and compare it with a policy.

    Args:
        name: how the tree is called.
        tree: where its files are.
        against: with what; None for the kernel of the tree's own release where they agree
            everywhere, else for whichever is nearest.

    Raises:
        RequestError: the tree lacks a file that cannot be done without.
    """
    diagrams = Diagrams()
    return audit_of(name, tree, known(tree, diagrams), against, diagrams)


def audit_of(
    name: str, tree: Tree, ran: Known, against: Policy | None, diagrams: Diagrams
) -> Audit:
    """Compare with a policy what is known of a tree.

    Args:
        name: how the tree is called.
        tree: where its files are.
        ran: what is known.
        against: as `audit` has it.
        diagrams: where the diagrams of what is known are.

    Raises:
        RequestError: as `audit`.
    """
    said = version(tree)
    policy = policy_of(name, ran, diagrams)
    manager = diagrams.manager
    stopped = manager.and_(space(diagrams).region, unanswered(ran.outcomes, diagrams))
    own = release(said) if against is None else None
    found: dict[str, Diff] = {}
    if against is not None:
        found[against.id] = diff(against, policy, diagrams=diagrams)
    elif own is not None:
        found[own.named] = diff(own.policy, policy, diagrams=diagrams)
    if against is None and all(each.different for each in found.values()):
        for id_, each in kernels().items():
            found.setdefault(id_, diff(each, policy, diagrams=diagrams))
    # Of those that are as near, the tree's own.
    named = min(found, key=lambda id_: found[id_].different)
    nearest = found[named]
    asked = ask(tree, diagrams)
    compared = None if own is None else Compared(own.named, found[own.named].different)
    return Audit(
        ran, policy, nearest.first, named, against, said, compared, nearest,
        manager.count(stopped),
        unchecked(ran.used | asked.used), _held(ran, diagrams),
        asked, answered(asked.answers, nearest.first, diagrams),
    )  # fmt: skip


def _held(ran: Known, diagrams: Diagrams) -> dict[str, int]:
    manager = diagrams.manager
    found: dict[str, Node[bool]] = {}
    for each in ran.held:
        found[each.what] = manager.or_(found.get(each.what, diagrams.no), each.where)
    return {what: manager.count(where) for what, where in found.items()}


def kernels() -> dict[str, Policy]:
    """Every kernel there is a policy of, and its stable updates that answer otherwise, by name."""
    stable = (f"v{a}.{b}.{c}" for (a, b), (c, _) in STABLE.items())
    return {id_: of_release(id_) for id_ in (*(kernel.id for kernel in KERNELS), *stable)}
