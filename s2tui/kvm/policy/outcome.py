"""What a policy answers for a scenario, as values that can be compared, printed and explained.

The members stand in the contract's order: memslot, fault, mapping, descriptor, maintenance,
resultant. Two outcomes differ when one of these differs; the trace is how it came about.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, NamedTuple

if TYPE_CHECKING:
    from s2tui.arm.combine.combination import Combination
    from s2tui.arm.descriptor.codec import Descriptor
    from s2tui.kvm.policy.results import Fault, Memslot
    from s2tui.kvm.policy.rule import Step

MemoryType = Literal["normal", "normal-nc", "device"]


class LeafMapping(NamedTuple):
    """The stage-2 leaf after the fault, as KVM thinks of it."""

    type: MemoryType
    readable: bool
    writable: bool
    executable: bool
    level: int
    marks_dirty: bool


class Maintenance(NamedTuple):
    """The cache maintenance that KVM issues for the leaf."""

    dcache_clean: bool
    icache_invalidate: bool


class Outcome(NamedTuple):
    """Everything that a policy decides about one scenario."""

    memslot: Memslot
    fault: Fault
    mapping: LeafMapping | None
    descriptor: Descriptor | None
    maintenance: Maintenance | None
    resultant: Combination | None
    trace: tuple[Step, ...]
