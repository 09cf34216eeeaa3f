"""A kernel tree wherever a kernel can be named: opened when it is asked for, and not before."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from s2tui.kvm.policy.policy import Policy


def opened(asked: str) -> Policy | None:
    """The policy that a tree is; None where the word names no tree.

    Raises:
        RequestError: the tree cannot be read, or is none of a kernel.
    """
    if asked.endswith(".py") or not (any(c in asked for c in "/@+") or os.path.isdir(asked)):
        return None
    from s2tui.source.trees.notation import is_tree

    return _read(asked) if is_tree(asked) else None


def _read(asked: str) -> Policy:
    """The policy of a tree, kept for as long as what is read of it is the same."""
    from s2tui.source.kernel.files import CODE, HEADERS
    from s2tui.source.kernel.policy import read_policy
    from s2tui.source.trees.notation import open_tree

    tree = open_tree(asked)
    contents = (asked, *tree.identity((*HEADERS, *CODE)).values())
    found = _KEPT.get(contents)
    if found is None:
        while len(_KEPT) >= MOST:
            del _KEPT[next(iter(_KEPT))]
        found = _KEPT[contents] = read_policy(asked, tree)
    return found


MOST = 8
"""How many trees are kept."""
_KEPT: dict[tuple[str | None, ...], Policy] = {}
