"""The capability by which a VMM asks a tree for cacheable PFNMAP memory."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any, TypeVar

from s2tui.kvm.policies.kernels.v6_17 import CACHEABLE_PFNMAP
from s2tui.source.kernel.drawn import Drawn
from s2tui.source.kernel.files import ARM
from s2tui.source.world.constants import ERRNO_NAMES

if TYPE_CHECKING:
    from collections.abc import Callable

    from s2tui.analysis.diagrams.explorer import Diagrams
    from s2tui.kvm.policy.policy import Capability
    from s2tui.kvm.scenario.fields import Scenario
    from s2tui.source.kernel.entries import Asked
    from s2tui.source.kernel.files import Tree

T = TypeVar("T", bound="Tree")


def offered(
    tree: T, diagrams: Diagrams, asking: Callable[[T, Diagrams], Asked]
) -> Capability | None:
    """The capability that a tree has; the tree is only asked if its text names it.

    Args:
        tree: to be asked.
        diagrams: where the diagrams of its answers are to live.
        asking: what asks it, or remembers.

    Raises:
        RequestError: the tree lacks a file that cannot be done without.
    """
    text = tree.read_all((ARM,))[ARM]
    if text is None or CACHEABLE_PFNMAP.name.encode() not in text:
        return None
    answers = asking(tree, diagrams).answers
    values = {end.value for end in diagrams.manager.reached(diagrams.yes, answers.system)}
    said = {ERRNO_NAMES.get(-v, str(v)) for v in values if type(v) is int}
    return CACHEABLE_PFNMAP._replace(
        vm=partial(_number, Drawn(answers.capability)),
        system=said.pop() if len(said) == 1 else "unstated",
        cite=f"{ARM}:kvm_vm_ioctl_check_extension",
    )


def _number(drawn: Drawn, s: Scenario) -> int | None:
    found: Any = drawn.at(s)
    return found if type(found) is int else None
