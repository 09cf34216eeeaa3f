"""A tree against a policy, over all scenarios: what the rules say, held to what the code does."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from s2tui.analysis.diagrams.explorer import Diagrams
from s2tui.analysis.diagrams.space import space
from s2tui.analysis.diff import diff
from s2tui.kvm.policies.registry import KERNELS, STABLE, find
from s2tui.source.kernel.policy import policy_of
from s2tui.source.kernel.run import run
from s2tui.source.world.shadows import unchecked, unjudged

if TYPE_CHECKING:
    from s2tui.analysis.diagrams.diagram import Node
    from s2tui.analysis.diff import Diff
    from s2tui.kvm.policy.policy import Policy
    from s2tui.source.kernel.files import Tree
    from s2tui.source.kernel.run import Run
    from s2tui.source.world.shadows import Unjudged


class Audit(NamedTuple):
    """What came of it."""

    run: Run
    policy: Policy
    """What the tree is."""
    against: Policy
    named: str
    """How that was asked for: a stable update, where its release answers otherwise."""
    diff: Diff
    """From the policy to the tree."""
    unanswered: int
    """In how many scenarios the tree has no answer; each of them differs."""

    unjudged: tuple[Unjudged, ...]
    """What of the tree is answered for and not run, and is not what was looked at."""
    unchecked: tuple[str, ...]
    """Names that were answered for, and never were when a tree was compared before."""

    @property
    def different(self) -> int:
        """In how many scenarios they differ."""
        return self.diff.different


def audit(name: str, tree: Tree, against: Policy | None = None) -> Audit:
    """Run a tree and compare it with a policy.

    Args:
        name: how the tree is called.
        tree: where its files are.
        against: with what; None for whichever kernel is nearest.

    Raises:
        RequestError: the tree lacks a file that cannot be done without.
    """
    diagrams = Diagrams()
    ran = run(tree, diagrams)
    policy = policy_of(name, ran, diagrams)
    manager = diagrams.manager
    stopped = diagrams.no
    ends: tuple[Node[Any], ...] = (ran.outcomes.memslot, ran.outcomes.fault)
    for node in ends:
        stopped = manager.or_(stopped, manager.map(node, lambda end: end.result == "unknown"))
    unanswered = manager.count(manager.and_(space(diagrams).region, stopped))
    candidates = kernels() if against is None else {against.id: against}
    found = {id_: diff(each, policy, diagrams=diagrams) for id_, each in candidates.items()}
    named = min(found, key=lambda id_: found[id_].different)
    nearest = found[named]
    return Audit(
        ran, policy, nearest.first, named, nearest, unanswered, _unjudged(ran), unchecked(ran.used)
    )


def _unjudged(ran: Run) -> tuple[Unjudged, ...]:
    found: dict[str, Unjudged] = {}
    for machine in ran.machines.values():
        for each in unjudged(machine.unit, ran.used):
            found.setdefault(each.name, each)
    return tuple(found.values())


def kernels() -> dict[str, Policy]:
    """Every kernel there is a policy of, and its stable updates that answer otherwise, by name."""
    stable = (f"v{a}.{b}.{c}" for (a, b), (c, _) in STABLE.items())
    return {id_: find(id_) for id_ in (*(kernel.id for kernel in KERNELS), *stable)}
