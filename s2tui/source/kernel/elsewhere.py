"""The same scenarios at other places and times, for two trees to be compared.

An outcome is of a page that is the first of all that it lies in, of a walk that nothing disturbs.
There, much of the code does nothing: what is rounded down is round, what may fail does not. A
patch to that code changes no outcome; what the effects are given elsewhere it changes.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from s2tui.source.kernel.run import AS_USUAL, run
from s2tui.source.world.geometry import Geometry

if TYPE_CHECKING:
    from s2tui.analysis.diagrams.explorer import Diagrams
    from s2tui.source.kernel.files import Tree
    from s2tui.source.kernel.run import Run

PAGES = 5
"""Behind the first one: more than one bit, and within the shortest slot."""
HIGH = 0b1111 << 48
"""Physical addresses that need 52 bits."""
ELSEWHERE = {
    "inside of a block": Geometry("4k", into=PAGES),
    "user and guest addresses that disagree": Geometry("4k", into=PAGES, askew=1),
    "a slot that begins inside of a block": Geometry("4k", into=PAGES, begin=3, tight=True),
    "a whole block inside of such a slot": Geometry("4k", into=512 + PAGES, begin=3),
    "52-bit addresses": Geometry("4k", high=HIGH, level=2, aliasing=True),
    "a device in the kernel": Geometry("4k", device=True, gone=True),
    "52-bit addresses, 64 KiB pages": Geometry("64k", into=PAGES, high=HIGH),
    "something was unmapped meanwhile": Geometry("4k", level=1, raced=True),
    "no memory for tables": Geometry("4k", level=0, short=True),
    "the last block of the VM": Geometry("4k", guest=(1 << 40) - (1 << 30), vm_bits=40),
    "the first address beyond the host's": Geometry("4k", guest=1 << 48),
    "the first address beyond the VM's": Geometry("4k", guest=1 << 40, vm_bits=40),
}
"""By what is otherwise there."""


def run_elsewhere(tree: Tree, diagrams: Diagrams, where: Geometry) -> Run:
    """Run a tree at one of ELSEWHERE, keeping its effects.

    Raises:
        RequestError: the tree lacks a file that cannot be done without.
    """
    return run(tree, diagrams, reached={}, assumed=AS_USUAL._replace(geometries=(where,)))
