"""A kernel tree wherever a kernel can be named: opened when it is asked for, and not before."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from s2tui.kvm.policy.policy import Policy
    from s2tui.source.trees.tree import Tree


def know_trees() -> None:
    """Have trees found wherever a policy is asked for by name."""
    from s2tui.kvm.policies.registry import OPENERS

    OPENERS[:] = [opened]


def opened(asked: str) -> Policy | None:
    """The policy that a tree is; None where the word names no tree.

    Raises:
        RequestError: the tree cannot be read, or is none of a kernel.
    """
    tree = named_tree(asked)
    return None if tree is None else _policy(asked, tree)


def named_tree(asked: str) -> Tree | None:
    """The tree that a word names; None where it names none.

    Raises:
        RequestError: as `opened`.
    """
    if asked.endswith(".py") or not (any(c in asked for c in "/@+") or os.path.isdir(asked)):
        return None
    from s2tui.source.trees.notation import is_tree, open_tree

    return open_tree(asked) if is_tree(asked) else None


def _policy(asked: str, tree: Tree) -> Policy:
    """The policy of a tree, kept for as long as what is read of it is the same."""
    from s2tui.source.kernel.files import OTHERS
    from s2tui.source.kernel.known import contents

    read = (asked, *contents(tree, *OTHERS))
    found = _KEPT.get(read)
    if found is None:
        while len(_KEPT) >= MOST:
            del _KEPT[next(iter(_KEPT))]
        found = _KEPT[read] = _made(asked, tree)
    return found


def _made(asked: str, tree: Tree) -> Policy:
    from attrs import evolve

    from s2tui.analysis.diagrams.explorer import Diagrams
    from s2tui.source.kernel.branches import Walker
    from s2tui.source.kernel.capability import offered
    from s2tui.source.kernel.known import remembered, remembered_answers
    from s2tui.source.kernel.policy import policy_of

    diagrams = Diagrams()
    policy = policy_of(asked, remembered(tree, diagrams), diagrams)
    capability = offered(tree, diagrams, remembered_answers)
    return evolve(policy, capability=capability, walk=Walker(tree))


MOST = 8
"""How many trees are kept."""
_KEPT: dict[tuple[str, ...], Policy] = {}
